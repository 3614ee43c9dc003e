"""Normalisation by mean and variance, or by root mean square; and the scale and shift that follow.

The moments are results too: running statistics want them, and the rules read the deviation off them.
"""

from math import prod
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.arrays import unbroadcast
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


class Standardized(NamedTuple):
    """The standardised array, and the mean and (biased) variance that it had, at length one over the axes."""

    out: Any
    mean: Any
    variance: Any


class RmsStandardized(NamedTuple):
    """The array over its root mean square, and the mean square, at length one over the axes."""

    out: Any
    square: Any


def _samples(draw: Draw):
    x = draw.array((draw.integer(0, 2), 3, draw.integer(2, 3)))
    return (x, draw.choice([(2,), (1, 2), (1,)]), 0.5), {}


def _not_zero(g):
    """Return False for a gradient that is known to be zero, since nothing used that result."""
    return not isinstance(g, np.ndarray) or g.any()


def _standardized_share(g, out, axes, eps):
    x, _, variance = out
    g_x, g_mean, g_variance = g
    inverse = 1 / np.sqrt(variance + eps)
    share = inverse * (g_x - np.mean(g_x, axis=axes, keepdims=True) - x * np.mean(g_x * x, axis=axes, keepdims=True))
    if _not_zero(g_mean) or _not_zero(g_variance):
        share = share + (g_mean + 2 * g_variance * x / inverse) / prod(x.shape[axis] for axis in axes)
    return share


@primitive(
    None,
    x=lambda g, out, axes, eps: _standardized_share(g, out, axes, eps),
    samples=_samples,
)
def standardize(x, axes, eps):
    """Return ``(x − mean) / √(variance + eps)`` over `axes`, and the two moments; halves are added up in float32."""
    wide = x.astype(np.float32) if x.dtype == np.float16 else x
    mean = np.mean(wide, axis=axes, keepdims=True)
    centred = wide - mean
    variance = np.mean(centred * centred, axis=axes, keepdims=True)
    centred *= 1 / np.sqrt(variance + eps)
    return Standardized(centred.astype(x.dtype, copy=False), mean, variance)


def _rms_share(g, out, axes, eps):
    (x, square), (g_x, g_square) = out, g
    inverse = 1 / np.sqrt(square + eps)
    share = inverse * (g_x - x * np.mean(g_x * x, axis=axes, keepdims=True))
    if _not_zero(g_square):
        share = share + 2 * g_square * x / (inverse * prod(x.shape[axis] for axis in axes))
    return share


@primitive(None, x=lambda g, out, axes, eps: _rms_share(g, out, axes, eps), samples=_samples)
def rms_standardize(x, axes, eps):
    """Return ``x / √(mean square + eps)`` over `axes`, and the mean square; halves are added up in float32."""
    wide = x.astype(np.float32) if x.dtype == np.float16 else x
    square = np.mean(wide * wide, axis=axes, keepdims=True)
    return RmsStandardized((wide / np.sqrt(square + eps)).astype(x.dtype, copy=False), square)


def _scaled_samples(draw: Draw):
    n, c = draw.integer(0, 3), draw.integer(1, 3)
    return (draw.array((n, c, 2)), draw.array((c,)), draw.maybe(draw.array((c,))), (c, 1)), {}


@primitive(
    None,
    x=lambda g, weight, shape: g * np.reshape(weight, shape),
    weight=lambda g, x, weight_shape, shape: np.reshape(unbroadcast(g * x, shape), weight_shape),
    bias=lambda g, bias_shape, shape: np.reshape(unbroadcast(g, shape), bias_shape),
    samples=_scaled_samples,
    analytic=True,
)
def scaled(x, weight, bias, shape):
    """Return ``x · weight + bias``, both reshaped to `shape`, which broadcasts to `x`; `bias` may be None."""
    out = x * np.reshape(weight, shape)
    return out if bias is None else out + np.reshape(bias, shape)
