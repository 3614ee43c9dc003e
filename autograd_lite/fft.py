"""Fourier transforms under NumPy's names: ``ag.fft.rfft`` is what ``np.fft.rfft`` does with Tensors."""

from numpy.fft import fftfreq as fftfreq, rfftfreq as rfftfreq

from autograd_lite.ops.fft import (
    fft as fft,
    fftshift as fftshift,
    hfft as hfft,
    ifft as ifft,
    ifftshift as ifftshift,
    ihfft as ihfft,
    irfft as irfft,
    rfft as rfft,
)
from autograd_lite.ops.fft_axes import (
    fft2 as fft2,
    fftn as fftn,
    ifft2 as ifft2,
    ifftn as ifftn,
    irfft2 as irfft2,
    irfftn as irfftn,
    rfft2 as rfft2,
    rfftn as rfftn,
)
