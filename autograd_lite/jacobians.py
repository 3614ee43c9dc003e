"""Jacobians and Hessians, all their rows in one pass; and the Hessian's product with a vector, without the Hessian."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from autograd_lite.derivatives import grad
from autograd_lite.evaluation import Run, finished, node_of, one_number, pull, seed_for
from autograd_lite.graph import ordered
from autograd_lite.rows import sweep_rows
from autograd_lite.tensor import Tensor
from autograd_lite.trees import leaves


def jacobian(f: Callable[..., Any], argnums: int = 0) -> Callable[..., Any]:
    """Return a function that computes the Jacobian of `f`, of shape ``f(x).shape + x.shape``.

    Examples
    --------
    >>> import numpy as np
    >>> jacobian(lambda x: x**2)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """

    @wraps(f)
    def differentiated(*args: Any, **kwargs: Any) -> Any:
        run = Run(f, args, kwargs, argnums)
        out = run.result if isinstance(run.result, Tensor) else Tensor(run.result)
        run.follow([out])
        (x,) = run.inputs
        rows = _recorded_rows(run, out, x) if run.nested else _rows(out, x)
        return np.reshape(rows, out.shape + x.shape)

    return differentiated


def _rows(out: Tensor, x: Tensor) -> Any:
    """Return the rows of a Jacobian, as many at once as fit into some memory."""
    jacobian = np.zeros((out.size, *x.shape), np.result_type(out.dtype, x.dtype))
    if out._node is None or x._node is None:
        return jacobian
    largest = max(int(np.prod(node.shape)) for node in ordered([out._node]) if not isinstance(node.dtype, tuple))
    step = max(1, _ROW_ELEMENTS // max(1, largest))
    for start in range(0, out.size, step):
        count = min(step, out.size - start)
        seeds = np.zeros((count, out.size), out.dtype)
        seeds[range(count), range(start, start + count)] = 1
        found = sweep_rows(out._node, seeds.reshape(count, *out.shape), {x._node})
        if x._node in found:
            jacobian[start : start + count] = found[x._node]
    return jacobian


_ROW_ELEMENTS = 2**22  # elements of the largest gradient that are held at once, 32 MiB of float64


def _recorded_rows(run: Run, out: Tensor, x: Tensor) -> Any:
    """Return the rows of a Jacobian that is itself to be differentiated, one pass each."""
    rows = []
    for k in range(out.size):
        seed = np.zeros(out.shape, out.dtype)
        seed.flat[k] = 1
        (g,) = run.pull([seed_for(seed, out, True)], retain=True)
        rows.append(finished(g, x, conjugate=False))
    return np.stack(rows)


def hessian(f: Callable[..., Any], argnums: int = 0) -> Callable[..., Any]:
    """Return a function that computes the second derivatives of `f`, of shape ``x.shape + x.shape``.

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
    value = run.result if isinstance(run.result, Tensor) else Tensor(run.result)
    run.follow([one_number(value, holomorphic=False)])
    slopes = pull(run.nodes, [seed_for(np.ones(value.shape), value, True)], run.inputs, recorded=True, retain=False)
    directions = leaves(v)
    nested = run.nested or any(isinstance(d, Tensor) and d.requires_grad for d in directions)
    seeds = [seed_for(d, t, nested) for d, t in zip(directions, run.inputs, strict=True)]
    found = pull([node_of(g) for g in slopes], seeds, run.inputs, nested, retain=False)
    return run.shaped([finished(g, t) for g, t in zip(found, run.inputs, strict=True)])
