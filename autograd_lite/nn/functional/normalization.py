"""Normalisation over the batch, the layer, groups of channels or single instances."""

from math import prod
from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here, numbers, values, wrong_shape
from autograd_lite.ops.neural.along import along_axis
from autograd_lite.ops.neural.normalization import rms_standardize, scaled, standardize
from autograd_lite.tensor import Tensor


def _affine(x: Any, weight: Any, bias: Any, shape: tuple[int, ...]) -> Any:
    if weight is not None:
        return scaled(x, weight, bias, shape)
    return x if bias is None else x + np.reshape(bias, shape)


def _store(buffer: Any, update: Any) -> None:
    """Write into a running statistic, a Tensor or an array."""
    if isinstance(buffer, Tensor):
        buffer.data = update
    else:
        buffer[...] = update


def _update(running: Any, batch: Any, momentum: float) -> None:
    if running is not None:
        _store(running, (1 - momentum) * values(running) + momentum * batch)


def batch_norm(
    input: Any,
    running_mean: Any,
    running_var: Any,
    weight: Any = None,
    bias: Any = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Any:
    """Standardise every channel (axis 1) over all other axes, then scale and shift it (Ioffe and Szegedy, 2015).

    Parameters
    ----------
    input : ``(N, C, …)``
    running_mean, running_var : ``(C,)`` arrays or Tensors, written to while training; or None
    weight, bias : ``(C,)`` or None
    training : use the batch's own moments, and update the running ones
    momentum : weight of the batch in the running moments
    eps : added to the variance

    Raises
    ------
    ValueError
        While training with one value a channel, whose variance is not defined.

    Notes
    -----
    The batch is divided by its biased deviation; the running variance is the unbiased one. Both as PyTorch does.
    """
    x = numbers(input)
    if x.ndim < 2:
        raise wrong_shape("batch_norm", f"got an input of shape {x.shape}, wanted (N, C, …).")
    for what, each in (("weight", weight), ("bias", bias), ("running_mean", running_mean)):
        if each is not None and np.shape(each) != (x.shape[1],):
            raise wrong_shape("batch_norm", f"got {x.shape[1]} channels, wanted {np.size(each)} (as {what} has).")
    shape, axes = (x.shape[1], *[1] * (x.ndim - 2)), (0, *range(2, x.ndim))
    if not training:
        if running_mean is None or running_var is None:
            raise ValueError(f"{here('batch_norm')}got no running statistics, which evaluation wants.")
        mean, inverse = values(running_mean), 1 / np.sqrt(values(running_var) + eps)
        return _affine((x - mean.reshape(shape)) * inverse.reshape(shape), weight, bias, shape)
    count = x.shape[0] * prod(x.shape[2:])
    if count < 2:
        raise ValueError(
            f"{here('batch_norm')}got {count} values for each channel (an input of shape {x.shape}), wanted two or "
            "more while training: the variance of one is not defined. Use a larger batch, or eval()."
        )
    out, mean, variance = standardize(x, axes, eps)
    mean, variance = values(mean), values(variance)
    _update(running_mean, mean.reshape(-1), momentum)
    _update(running_var, variance.reshape(-1) * (count / (count - 1)), momentum)
    return _affine(out, weight, bias, shape)


def instance_norm(
    input: Any,
    running_mean: Any = None,
    running_var: Any = None,
    weight: Any = None,
    bias: Any = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Any:
    """Standardise every channel of every instance over its places; parameters as in :func:`batch_norm`."""
    x = numbers(input)
    if x.ndim < 3:
        raise wrong_shape("instance_norm", f"got an input of shape {x.shape}, wanted (N, C, …).")
    if not use_input_stats:
        return batch_norm(x, running_mean, running_var, weight, bias, False, momentum, eps)
    shape, axes, count = (x.shape[1], *[1] * (x.ndim - 2)), tuple(range(2, x.ndim)), prod(x.shape[2:])
    if count < 2:
        raise ValueError(
            f"{here('instance_norm')}got {count} places for each channel (an input of shape {x.shape}), wanted two or "
            "more."
        )
    out, mean, variance = standardize(x, axes, eps)
    mean, variance = values(mean), values(variance)
    if len(x):
        _update(running_mean, mean.mean(axis=0).reshape(-1), momentum)
        _update(running_var, variance.mean(axis=0).reshape(-1) * (count / (count - 1)), momentum)
    return _affine(out, weight, bias, shape)


def layer_norm(input: Any, normalized_shape: Any, weight: Any = None, bias: Any = None, eps: float = 1e-5) -> Any:
    """Standardise over the last axes, then scale and shift (Ba et al., 2016).

    Parameters
    ----------
    input : ``(…, *normalized_shape)``
    normalized_shape : lengths of the last axes, or of the last one
    weight, bias : of that shape, or None
    eps : added to the variance
    """
    x, shape = numbers(input), _as_shape(normalized_shape)
    _check_tail("layer_norm", x, shape)
    return _affine(standardize(x, tuple(range(-len(shape), 0)), eps).out, weight, bias, shape)


def rms_norm(input: Any, normalized_shape: Any, weight: Any = None, eps: float | None = None) -> Any:
    """Divide by the root mean square over the last axes, then scale (Zhang and Sennrich, 2019).

    Parameters
    ----------
    input : ``(…, *normalized_shape)``
    normalized_shape : lengths of the last axes, or of the last one
    weight : of that shape, or None
    eps : added to the mean square; by default the dtype's machine epsilon
    """
    x, shape = numbers(input), _as_shape(normalized_shape)
    _check_tail("rms_norm", x, shape)
    eps = float(np.finfo(x.dtype).eps) if eps is None else eps
    return _affine(rms_standardize(x, tuple(range(-len(shape), 0)), eps).out, weight, None, shape)


def _as_shape(shape: Any) -> tuple[int, ...]:
    return tuple(shape) if isinstance(shape, tuple | list) else (shape,)


def _check_tail(function: str, x: Any, shape: tuple[int, ...]) -> None:
    if x.shape[x.ndim - len(shape) :] != shape or not shape:
        raise wrong_shape(function, f"got an input of shape {x.shape}, wanted its last axes to be {shape}.")


def group_norm(input: Any, num_groups: int, weight: Any = None, bias: Any = None, eps: float = 1e-5) -> Any:
    """Standardise every group of channels of every instance, then scale and shift every channel (Wu and He, 2018).

    Parameters
    ----------
    input : ``(N, C, …)``
    num_groups : divides C
    weight, bias : ``(C,)`` or None
    eps : added to the variance
    """
    x = numbers(input)
    if x.ndim < 2 or x.shape[1] % num_groups:
        raise wrong_shape("group_norm", f"got an input of shape {x.shape}, wanted channels divisible by {num_groups}.")
    grouped = np.reshape(x, (x.shape[0], num_groups, prod(x.shape[1:]) // num_groups))
    out = np.reshape(standardize(grouped, (2,), eps).out, x.shape)
    return _affine(out, weight, bias, (x.shape[1], *[1] * (x.ndim - 2)))


def local_response_norm(input: Any, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Any:
    """x / (k + α · mean of x² over `size` neighbouring channels)^β (Krizhevsky et al., 2012)."""
    x = numbers(input)
    if x.ndim < 3:
        raise wrong_shape("local_response_norm", f"got an input of shape {x.shape}, wanted (N, C, …).")
    band = np.zeros((x.shape[1],) * 2, x.dtype)
    for channel, row in enumerate(band):
        row[max(channel - size // 2, 0) : channel + (size - 1) // 2 + 1] = 1 / size
    return x / (k + alpha * along_axis(x * x, band, 1)) ** beta
