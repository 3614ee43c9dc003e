"""Normalisation layers without a memory: every instance by its own statistics."""

from typing import Any

import numpy as np

from autograd_lite.nn.functional import normalization as functions
from autograd_lite.nn.functional.checks import counts
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Parameter


def _lengths(layer: str, shape: Any) -> tuple[int, ...]:
    """Return the lengths of the last axes, or of the last one, as a tuple."""
    lengths = tuple(shape) if isinstance(shape, tuple | list) else (shape,)
    for length in lengths:
        counts(layer, normalized_shape=length)
    return lengths


class LayerNorm(Module):
    """Standardises over the last axes, then scales and shifts.

    Parameters
    ----------
    normalized_shape : lengths of the last axes, or of the last one
    eps : added to the variance
    elementwise_affine : whether there is a learnt scale and shift
    bias : whether that includes the shift
    dtype : of the parameters, by default float64
    """

    def __init__(
        self,
        normalized_shape: Any,
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        *,
        dtype: Any = None,
    ) -> None:
        shape = _lengths(type(self).__name__, normalized_shape)
        self.normalized_shape, self.eps, self.elementwise_affine = shape, eps, elementwise_affine
        self.weight = Parameter(np.ones(shape), dtype=dtype) if elementwise_affine else None
        self.bias = Parameter(np.zeros(shape), dtype=dtype) if elementwise_affine and bias else None

    def forward(self, input: Any) -> Any:
        """Normalise."""
        return functions.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """Return the settings."""
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class RMSNorm(Module):
    """Divides by the root mean square over the last axes, then scales.

    Parameters
    ----------
    normalized_shape : lengths of the last axes, or of the last one
    eps : added to the mean square; by default the dtype's machine epsilon
    elementwise_affine : whether there is a learnt scale
    dtype : of the parameter, by default float64
    """

    def __init__(
        self, normalized_shape: Any, eps: float | None = None, elementwise_affine: bool = True, *, dtype: Any = None
    ) -> None:
        shape = _lengths(type(self).__name__, normalized_shape)
        self.normalized_shape, self.eps, self.elementwise_affine = shape, eps, elementwise_affine
        self.weight = Parameter(np.ones(shape), dtype=dtype) if elementwise_affine else None

    def forward(self, input: Any) -> Any:
        """Normalise."""
        return functions.rms_norm(input, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        """Return the settings."""
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class GroupNorm(Module):
    """Standardises every group of channels of every instance, then scales and shifts every channel.

    Parameters
    ----------
    num_groups : divides the number of channels
    num_channels : length of axis 1
    eps : added to the variance
    affine : whether there is a learnt scale and shift
    bias : whether that includes the shift
    dtype : of the parameters, by default float64
    """

    def __init__(
        self,
        num_groups: int,
        num_channels: int,
        eps: float = 1e-5,
        affine: bool = True,
        *,
        bias: bool = True,
        dtype: Any = None,
    ) -> None:
        counts("GroupNorm", num_groups=num_groups, num_channels=num_channels)
        if not num_groups or num_channels % num_groups:
            raise ValueError(f"GroupNorm got {num_channels} channels and {num_groups} groups. Wanted a divisor.")
        self.num_groups, self.num_channels, self.eps, self.affine = num_groups, num_channels, eps, affine
        self.weight = Parameter(np.ones(num_channels), dtype=dtype) if affine else None
        self.bias = Parameter(np.zeros(num_channels), dtype=dtype) if affine and bias else None

    def forward(self, input: Any) -> Any:
        """Normalise."""
        return functions.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """Return the settings."""
        return f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={self.affine}"


class LocalResponseNorm(Module):
    """x / (k + α · mean of x² over `size` neighbouring channels)^β.

    Parameters
    ----------
    size : number of channels
    alpha, beta, k : as in the formula
    """

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, input: Any) -> Any:
        """Normalise."""
        return functions.local_response_norm(input, self.size, self.alpha, self.beta, self.k)

    def extra_repr(self) -> str:
        """Return the settings."""
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"
