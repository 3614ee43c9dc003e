"""Minima of plain functions: with an optimizer of ours, or with SciPy's."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from autograd_lite.derivatives import value_and_grad
from autograd_lite.errors import DTypeError, MissingExtraError, NoGradientError
from autograd_lite.jacobians import hvp
from autograd_lite.optim.lbfgs import LBFGS
from autograd_lite.optim.optimizer import Optimizer, gradient
from autograd_lite.optim.options import wanted
from autograd_lite.tensor import Tensor
from autograd_lite.trees import leaves, mapped, rebuilt


@dataclass(frozen=True)
class Minimum:
    """What :func:`minimize` found.

    Attributes
    ----------
    x : where, in the shape of `x0`
    value : of the function there
    gradient : there, in the shape of `x0`
    converged : whether no part of the gradient is larger than the tolerance
    values : of the function at every evaluation, in order; the last is `value`
    """

    x: Any
    value: float
    gradient: Any
    converged: bool
    values: tuple[float, ...]


def _floating(x: Any) -> Any:
    """Return `x` as an array of floats: a step between integers would be lost."""
    array = np.array(x)
    return array.astype(float) if array.dtype.kind in "biu" else array


def minimize(
    f: Callable[[Any], Any],
    x0: Any,
    optimizer: Callable[[list[Tensor]], Optimizer] | None = None,
    steps: int = 100,
    tolerance: float = 1e-8,
    callback: Callable[[Any, float], None] | None = None,
) -> Minimum:
    """Find a minimum of a function near a point.

    Parameters
    ----------
    f : function of `x` that returns one number
    x0 : where to start: an array, or nested lists, tuples, dicts of arrays; integers are taken as floats
    optimizer : makes an optimizer for a list of Tensors, as ``lambda p: SGD(p, lr=0.1)`` does; by default L-BFGS with a
        line search
    steps : at most so many
    tolerance : stop when no part of the gradient is larger; 0 to take all steps
    callback : called with x and value at every evaluation

    Raises
    ------
    NonFiniteError
        If the gradient is not finite at some point.
    NoGradientError
        If what `f` returns does not depend on `x` by operations that were recorded.

    Examples
    --------
    >>> from autograd_lite.optim import SGD
    >>> bowl = lambda x: x[0] ** 2 + x[1] ** 2
    >>> minimize(bowl, [-3.0, 4.0], lambda p: SGD(p, lr=0.1), steps=100, tolerance=0).x
    array([-6.11110793e-10,  8.14814391e-10])
    >>> found = minimize(lambda p: (p["a"] - 1) ** 2 + (p["a"] + p["b"]) ** 2, {"a": 0.0, "b": 0.0})
    >>> found.converged, found.x["b"].round(6)
    (True, np.float64(-1.0))
    """
    wanted("minimize", "steps", steps, steps >= 0, "an integer >= 0")
    start = _as_arrays(x0)
    tensors = [Tensor(_floating(leaf), requires_grad=True) for leaf in leaves(start)]
    tree = rebuilt(start, iter(tensors))
    values: list[float] = []

    def evaluate() -> Any:
        for tensor in tensors:
            tensor.grad = None
        loss = f(tree)
        if not isinstance(loss, Tensor):
            raise NoGradientError(f"minimize got a {type(loss).__name__} from f. Wanted a number computed from x.")
        loss.backward()
        values.append(loss.item())
        if callback is not None:
            callback(_arrays(tree), values[-1])
        return loss

    if optimizer is None:
        whole = {"max_iter": max(steps, 1), "max_eval": 10 * max(steps, 1), "tolerance_grad": float(tolerance)}
        solver: Optimizer = LBFGS(tensors, tolerance_change=1e-18, line_search_fn="strong_wolfe", **whole)  # type: ignore[arg-type]
        rounds = min(steps, 1)
    else:
        solver, rounds = optimizer(tensors), steps
    for _ in range(rounds):
        solver.step(evaluate)
        if tolerance and _largest(tensors) <= tolerance:
            break
    evaluate()
    slopes = rebuilt(start, iter([np.array(_slope(t)) for t in tensors]))
    return Minimum(_arrays(tree), values[-1], slopes, _largest(tensors) <= tolerance, tuple(values))


def _as_arrays(x0: Any) -> Any:
    """Return a list of numbers as one array; trees as they are."""
    numbers = isinstance(x0, list | tuple) and all(np.ndim(each) == 0 and not isinstance(each, dict) for each in x0)
    return np.array(x0) if numbers else x0


def _slope(t: Tensor) -> Any:
    return np.zeros(t.shape, t.dtype) if t.grad is None else gradient(t)


def _largest(tensors: list[Tensor]) -> float:
    return max(float(np.abs(_slope(t)).max(initial=0)) for t in tensors)


def _arrays(tree: Any) -> Any:
    return mapped(lambda t: np.array(t._value()), tree)


def scipy_minimize(f: Callable[[Any], Any], x0: Any, method: str | None = None, **options: Any) -> Any:
    """Call ``scipy.optimize.minimize`` with value and gradient, and second derivatives where `method` uses them.

    Parameters
    ----------
    f : function of `x` that returns one number
    x0 : where to start: an array, or nested lists, tuples, dicts of arrays
    method : SciPy's name: "BFGS", "L-BFGS-B", "Newton-CG", "trust-ncg", …
    **options : further arguments of SciPy's function: ``bounds``, ``constraints``, ``tol``, ``callback``, ``options``

    Returns
    -------
    SciPy's ``OptimizeResult``, with ``x`` and ``jac`` in the shape of `x0`

    Raises
    ------
    MissingExtraError
        If SciPy is not installed.

    Examples
    --------
    >>> rosenbrock = lambda x: (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
    >>> scipy_minimize(rosenbrock, [-1.2, 1.0], method="trust-exact", tol=1e-8).x.round(6)
    array([1., 1.])
    """
    start = _as_arrays(x0)
    parts = [_floating(leaf) for leaf in leaves(start)]
    if any(part.dtype.kind == "c" for part in parts):
        raise DTypeError("scipy_minimize got complex numbers, which SciPy cannot vary. Pass real and imaginary parts.")
    differentiated = value_and_grad(f)

    def tree(vector: Any) -> Any:
        ends = np.cumsum([part.size for part in parts])[:-1]
        pieces = np.split(np.array(vector), ends)
        return rebuilt(start, (v.reshape(part.shape) for v, part in zip(pieces, parts, strict=True)))

    def flat(values: Any) -> Any:
        return np.concatenate([np.ravel(leaf) for leaf in leaves(values)])

    def fun(vector: Any) -> tuple[float, Any]:
        value, slope = differentiated(tree(vector))
        return float(value), flat(slope)

    def hessp(vector: Any, direction: Any) -> Any:
        return flat(hvp(f, tree(vector), tree(direction)))

    def hess(vector: Any) -> Any:
        return np.array([hessp(vector, row) for row in np.eye(len(vector))])

    kind = (method or "").lower()
    second = {"hessp": hessp} if kind in _PRODUCTS else {"hess": hess} if kind in _MATRICES else {}
    optimize = _scipy_optimize()
    result = optimize.minimize(fun, flat(start), jac=True, method=method, **{**second, **options})
    result.x = tree(result.x)
    if "jac" in result and np.shape(result.jac) == np.shape(flat(start)):
        result.jac = tree(result.jac)
    return result


_PRODUCTS = ("newton-cg", "trust-ncg", "trust-krylov", "trust-constr")
_MATRICES = ("dogleg", "trust-exact")


def _scipy_optimize() -> Any:
    try:
        return import_module("scipy.optimize")
    except ImportError as error:
        raise MissingExtraError(
            "scipy_minimize wants SciPy, which is not installed. Run: pip install 'autograd_lite[scipy]'"
        ) from error
