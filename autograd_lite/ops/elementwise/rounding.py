"""Rounding: functions that return numbers and whose derivative is zero, recorded as such."""

import numpy as np

from autograd_lite.domains import Interval
from autograd_lite.pointwise import elementwise

_OFF_JUMPS = Interval(0.0625, 0.4375)  # neither the integers nor the halves between them


@elementwise(np.floor, x=lambda: 0, domain=_OFF_JUMPS)
def floor(x, /):
    """Round down; the derivative is 0."""
    return np.floor(x)


@elementwise(np.ceil, x=lambda: 0, domain=_OFF_JUMPS)
def ceil(x, /):
    """Round up; the derivative is 0."""
    return np.ceil(x)


@elementwise(np.trunc, x=lambda: 0, domain=_OFF_JUMPS)
def trunc(x, /):
    """Round towards zero; the derivative is 0."""
    return np.trunc(x)


@elementwise(np.fix, x=lambda: 0, domain=_OFF_JUMPS)
def fix(x, /, out=None):
    """Round towards zero; the derivative is 0."""
    return np.trunc(x)


@elementwise(np.rint, x=lambda: 0, domain=_OFF_JUMPS)
def rint(x, /):
    """Round to the nearest integer, halves to the even one; the derivative is 0."""
    return np.rint(x)


@elementwise(
    (np.round, np.around),
    x=lambda: 0,
    samples=lambda draw: ((draw.array(interval=_OFF_JUMPS),), {"decimals": draw.choice([0, -1])}),
)
def round(x, /, decimals=0, out=None):
    """Round to `decimals` places, halves to the even digit; the derivative is 0."""
    return np.round(x, decimals)


around = round
