"""Activation functions, element by element.

At a kink the derivative is PyTorch's: that of the side on which the function is flat, where one is.
"""

import numpy as np

from autograd_lite.arrays import real_only
from autograd_lite.domains import Draw, Interval
from autograd_lite.pointwise import elementwise

_KINK_AT_ZERO = Interval(avoid=(0.0,))


def _with(*settings, domain=_KINK_AT_ZERO):
    """Return samples of an array beside fixed settings."""

    def samples(draw: Draw):
        return (draw.array(None, domain), *settings), {}

    return samples


def far_out():
    """Return the context in which exponentials of large numbers become 0 or ∞ without a warning."""
    return np.errstate(over="ignore", under="ignore")


def _either(condition, x, yes, no):
    """Return the number `yes` where `condition` holds, else `no`, in the dtype of `x`."""
    return np.where(condition, x.dtype.type(yes), x.dtype.type(no))


@elementwise(None, x=lambda out: out > 0, selection=True, domain=_KINK_AT_ZERO)
def relu(x, /):
    """Larger of x and 0; the derivative at 0 is 0."""
    return np.maximum(x, 0)


@elementwise(None, x=lambda out: out * (1 - out), analytic=True)
def sigmoid(x, /):
    """1 / (1 + e⁻ˣ); e⁻ˣ may overflow, and 1/∞ is right."""
    if x.dtype == np.float16:
        return sigmoid(x.astype(np.float32)).astype(np.float16)
    with far_out():
        return 1 / (1 + np.exp(-x))


@elementwise(
    None, x=lambda x, beta, threshold: _softplus_slope(x, beta, threshold), samples=_with(1.5, 30.0, domain=Interval())
)
def softplus(x, /, beta=1.0, threshold=20.0):
    """log(1 + e^(βx)) / β; x itself where βx exceeds the threshold."""
    scaled = real_only(x, "softplus", "Write np.log1p(np.exp(beta * x)) / beta.") * beta
    with far_out():
        soft = (np.maximum(scaled, 0) + np.log1p(np.exp(-np.abs(scaled)))) / beta
    return np.where(scaled > threshold, x, soft)


def _softplus_slope(x, beta, threshold):
    scaled = x * beta
    return np.where(scaled > threshold, 1.0, sigmoid(scaled))


@elementwise(None, x=lambda x: sigmoid(-x))
def logsigmoid(x, /):
    """log(1 / (1 + e⁻ˣ)), without overflow."""
    real_only(x, "logsigmoid", "Write -np.log1p(np.exp(-x)).")
    with far_out():
        return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))


@elementwise(None, x=lambda x: _silu_slope(x, sigmoid(x)))
def silu(x, /):
    """x · sigmoid(x)."""
    return x * sigmoid(x)


def _silu_slope(x, s):
    return s * (1 + x * (1 - s))


@elementwise(None, x=lambda x: _mish_slope(x))
def mish(x, /):
    """x · tanh(softplus(x))."""
    return x * np.tanh(softplus(real_only(x, "mish", "Write x * np.tanh(np.log1p(np.exp(x))).")))


def _mish_slope(x):
    t = np.tanh(softplus(x))
    return t + x * (1 - t * t) * sigmoid(x)


@elementwise(
    None,
    x=lambda x, negative_slope: _either(x > 0, x, 1, negative_slope),
    samples=_with(0.1),
)
def leaky_relu(x, /, negative_slope=0.01):
    """x, or negative_slope · x where x < 0."""
    return np.where(x > 0, x, x * negative_slope)


@elementwise(
    None,
    x=lambda x, weight: np.where(x > 0, 1.0, weight),
    weight=lambda x: np.where(x > 0, 0.0, x),
    domain=(_KINK_AT_ZERO, Interval()),
)
def prelu(x, weight, /):
    """x, or weight · x where x < 0, with a weight that broadcasts."""
    return np.where(x > 0, x, weight * x)


@elementwise(None, x=lambda x, alpha: _elu_slope(x, alpha, 1.0, 1.0), samples=_with(1.5))
def elu(x, /, alpha=1.0):
    """x, or α (eˣ − 1) where x < 0."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def _elu_slope(x, negative, positive, rate):
    return np.where(x > 0, positive, negative * rate * np.exp(np.where(x > 0, 0.0, x * rate)))


@elementwise(None, x=lambda x, alpha: _elu_slope(x, alpha, 1.0, 1.0 / alpha), samples=_with(1.5))
def celu(x, /, alpha=1.0):
    """x, or α (e^(x/α) − 1) where x < 0."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0) / alpha))


_SELU_ALPHA, _SELU_SCALE = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946


@elementwise(None, x=lambda x: _elu_slope(x, _SELU_SCALE * _SELU_ALPHA, _SELU_SCALE, 1.0), domain=_KINK_AT_ZERO)
def selu(x, /):
    """Scaled ELU with the constants of self-normalising networks (Klambauer et al., 2017)."""
    return _SELU_SCALE * np.where(x > 0, x, _SELU_ALPHA * np.expm1(np.minimum(x, 0)))


@elementwise(None, x=lambda x: _softsign_slope(x), domain=_KINK_AT_ZERO)
def softsign(x, /):
    """x / (1 + abs(x))."""
    real_only(x, "softsign", "Write x / (1 + np.abs(x)): each of its parts has a complex derivative.")
    return x / (1 + np.abs(x))


def _softsign_slope(x):
    d = 1 + np.abs(x)
    return 1 / (d * d)


@elementwise(None, x=lambda x: np.square(np.tanh(x)))
def tanhshrink(x, /):
    """x − tanh(x)."""
    return x - np.tanh(x)


@elementwise(None, x=lambda out: out != 0, selection=True, samples=_with(0.75, domain=Interval(avoid=(-0.75, 0.75))))
def softshrink(x, /, lambd=0.5):
    """x moved towards 0 by λ, and 0 within λ."""
    return np.where(x > lambd, x - lambd, np.where(x < -lambd, x + lambd, x * 0))


@elementwise(
    None,
    x=lambda x, lambd: (x > lambd) | (x < -lambd),
    selection=True,
    samples=_with(0.75, domain=Interval(avoid=(-0.75, 0.75))),
)
def hardshrink(x, /, lambd=0.5):
    """Return x, and 0 within λ."""
    return np.where((x > lambd) | (x < -lambd), x, 0 * x)


@elementwise(
    None,
    x=lambda x, min_val, max_val: (x > min_val) & (x < max_val),
    selection=True,
    samples=_with(-1.5, 2.0, domain=Interval(avoid=(-1.5, 2.0))),
)
def hardtanh(x, /, min_val=-1.0, max_val=1.0):
    """Return x limited to an interval; the derivative at its ends is 0."""
    return np.clip(x, min_val, max_val)


@elementwise(
    None,
    x=lambda x: _either((x > -3) & (x < 3), x, 1 / 6, 0),
    domain=Interval(avoid=(-3.0, 3.0)),
)
def hardsigmoid(x, /):
    """x/6 + 1/2, limited to [0, 1]."""
    return np.clip(x + 3, 0, 6) / 6


@elementwise(None, x=lambda x: _hardswish_slope(x), domain=Interval(avoid=(-3.0, 3.0)))
def hardswish(x, /):
    """x · hardsigmoid(x)."""
    return x * (np.clip(x + 3, 0, 6) / 6)


def _hardswish_slope(x):
    return np.where(x <= -3, 0.0, np.where(x < 3, x / 3 + 0.5, 1.0))


@elementwise(
    None,
    x=lambda x, threshold: x > threshold,
    selection=True,
    samples=_with(0.5, 2.0, domain=Interval(avoid=(0.5,))),
)
def threshold(x, /, threshold, value):
    """Return x where it exceeds the threshold, else the value."""
    return np.where(x > threshold, x, x.dtype.type(value))
