"""Circular functions, their inverses, and conversions of angles."""

import math

import numpy as np

from autograd_lite.domains import UNIT, Draw, Interval
from autograd_lite.operation import primitive
from autograd_lite.ops.elementwise.arithmetic import cosine, one_minus_square, ratio
from autograd_lite.pointwise import elementwise


@elementwise(np.sin, x=lambda x: np.cos(x), analytic=True)
def sin(x, /):
    """Sine, element by element."""
    return np.sin(x)


@elementwise(np.cos, x=lambda x: -np.sin(x), analytic=True)
def cos(x, /):
    """Cosine, element by element."""
    return np.cos(x)


@elementwise(np.tan, x=lambda out: 1 + out * out, domain=Interval(-1.25, 1.25), analytic=True)
def tan(x, /):
    """Tangent, element by element."""
    return np.tan(x)


def _root_of_one_minus_square(x):
    if x.dtype.kind == "c":  # two roots stay on the right branch, and nothing overflows
        return np.sqrt(1 - x) * np.sqrt(1 + x)
    return np.sqrt(one_minus_square(x))


@elementwise(
    np.arcsin,
    x=lambda x: 1 / _root_of_one_minus_square(x),
    domain=UNIT,
    analytic=True,
    pole=lambda x: np.abs(x) == 1,
)
def arcsin(x, /):
    """Inverse sine, element by element; the derivative at ±1 is infinite."""
    return np.arcsin(x)


@elementwise(
    np.arccos,
    x=lambda x: -1 / _root_of_one_minus_square(x),
    domain=UNIT,
    analytic=True,
    pole=lambda x: np.abs(x) == 1,
)
def arccos(x, /):
    """Inverse cosine, element by element; the derivative at ±1 is infinite."""
    return np.arccos(x)


@elementwise(np.arctan, x=lambda x: 1 / (1 + x * x), analytic=True)
def arctan(x, /):
    """Inverse tangent, element by element."""
    return np.arctan(x)


@elementwise(
    np.arctan2,
    y=lambda y, x: ratio(cosine(x, y), np.hypot(x, y)),
    x=lambda y, x: -ratio(cosine(y, x), np.hypot(x, y)),
    domain=(Interval(0.125, 4.0), Interval(avoid=(0.0,))),
)
def arctan2(y, x, /):
    """Angle of the point (x, y), from −π to π; the derivative at the origin is 0."""
    return np.arctan2(y, x)


@elementwise((np.deg2rad, np.radians), x=lambda: math.pi / 180)
def deg2rad(x, /):
    """Degrees to radians."""
    return np.deg2rad(x)


@elementwise((np.rad2deg, np.degrees), x=lambda: 180 / math.pi)
def rad2deg(x, /):
    """Radians to degrees."""
    return np.rad2deg(x)


radians, degrees = deg2rad, rad2deg
asin, acos, atan, atan2 = arcsin, arccos, arctan, arctan2


def _unwrap_samples(draw: Draw):
    x = draw.array(min_ndim=1, interval=Interval(-0.25, 0.25))
    steps = np.reshape(np.arange(x.size) % 3, x.shape) * 4.0
    settings = {"axis": draw.axis(x.ndim), "period": draw.choice([math.tau, 7.0]), "discont": draw.maybe(5.0)}
    return (x + steps.astype(x.dtype),), settings


@primitive(np.unwrap, x=lambda g: g, batched={"x": lambda g: g}, samples=_unwrap_samples)
def unwrap(x, /, discont=None, axis=-1, *, period=math.tau):
    """Add whole periods so that neighbours along `axis` differ by no more than half a period; the derivative is 1."""
    return np.unwrap(x, discont, axis, period=period)
