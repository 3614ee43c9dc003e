"""Jacobians and Hessians, all their rows in one pass; and the Hessian's product with a vector, without the Hessian."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from autograd_lite.backward import conjugated
from autograd_lite.derivatives import grad
from autograd_lite.errors import DTypeError, ShapeError
from autograd_lite.evaluation import (
    Run,
    close,
    complex_result,
    finished,
    function_to_differentiate,
    node_of,
    one_number,
    pull,
    reopen,
    seed_for,
)
from autograd_lite.graph import ordered
from autograd_lite.rows import sweep_rows
from autograd_lite.tensor import Tensor
from autograd_lite.trees import leaves, rebuilt


def jacobian(
    f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, holomorphic: bool = False
) -> Callable[..., Any]:
    """Return a function that computes the Jacobian of `f`, of shape ``f(x).shape + x.shape``.

    Parameters
    ----------
    f : function of arrays that returns an array, or nested lists, tuples, dicts of arrays
    argnums : position of the argument to differentiate, or several; an argument may be nested lists, tuples, dicts
    holomorphic : for a complex result of a complex argument, say that `f` is complex-differentiable

    Returns
    -------
    function with the arguments of `f`; for nested results and arguments, the blocks are nested likewise, the results
    outside

    Raises
    ------
    DTypeError
        For integer arguments, and for a complex result of a complex argument without ``holomorphic=True``.

    Notes
    -----
    A complex result of a real argument has complex rows. The rows of a real result of a complex argument are its
    gradients, ∂/∂Re + i ∂/∂Im, as :func:`grad` gives them.

    Examples
    --------
    >>> import numpy as np
    >>> jacobian(lambda x: x**2)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """
    function_to_differentiate(f)

    @wraps(f)
    def differentiated(*args: Any, **kwargs: Any) -> Any:
        run = Run(f, args, kwargs, argnums)
        if run.result is None:
            raise DTypeError("jacobian wants a function that returns an array; got None. Is a return missing?")
        outputs = [out if isinstance(out, Tensor) else Tensor(out) for out in leaves(run.result)]
        run.follow(outputs)
        for out in outputs:
            _check_kinds(out, run.inputs, holomorphic)
        return rebuilt(run.result, iter([run.shaped(_blocks(run, out)) for out in outputs]))

    return differentiated


def _check_kinds(out: Tensor, inputs: list[Tensor], holomorphic: bool) -> None:
    if holomorphic:
        complex_result(out, inputs)
    if out.dtype.kind == "c" and not holomorphic and any(x.dtype.kind == "c" for x in inputs):
        raise DTypeError(
            f"jacobian got a complex argument and a complex result, of shape {out.shape}: unless the function is "
            "complex-differentiable, one complex number does not say its derivative. Pass holomorphic=True if it is; "
            "else differentiate its real and its imaginary part, or use ag.jvp or ag.hvp."
        )


def _blocks(run: Run, out: Tensor) -> list[Any]:
    """Return the Jacobian of one result for every input."""
    rows = _recorded_rows if run.nested else _rows
    blocks = rows(out, run.inputs, 1)
    if out.dtype.kind == "c":  # for an argument that is real these were the derivatives of the real part
        imaginary = rows(out, run.inputs, -1j) if any(x.dtype.kind != "c" for x in run.inputs) else blocks
        pairs = zip(blocks, imaginary, run.inputs, strict=True)
        blocks = [re if x.dtype.kind == "c" else re + 1j * im for re, im, x in pairs]
    else:
        blocks = [conjugated(block) for block in blocks]
    return [np.reshape(block, out.shape + x.shape) for block, x in zip(blocks, run.inputs, strict=True)]


def _rows(out: Tensor, inputs: list[Tensor], unit: complex) -> list[Any]:
    """Return the rows of a Jacobian for every input, as many at once as fit into some memory."""
    blocks = [np.zeros((out.size, *x.shape), x.dtype) for x in inputs]
    if out._node is None:
        return blocks
    largest = max(int(np.prod(node.shape)) for node in ordered([out._node]) if not isinstance(node.dtype, tuple))
    step = max(1, _ROW_ELEMENTS // max(1, largest))
    for start in range(0, out.size, step):
        count = min(step, out.size - start)
        seeds = np.zeros((count, out.size), out.dtype)
        seeds[range(count), range(start, start + count)] = unit
        found = sweep_rows(out._node, seeds.reshape(count, *out.shape), {x._node for x in inputs})  # type: ignore[misc]  # inputs have one
        for x, block in zip(inputs, blocks, strict=True):
            if x._node in found:
                block[start : start + count] = found[x._node]
    return blocks


_ROW_ELEMENTS = 2**22  # elements of the largest gradient that are held at once, 32 MiB of float64


def _recorded_rows(out: Tensor, inputs: list[Tensor], unit: complex) -> list[Any]:
    """Return the rows of a Jacobian that is itself to be differentiated, one pass each."""
    rows = []
    for k in range(out.size):
        seed = np.zeros(out.shape, out.dtype)
        seed.flat[k] = unit
        found = pull([out._node], [seed_for(seed, out, True)], inputs, recorded=True, retain=True)
        rows.append([finished(found, x, conjugate=False) for x in inputs])
    if not rows:
        return [np.zeros((0, *x.shape), x.dtype) for x in inputs]
    return [np.stack(block) for block in zip(*rows, strict=True)]


def hessian(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """Return a function that computes the second derivatives of `f`, of shape ``x.shape + x.shape``.

    Parameters as in :func:`jacobian`; for several or nested arguments there is a block for every pair of arrays.

    Examples
    --------
    >>> import numpy as np
    >>> hessian(lambda x: x[0] ** 2 * x[1])(np.array([1.0, 3.0]))
    array([[6., 2.],
           [2., 0.]])
    """
    return jacobian(grad(f, argnums), argnums)


def hvp(f: Callable[..., Any], x: Any, v: Any) -> Any:
    """Return the product of the Hessian of `f` at `x` with `v`, without the Hessian.

    Examples
    --------
    >>> import numpy as np
    >>> hvp(lambda x: np.sum(x**3), np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    array([ 6., 12.])
    """
    run = Run(f, (x,), {}, 0)
    value = one_number(run.result, holomorphic=False)
    run.follow([value])
    one = Tensor._wrap(np.ones_like(value._array) if value.ndim else value.dtype.type(1))
    reopen(run.inputs)
    try:
        slopes = pull(run.nodes, [one], run.inputs, recorded=True, retain=False, confined=run.nested)
    finally:
        close(run.inputs)
    directions = leaves(v)
    if len(directions) != len(run.inputs):
        raise ShapeError(f"hvp got {len(run.inputs)} arrays in x and {len(directions)} in v. Wanted equal.")
    nested = run.nested or any(isinstance(d, Tensor) and d.requires_grad for d in directions)
    seeds = [seed_for(d, t, nested, "direction", "argument") for d, t in zip(directions, run.inputs, strict=True)]
    nodes = [node_of(slopes.get(t._node)) for t in run.inputs]  # type: ignore[arg-type]  # an input has a node
    found = pull(nodes, seeds, run.inputs, nested, retain=False, confined=nested)
    return run.shaped([finished(found, t) for t in run.inputs])
