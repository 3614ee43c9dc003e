"""The error function and what is made of it: NumPy has none.

erf(x)/x below 1 is a polynomial in 2x² − 1; erfc(z) for z ≥ 0 is e^(−z²) · s · P(1 − 2s) with s = 3/(z + 3). Both are
Chebyshev interpolants of the exact functions, found in 50 digits. Relative error: 3e-16 for erf; for erfc 6e-16 up to
2, 1e-15 up to 3 and 6e-14 at 26, where the rounding of z² in e^(−z²) is what is left.
"""

import math

import numpy as np

from autograd_lite.arrays import real_only
from autograd_lite.domains import Interval
from autograd_lite.pointwise import elementwise

_ERF = (
    *(0.96546873866986731, -0.14053608902271712, 0.019852496688983707, -0.0022854855611440673, 0.00021751715604160107),
    *(-1.7537169441492005e-5, 1.2233827383524027e-6, -7.5115691607106235e-8, 4.1158005976616647e-9),
    *(-2.0352493866103599e-10, 9.1676067489981638e-12, -3.7910973708931528e-13, 1.4548169783352386e-14),
    -5.1647287894230198e-16,
)
_ERFC = (
    *(0.35800230236277989, -0.294464817723293, 0.19674278570136932, -0.10348908730032487, 0.039842587095666313),
    *(-0.0089424115379584367, -0.00040413887394316185, 0.0010113539579816233, -0.00018276991424949872),
    *(-9.2258999977895082e-5, 3.5853923636812828e-5, 1.0131578675156923e-5, -5.8238574076360064e-6),
    *(-1.5801189369395157e-6, 9.2258296402014064e-7, 3.2798388174368306e-7, -1.3722842699705351e-7),
    *(-7.2413148027705352e-8, 1.6652640553590825e-8, 1.3174436327282528e-8, -1.1893885619092368e-9),
    *(-1.3433763579088608e-9, 2.3183140775046786e-12),
)


# The same series cut off where float32 does not see the rest, and summed to polynomials again.
_SINGLE = {
    _ERF: (0.96546876, -0.1405361, 0.019851806, -0.0022854195, 0.00021935946, -1.7669081e-05),
    _ERFC: (
        *(0.358002304, -0.294464745, 0.196742659, -0.103490571, 0.0398441002, -0.0089339072),
        *(-0.000410790347, 0.000991123568, -0.000169283526, -7.03098892e-5, 2.26098785e-5),
    ),
}
_BLOCK = 2**14  # elements at a time: the many passes of a polynomial stay in the cache


def _polynomial(coefficients, u):
    """Evaluate by Horner's rule, in one buffer."""
    used = _SINGLE[coefficients] if u.dtype == np.float32 else coefficients
    out = np.full_like(u, used[-1])
    for c in used[-2::-1]:
        out *= u
        out += u.dtype.type(c)
    return out


def _tail(z):
    """Return erfc(z) for z ≥ 0."""
    z = np.minimum(z, 40)  # where it is 0, and infinity over infinity is far
    share = 3 / (z + 3)
    value = _polynomial(_ERFC, 1 - 2 * share)
    value *= share
    z *= z
    value *= np.exp(np.negative(z, out=z), out=z)
    return value


def _in_blocks(function, x):
    """Apply `function` to blocks of `x`; halves in float32."""
    x = np.asarray(x)
    if x.dtype == np.float16:
        return _in_blocks(function, x.astype(np.float32)).astype(np.float16)
    flat = np.ravel(x).astype(np.result_type(x, np.float32), copy=False)
    out = np.empty_like(flat)
    for start in range(0, flat.size, _BLOCK):
        out[start : start + _BLOCK] = function(flat[start : start + _BLOCK])
    return out.reshape(x.shape)[()]


def _erf(x):
    near = np.clip(x, -1, 1)
    return np.where(x == near, x * _polynomial(_ERF, 2 * near * near - 1), np.sign(x) * (1 - _tail(np.abs(x))))


def _erfc(x):
    tail = _tail(np.abs(x))
    return tail + (x < 0) * (2 - 2 * tail)  # np.where takes twice, and where= four times as long


def _normal_cdf(x):
    tail = _tail(np.abs(x) * x.dtype.type(math.sqrt(0.5)))
    tail *= 0.5
    return tail + (x > 0) * (1 - 2 * tail)


_TWO_OVER_ROOT_PI = 2 / math.sqrt(math.pi)


@elementwise(None, x=lambda x: _TWO_OVER_ROOT_PI * np.exp(-x * x), domain=Interval(-3.0, 3.0))
def erf(x, /):
    """Error function."""
    return _in_blocks(_erf, real_only(x, "erf", "Complex ones: ag.scipy.special.erf."))


@elementwise(None, x=lambda x: -_TWO_OVER_ROOT_PI * np.exp(-x * x), domain=Interval(-3.0, 3.0))
def erfc(x, /):
    """Complement of the error function, accurate far right."""
    return _in_blocks(_erfc, real_only(x, "erfc", "Complex ones: ag.scipy.special.erfc."))


@elementwise(None, x=lambda x: np.exp(-0.5 * x * x) * (1 / math.sqrt(2 * math.pi)))
def normal_cdf(x, /):
    """Distribution function of the standard normal distribution, accurate far left."""
    return _in_blocks(_normal_cdf, real_only(x, "normal_cdf", "Complex ones: ag.scipy.special.ndtr."))


_GELU_SCALE, _GELU_CUBE = math.sqrt(2 / math.pi), 0.044715


@elementwise(None, x=lambda x: _gelu_tanh_slope(x))
def gelu_tanh(x, /):
    """Approximate GELU, x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))."""
    return 0.5 * x * (1 + np.tanh(_GELU_SCALE * (x + _GELU_CUBE * (x * x * x))))


def _gelu_tanh_slope(x):
    x = np.clip(x, -40, 40)  # saturated long before, and the cube of larger ones overflows
    square = x * x
    t = np.tanh(_GELU_SCALE * x * (1 + _GELU_CUBE * square))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * (_GELU_SCALE * (1 + 3 * _GELU_CUBE * square))
