"""Windows laid out as columns, and columns added up to where they came from; each is the other's rule."""

from itertools import product as every
from math import prod

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.neural.convolution import columns_of, inner, out_sizes, span, tap


def _settings(draw: Draw):
    kernel, stride, dilation = (tuple(draw.integer(1, 2) for _ in range(2)) for _ in range(3))
    padding = tuple((pad, pad) for pad in (draw.integer(0, 1), draw.integer(0, 1)))
    return tuple(r + draw.integer(0, 2) for r in span(kernel, dilation)), (kernel, stride, padding, dilation)


def _unfold_samples(draw: Draw):
    spatial, settings = _settings(draw)
    return (draw.array((draw.integer(0, 2), 2, *spatial)), *settings), {}


def _fold_samples(draw: Draw):
    spatial, (kernel, stride, padding, dilation) = _settings(draw)
    windows = prod(out_sizes(spatial, kernel, stride, padding, dilation))
    return (draw.array((2, 2 * prod(kernel), windows)), spatial, kernel, stride, padding, dilation), {}


@primitive(
    None,
    x=lambda g, x_shape, kernel, stride, padding, dilation: fold(g, x_shape[2:], kernel, stride, padding, dilation),
    samples=_unfold_samples,
    analytic=True,
)
def unfold(x, kernel, stride, padding, dilation):
    r"""Return the windows of (N, C, \*spatial) as columns, (N, C · taps, windows)."""
    out = out_sizes(x.shape[2:], kernel, stride, padding, dilation)
    return columns_of(x, kernel, out, stride, padding, dilation, 1)[:, 0]


@primitive(
    None,
    x=lambda g, kernel, stride, padding, dilation: unfold(g, kernel, stride, padding, dilation),
    samples=_fold_samples,
    analytic=True,
)
def fold(x, spatial, kernel, stride, padding, dilation):
    r"""Add up columns (N, C · taps, windows) at the places that they were taken from, (N, C, \*spatial)."""
    out = out_sizes(spatial, kernel, stride, padding, dilation)
    windows = x.reshape(len(x), x.shape[1] // prod(kernel), *kernel, *out)
    sizes = [n + low + high for n, (low, high) in zip(spatial, padding, strict=True)]
    total = np.zeros((*windows.shape[:2], *sizes), x.dtype)
    for offset in every(*map(range, kernel)):
        view = tap(total, offset, out, stride, dilation)
        view += windows[(slice(None), slice(None), *offset)]
    return inner(total, padding, spatial)
