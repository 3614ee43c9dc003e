"""Operations that choose among their inputs: the one that was not chosen gets nothing, not even NaN.

At a tie each side gets half.
"""

import numpy as np

from autograd_lite.domains import Draw, Interval
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.operation import primitive
from autograd_lite.pointwise import elementwise


def _where_samples(draw: Draw):
    shapes = draw.broadcastable(3)
    return (draw.array(shapes[0]) > 0, draw.array(shapes[1]), draw.array(shapes[2])), {}


@elementwise(
    np.where,
    x=lambda condition: np.asarray(condition, dtype=bool),
    y=lambda condition: ~np.asarray(condition, dtype=bool),
    selection=True,
    samples=_where_samples,
)
def where(condition, x=None, y=None, /):
    """Elements of `x` where `condition` is true, else of `y`."""
    if x is None or y is None:
        raise UnsupportedOperationError(
            "where was called without x and y: that asks for indices. Write np.nonzero(condition) for them."
        )
    return np.where(condition, x, y)


def _apart(draw: Draw):
    """Draw two arrays near the integers and near the halves between them: no ties."""
    shapes = draw.broadcastable(2)
    x = np.rint(draw.array(shapes[0])) + draw.array(shapes[0], Interval(-0.125, 0.125))
    y = np.rint(draw.array(shapes[1])) + draw.array(shapes[1], Interval(0.375, 0.625))
    return (x, y), {}


def _won(won, x, y):
    """Return where an input was chosen, as booleans; as numbers, with half for a tie, only if there is one."""
    tie = np.equal(x, y)
    return np.where(tie, 0.5, won) if np.any(tie) else won


@elementwise(
    np.maximum,
    x=lambda x, y: _won(x > y, x, y),
    y=lambda x, y: _won(y > x, x, y),
    selection=True,
    samples=_apart,
)
def maximum(x, y, /):
    """Larger of two, element by element; NaN if either is. A tie gives half to each."""
    return np.maximum(x, y)


@elementwise(
    np.minimum,
    x=lambda x, y: _won(x < y, x, y),
    y=lambda x, y: _won(y < x, x, y),
    selection=True,
    samples=_apart,
)
def minimum(x, y, /):
    """Smaller of two, element by element; NaN if either is. A tie gives half to each."""
    return np.minimum(x, y)


@elementwise(
    np.fmax,
    x=lambda x, y: _won((x > y) | np.isnan(y), x, y),
    y=lambda x, y: _won((y > x) | np.isnan(x), x, y),
    selection=True,
    samples=_apart,
)
def fmax(x, y, /):
    """Larger of two, element by element; a NaN only if both are. A tie gives half to each."""
    return np.fmax(x, y)


@elementwise(
    np.fmin,
    x=lambda x, y: _won((x < y) | np.isnan(y), x, y),
    y=lambda x, y: _won((y < x) | np.isnan(x), x, y),
    selection=True,
    samples=_apart,
)
def fmin(x, y, /):
    """Smaller of two, element by element; a NaN only if both are. A tie gives half to each."""
    return np.fmin(x, y)


def _clip_samples(draw: Draw):
    shapes = draw.broadcastable(3)
    x = draw.array(shapes[0], Interval(avoid=(-1.0, 1.0), margin=0.25))
    low, high = draw.array(shapes[1], Interval(-1.125, -0.875)), draw.array(shapes[2], Interval(0.875, 1.125))
    return (x, *draw.choice([(low, high), (low, None), (None, high)])), {}


def _inside(x, min, max):
    inside = (x == x) if min is None else x >= min
    return inside if max is None else inside & (x <= max)


def _below(x, min, max):
    return x < min if max is None else (x < min) & np.less_equal(min, max)


def _above(x, min, max):
    return x > max if min is None else (x > max) | np.greater(min, max)


@elementwise(
    np.clip,
    x=_inside,
    min=_below,
    max=_above,
    selection=True,
    samples=_clip_samples,
)
def clip(x, /, min=None, max=None, out=None):
    """Values limited to an interval, whose ends may be arrays or None. A value at an end counts as inside.

    Outside, the derivative belongs to the end; with the ends the wrong way round, to `max`.
    """
    return np.clip(x, min, max)


def _finite_samples(draw: Draw):
    return (draw.array(),), {"nan": draw.choice([0.0, 1.5]), "posinf": draw.maybe(2.5), "neginf": draw.maybe(-2.5)}


def _where_finite(g, x):
    if x.dtype.kind != "c":
        return np.where(np.isfinite(x), g, 0)
    return np.where(np.isfinite(np.real(x)), np.real(g), 0) + 1j * np.where(np.isfinite(np.imag(x)), np.imag(g), 0)


@primitive(np.nan_to_num, x=_where_finite, batched={"x": _where_finite}, samples=_finite_samples)
def nan_to_num(x, /, copy=True, nan=0.0, posinf=None, neginf=None):
    """Numbers in place of NaN and infinities; the derivative is 0 where one was replaced."""
    if not copy:
        raise UnsupportedOperationError(
            "nan_to_num was called with copy=False: that writes into its input, whose history would no longer be true. "
            "Leave copy out and use the result."
        )
    return np.nan_to_num(x, copy=True, nan=nan, posinf=posinf, neginf=neginf)
