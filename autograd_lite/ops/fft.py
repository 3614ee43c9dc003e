"""Discrete Fourier transforms.

The transform of complex numbers is its own transpose. Those of real numbers come in pairs that are each other's
adjoint: ``rfft`` drops the half of the spectrum that repeats the other, so its adjoint is ``irfft`` with the inner
bins halved, and the adjoint of ``irfft`` is ``rfft`` with the inner bins doubled; both without the other's 1/n, which
is what the swapped norm says. Transforms over several axes are transforms over one axis after the other.
"""

from typing import Any

import numpy as np

from autograd_lite.arrays import conj
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive

_SWAPPED: dict[str | None, Any] = {None: "forward", "backward": "forward", "ortho": "ortho", "forward": "backward"}


def _along(axis, ndim, n):
    """Return the index of the first `n` elements along an axis."""
    return (slice(None),) * (axis % ndim) + (slice(n),)


@primitive(
    None,
    x=lambda g, x_shape, axis: resized(g, x_shape[axis], axis),
    samples=lambda draw: ((draw.array((2, 3)), draw.integer(1, 5), draw.axis(2)), {}),
    analytic=True,
)
def resized(x, n, axis):
    """Cut an axis to `n` elements, or fill it up with zeros; the adjoint does the reverse."""
    length = x.shape[axis]
    if n <= length:
        return x[_along(axis, x.ndim, n)].copy()
    out = np.zeros((*x.shape[: axis % x.ndim], n, *x.shape[axis % x.ndim + 1 :]), x.dtype)
    out[_along(axis, x.ndim, length)] = x
    return out


def fitted(x, n, axis):
    """Return `x` itself where an axis has `n` elements already, else :func:`resized`."""
    return x if x.shape[axis] == n else resized(x, n, axis)


def _inner_bins(bins, n, axis, ndim, factor):
    """Return weights for a half spectrum: `factor` for the bins that stand for two, 1 for the others."""
    weights = np.full(bins, factor)
    weights[0] = 1.0
    if n % 2 == 0:
        weights[n // 2 :] = 1.0
    return weights.reshape((bins,) + (1,) * (ndim - 1 - axis % ndim))


def _spectrum(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    axis = draw.axis(x.ndim)
    norm = draw.choice([None, "ortho", "forward", "backward"])
    return (x,), {"n": draw.maybe(draw.integer(1, 6)), "axis": axis, "norm": norm}


def _fft_share(g, x_shape, n, axis, norm):
    return fitted(np.fft.fft(g, None, axis, norm), x_shape[axis], axis)


def _ifft_share(g, x_shape, n, axis, norm):
    return fitted(np.fft.ifft(g, None, axis, norm), x_shape[axis], axis)


@primitive(np.fft.fft, x=_fft_share, samples=_spectrum, analytic=True)
def fft(x, /, n=None, axis=-1, norm=None, out=None):
    """Fourier transform along an axis, cut or filled with zeros to `n` elements, as ``np.fft.fft``."""
    return np.fft.fft(x, n, axis, norm)


@primitive(np.fft.ifft, x=_ifft_share, samples=_spectrum, analytic=True)
def ifft(x, /, n=None, axis=-1, norm=None, out=None):
    """Inverse Fourier transform along an axis, as ``np.fft.ifft``."""
    return np.fft.ifft(x, n, axis, norm)


def _rfft_share(g, x_shape, n, axis, norm):
    n = x_shape[axis] if n is None else n
    weights = _inner_bins(g.shape[axis], n, axis, g.ndim, 0.5)
    return fitted(np.fft.irfft(conj(g) * weights, n, axis, _SWAPPED[norm]), x_shape[axis], axis)


@primitive(np.fft.rfft, x=_rfft_share, samples=_spectrum)
def rfft(x, /, n=None, axis=-1, norm=None, out=None):
    """Half of the Fourier transform of real numbers, the other half being its conjugate, as ``np.fft.rfft``."""
    return np.fft.rfft(x, n, axis, norm)


def _irfft_share(g, x_shape, out_shape, axis, norm):
    bins = np.fft.rfft(g, None, axis, _SWAPPED[norm])
    weights = _inner_bins(bins.shape[axis], out_shape[axis], axis, g.ndim, 2.0)
    return fitted(conj(bins) * weights, x_shape[axis], axis)


def _half_spectrum(draw: Draw):
    x = draw.array(min_ndim=1, min_side=2)
    norm = draw.choice([None, "ortho", "forward", "backward"])
    return (x,), {"n": draw.maybe(draw.integer(1, 7)), "axis": draw.axis(x.ndim), "norm": norm}


@primitive(np.fft.irfft, x=_irfft_share, samples=_half_spectrum)
def irfft(x, /, n=None, axis=-1, norm=None, out=None):
    """Real numbers from half of their Fourier transform; `n` says whether their count is even (default) or odd."""
    return np.fft.irfft(x, n, axis, norm)


@composite(np.fft.hfft, samples=_half_spectrum)
def hfft(x, /, n=None, axis=-1, norm=None, out=None):
    """Real spectrum of a signal given by its one half, the other being its conjugate, as ``np.fft.hfft``."""
    return np.fft.irfft(conj(x), n, axis, _SWAPPED[norm])


@composite(np.fft.ihfft, samples=_spectrum)
def ihfft(x, /, n=None, axis=-1, norm=None, out=None):
    """Half of a signal from its real spectrum, the inverse of :func:`hfft`, as ``np.fft.ihfft``."""
    return conj(np.fft.rfft(x, n, axis, _SWAPPED[norm]))


# -- shifts -----------------------------------------------------------------------------------------------------------


def _shifted(draw: Draw):
    x = draw.array(min_ndim=1)
    return (x, draw.axes(x.ndim)), {}


@primitive(np.fft.fftshift, x=lambda g, axes: np.fft.ifftshift(g, axes), samples=_shifted, analytic=True)
def fftshift(x, /, axes=None):
    """Move the zero frequency to the middle."""
    return np.fft.fftshift(x, axes)


@primitive(np.fft.ifftshift, x=lambda g, axes: np.fft.fftshift(g, axes), samples=_shifted, analytic=True)
def ifftshift(x, /, axes=None):
    """Move the zero frequency from the middle back to the front."""
    return np.fft.ifftshift(x, axes)
