"""Numerical derivatives of any function of arrays, with their error: gradient, Jacobian, derivative in a direction."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.errors import DTypeError, ShapeError
from autograd_lite.testing.differences.complex_step import analytic, imaginary
from autograd_lite.testing.differences.evaluation import Function, directions, eps_of, is_inexact, sizes
from autograd_lite.testing.differences.given import one_array, position, step
from autograd_lite.testing.differences.ladder import FINER_STEPS, STEPS, WIDE_STEPS, below, climb, measure, settled
from autograd_lite.testing.differences.pieces import largest
from autograd_lite.testing.differences.readings import endless
from autograd_lite.testing.differences.settling import Rungs, Slope, picked
from autograd_lite.testing.differences.together import slopes


class Estimate(NamedTuple):
    """A numerical derivative and an estimate of its error (truncation and noise), both of one shape."""

    value: Any
    error: Any


_MANY = 64  # elements, above which not all steps are taken for all of them
_WIDE = 1 << 10  # elements, above which extended precision would cost more than it brings
Progress = Callable[[int, int], None] | bool | None


def numerical_gradient(
    f: Callable[..., Any],
    *args: Any,
    argnums: int = 0,
    h: float | None = None,
    complex_step: bool = False,
    error: bool = False,
    progress: Progress = None,
) -> Any:
    """Return the gradient of `f` from differences of its values.

    Parameters
    ----------
    f : function of arrays that returns one number
    *args : its arguments; they are never changed
    argnums : position of the argument to differentiate
    h : fixed step of a central difference, as textbooks print it (1e-4); by default a ladder of steps relative to the
        size of every element is extrapolated, and the best step chosen for each. An element takes 26 to 42 evaluations;
        of more than 64, those whose error is below 1e-9 of the derivative after ten take no more
    complex_step : take ``imag(f(x + ih)) / h``: exact to rounding, but `f` must be analytic and written without
        ``abs``, ``real`` and conjugates of `x`; two differences along one direction are compared with it, and tell
    error : return an :class:`Estimate`, the gradient and its error
    progress : True for a line on standard error, or a function of ``(done, total)``

    Notes
    -----
    An element takes 26 evaluations, or 42 where these leave an error of more than a millionth; the point itself takes
    one, and one in a wider precision.

    Returns
    -------
    array of the argument's shape, or :class:`Estimate` of two such arrays; of double precision, also for single
    precision, which is evaluated in double where `f` takes that

    Raises
    ------
    DTypeError
        For integers, whose neighbours are no small step away.
    ShapeError
        If `f` returns more than one number, or nothing.
    OptionError
        For a step `h` that is no positive number, an argument that the call does not have, and `complex_step` of a
        function that is not analytic.

    Examples
    --------
    >>> import numpy as np
    >>> numerical_gradient(lambda x: np.sum(x**2), np.array([1.0, 2.0]))
    array([2., 4.])
    >>> numerical_gradient(lambda x: x**3, 1.0, h=0.5)
    array(3.25)
    >>> estimate = numerical_gradient(np.exp, 0.0, error=True)
    >>> bool(abs(estimate.value - 1) <= estimate.error < 1e-9)
    True
    """
    value = _jacobian(f, args, argnums, h, complex_step, progress)
    if value.value.ndim != np.ndim(args[argnums]):
        raise ShapeError(
            f"numerical_gradient wants a function that returns one number; got shape "
            f"{value.value.shape[: value.value.ndim - np.ndim(args[argnums])]}. Sum it, or use numerical_jacobian."
        )
    return value if error else value.value


def numerical_jacobian(
    f: Callable[..., Any],
    *args: Any,
    argnums: int = 0,
    h: float | None = None,
    complex_step: bool = False,
    error: bool = False,
    progress: Progress = None,
) -> Any:
    """Return all derivatives of `f`, of shape ``f(x).shape + x.shape``. Parameters as in :func:`numerical_gradient`.

    Examples
    --------
    >>> import numpy as np
    >>> numerical_jacobian(lambda x: np.array([x[0] * x[1], x[1]]), np.array([2.0, 3.0]))
    array([[3., 2.],
           [0., 1.]])
    """
    value = _jacobian(f, args, argnums, h, complex_step, progress)
    return value if error else value.value


def numerical_jvp(
    f: Callable[..., Any],
    primals: Any,
    tangents: Any,
    *,
    h: float | None = None,
    complex_step: bool = False,
    error: bool = False,
) -> Any:
    """Return the derivative of `f` at `primals` in the direction `tangents`.

    Parameters
    ----------
    f : function of arrays that returns one array
    primals, tangents : tuples of arrays of equal shapes; or an array each, for a function of one
    h, complex_step, error : as in :func:`numerical_gradient`

    Examples
    --------
    >>> import numpy as np
    >>> numerical_jvp(lambda x, y: x * y, (np.array([1.0, 2.0]), 3.0), (np.array([1.0, 0.0]), 1.0))
    array([4., 2.])
    """
    h = step(h, complex_step)
    if not isinstance(primals, tuple | list):
        primals, tangents = (primals,), (tangents,)
    _matching(primals, tangents)
    function = Function(f, _checked(primals, range(len(primals))), range(len(primals)), wide=h is None)
    shape = one_array(function.values).shape
    if complex_step:
        analytic(f, [np.asarray(p) for p in primals], range(len(primals)), tangents)
        exact = Estimate(*_exactly(f, [np.asarray(p) for p in primals], tangents, range(len(primals))))
        return exact if error else exact.value
    ratio = max((np.max(np.abs(v) / sizes(np.asarray(p)), initial=0) for p, v in zip(primals, tangents, strict=True)))
    stretch = 1.0 if h else 1 / (ratio or 1.0)  # the longest step moves no element by more than a sixteenth of its size
    value, doubt = _slope(function, [stretch * np.asarray(v) for v in tangents], h)
    _refused(function, value)
    value = _shaped(value / stretch, shape, function)
    doubt = np.abs(_shaped(doubt / stretch, shape, function))
    return Estimate(value, np.asarray(doubt, dtype=np.float64)) if error else value


def _matching(primals: Any, tangents: Any) -> None:
    if len(primals) != len(tangents):
        raise ShapeError(f"numerical_jvp got {len(primals)} primals and {len(tangents)} tangents. Wanted equal counts.")
    for i, (x, v) in enumerate(zip(primals, tangents, strict=True)):
        if np.shape(x) != np.shape(v):
            raise ShapeError(f"Tangent {i} has shape {np.shape(v)}, its primal {np.shape(x)}. Wanted equal shapes.")


def _checked(args: Any, positions: Any) -> list[Any]:
    for i in positions:
        if not is_inexact(args[i]) and np.asarray(args[i]).dtype.kind not in "fc":
            raise DTypeError(
                f"Argument {i} has dtype {np.asarray(args[i]).dtype}. Wanted floating-point numbers: there is no small "
                "step between integers. Write 1.0 for 1, or convert with astype(float)."
            )
    return [np.asarray(a) if i in positions else a for i, a in enumerate(args)]


def _jacobian(
    f: Callable[..., Any], args: Any, argnums: int, h: float | None, complex_step: bool, progress: Progress
) -> Estimate:
    h = step(h, complex_step)
    argnums = position(argnums, len(args))
    args = _checked(args, (argnums,))
    x = args[argnums]
    wide = x.size <= _WIDE or eps_of([x]) > eps_of([np.zeros(0)])
    function = Function(f, args, (argnums,), wide=wide and h is None and not complex_step)
    shape = one_array(function.values).shape
    value = np.zeros((x.size, int(np.prod(shape))), dtype=np.result_type(function.values[0], x, np.float64))
    doubt = np.zeros(value.shape)
    scale = np.ones(x.size) if h or complex_step else sizes(x).ravel()
    found: Iterator[tuple[Any, Any]]
    if complex_step:
        analytic(f, args, (argnums,), [directions(x, np.random.default_rng(0))])
        found = (_exactly(f, args, _unit(x, i), (argnums,)) for i in range(x.size))
    else:
        found = _along_each(function, [partial(_unit, x, i, scale[i]) for i in range(x.size)], h)
    for i, (slope, error) in _counted(enumerate(found), x.size, progress):
        each = slope.ravel() if complex_step else _shaped(slope, (-1,), function)
        value[i] = each / scale[i]  # of an analytic f, from a step along the real axis
        doubt[i] = np.abs(error.ravel() if complex_step else _shaped(error, (-1,), function)) / scale[i]
    _refused(function, value)
    return Estimate(value.T.reshape(shape + x.shape), doubt.T.reshape(shape + x.shape))


def _refused(function: Function, value: Any) -> None:
    """Raise what the function raised, if no derivative has come out for that."""
    if function.raised is not None and value.size and not np.isfinite(value).any():
        function.raised.add_note("The function raised this at a shifted point: no difference can be taken here.")
        raise function.raised


def _unit(x: Any, i: int, length: float = 1.0) -> list[Any]:
    """Return the direction that moves one element."""
    unit = np.zeros(x.shape)
    unit.flat[i] = length
    return [unit]


def _exactly(f: Callable[..., Any], args: Any, tangents: Any, wrt: Any) -> tuple[Any, Any]:
    """Return derivative and rounding by the complex step."""
    value = imaginary(f, args, wrt, tangents)
    return value, 4 * np.finfo(np.float64).eps * np.abs(value)


def _along_each(function: Function, units: list[Callable[[], Any]], h: float | None) -> Iterator[tuple[Any, Any]]:
    """Yield derivative and error along every direction; of many, those that settle soon are not asked further."""
    if h is not None or len(units) <= _MANY:
        yield from (_slope(function, unit(), h) for unit in units)
        return
    for unit, (rungs, slope) in zip(units, slopes(function, units), strict=True):
        yield _honest(slope, function) if slope else _slope(function, unit(), None, rungs)


def _counted(items: Any, total: int, progress: Progress) -> Iterator[Any]:
    for done, item in enumerate(items, 1):
        yield item
        if callable(progress):
            progress(done, total)
        elif progress:
            sys.stderr.write(f"\rnumerical derivative: {done} of {total} elements" + ("\n" if done == total else ""))


def _slope(function: Function, direction: Any, h: float | None, begun: Rungs | None = None) -> tuple[Any, Any]:
    """Return derivative and error along a direction, by the textbook's difference or by the better of two ladders.

    The differences at the first steps may have `begun`.
    """
    phi = function.along(direction)
    if h is not None:
        value = np.asarray((phi(h) - phi(-h)) / (2 * h), dtype=np.float64)
        return value, np.full(value.shape, np.nan)
    rungs, size = measure(phi, function.base, STEPS[len(begun.steps) if begun else 0 :]), np.abs(function.base)
    rungs = below(begun, rungs) if begun else rungs
    slope = settled(rungs, function.eps, size, function.noise)
    if np.all(slope.error <= 1e-6 * slope.size):
        return _honest(slope, function)
    if any(endless(picked(slope, j), function.noise) for j in range(size.size)):
        more = below(rungs, measure(phi, function.base, FINER_STEPS))
        return _honest(settled(more, function.eps, size, function.noise), function)
    return _better(slope, second_ladder(function, direction), function)


def _honest(slope: Slope, function: Function) -> tuple[Any, Any]:
    """Return value and error; where nothing moves, a change below the rounding of the values would not show."""
    hidden = 0.5 * function.eps * np.abs(function.base) / slope.steps[0]
    return slope.value, np.where(slope.flat, np.maximum(slope.error, hidden), slope.error)


def second_ladder(
    function: Function, direction: Any, weights: Any = None, size: Any = None, plausible: Any = None, count: int = 8
) -> Slope:
    """Return the derivative from absolute steps, for functions of scale 1 whatever the size of the inputs.

    There are `count` of the steps, the longest.
    """
    longest = max((largest(v) for v in direction), default=0.0) or 1.0
    steps = WIDE_STEPS[:count] / longest
    noise = function.noise if plausible is None else plausible
    return climb(function.along(direction), function.base, function.eps, steps, weights, size, noise)


def _better(one: Slope, other: Slope, function: Function) -> tuple[Any, Any]:
    """Return the more precise of two estimates for every output, unless short steps contradict the long ones."""
    (value, error), (second, doubt) = (_honest(each, function) for each in (one, other))
    better = (doubt < error) & ~(np.abs(value - second) > 3 * error) & ~one.flat
    return np.where(better, second, value), np.where(better, doubt, error)


def _shaped(values: Any, shape: Any, function: Function) -> Any:
    """Return a flat real vector in the shape of the outputs, complex if they are."""
    if function.values[0].dtype.kind == "c":
        half = values.size // 2
        values = values[:half] + 1j * values[half:]
    return np.asarray(values).reshape(shape)
