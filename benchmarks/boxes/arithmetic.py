"""The same formula in two kinds of numbers: float64, as a black box computes, and 90 digits, which tell the truth.

A formula takes one of the two as `N` and writes `N.sin(x)`. A constant that stands alone in a function or an exponent
is `N.number(2.0)`; both read it as the same float64, so that nothing but rounding parts the two.
"""

from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np
import scipy.linalg
import scipy.special as special

DIGITS = 90
mp = mpmath.mp.clone()
mp.dps = DIGITS


def mean(values: Any) -> Any:
    return sum(values) / len(values)


def array(rows: Any) -> Any:
    return np.array(rows, float)


def matrix(rows: Any) -> Any:
    return mp.matrix([[mp.mpf(entry) for entry in row] for row in rows])


# What a formula may use: in float64, and in 90 digits.
PAIRS: dict[str, tuple[Any, Any]] = {
    "number": (float, mp.mpf),
    "single": (np.float32, mp.mpf),
    "larger": (max, max),
    "smaller": (min, min),
    "sin": (np.sin, mp.sin),
    "cos": (np.cos, mp.cos),
    "tan": (np.tan, mp.tan),
    "arcsin": (np.arcsin, mp.asin),
    "arctan": (np.arctan, mp.atan),
    "sinh": (np.sinh, mp.sinh),
    "cosh": (np.cosh, mp.cosh),
    "tanh": (np.tanh, mp.tanh),
    "exp": (np.exp, mp.exp),
    "expm1": (np.expm1, mp.expm1),
    "log": (np.log, mp.log),
    "log1p": (np.log1p, lambda x: mp.log(1 + x)),
    "sqrt": (np.sqrt, mp.sqrt),
    "floor": (np.floor, mp.floor),
    "erf": (special.erf, mp.erf),
    "erfc": (special.erfc, mp.erfc),
    "erfcx": (special.erfcx, lambda x: mp.exp(x * x) * mp.erfc(x)),
    "exp1": (special.exp1, mp.e1),
    "ndtri": (special.ndtri, lambda p: -mp.sqrt(2) * mp.erfinv(1 - 2 * p)),
    "gamma": (special.gamma, mp.gamma),
    "lgamma": (special.gammaln, lambda x: mp.log(abs(mp.gamma(x)))),
    "psi": (special.digamma, lambda x: mp.psi(0, x)),
    "gammainc": (special.gammainc, lambda a, x: mp.gammainc(a, 0, x, regularized=True)),
    "betainc": (special.betainc, lambda a, b, x: mp.betainc(a, b, 0, x, regularized=True)),
    "hyp2f1": (special.hyp2f1, mp.hyp2f1),
    "jv": (special.jv, mp.besselj),
    "iv": (special.iv, mp.besseli),
    "kv": (special.kv, mp.besselk),
    "ellipk": (special.ellipk, mp.ellipk),
    "xlogy": (special.xlogy, lambda x, y: x * mp.log(y)),
    "lambertw": (lambda x: np.real(special.lambertw(x)), mp.lambertw),
    "det": (lambda rows: np.linalg.det(array(rows)), lambda rows: mp.det(matrix(rows))),
    "inverse": (lambda rows: np.linalg.inv(array(rows)).tolist(), lambda rows: (matrix(rows) ** -1).tolist()),
    "solve": (
        lambda rows, right: np.linalg.solve(array(rows), array(right)).tolist(),
        lambda rows, right: list(mp.lu_solve(matrix(rows), mp.matrix(right))),
    ),
    "expm": (lambda rows: scipy.linalg.expm(array(rows)).tolist(), lambda rows: mp.expm(matrix(rows)).tolist()),
    "eigenvalues": (
        lambda rows: np.linalg.eigvalsh(array(rows)).tolist(),
        lambda rows: sorted(mp.eigsy(matrix(rows), eigvals_only=True)),
    ),
    "singular_values": (
        lambda rows: np.linalg.svd(array(rows), compute_uv=False).tolist(),
        lambda rows: list(mp.svd_r(matrix(rows), compute_uv=False)),
    ),
}
FLOAT64 = SimpleNamespace(**{name: pair[0] for name, pair in PAIRS.items()})
EXACT = SimpleNamespace(**{name: pair[1] for name, pair in PAIRS.items()})
