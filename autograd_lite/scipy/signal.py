"""Convolution over any count of axes under SciPy's names."""

import numpy as np
import scipy.signal as ss

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.errors import ShapeError
from autograd_lite.operation import primitive

__all__ = ["convolve", "fftconvolve"]


def _flipped(x, axes):
    return x[tuple(slice(None, None, -1) if axis in axes else slice(None) for axis in range(x.ndim))]


def _middle(x, lengths, axes, starts):
    """Cut `axes` of x to `lengths`, from `starts` on."""
    cut = {axis: slice(start, start + n) for axis, n, start in zip(axes, lengths, starts, strict=True)}
    return x[tuple(cut.get(axis, slice(None)) for axis in range(x.ndim))]


def _share(g, other, shape, method, axes):
    """Correlate with the other array: the part of the convolution with it turned round where it lies inside `g`."""
    whole = full_convolution(g, _flipped(other, axes), method, axes)
    whole = _middle(whole, [shape[a] for a in axes], axes, [other.shape[a] - 1 for a in axes])
    stretched = tuple(a for a in range(whole.ndim) if shape[a] == 1 != whole.shape[a])
    return np.sum(whole, axis=stretched, keepdims=True) if stretched else whole


def _pair(draw: Draw):
    ndim, method = draw.integer(1, 2), draw.choice(["direct", "fft"])
    axes = tuple(range(ndim))
    shapes = [[draw.integer(1, 4) for _ in axes] for _ in range(2)]
    if ndim == 2 and method == "fft" and draw.boolean():  # along one axis; one of both is stretched along the other
        axes = (draw.integer(0, 1),)
        shapes[draw.integer(0, 1)][1 - axes[0]] = 1
    return (*(draw.array(tuple(shape)) for shape in shapes), method, axes), {}


@primitive(
    None,
    x=lambda g, y, x_shape, method, axes: _share(g, y, x_shape, method, axes),
    y=lambda g, x, y_shape, method, axes: _share(g, x, y_shape, method, axes),
    samples=_pair,
    analytic=True,
)
def full_convolution(x, y, method, axes):
    """All of the convolution along `axes`; other axes broadcast."""
    if method == "fft":
        return ss.fftconvolve(x, y, "full", axes)
    return ss.convolve(x, y, "full", method)


def _cut(whole, x, y, mode, axes):
    """Return the part of a full convolution that `mode` asks for."""
    if mode == "full":
        return whole
    if mode == "same":
        lengths = [x.shape[a] for a in axes]
        return _middle(whole, lengths, axes, [(whole.shape[a] - n) // 2 for a, n in zip(axes, lengths, strict=True)])
    if mode != "valid":
        raise ValueError(f"convolution got mode={mode!r}. Wanted 'full', 'same' or 'valid'.")
    if any(x.shape[a] < y.shape[a] for a in axes):
        x, y = y, x
    if any(x.shape[a] < y.shape[a] for a in axes):
        raise ShapeError(f"'valid' got shapes {x.shape} and {y.shape}. Wanted one at least as long along every axis.")
    lengths = [x.shape[a] - y.shape[a] + 1 for a in axes]
    return _middle(whole, lengths, axes, [y.shape[a] - 1 for a in axes])


def _modes(draw: Draw):
    (x, y, _, _), _ = _pair(draw)
    mode = draw.choice(["full", "same", "valid"])
    if mode == "valid":
        y = y[tuple(slice(n) for n in x.shape)]
    return (x, y), {"mode": mode}


def _by_method(draw: Draw):
    args, settings = _modes(draw)
    return args, settings | {"method": draw.choice(["auto", "direct", "fft"])}


def _along_axes(draw: Draw):
    (x, y), settings = _modes(draw)
    axes = draw.choice([None, tuple(range(x.ndim)), 0, -1])
    if isinstance(axes, int):  # the others broadcast
        y = y[tuple(slice(None) if a == axes % x.ndim else slice(1) for a in range(x.ndim))]
    return (x, y), settings | {"axes": axes}


@composite(inputs=("x", "y"), samples=_by_method, analytic=True)
def convolve(x, y, /, mode="full", method="auto"):
    """Convolution over all axes.

    Parameters
    ----------
    x, y : arrays with the same count of axes
    mode : ``"full"``, ``"same"`` (the size of `x`, from the middle) or ``"valid"`` (where they overlap completely)
    method : ``"direct"``, ``"fft"`` or ``"auto"``, whichever is faster
    """
    if x.ndim != y.ndim:
        raise ShapeError(f"convolve got arrays of {x.ndim} and {y.ndim} axes. Wanted equal.")
    if not x.ndim:
        return x * y
    axes = tuple(range(x.ndim))
    return _cut(full_convolution(x, y, method, axes), x, y, mode, axes)


@composite(inputs=("x", "y"), samples=_along_axes, analytic=True)
def fftconvolve(x, y, /, mode="full", axes=None):
    """Convolution by way of Fourier transforms; along `axes` alone the others broadcast."""
    if x.ndim != y.ndim:
        raise ShapeError(f"fftconvolve got arrays of {x.ndim} and {y.ndim} axes. Wanted equal.")
    if not x.ndim:
        return x * y
    axes = tuple(a % x.ndim for a in (range(x.ndim) if axes is None else np.atleast_1d(axes).tolist()))
    return _cut(full_convolution(x, y, "fft", axes), x, y, mode, axes)
