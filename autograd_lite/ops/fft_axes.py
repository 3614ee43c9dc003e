"""Discrete Fourier transforms over several axes: one axis after the other."""

import warnings

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import Draw


def _planned(shape, s, axes, halved=False):
    """Return the axes of a transform and the length that each is cut or filled to, in NumPy's order.

    `halved` says that the last axis holds half a spectrum, which by default has twice its length less two.
    """
    if axes is None:
        if s is not None:
            warnings.warn(
                "`axes` should not be `None` if `s` is not `None` (Deprecated in NumPy 2.0). In a future version of "
                "NumPy the axes will default to all of them.",
                DeprecationWarning,
                stacklevel=4,
            )
        axes = range(-len(shape if s is None else s), 0)
    axes = list(axes)
    lengths = [-1] * len(axes) if s is None else list(s)
    if len(lengths) != len(axes):
        raise ValueError(f"got {len(lengths)} lengths in s for {len(axes)} axes. Wanted equal.")
    whole = [shape[axis] if n == -1 else n for n, axis in zip(lengths, axes, strict=True)]
    if halved and s is None and axes:
        whole[-1] = (shape[axes[-1]] - 1) * 2
    return list(zip(axes, whole, strict=True))


def _spectra(draw: Draw):
    x = draw.array(min_ndim=2, min_side=2)
    axes = draw.permutation(x.ndim)[: draw.integer(1, x.ndim)]
    s = draw.maybe(tuple(draw.choice([-1, 2, 3, 5]) for _ in axes))
    return (x,), {"s": s, "axes": axes, "norm": draw.choice([None, "ortho", "forward", "backward"])}


def _transformed(x, s, axes, norm, one):
    for axis, n in reversed(_planned(x.shape, s, axes)):
        x = one(x, n, axis, norm)
    return x


@composite(np.fft.fftn, samples=_spectra, analytic=True)
def fftn(x, /, s=None, axes=None, norm=None, out=None):
    """Fourier transform over axes, all by default, each cut or filled to the length in `s` (-1: as it is)."""
    return _transformed(x, s, axes, norm, np.fft.fft)


@composite(np.fft.ifftn, samples=_spectra, analytic=True)
def ifftn(x, /, s=None, axes=None, norm=None, out=None):
    """Inverse Fourier transform over axes, all by default."""
    return _transformed(x, s, axes, norm, np.fft.ifft)


@composite(np.fft.fft2, samples=_spectra, analytic=True)
def fft2(x, /, s=None, axes=(-2, -1), norm=None, out=None):
    """Fourier transform over the last two axes."""
    return _transformed(x, s, axes, norm, np.fft.fft)


@composite(np.fft.ifft2, samples=_spectra, analytic=True)
def ifft2(x, /, s=None, axes=(-2, -1), norm=None, out=None):
    """Inverse Fourier transform over the last two axes."""
    return _transformed(x, s, axes, norm, np.fft.ifft)


def _half_transformed(x, s, axes, norm):
    *others, (last, n) = _planned(x.shape, s, axes)
    x = np.fft.rfft(x, n, last, norm)
    for axis, length in reversed(others):
        x = np.fft.fft(x, length, axis, norm)
    return x


def _real_again(x, s, axes, norm):
    *others, (last, n) = _planned(x.shape, s, axes, halved=True)
    for axis, length in others:
        x = np.fft.ifft(x, length, axis, norm)
    return np.fft.irfft(x, n, last, norm)


@composite(np.fft.rfftn, samples=_spectra)
def rfftn(x, /, s=None, axes=None, norm=None, out=None):
    """Fourier transform of real numbers over axes; the last of them keeps half of the spectrum."""
    return _half_transformed(x, s, axes, norm)


@composite(np.fft.irfftn, samples=_spectra)
def irfftn(x, /, s=None, axes=None, norm=None, out=None):
    """Real numbers from a spectrum over axes, of which the last holds half."""
    return _real_again(x, s, axes, norm)


@composite(np.fft.rfft2, samples=_spectra)
def rfft2(x, /, s=None, axes=(-2, -1), norm=None, out=None):
    """Fourier transform of real numbers over the last two axes, half of the spectrum in the last."""
    return _half_transformed(x, s, axes, norm)


@composite(np.fft.irfft2, samples=_spectra)
def irfft2(x, /, s=None, axes=(-2, -1), norm=None, out=None):
    """Real numbers from a spectrum over the last two axes, of which the last holds half."""
    return _real_again(x, s, axes, norm)
