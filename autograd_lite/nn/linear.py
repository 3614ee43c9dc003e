"""Layers that multiply by a weight and add a bias."""

import math
from typing import Any

import numpy as np

from autograd_lite.nn import init
from autograd_lite.nn.functional.checks import counts
from autograd_lite.nn.functional.products import bilinear, linear
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Parameter


def uniform_parameter(shape: tuple[int, ...], bound: float, dtype: Any, rng: np.random.Generator) -> Parameter:
    """Return a parameter from U(−bound, bound)."""
    with np.errstate(under="ignore"):  # of halves
        return Parameter(rng.uniform(-bound, bound, shape), dtype=dtype)


class Identity(Module):
    """Returns its input; a placeholder that takes any arguments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # ignored on purpose, as PyTorch does
        pass

    def forward(self, x: Any) -> Any:
        """Return `x`."""
        return x


class Linear(Module):
    """Affine map of the last axis: x Wᵀ + b.

    Parameters
    ----------
    in_features, out_features : lengths of the last axis before and after
    bias : whether there is a b
    dtype : of the parameters, by default float64
    rng : generator, seed or None

    Attributes
    ----------
    weight : ``(out_features, in_features)``, from U(−k, k), k = 1/√in_features
    bias : ``(out_features,)``, from the same, or None

    Raises
    ------
    ShapeError
        For an input with another number of features; the message names the layer's path.

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> layer = nn.Linear(3, 2, rng=0)
    >>> layer(np.zeros((4, 3))).shape
    (4, 2)
    """

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, *, dtype: Any = None, rng: init.Rng = None
    ) -> None:
        counts(type(self).__name__, in_features=in_features, out_features=out_features)
        self.in_features, self.out_features = in_features, out_features
        bound, draw = 1 / math.sqrt(in_features) if in_features else 0.0, init.generator(rng)
        self.weight = uniform_parameter((out_features, in_features), bound, dtype, draw)
        self.bias = uniform_parameter((out_features,), bound, dtype, draw) if bias else None

    def forward(self, x: Any) -> Any:
        """Map ``(…, in_features)`` to ``(…, out_features)``."""
        return linear(x, self.weight, self.bias)

    def extra_repr(self) -> str:
        """Return the sizes."""
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"


class Bilinear(Module):
    """Bilinear map of two inputs: out_k = x₁ᵀ W_k x₂ + b_k.

    Parameters
    ----------
    in1_features, in2_features, out_features : lengths of the last axes
    bias : whether there is a b
    dtype : of the parameters, by default float64
    rng : generator, seed or None
    """

    def __init__(
        self,
        in1_features: int,
        in2_features: int,
        out_features: int,
        bias: bool = True,
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        counts("Bilinear", in1_features=in1_features, in2_features=in2_features, out_features=out_features)
        self.in1_features, self.in2_features, self.out_features = in1_features, in2_features, out_features
        bound, draw = 1 / math.sqrt(in1_features), init.generator(rng)
        self.weight = uniform_parameter((out_features, in1_features, in2_features), bound, dtype, draw)
        self.bias = uniform_parameter((out_features,), bound, dtype, draw) if bias else None

    def forward(self, x1: Any, x2: Any) -> Any:
        """Map ``(…, in1)`` and ``(…, in2)`` to ``(…, out)``."""
        return bilinear(x1, x2, self.weight, self.bias)

    def extra_repr(self) -> str:
        """Return the sizes."""
        sizes = f"in1_features={self.in1_features}, in2_features={self.in2_features}"
        return f"{sizes}, out_features={self.out_features}, bias={self.bias is not None}"
