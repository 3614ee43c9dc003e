"""Values to start from. Every function fills the Tensor that it is given, in place, and returns it.

Names end in an underscore, as PyTorch's do. Chance comes from `rng`: a ``numpy.random.Generator``, a seed, or None for
fresh entropy. The same generator gives bitwise the same values; they are drawn in float64, so float32 weights are the
rounded float64 ones.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.errors import ShapeError

__all__ = [
    "calculate_gain",
    "constant_",
    "dirac_",
    "eye_",
    "kaiming_normal_",
    "kaiming_uniform_",
    "normal_",
    "ones_",
    "orthogonal_",
    "sparse_",
    "trunc_normal_",
    "uniform_",
    "xavier_normal_",
    "xavier_uniform_",
    "zeros_",
]

Rng = np.random.Generator | int | None


def generator(rng: Rng) -> np.random.Generator:
    """Return `rng` itself, or a generator made of a seed or of fresh entropy."""
    return np.random.default_rng(rng)


def _fill(tensor: Any, values: Any) -> Any:
    tensor.data = np.broadcast_to(values, tensor.shape)
    return tensor


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return how many inputs an output of a weight ``(out, in, *kernel)`` sees, and how many outputs an input feeds.

    Examples
    --------
    >>> fans((16, 3, 5, 5))
    (75, 400)
    """
    if len(shape) < 2:
        raise ShapeError(f"Got a weight of shape {shape}. Wanted two axes at least, (out, in): a bias has no fan-in.")
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """Return the factor by which weights are scaled so that `nonlinearity` keeps the variance of its input."""
    gains: dict[str, Callable[[], float]] = {
        "relu": lambda: math.sqrt(2.0),
        "tanh": lambda: 5.0 / 3,
        "selu": lambda: 0.75,
        "leaky_relu": lambda: math.sqrt(2.0 / (1 + (0.01 if param is None else param) ** 2)),
        **dict.fromkeys(("linear", "sigmoid", "identity"), lambda: 1.0),
        **{f"conv{n}d": (lambda: 1.0) for n in (1, 2, 3)},
        **{f"conv_transpose{n}d": (lambda: 1.0) for n in (1, 2, 3)},
    }
    if nonlinearity not in gains:
        raise ValueError(f"Got nonlinearity {nonlinearity!r}. Wanted one of {', '.join(gains)}.")
    return gains[nonlinearity]()


def uniform_(tensor: Any, a: float = 0.0, b: float = 1.0, *, rng: Rng = None) -> Any:
    """Fill from U(a, b)."""
    return _fill(tensor, generator(rng).uniform(a, b, tensor.shape))


def normal_(tensor: Any, mean: float = 0.0, std: float = 1.0, *, rng: Rng = None) -> Any:
    """Fill from N(mean, std²)."""
    return _fill(tensor, generator(rng).normal(mean, std, tensor.shape))


def trunc_normal_(
    tensor: Any, mean: float = 0.0, std: float = 1.0, a: float = -2.0, b: float = 2.0, *, rng: Rng = None
) -> Any:
    """Fill from N(mean, std²) cut off at `a` and `b`: what falls outside is drawn again."""
    draw = generator(rng)
    if not a < b:
        raise ValueError(f"Got the interval from {a} to {b}. Wanted a < b.")
    inside = _normal_cdf((b - mean) / std) - _normal_cdf((a - mean) / std)
    if inside < 0.01:
        raise ValueError(f"Got an interval from {a} to {b} that holds {inside:.1%} of N({mean}, {std}²). Wanted more.")
    values = draw.normal(mean, std, tensor.shape)
    while (outside := (values < a) | (values > b)).any():
        values[outside] = draw.normal(mean, std, int(outside.sum()))
    return _fill(tensor, values)


def _normal_cdf(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def constant_(tensor: Any, val: float) -> Any:
    """Fill with one value."""
    return _fill(tensor, val)


def ones_(tensor: Any) -> Any:
    """Fill with ones."""
    return _fill(tensor, 1.0)


def zeros_(tensor: Any) -> Any:
    """Fill with zeros."""
    return _fill(tensor, 0.0)


def eye_(tensor: Any) -> Any:
    """Fill a matrix with the identity."""
    if tensor.ndim != 2:
        raise ShapeError(f"Got shape {tensor.shape}. Wanted a matrix.")
    return _fill(tensor, np.eye(*tensor.shape))


def dirac_(tensor: Any, groups: int = 1) -> Any:
    """Fill the weight of a convolution so that it passes its channels on unchanged."""
    if tensor.ndim not in (3, 4, 5) or tensor.shape[0] % groups:
        raise ShapeError(f"Got shape {tensor.shape}, groups {groups}. Wanted (out, in, *kernel), out divisible.")
    values = np.zeros(tensor.shape)
    out = tensor.shape[0] // groups
    centre = tuple(k // 2 for k in tensor.shape[2:])
    for group in range(groups):
        for channel in range(min(out, tensor.shape[1])):
            values[(group * out + channel, channel, *centre)] = 1
    return _fill(tensor, values)


def xavier_uniform_(tensor: Any, gain: float = 1.0, *, rng: Rng = None) -> Any:
    """Fill from U(−a, a), a = gain · √(6 / (fan_in + fan_out)); for tanh and sigmoid (Glorot and Bengio, 2010)."""
    bound = gain * math.sqrt(6.0 / sum(fans(tensor.shape)))
    return uniform_(tensor, -bound, bound, rng=rng)


def xavier_normal_(tensor: Any, gain: float = 1.0, *, rng: Rng = None) -> Any:
    """Fill from N(0, σ²), σ = gain · √(2 / (fan_in + fan_out)) (Glorot and Bengio, 2010)."""
    return normal_(tensor, 0.0, gain * math.sqrt(2.0 / sum(fans(tensor.shape))), rng=rng)


def _fan(tensor: Any, mode: str) -> int:
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"Got mode {mode!r}. Wanted 'fan_in' or 'fan_out'.")
    return fans(tensor.shape)[mode == "fan_out"]


def kaiming_uniform_(
    tensor: Any, a: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", *, rng: Rng = None
) -> Any:
    """Fill from U(−b, b), b = gain · √(3 / fan); for relu and its like (He et al., 2015).

    Parameters
    ----------
    tensor : what to fill, ``(out, in, *kernel)``
    a : slope below zero, for ``nonlinearity="leaky_relu"``
    mode : "fan_in" keeps the variance forward, "fan_out" backward
    nonlinearity : see :func:`calculate_gain`
    rng : generator, seed or None
    """
    fan = _fan(tensor, mode)
    bound = calculate_gain(nonlinearity, a) * math.sqrt(3.0 / fan) if fan else 0.0
    return uniform_(tensor, -bound, bound, rng=rng)


def kaiming_normal_(
    tensor: Any, a: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", *, rng: Rng = None
) -> Any:
    """Fill from N(0, σ²), σ = gain / √fan; parameters as in :func:`kaiming_uniform_` (He et al., 2015)."""
    fan = _fan(tensor, mode)
    return normal_(tensor, 0.0, calculate_gain(nonlinearity, a) / math.sqrt(fan) if fan else 0.0, rng=rng)


def orthogonal_(tensor: Any, gain: float = 1.0, *, rng: Rng = None) -> Any:
    """Fill with a (semi-)orthogonal matrix, later axes flattened (Saxe et al., 2014)."""
    if tensor.ndim < 2:
        raise ShapeError(f"Got shape {tensor.shape}. Wanted two axes at least.")
    rows, columns = tensor.shape[0], math.prod(tensor.shape[1:])
    draws = generator(rng).normal(size=(max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(draws)
    q *= np.where(np.diagonal(r) < 0, -1.0, 1.0)  # makes the distribution uniform
    return _fill(tensor, gain * (q if rows >= columns else q.T).reshape(tensor.shape))


def sparse_(tensor: Any, sparsity: float, std: float = 0.01, *, rng: Rng = None) -> Any:
    """Fill a matrix from N(0, std²), with a share `sparsity` of zeros in every column (Martens, 2010)."""
    if tensor.ndim != 2:
        raise ShapeError(f"Got shape {tensor.shape}. Wanted a matrix.")
    draw = generator(rng)
    values = draw.normal(0.0, std, tensor.shape)
    zeros = math.ceil(sparsity * tensor.shape[0])
    for column in values.T:
        column[draw.permutation(tensor.shape[0])[:zeros]] = 0
    return _fill(tensor, values)
