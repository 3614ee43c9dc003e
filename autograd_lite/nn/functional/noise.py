"""Dropout: zeros by chance while training, and the rest made larger so that the mean stays.

``inplace=`` is taken as PyTorch takes it and changes nothing.
"""

import math
from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here, numbers, wrong_shape
from autograd_lite.nn.init import Rng, generator
from autograd_lite.tensor import Tensor

_ALPHA = -1.7580993408473766  # what SELU tends to far left


def _kept(rng: Rng, shape: tuple[int, ...], p: float) -> Any:
    """Return which elements stay; drawn in float32 whatever the dtype, so that a seed always gives the same mask."""
    return generator(rng).random(shape, dtype=np.float32) >= p


def _times(x: Any, factor: Any) -> Any:
    """Multiply by an array of ours, which nobody will write to."""
    return x * (Tensor._wrap(factor) if isinstance(x, Tensor) else factor)


def _checked(function: str, input: Any, p: float) -> Any:
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"{here(function)}got p={p}, wanted a probability from 0 to 1.")
    return numbers(input)


def _drop(x: Any, shape: tuple[int, ...], p: float, rng: Rng) -> Any:
    scale = 0.0 if p == 1 else 1 / (1 - p)
    return _times(x, _kept(rng, shape, p) * x.dtype.type(scale))


def dropout(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False, *, rng: Rng = None) -> Any:
    """Set elements to zero with probability `p` and multiply the others by 1/(1 − p).

    Parameters
    ----------
    input : array
    p : probability to be dropped
    training : False passes everything on
    inplace : changes nothing
    rng : generator, seed or None for fresh entropy
    """
    x = _checked("dropout", input, p)
    return x if not training or not p else _drop(x, x.shape, p, rng)


def _channels(function: str, input: Any, p: float, training: bool, rng: Rng, single: int | None, ndims: Any) -> Any:
    """Drop whole channels; without N where the input has `single` axes."""
    x = _checked(function, input, p)
    if x.ndim not in ndims:
        raise wrong_shape(function, f"got an input of shape {x.shape}, wanted {' or '.join(map(str, ndims))} axes.")
    if not training or not p:
        return x
    lead = 1 if x.ndim == single else 2
    return _drop(x, (*x.shape[:lead], *[1] * (x.ndim - lead)), p, rng)


def dropout1d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False, *, rng: Rng = None) -> Any:
    """Drop whole channels of ``(N, C, L)`` or ``(C, L)``."""
    return _channels("dropout1d", input, p, training, rng, 2, (2, 3))


def dropout2d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False, *, rng: Rng = None) -> Any:
    """Drop whole channels of ``(N, C, H, W)``; three axes are ``(N, C, L)``, as PyTorch has it."""
    return _channels("dropout2d", input, p, training, rng, None, (3, 4))


def dropout3d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False, *, rng: Rng = None) -> Any:
    """Drop whole channels of ``(N, C, D, H, W)`` or ``(C, D, H, W)``."""
    return _channels("dropout3d", input, p, training, rng, 4, (4, 5))


def _alpha(x: Any, shape: tuple[int, ...], p: float, rng: Rng) -> Any:
    if p == 1:
        return x * 0
    kept = _kept(rng, shape, p).astype(x.dtype)
    a = 1 / math.sqrt((1 - p) * (1 + p * _ALPHA**2))
    return _times(x, kept * x.dtype.type(a)) + ((1 - kept) * _ALPHA * a - a * _ALPHA * p).astype(x.dtype)


def alpha_dropout(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False, *, rng: Rng = None) -> Any:
    """Dropout that keeps mean 0 and variance 1, for networks of SELUs (Klambauer et al., 2017)."""
    x = _checked("alpha_dropout", input, p)
    return x if not training or not p else _alpha(x, x.shape, p, rng)


def feature_alpha_dropout(
    input: Any, p: float = 0.5, training: bool = True, inplace: bool = False, *, rng: Rng = None
) -> Any:
    """:func:`alpha_dropout` of whole channels, ``(N, C, …)``."""
    x = _checked("feature_alpha_dropout", input, p)
    if x.ndim < 2:
        raise wrong_shape("feature_alpha_dropout", f"got an input of shape {x.shape}, wanted (N, C, …).")
    return x if not training or not p else _alpha(x, (*x.shape[:2], *[1] * (x.ndim - 2)), p, rng)
