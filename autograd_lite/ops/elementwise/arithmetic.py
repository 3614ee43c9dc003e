"""Sums, products, quotients, powers, remainders."""

import numpy as np

from autograd_lite.arrays import float_type, unbroadcast
from autograd_lite.domains import NONZERO, POSITIVE, REAL, Draw, Interval
from autograd_lite.operation import primitive
from autograd_lite.pointwise import elementwise

_OFF_INTEGERS = Interval(0.625, 0.875)


@elementwise(np.add, x=lambda: 1, y=lambda: 1, analytic=True)
def add(x, y, /):
    """Sum, element by element."""
    return x + y


@elementwise(np.subtract, x=lambda: 1, y=lambda: -1, analytic=True)
def subtract(x, y, /):
    """Difference, element by element."""
    return x - y


@elementwise(np.multiply, x=lambda y: y, y=lambda x: x, analytic=True)
def multiply(x, y, /):
    """Product, element by element."""
    return x * y


@elementwise(
    np.divide,
    x=lambda y: 1 / y,
    y=lambda x, y: -(x / y) / y,  # computed anew: 0 / 0 is noticed here, in a saved quotient it would be a quiet NaN
    domain=(REAL, NONZERO),
    analytic=True,
    pole=lambda x, y: np.abs(y) < 1e-100,
)
def divide(x, y, /):
    """Quotient, element by element."""
    return x / y


@elementwise(
    None,
    x=lambda y: ratio(1, y),
    y=lambda x, y: -ratio(ratio(x, y), y),
    domain=(REAL, NONZERO),
    analytic=True,
)
def ratio(x, y, /):
    """Quotient, element by element, and 0 where the denominator is 0: for slopes that are 0 there by convention."""
    there = np.not_equal(y, 0)
    if np.all(there):
        return x / y
    zeros = np.zeros(np.broadcast_shapes(np.shape(x), np.shape(y)), float_type(x, y))
    return np.divide(x, y, out=zeros, where=there)[()]


@elementwise(np.negative, x=lambda: -1, analytic=True)
def negative(x, /):
    """Negative, element by element."""
    return -x


@elementwise(np.positive, x=lambda: 1, analytic=True)
def positive(x, /):
    """Return the values unchanged, as a new array."""
    return np.positive(x)


@elementwise(np.reciprocal, x=lambda x: -1 / x / x, domain=NONZERO, analytic=True, pole=lambda x: np.abs(x) < 1e-100)
def reciprocal(x, /):
    """One divided by each element."""
    return np.reciprocal(x)


@elementwise(np.square, x=lambda x: 2 * x, analytic=True)
def square(x, /):
    """Square, element by element."""
    return x * x


@elementwise(
    np.power,
    x=lambda x, y: _base_slope(x, y),
    y=lambda x, y, out: _exponent_slope(x, y, out),
    domain=(POSITIVE, Interval(-2.0, 2.0)),
    analytic=True,
    pole=lambda x, y: (x < 0) | ((x == 0) & (y < 1)),
)
def power(x, y, /):
    """Power, element by element.

    The derivative in the base is 0 where the exponent is 0, also at the base 0. The derivative in the exponent is 0 at
    the base 0 unless the exponent is negative, and NaN for a negative base.
    """
    return x**y


@elementwise(
    np.float_power,
    x=lambda x, y: _base_slope(x, y),
    y=lambda x, y, out: _exponent_slope(x, y, out),
    domain=(POSITIVE, Interval(-2.0, 2.0)),
    analytic=True,
    pole=lambda x, y: (x < 0) | ((x == 0) & (y < 1)),
)
def float_power(x, y, /):
    """Power in double precision at least; derivatives as for :func:`power`."""
    return np.float_power(x, y)


def _base_slope(x, y):
    """Return y x^(y - 1), and 0 for y = 0 whatever x is."""
    if isinstance(y, int | float):  # a number of Python's: NumPy has fast ways for small ones
        if y == 2 or y == 0.5:
            return 2 * x if y == 2 else 0.5 / np.sqrt(x)
        return y * x ** (y - 1) if y else np.zeros_like(x)
    # The exponent stays as it is, since it has a derivative too; 1.0 because 0 - 1 is 255 in unsigned bytes.
    return y * np.power(np.where((x == 0) & (y == 0), 1, x), y - 1.0)


def _exponent_slope(x, y, out):
    """Return x^y log x, and 0 for x = 0 where x^y is not infinite."""
    zero = np.equal(x, 0) & np.greater_equal(np.real(y), 0)
    return np.where(zero, 0, out * np.log(np.where(zero, 1, x)))


def _remainder_samples(draw: Draw):
    shapes = draw.broadcastable(2)
    x, y = draw.array(shapes[0], Interval(2.25, 2.75)), draw.array(shapes[1], Interval(0.96875, 1.03125))
    return (x * draw.choice([1, -1]), y * draw.choice([1, -1])), {}  # the quotient stays away from the integers


@elementwise(np.floor_divide, x=lambda: 0, y=lambda: 0, samples=_remainder_samples)
def floor_divide(x, y, /):
    """Quotient rounded down; its derivative is 0."""
    return x // y


@elementwise(np.remainder, x=lambda: 1, y=lambda x, y: -(x // y), domain=NONZERO, samples=_remainder_samples)
def remainder(x, y, /):
    """Remainder with the sign of the divisor, x − ⌊x/y⌋ y; at its jumps the derivative is that beside them."""
    return x % y


@elementwise(
    np.fmod,
    x=lambda: 1,
    y=lambda x, y, out: -np.rint((x - out) / y),  # x/y truncated might be one off where it rounds to an integer
    domain=NONZERO,
    strong=True,
    samples=_remainder_samples,
)
def fmod(x, y, /):
    """Remainder with the sign of the dividend; at its jumps the derivative is that beside them."""
    return np.fmod(x, y)


@primitive(
    np.divmod,
    x=lambda g, x_shape: unbroadcast(g[1], x_shape),
    y=lambda g, out, y_shape: unbroadcast(-g[1] * out[0], y_shape),
    samples=_remainder_samples,
)
def divmod(x, y, /):
    """Quotient rounded down, and remainder."""
    return np.divmod(x, y)


@primitive(np.modf, x=lambda g: g[0], samples=lambda draw: ((draw.array(interval=_OFF_INTEGERS),), {}))
def modf(x, /):
    """Fractional part, with derivative 1, and integral part, with derivative 0."""
    return np.modf(x)


@primitive(
    np.frexp,
    x=lambda g, out: g[0] * np.ldexp(1.0, -out[1]),
    samples=lambda draw: ((draw.array(interval=_OFF_INTEGERS),), {}),
)
def frexp(x, /):
    """Mantissa, and exponent of two; at the jumps the derivative is that beside them."""
    return np.frexp(x)


@elementwise(
    np.ldexp,
    x=lambda n: np.ldexp(1.0, n),
    samples=lambda draw: ((draw.array(), draw.integer(-3, 3)), {}),
    analytic=False,
)
def ldexp(x, n, /):
    """Multiply by two to the power of an integer, x · 2ⁿ."""
    return np.ldexp(x, n)


@elementwise(np.hypot, x=lambda x, y: cosine(x, y), y=lambda x, y: cosine(y, x), domain=NONZERO)
def hypot(x, y, /):
    """Length of the vector (x, y) without overflow; the derivative at (0, 0) is 0."""
    return np.hypot(x, y)


# An operation of its own: in the derivative of x / hypot(x, y), taken term by term, nearly all cancels where x ≫ y.
@elementwise(
    None,
    x=lambda x, y: ratio(cosine(y, x) ** 2, np.hypot(x, y)),
    y=lambda x, y: -ratio(cosine(x, y) * cosine(y, x), np.hypot(x, y)),
    domain=NONZERO,
)
def cosine(x, y, /):
    """x / hypot(x, y): cosine of the angle of the vector (x, y), and 0 at the origin."""
    return ratio(x, np.hypot(x, y))


@elementwise(None, x=lambda x: -2 * x, analytic=True)
def one_minus_square(x, /):
    """1 − x², to full relative accuracy near ±1."""
    return (1 - x) * (1 + x)


mod, pow, true_divide = remainder, power, divide
