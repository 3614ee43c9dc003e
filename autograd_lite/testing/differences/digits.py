"""The functions of NumPy for numbers with as many digits as are asked for.

The standard library's `decimal` has arithmetic, square root, exponential and logarithm; the rest is built on these by
the textbooks' series.
"""

import decimal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any

_MOST = 4000  # digits; a function that needs more to keep its relative precision gives NaN
_NAN = Decimal("NaN")


@contextmanager
def precision(digits: int) -> Iterator[None]:
    """Compute with `digits` digits; overflow gives infinity and what is undefined NaN, without a signal."""
    with decimal.localcontext() as context:
        context.prec, context.Emax, context.Emin = digits, 10**6, -(10**6)
        context.clear_traps()
        yield


def _digits() -> int:
    return decimal.getcontext().prec


def _size(x: Decimal) -> int:
    """Return the exponent of the first digit of a finite number, 0 for zero."""
    return x.adjusted() if x else 0


def careful(f: Callable[[Decimal], Decimal]) -> Callable[[Decimal], Decimal]:
    """Give a function the additional digits that a small or a large argument costs it."""

    @wraps(f)
    def with_guard(x: Decimal) -> Decimal:
        if x.is_nan():
            return x
        if x.is_infinite():
            return f(x)
        more = _digits() + 10 + 2 * abs(_size(x))
        if more > _MOST:
            return _NAN
        with precision(more):
            value = f(x)
        return +value

    return with_guard


@lru_cache(maxsize=64)
def _pi(digits: int) -> Decimal:
    """Return π, by Machin's formula."""
    with precision(digits + 10):
        return 16 * _arctan_series(Decimal(1) / 5) - 4 * _arctan_series(Decimal(1) / 239)


def pi() -> Decimal:
    """Return π with the digits of the moment."""
    return _pi(_digits())


def _series(first: Decimal, term: Callable[[Decimal, int], Decimal]) -> Decimal:
    """Return the sum of terms that each follow from the one before, until they no longer count."""
    total, one, n = first, first, 0
    while one and (not total or one.adjusted() >= total.adjusted() - _digits() - 2):
        n += 1
        one = term(one, n)
        total += one
    return total


def _arctan_series(x: Decimal) -> Decimal:
    square, power, total, n = x * x, x, x, 1
    while power and power.adjusted() >= total.adjusted() - _digits() - 2:
        power, n = -power * square, n + 2
        total += power / n
    return total


def _sine_series(x: Decimal) -> Decimal:
    return _series(x, lambda one, n: -one * x * x / ((2 * n) * (2 * n + 1)))


def _cosine_series(x: Decimal) -> Decimal:
    return _series(Decimal(1), lambda one, n: -one * x * x / ((2 * n - 1) * (2 * n)))


def _turned(x: Decimal, quarter: int) -> Decimal:
    """Return the sine of `x` plus so many quarter turns."""
    if not x.is_finite():
        return _NAN
    turns = (x * 2 / pi()).to_integral_value()
    rest = x - turns * pi() / 2
    which = (int(turns) + quarter) % 4
    value = _sine_series(rest) if which % 2 == 0 else _cosine_series(rest)
    return -value if which >= 2 else value


@careful
def sin(x: Decimal) -> Decimal:
    """Return the sine."""
    return _turned(x, 0)


@careful
def cos(x: Decimal) -> Decimal:
    """Return the cosine."""
    return _turned(x, 1)


@careful
def arctan(x: Decimal) -> Decimal:
    """Return the inverse tangent: the argument is halved three times, which makes the series short."""
    if x.is_infinite():
        return pi().copy_sign(x) / 2
    for _ in range(3):
        x = x / (1 + (1 + x * x).sqrt())
    return 8 * _arctan_series(x)


@careful
def log1p(x: Decimal) -> Decimal:
    """Return the logarithm of 1 + x."""
    return (1 + x).ln()


@careful
def expm1(x: Decimal) -> Decimal:
    """Return the exponential less 1."""
    return x.exp() - 1


@careful
def sinh(x: Decimal) -> Decimal:
    """Return the hyperbolic sine."""
    return (x.exp() - (-x).exp()) / 2


def tanh(x: Decimal) -> Decimal:
    """Return the hyperbolic tangent."""
    if abs(x) > 10**6:
        return Decimal(1).copy_sign(x)
    twice = expm1(2 * x)
    return twice / (twice + 2)


@careful
def arcsinh(x: Decimal) -> Decimal:
    """Return the inverse hyperbolic sine."""
    size = abs(x)
    if x.is_infinite():
        return x
    return log1p(size + size * size / (1 + (1 + size * size).sqrt())).copy_sign(x)


@careful
def erf(x: Decimal) -> Decimal:
    """Return the error function, by a series of positive terms."""
    if abs(x) > 60:
        return Decimal(1).copy_sign(x)
    total = _series(x, lambda one, n: one * 2 * x * x / (2 * n + 1))
    return 2 * total * (-x * x).exp() / pi().sqrt()


def erfc(x: Decimal) -> Decimal:
    """Return 1 - erf(x), with the digits that this costs."""
    if not x.is_finite() or x > 60:
        return 1 - erf(x)
    with precision(_digits() + 10 + (int(x * x) if x > 0 else 0)):
        value = 1 - erf(x)
    return +value


def power(x: Decimal, y: Decimal) -> Decimal:
    """Return x to the power y; 1 if y is 0, as NumPy has it."""
    return Decimal(1) if y == 0 else x**y


def cbrt(x: Decimal) -> Decimal:
    """Return the cube root."""
    return (abs(x) ** (Decimal(1) / 3)).copy_sign(x) if x else x


def arctan2(y: Decimal, x: Decimal) -> Decimal:
    """Return the angle of the point (x, y)."""
    if x > 0:
        return arctan(y / x)
    if x == 0:
        return Decimal(0) if y == 0 else pi().copy_sign(y) / 2
    return arctan(y / x) + pi().copy_sign(y)


def logaddexp(x: Decimal, y: Decimal) -> Decimal:
    """Return the logarithm of the sum of two exponentials."""
    return max(x, y) + log1p((-abs(x - y)).exp())


def arccosh(x: Decimal) -> Decimal:
    """Return the inverse hyperbolic cosine."""
    return log1p(x - 1 + ((x - 1) * (x + 1)).sqrt())


def arcsin(x: Decimal) -> Decimal:
    """Return the inverse sine."""
    return arctan2(x, ((1 - x) * (1 + x)).sqrt())


def arccos(x: Decimal) -> Decimal:
    """Return the inverse cosine."""
    return arctan2(((1 - x) * (1 + x)).sqrt(), x)


def degrees_to_radians(x: Decimal) -> Decimal:
    """Return an angle of degrees in radians."""
    return x * pi() / 180


def _rounding(how: str) -> Callable[[Decimal], Decimal]:
    return lambda x: x.to_integral_value(how)


ONE: dict[str, Callable[[Decimal], Any]] = {
    "sin": sin, "cos": cos, "tan": lambda x: sin(x) / cos(x), "arctan": arctan, "log1p": log1p, "expm1": expm1,
    "arcsin": arcsin, "arccos": arccos, "deg2rad": degrees_to_radians, "radians": degrees_to_radians,
    "exp": Decimal.exp, "log": Decimal.ln, "log10": Decimal.log10, "log2": lambda x: x.ln() / Decimal(2).ln(),
    "exp2": lambda x: Decimal(2) ** x, "sqrt": Decimal.sqrt, "cbrt": cbrt, "sinh": sinh, "tanh": tanh,
    "cosh": lambda x: (x.exp() + (-x).exp()) / 2, "arcsinh": arcsinh, "arccosh": arccosh,
    "arctanh": lambda x: (log1p(x) - log1p(-x)) / 2, "square": lambda x: x * x, "reciprocal": lambda x: 1 / x,
    "absolute": abs, "fabs": abs, "negative": lambda x: -x, "positive": lambda x: +x, "conjugate": lambda x: x,
    "sign": lambda x: Decimal(1).copy_sign(x) if x and not x.is_nan() else x,
    "floor": _rounding(decimal.ROUND_FLOOR), "ceil": _rounding(decimal.ROUND_CEILING),
    "trunc": _rounding(decimal.ROUND_DOWN), "rint": _rounding(decimal.ROUND_HALF_EVEN),
    "erf": erf, "erfc": erfc, "expit": lambda x: 1 / (1 + (-x).exp()),
    "ndtr": lambda x: erfc(-x / Decimal(2).sqrt()) / 2, "log_expit": lambda x: -logaddexp(Decimal(0), -x),
    "isfinite": Decimal.is_finite, "isnan": Decimal.is_nan, "isinf": Decimal.is_infinite, "signbit": Decimal.is_signed,
    "logical_not": lambda x: not x,
}  # fmt: skip
TWO: dict[str, Callable[[Decimal, Decimal], Any]] = {
    "add": lambda x, y: x + y, "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y, "power": power, "float_power": power, "arctan2": arctan2, "logaddexp": logaddexp,
    "hypot": lambda x, y: (x * x + y * y).sqrt(), "maximum": lambda x, y: max(x, y), "minimum": lambda x, y: min(x, y),
    "fmax": lambda x, y: max(x, y), "fmin": lambda x, y: min(x, y), "copysign": lambda x, y: x.copy_sign(y),
    "heaviside": lambda x, y: y if x == 0 else Decimal(int(x > 0)),
    "xlogy": lambda x, y: x * y.ln() if x else Decimal(0), "xlog1py": lambda x, y: x * log1p(y) if x else Decimal(0),
    "floor_divide": lambda x, y: (x / y).to_integral_value(decimal.ROUND_FLOOR),
    "remainder": lambda x, y: x - y * (x / y).to_integral_value(decimal.ROUND_FLOOR),
    "equal": lambda x, y: x == y, "not_equal": lambda x, y: x != y, "less": lambda x, y: x < y,
    "less_equal": lambda x, y: x <= y, "greater": lambda x, y: x > y, "greater_equal": lambda x, y: x >= y,
}  # fmt: skip
