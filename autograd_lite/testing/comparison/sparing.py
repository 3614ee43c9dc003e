"""Reverse and forward mode on large arrays, without what ``vjp`` and ``jvp`` keep besides for their callers.

The values are not returned, the graph serves for one pass, and directions are taken as they are: they are new arrays.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograd_lite.backward import conjugated
from autograd_lite.evaluation import Argument, Run, finished, node_of, pull
from autograd_lite.graph import Node, towards
from autograd_lite.modes import switched
from autograd_lite.tensor import Tensor
from autograd_lite.testing.differences.evaluation import plain
from autograd_lite.trees import leaves


def _lent(array: Any) -> Tensor:
    """Return an input of the array itself, no copy of it; whoever writes to the Tensor gets one."""
    if isinstance(array, Tensor):
        if array.requires_grad:
            return array
        array = array._value()
    tensor = Tensor._wrap(array if array.ndim else array[()])
    tensor._node = node = Argument(array.shape, array.dtype)
    node.open = False
    return tensor


def _run(f: Callable[..., Any], inputs: Sequence[Any]) -> Run:
    return Run(f, tuple(map(_lent, inputs)), {}, tuple(range(len(inputs))))


def recorded(f: Callable[..., Any], inputs: Sequence[Any]) -> list[Any]:
    """Return the values that a function has where it is recorded; what it recorded is gone.

    Examples
    --------
    >>> import numpy as np
    >>> recorded(np.square, [np.array([1.0, 3.0])])
    [array([1., 9.])]
    """
    return [plain(each) for each in leaves(_run(f, inputs).result)]


def pulled(f: Callable[..., Any], inputs: Sequence[Any], g: Sequence[Any]) -> list[Any]:
    """Return the gradients of the inputs for gradients of the results.

    Examples
    --------
    >>> import numpy as np
    >>> pulled(np.square, [np.array([1.0, 3.0])], [np.ones(2)])
    [array([2., 6.])]
    """
    run = _run(f, inputs)
    run.follow(leaves(run.result))
    run.result = None
    nested = run.nested or any(isinstance(each, Tensor) and each.requires_grad for each in g)
    found = pull(run.nodes, [_seed(each, nested) for each in g], run.inputs, nested, retain=False)
    return [finished(found, x) for x in run.inputs]


def _seed(g: Any, recorded: bool) -> Any:
    """Return a gradient as the pass takes it: a Tensor if it is recorded."""
    if recorded:
        return conjugated(g if isinstance(g, Tensor) else Tensor(g, copy=False))
    return conjugated(g._value() if isinstance(g, Tensor) else g)[()]


def pushed(f: Callable[..., Any], inputs: Sequence[Any], v: Callable[[], list[Any]]) -> list[Any]:
    """Return the changes of the results for the changes of the inputs that `v` makes; all must depend on these.

    The pass backward is recorded for the gradients of the results alone, in which it is linear.

    Examples
    --------
    >>> import numpy as np
    >>> pushed(np.square, [np.array([1.0, 3.0])], lambda: [np.ones(2)])
    [array([2., 6.])]
    """
    run = _run(f, inputs)
    results = leaves(run.result)
    run.follow(results)
    kinds = [(np.shape(each), each.dtype) for each in results]
    del results
    run.result = None
    duals = [_lent(np.broadcast_to(dtype.type(1), shape)) for shape, dtype in kinds]
    with switched(tracking=True), _constant(run):
        back = pull(run.nodes, duals, run.inputs, recorded=True, retain=False)
    nodes = [node_of(back.get(x._node)) for x in run.inputs]  # type: ignore[arg-type]  # an input has a node
    del back, run
    found = pull(nodes, [each[()] for each in v()], duals, recorded=False, retain=False)
    return [finished(found, dual, conjugate=False) for dual in duals]


class _Constant:
    """Stands in for a node's recipe while a pass is recorded, and hands out what was saved without its history."""

    def __init__(self, recipe: Any) -> None:
        self.recipe = recipe

    def __getattr__(self, name: str) -> Any:  # what the sweep asks of a recipe besides
        return getattr(self.recipe, name)

    def lift(self, node: Node) -> Any:
        """Return the saved values as Tensors that depend on nothing."""
        return [_bare(each) for each in self.recipe.lift(node)]


def _bare(value: Any) -> Any:
    if isinstance(value, Tensor):
        return Tensor._wrap(value._value())
    if isinstance(value, list | tuple) and any(isinstance(each, Tensor | list | tuple) for each in value):
        several = map(_bare, value)
        return type(value)(*several) if hasattr(value, "_fields") else type(value)(several)
    return value


@contextmanager
def _constant(run: Run) -> Iterator[None]:
    """Let the saved values of a run count as constants for a while."""
    inputs = {x._node for x in run.inputs if x._node is not None}
    inner = [node for node in towards(inputs, filter(None, run.nodes)) if node.recipe is not None]
    for node in inner:
        node.recipe = _Constant(node.recipe)
    try:
        yield
    finally:
        for node in inner:
            node.recipe = node.recipe.recipe
