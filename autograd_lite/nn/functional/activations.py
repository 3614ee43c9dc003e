"""Activation functions under PyTorch's names and arguments.

``inplace=`` is taken and changes nothing: every call makes a new array.
"""

from typing import Any

import numpy as np

from autograd_lite.errors import ShapeError
from autograd_lite.nn.functional.checks import here, numbers, wrong_shape
from autograd_lite.nn.init import Rng, generator
from autograd_lite.ops import softmax as softmaxes
from autograd_lite.ops.neural import activations as ops
from autograd_lite.ops.neural.gaussian import gelu_tanh, normal_cdf


def relu(input: Any, inplace: bool = False) -> Any:
    """max(x, 0); the derivative at 0 is 0."""
    return ops.relu(numbers(input))


def relu6(input: Any, inplace: bool = False) -> Any:
    """min(max(x, 0), 6)."""
    return ops.hardtanh(numbers(input), 0.0, 6.0)


def sigmoid(input: Any) -> Any:
    """1 / (1 + e⁻ˣ), without overflow."""
    return ops.sigmoid(numbers(input))


def tanh(input: Any) -> Any:
    """Hyperbolic tangent."""
    return np.tanh(numbers(input))


def leaky_relu(input: Any, negative_slope: float = 0.01, inplace: bool = False) -> Any:
    """x where x > 0, else negative_slope · x."""
    return ops.leaky_relu(numbers(input), negative_slope)


def prelu(input: Any, weight: Any) -> Any:
    """x where x > 0, else weight · x; one weight for all, or one for each channel (axis 1)."""
    input = numbers(input)
    if weight.size > 1:
        if input.ndim < 2 or input.shape[1] != weight.size:
            raise wrong_shape("prelu", f"got an input of shape {input.shape}, wanted {weight.size} channels on axis 1.")
        weight = np.reshape(weight, (weight.size, *[1] * (input.ndim - 2)))
    return ops.prelu(input, weight)


def rrelu(
    input: Any,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
    *,
    rng: Rng = None,
) -> Any:
    """leaky_relu with a slope from U(lower, upper) for every element; their mean unless `training`."""
    input = numbers(input)
    if not training:
        return ops.leaky_relu(input, (lower + upper) / 2)
    slopes = generator(rng).uniform(lower, upper, input.shape).astype(input.dtype)
    return ops.prelu(input, slopes)


def elu(input: Any, alpha: float = 1.0, inplace: bool = False) -> Any:
    """x where x > 0, else α (eˣ − 1)."""
    return ops.elu(numbers(input), alpha)


def celu(input: Any, alpha: float = 1.0, inplace: bool = False) -> Any:
    """x where x > 0, else α (e^(x/α) − 1)."""
    return ops.celu(numbers(input), alpha)


def selu(input: Any, inplace: bool = False) -> Any:
    """Scaled ELU with the constants of self-normalising networks."""
    return ops.selu(numbers(input))


def gelu(input: Any, approximate: str = "none") -> Any:
    """x Φ(x), Φ the normal distribution function; ``approximate="tanh"`` is the formula of GPT-2."""
    if approximate not in ("none", "tanh"):
        raise ValueError(f"{here('gelu')}got approximate={approximate!r}, wanted 'none' or 'tanh'.")
    x = numbers(input)
    return gelu_tanh(x) if approximate == "tanh" else x * normal_cdf(x)


def silu(input: Any, inplace: bool = False) -> Any:
    """x · sigmoid(x), also called swish."""
    return ops.silu(numbers(input))


def mish(input: Any, inplace: bool = False) -> Any:
    """x · tanh(softplus(x))."""
    return ops.mish(numbers(input))


def softplus(input: Any, beta: float = 1.0, threshold: float = 20.0) -> Any:
    """log(1 + e^(βx)) / β, and x where βx exceeds the threshold."""
    return ops.softplus(numbers(input), beta, threshold)


def logsigmoid(input: Any) -> Any:
    """log(sigmoid(x)), without overflow."""
    return ops.logsigmoid(numbers(input))


def softsign(input: Any) -> Any:
    """x / (1 + abs(x))."""
    return ops.softsign(numbers(input))


def tanhshrink(input: Any) -> Any:
    """x − tanh(x)."""
    return ops.tanhshrink(numbers(input))


def softshrink(input: Any, lambd: float = 0.5) -> Any:
    """x moved towards 0 by λ, and 0 within λ."""
    return ops.softshrink(numbers(input), lambd)


def hardshrink(input: Any, lambd: float = 0.5) -> Any:
    """x, and 0 within λ."""
    return ops.hardshrink(numbers(input), lambd)


def hardtanh(input: Any, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> Any:
    """x limited to an interval; the derivative at its ends is 0."""
    return ops.hardtanh(numbers(input), min_val, max_val)


def hardsigmoid(input: Any, inplace: bool = False) -> Any:
    """x/6 + 1/2, limited to [0, 1]."""
    return ops.hardsigmoid(numbers(input))


def hardswish(input: Any, inplace: bool = False) -> Any:
    """x · hardsigmoid(x)."""
    return ops.hardswish(numbers(input))


def threshold(input: Any, threshold: float, value: float, inplace: bool = False) -> Any:
    """x where it exceeds the threshold, else the value."""
    return ops.threshold(numbers(input), threshold, value)


def glu(input: Any, dim: int = -1) -> Any:
    """a · sigmoid(b), where a and b are the halves of the input along `dim`."""
    input = numbers(input)
    if not input.ndim or input.shape[dim] % 2:
        raise wrong_shape("glu", f"got an input of shape {input.shape}, wanted an even length on axis {dim}.")
    half = input.shape[dim] // 2
    before = (slice(None),) * (dim % input.ndim)
    return input[(*before, slice(None, half))] * ops.sigmoid(input[(*before, slice(half, None))])


def _axis(function: str, dim: int | None) -> int:
    if dim is None:
        raise TypeError(f"{here(function)}got no dim. Wanted the axis to sum over, such as dim=-1.")
    return dim


def softmax(input: Any, dim: int | None = None, dtype: Any = None) -> Any:
    """e^x over its sum along `dim`, without overflow. `dtype` converts the input first."""
    return softmaxes.softmax(_cast(input, dtype), _axis("softmax", dim))


def softmin(input: Any, dim: int | None = None, dtype: Any = None) -> Any:
    """softmax of −x."""
    return softmaxes.softmax(-_cast(input, dtype), _axis("softmin", dim))


def log_softmax(input: Any, dim: int | None = None, dtype: Any = None) -> Any:
    """Logarithm of softmax along `dim`, without overflow and without losing small probabilities."""
    return softmaxes.log_softmax(_cast(input, dtype), _axis("log_softmax", dim))


def _cast(input: Any, dtype: Any) -> Any:
    input = numbers(input)
    return input if dtype is None or input.dtype == dtype else np.astype(input, dtype)


def gumbel_softmax(logits: Any, tau: float = 1.0, hard: bool = False, dim: int = -1, *, rng: Rng = None) -> Any:
    """Sample from softmax(logits), differentiably (Jang et al., 2017).

    Parameters
    ----------
    logits : unnormalised log-probabilities
    tau : temperature; smaller is closer to one-hot
    hard : return the one-hot sample, with the gradient of the soft one
    dim : axis of the classes
    rng : generator, seed or None
    """
    logits = numbers(logits)
    if not tau > 0:
        raise ValueError(f"Got tau={tau}. Wanted a positive temperature.")
    noise = generator(rng).gumbel(size=logits.shape).astype(logits.dtype)
    soft = softmaxes.softmax((logits + noise) / tau, dim)
    if not hard:
        return soft
    values = np.asarray(soft if isinstance(soft, np.ndarray) else soft.detach())
    one_hot = np.zeros_like(values)
    np.put_along_axis(one_hot, np.expand_dims(values.argmax(dim), dim), 1, dim)
    return soft + (one_hot - values)


def normalize(input: Any, p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> Any:
    """Divide by the p-norm along `dim`, or by `eps` where that is smaller."""
    input = numbers(input)
    if not -input.ndim <= dim < input.ndim:
        raise ShapeError(f"{here('normalize')}got dim={dim} for an input of shape {input.shape}.")
    return input / np.maximum(norm(input, p, dim, keepdim=True), eps)


def norm(x: Any, p: float, dim: int, keepdim: bool = False) -> Any:
    """p-norm along one axis; its derivative at 0 is 0."""
    return np.linalg.vector_norm(x, axis=dim, keepdims=keepdim, ord=p)
