"""Pooling: the largest, the mean or the p-norm of windows."""

from math import prod
from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here, integers, values, wrong_shape
from autograd_lite.nn.functional.convolution import batched, per_axis
from autograd_lite.ops.neural.activations import relu
from autograd_lite.ops.neural.pooling import largest, place, pooled, window_sum

Pairs = tuple[tuple[int, int], ...]


def _windows(
    function: str, n: int, x: Any, kernel: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool
) -> tuple[tuple[int, ...], tuple[int, ...], Pairs, tuple[int, ...], tuple[int, ...]]:
    """Return kernel, stride, padding (before, after), dilation and count of windows, one for each axis.

    With `ceil_mode` the last window may reach over the edge, as long as it begins inside.
    """
    kernel = per_axis(function, "kernel_size", kernel, n, 1)
    stride = kernel if stride is None else per_axis(function, "stride", stride, n, 1)
    pads = per_axis(function, "padding", padding, n)
    dilation = per_axis(function, "dilation", dilation, n, 1)
    if any(2 * p > k for p, k in zip(pads, kernel, strict=True)):
        raise ValueError(f"{here(function)}got padding {pads}, wanted at most half of the kernel {kernel}.")
    out, around = [], []
    for size, k, s, p, d in zip(x.shape[2:], kernel, stride, pads, dilation, strict=True):
        reach = d * (k - 1) + 1
        count = (size + 2 * p - reach + (s - 1 if ceil_mode else 0)) // s + 1
        if ceil_mode and (count - 1) * s >= size + p:
            count -= 1
        if count < 1:
            raise wrong_shape(function, f"got an input of shape {x.shape} that is smaller than the kernel {kernel}.")
        out.append(count)
        around.append((p, max(p, (count - 1) * s + reach - size - p)))
    return kernel, stride, tuple(around), dilation, tuple(out)


def _max_pool(
    n: int, input: Any, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool, indices: bool
) -> Any:
    function = f"max_pool{n}d"
    x, single = batched(function, input, n)
    kernel, stride, around, dilation, out = _windows(function, n, x, kernel_size, stride, padding, dilation, ceil_mode)
    places = largest(x, kernel, out, stride, around, dilation)
    return _picked(x, places, single, indices)


def _picked(x: Any, places: Any, single: bool, indices: bool) -> Any:
    result = pooled(x, places)
    if single:
        result, places = result[0], places[0]
    return (result, places) if indices else result


def max_pool1d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Largest element of every window of the last axis; of equal ones the first gets the gradient.

    Parameters
    ----------
    input : ``(N, C, L)`` or ``(C, L)``
    kernel_size, stride, padding, dilation : numbers; the stride is the kernel's size by default; padding never counts
    ceil_mode : let the last window reach over the edge
    return_indices : return the places of the largest elements too, for :func:`max_unpool1d`
    """
    return _max_pool(1, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool2d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Largest element of every window of the last two axes; as :func:`max_pool1d`."""
    return _max_pool(2, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool3d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Largest element of every window of the last three axes; as :func:`max_pool1d`."""
    return _max_pool(3, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def _counts(
    spatial: tuple[int, ...],
    pads: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    out: tuple[int, ...],
    include_pad: bool,
) -> Any:
    """Return what the sum of each window is divided by: how many of its places count."""
    total = np.ones(())
    for size, p, k, s, o in zip(spatial, pads, kernel, stride, out, strict=True):
        start = np.arange(o) * s - p
        stop = np.minimum(start + k, size + p)
        if not include_pad:
            start, stop = np.maximum(start, 0), np.minimum(stop, size)
        total = np.multiply.outer(total, stop - start)
    return total


def _avg_pool(
    n: int, input: Any, kernel_size: Any, stride: Any, padding: Any, ceil_mode: bool, include_pad: bool, divisor: Any
) -> Any:
    function = f"avg_pool{n}d"
    x, single = batched(function, input, n)
    kernel, stride, around, _, out = _windows(function, n, x, kernel_size, stride, padding, 1, ceil_mode)
    pads = tuple(low for low, _ in around)
    sums = window_sum(x, kernel, out, stride, around)
    counts = divisor if divisor is not None else _counts(x.shape[2:], pads, kernel, stride, out, include_pad)
    if not isinstance(counts, int | float) and np.all(counts == prod(kernel)):
        counts = prod(kernel)
    result = sums / (counts if isinstance(counts, int | float) else counts.astype(x.dtype))
    return result[0] if single else result


def avg_pool1d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Any:
    """Mean of every window of the last axis.

    Parameters
    ----------
    input : ``(N, C, L)`` or ``(C, L)``
    kernel_size, stride, padding : numbers; the stride is the kernel's size by default
    ceil_mode : let the last window reach over the edge
    count_include_pad : whether the zeros of the padding count in the mean
    """
    return _avg_pool(1, input, kernel_size, stride, padding, ceil_mode, count_include_pad, None)


def avg_pool2d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Any:
    """Mean of every window of the last two axes, or its sum divided by `divisor_override`; as :func:`avg_pool1d`."""
    return _avg_pool(2, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def avg_pool3d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Any:
    """Mean of every window of the last three axes; as :func:`avg_pool2d`."""
    return _avg_pool(3, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def _lp_pool(n: int, input: Any, norm_type: float, kernel_size: Any, stride: Any, ceil_mode: bool) -> Any:
    function = f"lp_pool{n}d"
    x, single = batched(function, input, n)
    kernel, stride, around, _, windows = _windows(function, n, x, kernel_size, stride, 0, 1, ceil_mode)
    sums = window_sum(x**norm_type, kernel, windows, stride, around)
    counts = _counts(x.shape[2:], (0,) * n, kernel, stride, windows, True)
    if not np.all(counts == prod(kernel)):  # a window that reaches over the edge counts as a full one, as in PyTorch
        sums = sums * (prod(kernel) / counts).astype(x.dtype)
    # the sign goes outside the root, which matters for odd norms
    result = (np.sign(values(sums)) * relu(np.abs(sums))) ** (1.0 / norm_type)
    return result[0] if single else result


def lp_pool1d(input: Any, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Any:
    """(Σ xᵖ)^(1/p) of every window of the last axis."""
    return _lp_pool(1, input, norm_type, kernel_size, stride, ceil_mode)


def lp_pool2d(input: Any, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Any:
    """(Σ xᵖ)^(1/p) of every window of the last two axes."""
    return _lp_pool(2, input, norm_type, kernel_size, stride, ceil_mode)


def lp_pool3d(input: Any, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Any:
    """(Σ xᵖ)^(1/p) of every window of the last three axes."""
    return _lp_pool(3, input, norm_type, kernel_size, stride, ceil_mode)


def _unpool(n: int, input: Any, indices: Any, kernel_size: Any, stride: Any, padding: Any, output_size: Any) -> Any:
    function = f"max_unpool{n}d"
    x, single = batched(function, input, n)
    places = integers(function, "indices", indices)
    places = places[None] if single else places
    if places.shape != x.shape:
        raise wrong_shape(function, f"got indices of shape {places.shape}, wanted that of the input, {x.shape}.")
    kernel = per_axis(function, "kernel_size", kernel_size, n, 1)
    stride = kernel if stride is None else per_axis(function, "stride", stride, n, 1)
    pads = per_axis(function, "padding", padding, n)
    spatial = tuple((size - 1) * s - 2 * p + k for size, s, p, k in zip(x.shape[2:], stride, pads, kernel, strict=True))
    if output_size is not None:
        spatial = tuple(output_size)[-n:]
    if places.size and (places.min() < 0 or places.max() >= prod(spatial)):
        raise ValueError(f"{here(function)}got index {places.max()} for an output of size {spatial}. Pass output_size.")
    result = place(x, places, spatial)
    return result[0] if single else result


def max_unpool1d(
    input: Any, indices: Any, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
) -> Any:
    """Put every element back to where :func:`max_pool1d` took it from, zeros elsewhere."""
    return _unpool(1, input, indices, kernel_size, stride, padding, output_size)


def max_unpool2d(
    input: Any, indices: Any, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
) -> Any:
    """Put every element back to where :func:`max_pool2d` took it from, zeros elsewhere."""
    return _unpool(2, input, indices, kernel_size, stride, padding, output_size)


def max_unpool3d(
    input: Any, indices: Any, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
) -> Any:
    """Put every element back to where :func:`max_pool3d` took it from, zeros elsewhere."""
    return _unpool(3, input, indices, kernel_size, stride, padding, output_size)
