"""Layers that resize or rearrange; none has parameters."""

from math import prod
from typing import Any

import numpy as np

from autograd_lite.nn.functional import resizing as functions
from autograd_lite.nn.functional.checks import numbers, wrong_shape
from autograd_lite.nn.module import Module


class Flatten(Module):
    """Makes one axis of several.

    Parameters
    ----------
    start_dim, end_dim : first and last of the axes
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, input: Any) -> Any:
        """Flatten."""
        x = numbers(input)
        if not x.ndim:
            return np.reshape(x, (1,))
        start, stop = self.start_dim % x.ndim, self.end_dim % x.ndim
        if start > stop:
            raise wrong_shape(type(self).__name__, f"got axes {self.start_dim} to {self.end_dim} of shape {x.shape}.")
        return np.reshape(x, (*x.shape[:start], prod(x.shape[start : stop + 1]), *x.shape[stop + 1 :]))

    def extra_repr(self) -> str:
        """Return the axes."""
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """Makes several axes of one.

    Parameters
    ----------
    dim : the axis
    unflattened_size : its new lengths; one may be −1
    """

    def __init__(self, dim: int, unflattened_size: Any) -> None:
        self.dim, self.unflattened_size = dim, tuple(unflattened_size)

    def forward(self, input: Any) -> Any:
        """Unflatten."""
        x = numbers(input)
        axis = self.dim % x.ndim
        return np.reshape(x, (*x.shape[:axis], *self.unflattened_size, *x.shape[axis + 1 :]))

    def extra_repr(self) -> str:
        """Return the settings."""
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"


class Upsample(Module):
    """Resizes the spatial axes of ``(N, C, …)``.

    Parameters
    ----------
    size : new lengths; or
    scale_factor : factors of the lengths
    mode : "nearest", "linear", "bilinear", "bicubic", "trilinear", …, as for ``functional.interpolate``
    align_corners : the corner points of input and output coincide
    recompute_scale_factor : use the ratio of the lengths to place the points
    """

    def __init__(
        self,
        size: Any = None,
        scale_factor: Any = None,
        mode: str = "nearest",
        align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None:
        self.size, self.scale_factor, self.mode = size, scale_factor, mode
        self.align_corners, self.recompute_scale_factor = align_corners, recompute_scale_factor

    def forward(self, input: Any) -> Any:
        """Resize."""
        return functions.interpolate(
            input, self.size, self.scale_factor, self.mode, self.align_corners, self.recompute_scale_factor
        )

    def extra_repr(self) -> str:
        """Return the settings."""
        size = f"scale_factor={self.scale_factor}" if self.size is None else f"size={self.size}"
        return f"{size}, mode={self.mode!r}"


class UpsamplingNearest2d(Upsample):
    """Resizes two axes by the nearest neighbour."""

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, "nearest")


class UpsamplingBilinear2d(Upsample):
    """Resizes two axes bilinearly, with aligned corners."""

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, "bilinear", align_corners=True)


class PixelShuffle(Module):
    """Rearranges ``(…, C r², H, W)`` to ``(…, C, H r, W r)``."""

    def __init__(self, upscale_factor: int) -> None:
        self.upscale_factor = upscale_factor

    def forward(self, input: Any) -> Any:
        """Rearrange."""
        return functions.pixel_shuffle(input, self.upscale_factor)

    def extra_repr(self) -> str:
        """Return the factor."""
        return f"upscale_factor={self.upscale_factor}"


class PixelUnshuffle(Module):
    """Rearranges ``(…, C, H r, W r)`` to ``(…, C r², H, W)``."""

    def __init__(self, downscale_factor: int) -> None:
        self.downscale_factor = downscale_factor

    def forward(self, input: Any) -> Any:
        """Rearrange."""
        return functions.pixel_unshuffle(input, self.downscale_factor)

    def extra_repr(self) -> str:
        """Return the factor."""
        return f"downscale_factor={self.downscale_factor}"


class ChannelShuffle(Module):
    """Interleaves the channels of several groups."""

    def __init__(self, groups: int) -> None:
        self.groups = groups

    def forward(self, input: Any) -> Any:
        """Rearrange."""
        return functions.channel_shuffle(input, self.groups)

    def extra_repr(self) -> str:
        """Return the number of groups."""
        return f"groups={self.groups}"


class Unfold(Module):
    """Lays windows of ``(N, C, H, W)`` out as columns, ``(N, C · taps, windows)``.

    Parameters
    ----------
    kernel_size, dilation, padding, stride : a number, or one for each axis
    """

    def __init__(self, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> None:
        self.kernel_size, self.dilation, self.padding, self.stride = kernel_size, dilation, padding, stride

    def forward(self, input: Any) -> Any:
        """Unfold."""
        return functions.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)

    def extra_repr(self) -> str:
        """Return the settings."""
        settings = f"dilation={self.dilation}, padding={self.padding}, stride={self.stride}"
        return f"kernel_size={self.kernel_size}, {settings}"


class Fold(Module):
    """Adds columns up at the places that :class:`Unfold` took them from.

    Parameters
    ----------
    output_size : lengths of the two axes
    kernel_size, dilation, padding, stride : a number, or one for each axis
    """

    def __init__(
        self, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
    ) -> None:
        self.output_size, self.kernel_size = output_size, kernel_size
        self.dilation, self.padding, self.stride = dilation, padding, stride

    def forward(self, input: Any) -> Any:
        """Fold."""
        return functions.fold(input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride)

    def extra_repr(self) -> str:
        """Return the settings."""
        settings = f"dilation={self.dilation}, padding={self.padding}, stride={self.stride}"
        return f"output_size={self.output_size}, kernel_size={self.kernel_size}, {settings}"
