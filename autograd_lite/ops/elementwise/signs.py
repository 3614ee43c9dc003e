"""Signs of real numbers, and the step."""

import numpy as np

from autograd_lite.domains import NONZERO, REAL, Draw, Interval
from autograd_lite.pointwise import elementwise


@elementwise(np.fabs, x=lambda x: np.sign(x), domain=NONZERO)
def fabs(x, /):
    """Absolute value of real numbers; the derivative at 0 is 0."""
    return np.fabs(x)


def _signed(draw: Draw):
    shapes = draw.broadcastable(2)
    return tuple(draw.array(shape, NONZERO) for shape in shapes), {}


@elementwise(np.copysign, x=lambda x, y: np.sign(x) * np.copysign(1, y), y=lambda: 0, samples=_signed)
def copysign(x, y, /):
    """Magnitude of `x` with the sign of `y`; the derivative in `x` is 0 at 0, that in `y` is 0."""
    return np.copysign(x, y)


@elementwise(
    np.heaviside,
    x=lambda: 0,
    y=lambda x: np.equal(x, 0),
    selection=True,
    domain=(Interval(avoid=(0.0,), special=(0.0,)), REAL),
)
def heaviside(x, y, /):
    """Step function: 0 below zero, `y` at zero, 1 above; the derivative in `x` is 0, also at the step."""
    return np.heaviside(x, y)
