"""Reverse and forward mode on large arrays, without what ``vjp`` and ``jvp`` keep besides for their callers.

The values are not returned, the graph serves for one pass, and directions are taken as they are: they are new arrays.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.backward import conjugated
from autograd_lite.evaluation import Run, argument, close, finished, node_of, pull
from autograd_lite.modes import switched
from autograd_lite.tensor import Tensor
from autograd_lite.trees import leaves


def pulled(f: Callable[..., Any], inputs: Sequence[Any], g: Sequence[Any]) -> list[Any]:
    """Return the gradients of the inputs for gradients of the results.

    Examples
    --------
    >>> import numpy as np
    >>> pulled(np.square, [np.array([1.0, 3.0])], [np.ones(2)])
    [array([2., 6.])]
    """
    run = Run(f, tuple(inputs), {}, tuple(range(len(inputs))))
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

    Examples
    --------
    >>> import numpy as np
    >>> pushed(np.square, [np.array([1.0, 3.0])], lambda: [np.ones(2)])
    [array([2., 6.])]
    """
    run = Run(f, tuple(inputs), {}, tuple(range(len(inputs))))
    results = leaves(run.result)
    run.follow(results)
    kinds = [(np.shape(each), each.dtype) for each in results]
    del results
    run.result = None
    with switched(tracking=True):
        duals = [argument(np.broadcast_to(dtype.type(1), shape), dtype) for shape, dtype in kinds]
        back = pull(run.nodes, duals, run.inputs, recorded=True, retain=False)
    close(duals)
    nodes = [node_of(back.get(x._node)) for x in run.inputs]  # type: ignore[arg-type]  # an input has a node
    del back, run
    found = pull(nodes, [each[()] for each in v()], duals, recorded=False, retain=False)
    return [finished(found, dual, conjugate=False) for dual in duals]
