"""Accuracy of first derivatives over the whole range, against the textbook's formula in extended precision."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad

Formula = Callable[[Any], Any]

pytestmark = pytest.mark.skipif(
    np.finfo(np.longdouble).nmant < 63, reason="needs a long double with more bits and a wider range than a double"
)

POWERS = 10.0 ** np.arange(-300, 301, 7.5)
NEAR_ONE = 1 - 2.0 ** -np.arange(1.0, 53.0, 3.0)
POSITIVE = np.concatenate([POWERS, NEAR_ONE, 2 - NEAR_ONE, np.linspace(0.1, 40, 67)])
REAL = np.concatenate([-POSITIVE, [0.0], POSITIVE])
UNIT = REAL[np.abs(REAL) < 1]
ABOVE_ONE = POSITIVE[POSITIVE > 1]
SMALL = REAL[np.abs(REAL) < 1e4]
WHOLE = np.arange(-700.0, 701.0, 12.5)  # logaddexp depends on a difference, which is exact here; rounded to a double it
#                                         adds an error of as many units as half the difference

L = np.longdouble
LN2, LN10 = np.log(L(2)), np.log(L(10))
THREE, HUGE = L(3), L(1e200)

# name: function, points, textbook derivative. Written for a type in which no square of these numbers overflows.
TABLE: dict[str, tuple[Formula, Any, Formula]] = {
    "exp": (np.exp, SMALL, np.exp),
    "exp2": (np.exp2, SMALL, lambda x: LN2 * np.exp2(x)),
    "expm1": (np.expm1, SMALL, np.exp),
    "log": (np.log, POSITIVE, lambda x: 1 / x),
    "log2": (np.log2, POSITIVE, lambda x: 1 / (x * LN2)),
    "log10": (np.log10, POSITIVE, lambda x: 1 / (x * LN10)),
    "log1p": (np.log1p, REAL[REAL > -1], lambda x: 1 / (1 + x)),
    "sqrt": (np.sqrt, POSITIVE, lambda x: 1 / (2 * np.sqrt(x))),
    "reciprocal": (np.reciprocal, REAL[REAL != 0], lambda x: -1 / (x * x)),
    "quotient": (lambda x: 3.0 / x, REAL[REAL != 0], lambda x: -3 / (x * x)),
    "power": (lambda x: x**0.375, POSITIVE, lambda x: L(0.375) * x ** L(-0.625)),
    "exponent": (lambda x: 2.0**x, SMALL, lambda x: LN2 * np.exp2(x)),
    "sin": (np.sin, SMALL, np.cos),
    "cos": (np.cos, SMALL, lambda x: -np.sin(x)),
    "tan": (np.tan, SMALL, lambda x: 1 + np.tan(x) ** 2),
    "arcsin": (np.arcsin, UNIT, lambda x: 1 / np.sqrt((1 - x) * (1 + x))),
    "arccos": (np.arccos, UNIT, lambda x: -1 / np.sqrt((1 - x) * (1 + x))),
    "arctan": (np.arctan, REAL, lambda x: 1 / (1 + x * x)),
    "arctan2 in y": (lambda y: np.arctan2(y, 3.0), REAL, lambda y: THREE / (y * y + 9)),
    "arctan2 in x": (lambda x: np.arctan2(3.0, x), REAL, lambda x: -THREE / (x * x + 9)),
    "sinh": (np.sinh, SMALL, np.cosh),
    "cosh": (np.cosh, SMALL, np.sinh),
    "arcsinh": (np.arcsinh, REAL, lambda x: 1 / np.sqrt(1 + x * x)),
    "arccosh": (np.arccosh, ABOVE_ONE, lambda x: 1 / np.sqrt((x - 1) * (x + 1))),
    "arctanh": (np.arctanh, UNIT, lambda x: 1 / ((1 - x) * (1 + x))),
    "hypot": (lambda x: np.hypot(x, 3.0), REAL, lambda x: x / np.sqrt(x * x + 9)),
    "hypot of large numbers": (lambda x: np.hypot(x, 1e200), REAL, lambda x: x / np.sqrt(x * x + HUGE * HUGE)),
    "logaddexp": (lambda x: np.logaddexp(x, 3.0), WHOLE, lambda x: 1 / (1 + np.exp(3 - x))),
    "logaddexp2": (lambda x: np.logaddexp2(x, 3.0), WHOLE, lambda x: 1 / (1 + np.exp2(3 - x))),
}


@pytest.mark.parametrize(("f", "x", "formula"), TABLE.values(), ids=TABLE)
def test_within_a_few_ulp(f: Formula, x: Any, formula: Formula) -> None:
    """Derivatives are right to four units in the last place, from 1e-300 to 1e300, wherever they are normal numbers."""
    with np.errstate(all="ignore"):
        got, right = grad(lambda x: np.sum(f(x)))(x), formula(x.astype(L))
        error = np.abs(got.astype(L) / right - 1) / np.finfo(float).eps
    normal = (np.abs(right) < np.finfo(float).max) & (np.abs(right) > 1e-290)
    assert normal.sum() > 20
    worst = np.argmax(np.where(normal, error, 0))
    assert error[worst] <= 4, f"{float(error[worst]):.1f} ulp at {x[worst]!r}: {got[worst]!r}"
    assert (np.abs(got[np.abs(right) <= 1e-290]) < 1e-289).all()
