"""Batch and instance norm: every channel is standardised, and running statistics are kept."""

from typing import Any, ClassVar

import numpy as np

from autograd_lite.nn.functional import normalization as functions
from autograd_lite.nn.functional.checks import counts, numbers, wrong_shape
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Buffer, Parameter


class _Running(Module):
    """What batch and instance norm share: scale, shift and running statistics of the channels."""

    ndims: ClassVar[tuple[int, ...]]
    weight: Parameter | None
    bias: Parameter | None
    running_mean: Buffer | None
    running_var: Buffer | None
    num_batches_tracked: Buffer | None

    def _build(
        self,
        num_features: int,
        eps: float,
        momentum: float | None,
        affine: bool,
        track: bool,
        bias: bool,
        dtype: Any,
    ) -> None:
        counts(type(self).__name__, num_features=num_features)
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.affine, self.track_running_stats = affine, track
        self.weight = Parameter(np.ones(num_features), dtype=dtype) if affine else None
        self.bias = Parameter(np.zeros(num_features), dtype=dtype) if affine and bias else None
        self.running_mean = Buffer(np.zeros(num_features), dtype=dtype) if track else None
        self.running_var = Buffer(np.ones(num_features), dtype=dtype) if track else None
        self.num_batches_tracked = Buffer(0) if track else None

    def _counted(self) -> float:
        """Count the batch; return its weight in the running statistics."""
        if self.num_batches_tracked is None:
            return 0.0 if self.momentum is None else self.momentum
        count = int(self.num_batches_tracked._value()) + 1
        self.num_batches_tracked.data = np.array(count)
        return 1.0 / count if self.momentum is None else self.momentum

    def _checked(self, input: Any) -> Any:
        input = numbers(input)
        if input.ndim not in self.ndims:
            wanted = " or ".join(map(str, self.ndims))
            raise wrong_shape(type(self).__name__, f"got an input of shape {input.shape}, wanted {wanted} axes.")
        return input

    def extra_repr(self) -> str:
        """Return the settings."""
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(_Running):
    """Standardises every channel over the batch, then scales and shifts it; ``(N, C)`` or ``(N, C, L)``.

    Parameters
    ----------
    num_features : number of channels
    eps : added to the variance
    momentum : weight of a batch in the running statistics; None for the plain mean of all batches
    affine : whether there is a learnt scale and shift
    track_running_stats : keep running statistics, which evaluation uses
    bias : whether `affine` includes the shift
    dtype : of parameters and statistics, by default float64

    Attributes
    ----------
    weight, bias : ``(C,)``, from 1 and 0
    running_mean, running_var : buffers, ``(C,)``
    num_batches_tracked : buffer, an integer

    Raises
    ------
    ValueError
        While training with one value a channel.
    """

    ndims: ClassVar[tuple[int, ...]] = (2, 3)

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        *,
        bias: bool = True,
        dtype: Any = None,
    ) -> None:
        self._build(num_features, eps, momentum, affine, track_running_stats, bias, dtype)

    def forward(self, input: Any) -> Any:
        """Normalise."""
        input = self._checked(input)
        own = self.training or self.running_mean is None
        weight = self._counted() if self.training and self.track_running_stats else 0.0
        mean, var = (self.running_mean, self.running_var) if not own or self.track_running_stats else (None, None)
        return functions.batch_norm(input, mean, var, self.weight, self.bias, own, weight, self.eps)


class BatchNorm2d(BatchNorm1d):
    """Standardises every channel of ``(N, C, H, W)`` over the batch; as :class:`BatchNorm1d`."""

    ndims = (4,)


class BatchNorm3d(BatchNorm1d):
    """Standardises every channel of ``(N, C, D, H, W)`` over the batch; as :class:`BatchNorm1d`."""

    ndims = (5,)


class InstanceNorm1d(_Running):
    """Standardises every channel of every instance of ``(N, C, L)`` or ``(C, L)``.

    Parameters
    ----------
    num_features, eps, momentum, bias, dtype : as for :class:`BatchNorm1d`
    affine : whether there is a learnt scale and shift; not by default
    track_running_stats : keep running statistics, which evaluation uses; not by default
    """

    ndims = (2, 3)

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        *,
        bias: bool = True,
        dtype: Any = None,
    ) -> None:
        self._build(num_features, eps, momentum, affine, track_running_stats, bias, dtype)

    def forward(self, input: Any) -> Any:
        """Normalise."""
        x = self._checked(input)
        single = x.ndim == self.ndims[0]
        if x.shape[0 if single else 1] != self.num_features:
            raise wrong_shape(
                type(self).__name__, f"got an input of shape {x.shape}, wanted {self.num_features} channels."
            )
        own = self.training or not self.track_running_stats
        out = functions.instance_norm(
            np.expand_dims(x, 0) if single else x,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            own,
            self.momentum or 0.0,
            self.eps,
        )
        return out[0] if single else out


class InstanceNorm2d(InstanceNorm1d):
    """Standardises every channel of every instance of ``(N, C, H, W)`` or ``(C, H, W)``."""

    ndims = (3, 4)


class InstanceNorm3d(InstanceNorm1d):
    """Standardises every channel of every instance of ``(N, C, D, H, W)`` or ``(C, D, H, W)``."""

    ndims = (4, 5)
