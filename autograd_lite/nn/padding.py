"""Padding layers: each pads the last axes, ``(before, after)`` of the last axis first; one number is for all sides."""

from typing import Any, ClassVar

from autograd_lite.nn.functional.padding import pad
from autograd_lite.nn.module import Module


class Padding(Module):
    """What the padding layers share."""

    axes: ClassVar[int]
    mode: ClassVar[str]
    value: float = 0.0

    def __init__(self, padding: Any) -> None:
        lengths = tuple(padding) if isinstance(padding, tuple | list) else (padding,) * (2 * self.axes)
        if len(lengths) != 2 * self.axes:
            raise ValueError(f"{type(self).__name__} got padding={padding!r}, wanted {2 * self.axes} lengths or one.")
        self.padding = lengths

    def forward(self, input: Any) -> Any:
        """Pad `input`."""
        return pad(input, self.padding, self.mode, self.value if self.mode == "constant" else None)

    def extra_repr(self) -> str:
        """Return the lengths."""
        return str(self.padding)


class ConstantPad1d(Padding):
    """Pad the last axis with a constant."""

    axes, mode = 1, "constant"

    def __init__(self, padding: Any, value: float) -> None:
        super().__init__(padding)
        self.value = value

    def extra_repr(self) -> str:
        """Return the lengths and the value."""
        return f"padding={self.padding}, value={self.value}"


class ConstantPad2d(ConstantPad1d):
    """Pad the last two axes with a constant."""

    axes = 2


class ConstantPad3d(ConstantPad1d):
    """Pad the last three axes with a constant."""

    axes = 3


class ZeroPad1d(Padding):
    """Pad the last axis with zeros."""

    axes, mode = 1, "constant"


class ZeroPad2d(ZeroPad1d):
    """Pad the last two axes with zeros."""

    axes = 2


class ZeroPad3d(ZeroPad1d):
    """Pad the last three axes with zeros."""

    axes = 3


class ReflectionPad1d(Padding):
    """Pad the last axis with its reflection, without the edge."""

    axes, mode = 1, "reflect"


class ReflectionPad2d(ReflectionPad1d):
    """Pad the last two axes with their reflection."""

    axes = 2


class ReflectionPad3d(ReflectionPad1d):
    """Pad the last three axes with their reflection."""

    axes = 3


class ReplicationPad1d(Padding):
    """Pad the last axis with its edge."""

    axes, mode = 1, "replicate"


class ReplicationPad2d(ReplicationPad1d):
    """Pad the last two axes with their edges."""

    axes = 2


class ReplicationPad3d(ReplicationPad1d):
    """Pad the last three axes with their edges."""

    axes = 3


class CircularPad1d(Padding):
    """Pad the last axis with its other end."""

    axes, mode = 1, "circular"


class CircularPad2d(CircularPad1d):
    """Pad the last two axes with their other ends."""

    axes = 2


class CircularPad3d(CircularPad1d):
    """Pad the last three axes with their other ends."""

    axes = 3
