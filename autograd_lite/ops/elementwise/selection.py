"""Operations that choose among their inputs: the one that was not chosen gets nothing, not even NaN.

At a tie each side gets half.
"""

import numpy as np

from autograd_lite.domains import REAL, Draw, Interval
from autograd_lite.pointwise import elementwise


def _apart(draw: Draw):
    shapes = draw.broadcastable(2)
    x = draw.array(shapes[0])
    whole = np.broadcast_shapes(*shapes)
    return (
        x,
        draw.distinct(shapes[1]) + np.asarray(0.0625, dtype=x.dtype) if whole else draw.array((), Interval(5, 6)),
    ), {}


@elementwise(
    np.where,
    x=lambda condition: np.asarray(condition, dtype=bool),
    y=lambda condition: ~np.asarray(condition, dtype=bool),
    selection=True,
    samples=lambda draw: _where_samples(draw),
)
def where(condition, x, y, /):
    """Elements of `x` where `condition` is true, else of `y`."""
    return np.where(condition, x, y)


def _where_samples(draw: Draw):
    shapes = draw.broadcastable(3)
    return (draw.array(shapes[0]) > 0, draw.array(shapes[1]), draw.array(shapes[2])), {}


@elementwise(
    np.maximum,
    x=lambda x, y: np.where(x == y, 0.5, x > y),
    y=lambda x, y: np.where(x == y, 0.5, y > x),
    selection=True,
    domain=(Interval(-4, -0.125), REAL),
)
def maximum(x, y, /):
    """Larger of two, element by element; NaN if either is. A tie gives half to each."""
    return np.maximum(x, y)
