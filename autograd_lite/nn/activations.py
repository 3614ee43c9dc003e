"""Activation functions as modules. What a module keeps are the settings of the function of the same name.

``inplace=`` is taken as PyTorch takes it and changes nothing: every call makes a new array.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from autograd_lite.nn import init
from autograd_lite.nn.functional import activations as functions
from autograd_lite.nn.functional.checks import counts
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Parameter


class Activation(Module):
    """A function as a module: calls it with the settings that the subclass lists.

    Attributes
    ----------
    function : the function in ``nn.functional``
    settings : names of the attributes that are handed to it, in order
    """

    function: ClassVar[Callable[..., Any]]
    settings: ClassVar[tuple[str, ...]] = ()
    inplace = False

    def forward(self, input: Any) -> Any:
        """Apply the function."""
        return type(self).function(input, *[getattr(self, name) for name in self.settings])

    def extra_repr(self) -> str:
        """Return the settings."""
        return ", ".join(f"{name}={getattr(self, name)!r}" for name in self.settings)


class _InPlace(Activation):
    """An activation that takes ``inplace=``, which PyTorch's scripts say, and which changes nothing here."""

    def __init__(self, inplace: bool = False) -> None:
        self.inplace = inplace


class ReLU(_InPlace):
    """max(x, 0); the derivative at 0 is 0."""

    function = staticmethod(functions.relu)


class ReLU6(_InPlace):
    """min(max(x, 0), 6)."""

    function = staticmethod(functions.relu6)


class Sigmoid(Activation):
    """1 / (1 + e⁻ˣ)."""

    function = staticmethod(functions.sigmoid)


class Tanh(Activation):
    """Hyperbolic tangent."""

    function = staticmethod(functions.tanh)


class SELU(_InPlace):
    """Scaled ELU of self-normalising networks."""

    function = staticmethod(functions.selu)


class SiLU(_InPlace):
    """x · sigmoid(x)."""

    function = staticmethod(functions.silu)


class Mish(_InPlace):
    """x · tanh(softplus(x))."""

    function = staticmethod(functions.mish)


class LogSigmoid(Activation):
    """log(sigmoid(x)), without overflow."""

    function = staticmethod(functions.logsigmoid)


class Softsign(Activation):
    """x / (1 + abs(x))."""

    function = staticmethod(functions.softsign)


class Tanhshrink(Activation):
    """x − tanh(x)."""

    function = staticmethod(functions.tanhshrink)


class Hardsigmoid(_InPlace):
    """x/6 + 1/2, limited to [0, 1]."""

    function = staticmethod(functions.hardsigmoid)


class Hardswish(_InPlace):
    """x · hardsigmoid(x)."""

    function = staticmethod(functions.hardswish)


class LeakyReLU(Activation):
    """x where x > 0, else negative_slope · x."""

    function, settings = staticmethod(functions.leaky_relu), ("negative_slope",)

    def __init__(self, negative_slope: float = 0.01, inplace: bool = False) -> None:
        self.negative_slope = negative_slope
        self.inplace = inplace


class ELU(Activation):
    """x where x > 0, else α (eˣ − 1)."""

    function, settings = staticmethod(functions.elu), ("alpha",)

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        self.alpha = alpha
        self.inplace = inplace


class CELU(Activation):
    """x where x > 0, else α (e^(x/α) − 1)."""

    function, settings = staticmethod(functions.celu), ("alpha",)

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        self.alpha = alpha
        self.inplace = inplace


class GELU(Activation):
    """x Φ(x); ``approximate="tanh"`` for the formula of GPT-2."""

    function, settings = staticmethod(functions.gelu), ("approximate",)

    def __init__(self, approximate: str = "none") -> None:
        self.approximate = approximate


class Softplus(Activation):
    """log(1 + e^(βx)) / β, and x where βx exceeds the threshold."""

    function, settings = staticmethod(functions.softplus), ("beta", "threshold")

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        self.beta, self.threshold = beta, threshold


class Softshrink(Activation):
    """x moved towards 0 by λ, and 0 within λ."""

    function, settings = staticmethod(functions.softshrink), ("lambd",)

    def __init__(self, lambd: float = 0.5) -> None:
        self.lambd = lambd


class Hardshrink(Activation):
    """x, and 0 within λ."""

    function, settings = staticmethod(functions.hardshrink), ("lambd",)

    def __init__(self, lambd: float = 0.5) -> None:
        self.lambd = lambd


class Hardtanh(Activation):
    """x limited to an interval."""

    function, settings = staticmethod(functions.hardtanh), ("min_val", "max_val")

    def __init__(self, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> None:
        if not min_val < max_val:
            raise ValueError(f"Got min_val={min_val} and max_val={max_val}. Wanted min_val < max_val.")
        self.min_val, self.max_val = min_val, max_val
        self.inplace = inplace


class Threshold(Activation):
    """x where it exceeds the threshold, else the value."""

    function, settings = staticmethod(functions.threshold), ("threshold", "value")

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        self.threshold, self.value = threshold, value
        self.inplace = inplace


class GLU(Activation):
    """a · sigmoid(b), a and b the halves of the input along `dim`."""

    function, settings = staticmethod(functions.glu), ("dim",)

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim


class Softmax(Activation):
    """e^x over its sum along `dim`."""

    function, settings = staticmethod(functions.softmax), ("dim",)

    def __init__(self, dim: int | None = None) -> None:
        self.dim = dim


class Softmin(Activation):
    """softmax of −x."""

    function, settings = staticmethod(functions.softmin), ("dim",)

    def __init__(self, dim: int | None = None) -> None:
        self.dim = dim


class LogSoftmax(Activation):
    """Logarithm of softmax along `dim`."""

    function, settings = staticmethod(functions.log_softmax), ("dim",)

    def __init__(self, dim: int | None = None) -> None:
        self.dim = dim


class Softmax2d(Activation):
    """softmax over the channels of ``(N, C, H, W)`` or ``(C, H, W)``."""

    def forward(self, input: Any) -> Any:
        """Apply softmax to axis −3."""
        return functions.softmax(input, -3)


class PReLU(Module):
    """x where x > 0, else a · x with a learnt, one for all or one for each channel (axis 1).

    Parameters
    ----------
    num_parameters : 1, or the number of channels
    init : what a starts from
    dtype : of the parameter, by default float64
    """

    def __init__(self, num_parameters: int = 1, init: float = 0.25, *, dtype: Any = None) -> None:
        counts("PReLU", num_parameters=num_parameters)
        self.num_parameters = num_parameters
        self.weight = Parameter([float(init)] * num_parameters, dtype=dtype)

    def forward(self, input: Any) -> Any:
        """Apply the function."""
        return functions.prelu(input, self.weight)

    def extra_repr(self) -> str:
        """Return the count of parameters."""
        return f"num_parameters={self.num_parameters}"


class RReLU(Module):
    """leaky_relu with a random slope for every element while training, with the mean slope afterwards.

    Parameters
    ----------
    lower, upper : the slopes' interval
    rng : generator, seed or None
    """

    def __init__(
        self, lower: float = 1.0 / 8, upper: float = 1.0 / 3, inplace: bool = False, *, rng: init.Rng = None
    ) -> None:
        self.lower, self.upper, self.inplace, self.rng = lower, upper, inplace, init.generator(rng)

    def forward(self, input: Any) -> Any:
        """Apply the function."""
        return functions.rrelu(input, self.lower, self.upper, self.training, rng=self.rng)

    def extra_repr(self) -> str:
        """Return the interval."""
        return f"lower={self.lower}, upper={self.upper}"
