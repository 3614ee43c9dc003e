"""Resizing and rearranging of the spatial axes."""

import math
from typing import Any

import numpy as np

from autograd_lite.nn.functional.adaptive import _adaptive_avg
from autograd_lite.nn.functional.checks import here, numbers, wrong_shape
from autograd_lite.nn.functional.convolution import batched, per_axis
from autograd_lite.ops.neural.along import along_axis
from autograd_lite.ops.neural.convolution import out_sizes
from autograd_lite.ops.neural.unfolding import fold as fold_columns, unfold as unfold_columns

LINEAR = {3: "linear", 4: "bilinear", 5: "trilinear"}
_MODES = ("nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area")


def interpolate(
    input: Any,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
) -> Any:
    """Resize the spatial axes of ``(N, C, …)``.

    Parameters
    ----------
    input : ``(N, C, …)`` with one to three spatial axes
    size : new lengths; or
    scale_factor : factors of the lengths, of which the new ones are rounded down
    mode : "nearest", "nearest-exact", "linear" (one axis), "bilinear" and "bicubic" (two), "trilinear" (three), "area"
    align_corners : the corner points, not the corner areas, of input and output coincide; linear and cubic modes only
    recompute_scale_factor : use the ratio of the lengths, not `scale_factor`, to place the points
    """
    x = numbers(input)
    n = x.ndim - 2
    _check_mode(x, mode, align_corners)
    sizes, scales = _sizes(x, size, scale_factor, n)
    if recompute_scale_factor:
        scales = (None,) * n
    if mode == "area":
        return _adaptive_avg(n, x, sizes)
    for axis, (out, scale) in enumerate(zip(sizes, scales, strict=True), start=2):
        length = x.shape[axis]
        ratio = 1 / scale if scale is not None else length / out
        if mode.startswith("nearest"):
            points = (np.arange(out) + (0.5 if mode == "nearest-exact" else 0.0)) * ratio
            rows = np.minimum(points.astype(int), length - 1)
            matrix = np.equal(rows[:, None], np.arange(length)).astype(x.dtype)
        else:
            matrix = _weights(length, out, ratio, mode == "bicubic", bool(align_corners)).astype(x.dtype)
        x = along_axis(x, matrix, axis)
    return x


def _check_mode(x: Any, mode: str, align_corners: bool | None) -> None:
    function = "interpolate"
    if mode not in _MODES:
        raise ValueError(f"{here(function)}got mode={mode!r}, wanted one of {', '.join(_MODES)}.")
    wanted = {"linear": (3,), "bilinear": (4,), "bicubic": (4,), "trilinear": (5,)}.get(mode, (3, 4, 5))
    if x.ndim not in wanted:
        raise wrong_shape(function, f"got an input of shape {x.shape}, wanted {wanted[0]} axes for mode={mode!r}.")
    if align_corners is not None and mode in ("nearest", "nearest-exact", "area"):
        raise ValueError(f"{here(function)}got align_corners with mode={mode!r}, wanted a linear or cubic mode.")


def _sizes(x: Any, size: Any, scale_factor: Any, n: int) -> tuple[tuple[int, ...], tuple[float | None, ...]]:
    if (size is None) == (scale_factor is None):
        raise ValueError(f"{here('interpolate')}got size={size} and scale_factor={scale_factor}, wanted one of them.")
    if size is not None:
        return per_axis("interpolate", "size", size, n, 1), (None,) * n
    scales = tuple(scale_factor) if isinstance(scale_factor, tuple | list) else (scale_factor,) * n
    return tuple(math.floor(length * s) for length, s in zip(x.shape[2:], scales, strict=True)), scales


def _weights(length: int, out: int, ratio: float, cubic: bool, align: bool) -> Any:
    """Return the matrix that interpolates `out` points from `length` ones."""
    place = np.arange(out, dtype=float)
    if align:
        points = place * ((length - 1) / (out - 1) if out > 1 else 0.0)
    else:
        points = (place + 0.5) * ratio - 0.5
        points = points if cubic else np.maximum(points, 0)
    base = np.floor(points).astype(int)
    t = points - base
    matrix, rows = np.zeros((out, length)), np.arange(out)
    taps = (
        [(-1, _cubic(t + 1)), (0, _cubic(t)), (1, _cubic(1 - t)), (2, _cubic(2 - t))] if cubic else [(0, 1 - t), (1, t)]
    )
    for offset, weight in taps:
        np.add.at(matrix, (rows, np.clip(base + offset, 0, length - 1)), weight)
    return matrix


def _cubic(t: Any, a: float = -0.75) -> Any:
    """Keys' cubic convolution kernel at a distance of 0 to 2."""
    near = ((a + 2) * t - (a + 3)) * t * t + 1
    return np.where(t <= 1, near, ((a * t - 5 * a) * t + 8 * a) * t - 4 * a)


def pixel_shuffle(input: Any, upscale_factor: int) -> Any:
    """Rearrange ``(…, C r², H, W)`` to ``(…, C, H r, W r)``."""
    x, r = numbers(input), upscale_factor
    if x.ndim < 3 or x.shape[-3] % (r * r):
        raise wrong_shape("pixel_shuffle", f"got an input of shape {x.shape}, wanted channels divisible by {r * r}.")
    *lead, c, h, w = x.shape
    k = len(lead)
    x = np.transpose(np.reshape(x, (*lead, c // (r * r), r, r, h, w)), (*range(k), k, k + 3, k + 1, k + 4, k + 2))
    return np.reshape(x, (*lead, c // (r * r), h * r, w * r))


def pixel_unshuffle(input: Any, downscale_factor: int) -> Any:
    """Rearrange ``(…, C, H r, W r)`` to ``(…, C r², H, W)``."""
    x, r = numbers(input), downscale_factor
    if x.ndim < 3 or x.shape[-1] % r or x.shape[-2] % r:
        raise wrong_shape("pixel_unshuffle", f"got an input of shape {x.shape}, wanted H and W divisible by {r}.")
    *lead, c, h, w = x.shape
    k = len(lead)
    x = np.transpose(np.reshape(x, (*lead, c, h // r, r, w // r, r)), (*range(k), k, k + 2, k + 4, k + 1, k + 3))
    return np.reshape(x, (*lead, c * r * r, h // r, w // r))


def channel_shuffle(input: Any, groups: int) -> Any:
    """Interleave the channels of `groups` groups."""
    x = numbers(input)
    if x.ndim < 3 or x.shape[1] % groups:
        raise wrong_shape("channel_shuffle", f"got an input of shape {x.shape}, wanted channels divisible by {groups}.")
    n, c, *spatial = x.shape
    return np.reshape(np.swapaxes(np.reshape(x, (n, groups, c // groups, *spatial)), 1, 2), (n, c, *spatial))


def _window_settings(function: str, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> tuple[Any, ...]:
    pads = per_axis(function, "padding", padding, 2)
    return (
        per_axis(function, "kernel_size", kernel_size, 2, 1),
        per_axis(function, "stride", stride, 2, 1),
        tuple((p, p) for p in pads),
        per_axis(function, "dilation", dilation, 2, 1),
    )


def unfold(input: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Any:
    """Return the windows of ``(N, C, H, W)`` as columns, ``(N, C · taps, windows)``."""
    x, single = batched("unfold", input, 2)
    settings = _window_settings("unfold", kernel_size, dilation, padding, stride)
    if min(out_sizes(x.shape[2:], *settings)) < 1:
        raise wrong_shape("unfold", f"got an input of shape {x.shape} that is smaller than the kernel {settings[0]}.")
    out = unfold_columns(x, *settings)
    return out[0] if single else out


def fold(input: Any, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Any:
    """Add columns ``(N, C · taps, windows)`` up at the places that :func:`unfold` took them from, ``(N, C, H, W)``."""
    x = numbers(input)
    single = x.ndim == 2
    x = np.expand_dims(x, 0) if single else x
    settings = _window_settings("fold", kernel_size, dilation, padding, stride)
    spatial, kernel = per_axis("fold", "output_size", output_size, 2, 1), settings[0]
    windows = math.prod(out_sizes(spatial, *settings))
    if x.ndim != 3 or x.shape[1] % math.prod(kernel) or x.shape[2] != windows:
        raise wrong_shape(
            "fold", f"got an input of shape {x.shape}, wanted (N, a multiple of {math.prod(kernel)}, {windows})."
        )
    out = fold_columns(x, spatial, *settings)
    return out[0] if single else out
