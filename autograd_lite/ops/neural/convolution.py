r"""Convolution over any number of axes, and its two adjoints; the three are each other's rules.

A convolution is bilinear in its input and its weight, so differentiating any of the three gives the other two:

* :func:`convolve` (input, weight) → output
* :func:`convolve_input` (output, weight) → input: the transposed convolution
* :func:`convolve_weight` (output, input) → weight

It is cross-correlation, as everywhere in deep learning: the kernel is not flipped. Windows of the input are laid out as
the columns of a matrix ("im2col"), and one matrix product does the work.

Shapes: input (N, C, \*spatial), weight (O, C/groups, \*kernel), output (N, O, \*out). `stride` and `dilation` are
tuples of one number an axis, `padding` is a tuple of pairs (before, after), in zeros.
"""

from itertools import product as every
from math import prod
from typing import Any

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def span(kernel, dilation):
    """Return how far a dilated kernel reaches along each axis."""
    return tuple(d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True))


def out_sizes(spatial, kernel, stride, padding, dilation):
    """Return how many windows fit along each axis."""
    reach = span(kernel, dilation)
    return tuple(
        (n + low + high - r) // s + 1 for n, (low, high), r, s in zip(spatial, padding, reach, stride, strict=True)
    )


def padded(x, padding, fill=0):
    """Return `x` with its last axes padded by constants."""
    if not any(low or high for low, high in padding):
        return x
    lead = x.ndim - len(padding)
    sizes = [n + low + high for n, (low, high) in zip(x.shape[lead:], padding, strict=True)]
    out = np.full((*x.shape[:lead], *sizes), fill, x.dtype) if fill else np.zeros((*x.shape[:lead], *sizes), x.dtype)
    inner(out, padding, x.shape[lead:])[...] = x
    return out


def inner(x, padding, spatial):
    """Return the view of `x` without its padding: the opposite of :func:`padded`."""
    cut: Any = (..., *[slice(low, low + n) for n, (low, _) in zip(spatial, padding, strict=True)])
    return x[cut]


def tap(x, offset, out, stride, dilation):
    """Return the view of padded `x` that one tap of the kernel sees: for every window its element at `offset`."""
    return x[
        (
            ...,
            *[
                slice(o * d, o * d + (n - 1) * s + 1, s)
                for o, n, s, d in zip(offset, out, stride, dilation, strict=True)
            ],
        )
    ]


def columns_of(x, kernel, out, stride, padding, dilation, groups):
    """Return the windows as columns, (N, groups, C/groups · taps, windows)."""
    x = padded(x, padding)
    lead, axes = x.shape[:2], range(2, x.ndim)
    reach = span(kernel, dilation)
    n = len(kernel)
    windows = np.lib.stride_tricks.sliding_window_view(x, reach, tuple(axes))
    steps = (*[slice(0, o * s, s) for o, s in zip(out, stride, strict=True)], *[slice(None, None, d) for d in dilation])
    windows = windows[(slice(None), slice(None), *steps)]
    windows = windows.transpose(0, 1, *range(2 + n, 2 + 2 * n), *range(2, 2 + n))
    return windows.reshape(lead[0], groups, lead[1] // groups * prod(kernel), prod(out))


def _in_float32(x):
    return x.astype(np.float32) if x.dtype == np.float16 else x


def _samples(draw: Draw):
    """Return input, weight and settings of a small convolution over one or two axes."""
    n = draw.integer(1, 2)
    groups = draw.choice([1, 2])
    kernel = tuple(draw.integer(1, 2) for _ in range(n))
    stride, dilation = (tuple(draw.integer(1, 2) for _ in range(n)) for _ in range(2))
    padding = tuple((draw.integer(0, 1), draw.integer(0, 1)) for _ in range(n))
    spatial = tuple(r + draw.integer(0, 2) for r in span(kernel, dilation))
    x = draw.array((draw.integer(0, 2), 2, *spatial))
    weight = draw.array((2, 2 // groups, *kernel))
    return x, weight, (stride, padding, dilation, groups)


def _forward_samples(draw: Draw):
    x, weight, settings = _samples(draw)
    return (x, weight, *settings), {}


def _output_like(draw: Draw, x, weight, settings):
    stride, padding, dilation, _ = settings
    return draw.array((len(x), len(weight), *out_sizes(x.shape[2:], weight.shape[2:], stride, padding, dilation)))


def _input_samples(draw: Draw):
    x, weight, settings = _samples(draw)
    return (_output_like(draw, x, weight, settings), weight, x.shape[2:], *settings), {}


def _weight_samples(draw: Draw):
    x, weight, settings = _samples(draw)
    return (_output_like(draw, x, weight, settings), x, weight.shape[2:], *settings), {}


@primitive(
    None,
    x=lambda g, x_shape, weight, stride, padding, dilation, groups: convolve_input(
        g, weight, x_shape[2:], stride, padding, dilation, groups
    ),
    weight=lambda g, x, weight_shape, stride, padding, dilation, groups: convolve_weight(
        g, x, weight_shape[2:], stride, padding, dilation, groups
    ),
    samples=_forward_samples,
    analytic=True,
)
def convolve(x, weight, stride, padding, dilation, groups):
    """Return the sums of products of every window of `x` with every kernel of `weight`."""
    out_dtype = np.result_type(x, weight)
    x, weight = _in_float32(x), _in_float32(weight)
    out = out_sizes(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    columns = columns_of(x, weight.shape[2:], out, stride, padding, dilation, groups)
    matrix = weight.reshape(groups, len(weight) // groups, prod(weight.shape[1:]))
    result = np.matmul(matrix, columns).reshape(len(x), len(weight), *out)
    return result.astype(out_dtype, copy=False)


@primitive(
    None,
    y=lambda g, weight, stride, padding, dilation, groups: convolve(g, weight, stride, padding, dilation, groups),
    weight=lambda g, y, weight_shape, stride, padding, dilation, groups: convolve_weight(
        y, g, weight_shape[2:], stride, padding, dilation, groups
    ),
    samples=_input_samples,
    analytic=True,
)
def convolve_input(y, weight, spatial, stride, padding, dilation, groups):
    """Return the transposed convolution: every element of `y` adds its multiple of a kernel to its window."""
    out_dtype = np.result_type(y, weight)
    y, weight = _in_float32(y), _in_float32(weight)
    batch, channels, kernel, out = len(y), weight.shape[1] * groups, weight.shape[2:], y.shape[2:]
    matrix = weight.reshape(groups, len(weight) // groups, prod(weight.shape[1:]))
    windows = np.matmul(matrix.swapaxes(1, 2), y.reshape(batch, groups, len(weight) // groups, prod(out)))
    windows = windows.reshape(batch, channels, *kernel, *out)
    sizes = [n + low + high for n, (low, high) in zip(spatial, padding, strict=True)]
    total = np.zeros((batch, channels, *sizes), windows.dtype)
    for offset in every(*map(range, kernel)):
        view = tap(total, offset, out, stride, dilation)
        view += windows[(slice(None), slice(None), *offset)]
    return inner(total, padding, spatial).astype(out_dtype, copy=False)


@primitive(
    None,
    y=lambda g, x, stride, padding, dilation, groups: convolve(x, g, stride, padding, dilation, groups),
    x=lambda g, y, x_shape, stride, padding, dilation, groups: convolve_input(
        y, g, x_shape[2:], stride, padding, dilation, groups
    ),
    samples=_weight_samples,
    analytic=True,
)
def convolve_weight(y, x, kernel, stride, padding, dilation, groups):
    """Return for every kernel element the sum over windows of `y` times the element of `x` that it meets."""
    out_dtype = np.result_type(y, x)
    y, x = _in_float32(y), _in_float32(x)
    batch, outs, out = len(y), y.shape[1], y.shape[2:]
    columns = columns_of(x, kernel, out, stride, padding, dilation, groups).swapaxes(2, 3)
    rows = y.reshape(batch, groups, outs // groups, prod(out))
    shape = (outs, x.shape[1] // groups, *kernel)
    if batch * prod(shape) <= _AT_ONCE:
        total = np.matmul(rows, columns).sum(axis=0)
    else:
        total = np.zeros((groups, outs // groups, columns.shape[3]), np.result_type(y, x))
        for row, column in zip(rows, columns, strict=True):
            total += np.matmul(row, column)
    return total.reshape(shape).astype(out_dtype, copy=False)


_AT_ONCE = 2**22  # elements; with more, one product for each row of the batch is kinder to memory
