"""Convolutions and transposed convolutions over one, two and three axes."""

import math
from collections.abc import Callable
from typing import Any, ClassVar

from autograd_lite.nn import init
from autograd_lite.nn.functional import convolution as functions
from autograd_lite.nn.functional.checks import counts
from autograd_lite.nn.functional.convolution import pairs, per_axis
from autograd_lite.nn.functional.padding import MODES, pad
from autograd_lite.nn.linear import uniform_parameter
from autograd_lite.nn.module import Module


class Convolution(Module):
    """What all convolutions share: sizes, settings, weight and bias.

    Attributes
    ----------
    axes : over how many axes it runs
    function : the function in ``nn.functional``
    weight : from U(−k, k), k = 1/√(channels · taps that an output sees)
    bias : ``(out_channels,)``, from the same, or None
    """

    axes: ClassVar[int]
    function: ClassVar[Callable[..., Any]]

    def _build(self, settings: dict[str, Any]) -> None:
        """Set all attributes from the arguments of ``__init__``."""
        name, n = type(self).__name__, self.axes
        self.in_channels, self.out_channels = settings["in_channels"], settings["out_channels"]
        counts(name, in_channels=self.in_channels, out_channels=self.out_channels, groups=settings["groups"])
        self.kernel_size = per_axis(name, "kernel_size", settings["kernel_size"], n, 1)
        self.stride = per_axis(name, "stride", settings["stride"], n, 1)
        self.dilation = per_axis(name, "dilation", settings["dilation"], n, 1)
        self.groups, self.padding_mode = settings["groups"], settings["padding_mode"]
        if self.groups < 1 or self.in_channels % self.groups or self.out_channels % self.groups:
            raise ValueError(
                f"{name} got {self.in_channels} channels in, {self.out_channels} out and {self.groups} groups. Wanted "
                "both divisible by the groups."
            )
        if self.padding_mode not in ("zeros", *MODES):
            raise ValueError(f"{name} got padding_mode={self.padding_mode!r}, wanted zeros, {', '.join(MODES)}.")
        padding = settings["padding"]
        pairs(name, padding, self.kernel_size, self.stride, self.dilation)
        self.padding = padding if isinstance(padding, str) else per_axis(name, "padding", padding, n)
        self._make_parameters(settings)

    def _weight_shape(self) -> tuple[int, ...]:
        return (self.out_channels, self.in_channels // self.groups, *self.kernel_size)

    def _make_parameters(self, settings: dict[str, Any]) -> None:
        shape, draw = self._weight_shape(), init.generator(settings["rng"])
        bound = 1 / math.sqrt(init.fans(shape)[0])
        self.weight = uniform_parameter(shape, bound, settings["dtype"], draw)
        self.bias = (
            uniform_parameter((self.out_channels,), bound, settings["dtype"], draw) if settings["bias"] else None
        )

    def forward(self, input: Any) -> Any:
        """Convolve ``(N, in_channels, …)`` or ``(in_channels, …)``."""
        around: Any = self.padding
        if self.padding_mode != "zeros":
            sides = pairs(type(self).__name__, around, self.kernel_size, self.stride, self.dilation)
            lengths = [length for side in reversed(sides) for length in side]
            input, around = pad(input, lengths, self.padding_mode), 0
        return type(self).function(input, self.weight, self.bias, self.stride, around, self.dilation, self.groups)

    def extra_repr(self) -> str:
        """Return sizes, and settings that differ from the default."""
        n = self.axes
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        defaults = {"padding": (0,) * n, "output_padding": (0,) * n, "dilation": (1,) * n, "groups": 1}
        for name, default in {**defaults, "padding_mode": "zeros"}.items():
            if getattr(self, name, default) != default:
                text += f", {name}={getattr(self, name)!r}"
        return text if self.bias is not None else f"{text}, bias=False"


class Conv1d(Convolution):
    """Convolution over one axis, ``(N, C, L)``.

    Parameters
    ----------
    in_channels, out_channels : numbers of channels
    kernel_size, stride, dilation : a number, or one for each axis
    padding : a number, one for each axis, "same" or "valid"
    groups : number of blocks of channels that do not see each other
    bias : whether there is one
    padding_mode : "zeros", "reflect", "replicate" or "circular"
    dtype : of the parameters, by default float64
    rng : generator, seed or None
    """

    axes, function = 1, staticmethod(functions.conv1d)

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        self._build({name: value for name, value in locals().items() if name != "self"})


class Conv2d(Conv1d):
    """Convolution over two axes, ``(N, C, H, W)``; parameters as in :class:`Conv1d`.

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> layer = nn.Conv2d(3, 8, 3, padding="same", rng=0)
    >>> layer
    Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1), padding='same')  # weight (8, 3, 3, 3), bias (8,): 224
    >>> layer(np.zeros((2, 3, 10, 10))).shape
    (2, 8, 10, 10)
    """

    axes, function = 2, staticmethod(functions.conv2d)


class Conv3d(Conv1d):
    """Convolution over three axes, ``(N, C, D, H, W)``; parameters as in :class:`Conv1d`."""

    axes, function = 3, staticmethod(functions.conv3d)


class ConvTranspose1d(Convolution):
    """Transposed convolution over one axis, ``(N, C, L)``: the adjoint of :class:`Conv1d` with the same settings.

    Parameters
    ----------
    in_channels, out_channels : numbers of channels
    kernel_size, stride, dilation : a number, or one for each axis
    padding : how much is cut off at both ends
    output_padding : how much longer the output is at its end
    groups : number of blocks of channels that do not see each other
    bias : whether there is one
    padding_mode : "zeros"; there is no other
    dtype : of the parameters, by default float64
    rng : generator, seed or None

    Attributes
    ----------
    weight : ``(in_channels, out_channels/groups, K)``
    """

    axes, function = 1, staticmethod(functions.conv_transpose1d)

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        output_padding: Any = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Any = 1,
        padding_mode: str = "zeros",
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        if padding_mode != "zeros":
            raise ValueError(f"{type(self).__name__} got padding_mode={padding_mode!r}, wanted 'zeros'.")
        self.output_padding = per_axis(type(self).__name__, "output_padding", output_padding, self.axes)
        self._build({name: value for name, value in locals().items() if name != "self"})

    def _weight_shape(self) -> tuple[int, ...]:
        return (self.in_channels, self.out_channels // self.groups, *self.kernel_size)

    def forward(self, input: Any, output_size: Any = None) -> Any:
        """Map ``(N, in_channels, …)``; `output_size` chooses among the sizes that the stride leaves open."""
        extra = self.output_padding if output_size is None else self._extra(input, tuple(output_size)[-self.axes :])
        return type(self).function(
            input, self.weight, self.bias, self.stride, self.padding, extra, self.groups, self.dilation
        )

    def _extra(self, input: Any, wanted: tuple[int, ...]) -> tuple[int, ...]:
        """Return the output padding that leads to the `wanted` size."""
        spatial = input.shape[-self.axes :]
        sizes = zip(spatial, self.stride, self.padding, self.dilation, self.kernel_size, strict=True)
        least = tuple((n - 1) * s - 2 * p + d * (k - 1) + 1 for n, s, p, d, k in sizes)  # type: ignore[operator]
        extra = tuple(w - low for w, low in zip(wanted, least, strict=True))
        if any(not 0 <= e < s for e, s in zip(extra, self.stride, strict=True)):
            most = tuple(low + s - 1 for low, s in zip(least, self.stride, strict=True))
            raise ValueError(
                f"{self._path or type(self).__name__}: got output_size={wanted}, wanted {least} to {most}."
            )
        return extra


class ConvTranspose2d(ConvTranspose1d):
    """Transposed convolution over two axes; parameters as in :class:`ConvTranspose1d`."""

    axes, function = 2, staticmethod(functions.conv_transpose2d)


class ConvTranspose3d(ConvTranspose1d):
    """Transposed convolution over three axes; parameters as in :class:`ConvTranspose1d`."""

    axes, function = 3, staticmethod(functions.conv_transpose3d)
