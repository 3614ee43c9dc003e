"""Pooling layers; none has parameters. Each calls the function of its name in ``nn.functional``."""

from collections.abc import Callable
from typing import Any, ClassVar

from autograd_lite.nn.functional import adaptive, pooling
from autograd_lite.nn.module import Module


class Pooling(Module):
    """What the pooling layers share: a function, and the settings that are handed to it by name."""

    function: ClassVar[Callable[..., Any]]
    _settings: dict[str, Any]

    def _set(self, settings: dict[str, Any]) -> None:
        """Keep the arguments of ``__init__`` as attributes."""
        self._settings = {name: value for name, value in settings.items() if name not in ("self", "__class__")}
        self.__dict__.update(self._settings)

    def forward(self, input: Any) -> Any:
        """Pool ``(N, C, …)`` or ``(C, …)``."""
        return type(self).function(input, **{name: getattr(self, name) for name in self._settings})

    def extra_repr(self) -> str:
        """Return the settings."""
        return ", ".join(f"{name}={getattr(self, name)!r}" for name in self._settings)


class MaxPool1d(Pooling):
    """Largest element of every window of the last axis; of equal ones the first gets the gradient.

    Parameters
    ----------
    kernel_size, stride, padding, dilation : a number, or one for each axis; the stride is the kernel's size by default
    return_indices : return the places of the largest elements too, for :class:`MaxUnpool1d`
    ceil_mode : let the last window reach over the edge
    """

    function = staticmethod(pooling.max_pool1d)

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        self._set(locals())


class MaxPool2d(MaxPool1d):
    """Largest element of every window of the last two axes; as :class:`MaxPool1d`."""

    function = staticmethod(pooling.max_pool2d)


class MaxPool3d(MaxPool1d):
    """Largest element of every window of the last three axes; as :class:`MaxPool1d`."""

    function = staticmethod(pooling.max_pool3d)


class MaxUnpool1d(Pooling):
    """Puts every element back to where :class:`MaxPool1d` took it from; called with an input and indices."""

    function = staticmethod(pooling.max_unpool1d)

    def __init__(self, kernel_size: Any, stride: Any = None, padding: Any = 0) -> None:
        self._set(locals())

    def forward(self, input: Any, indices: Any = None, output_size: Any = None) -> Any:
        """Spread `input` over zeros."""
        settings = {name: getattr(self, name) for name in self._settings}
        return type(self).function(input, indices, output_size=output_size, **settings)


class MaxUnpool2d(MaxUnpool1d):
    """As :class:`MaxUnpool1d`, over the last two axes."""

    function = staticmethod(pooling.max_unpool2d)


class MaxUnpool3d(MaxUnpool1d):
    """As :class:`MaxUnpool1d`, over the last three axes."""

    function = staticmethod(pooling.max_unpool3d)


class AvgPool1d(Pooling):
    """Mean of every window of the last axis.

    Parameters
    ----------
    kernel_size, stride, padding : a number, or one for each axis; the stride is the kernel's size by default
    ceil_mode : let the last window reach over the edge
    count_include_pad : whether the zeros of the padding count in the mean
    """

    function = staticmethod(pooling.avg_pool1d)

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        self._set(locals())


class AvgPool2d(Pooling):
    """Mean of every window of the last two axes, or its sum over `divisor_override`; as :class:`AvgPool1d`."""

    function = staticmethod(pooling.avg_pool2d)

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None:
        self._set(locals())


class AvgPool3d(AvgPool2d):
    """Mean of every window of the last three axes; as :class:`AvgPool2d`."""

    function = staticmethod(pooling.avg_pool3d)


class LPPool1d(Pooling):
    """(Σ xᵖ)^(1/p) of every window of the last axis."""

    function = staticmethod(pooling.lp_pool1d)

    def __init__(self, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> None:
        self._set(locals())


class LPPool2d(LPPool1d):
    """(Σ xᵖ)^(1/p) of every window of the last two axes."""

    function = staticmethod(pooling.lp_pool2d)


class LPPool3d(LPPool1d):
    """(Σ xᵖ)^(1/p) of every window of the last three axes."""

    function = staticmethod(pooling.lp_pool3d)


class AdaptiveAvgPool1d(Pooling):
    """Means of `output_size` nearly equal stretches of the last axis; None keeps its length."""

    function = staticmethod(adaptive.adaptive_avg_pool1d)

    def __init__(self, output_size: Any) -> None:
        self._set(locals())


class AdaptiveAvgPool2d(AdaptiveAvgPool1d):
    """Means over the last two axes; `output_size` is a number or a pair."""

    function = staticmethod(adaptive.adaptive_avg_pool2d)


class AdaptiveAvgPool3d(AdaptiveAvgPool1d):
    """Means over the last three axes."""

    function = staticmethod(adaptive.adaptive_avg_pool3d)


class AdaptiveMaxPool1d(Pooling):
    """Largest elements of `output_size` nearly equal stretches of the last axis."""

    function = staticmethod(adaptive.adaptive_max_pool1d)

    def __init__(self, output_size: Any, return_indices: bool = False) -> None:
        self._set(locals())


class AdaptiveMaxPool2d(AdaptiveMaxPool1d):
    """Largest elements over the last two axes."""

    function = staticmethod(adaptive.adaptive_max_pool2d)


class AdaptiveMaxPool3d(AdaptiveMaxPool1d):
    """Largest elements over the last three axes."""

    function = staticmethod(adaptive.adaptive_max_pool3d)
