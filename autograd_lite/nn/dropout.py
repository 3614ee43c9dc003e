"""Dropout layers: they drop while training, and pass everything on after ``eval()``."""

from collections.abc import Callable
from typing import Any, ClassVar

from autograd_lite.nn import init
from autograd_lite.nn.functional import noise as functions
from autograd_lite.nn.module import Module


class Dropout(Module):
    """Sets elements to zero with probability `p` and multiplies the others by 1/(1 − p).

    Parameters
    ----------
    p : probability to be dropped
    inplace : taken as PyTorch takes it; changes nothing
    rng : generator, seed or None for fresh entropy

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> nn.Dropout(0.5, rng=0)(np.ones(4)) == nn.Dropout(0.5, rng=0)(np.ones(4))
    array([ True,  True,  True,  True])
    """

    function: ClassVar[Callable[..., Any]] = staticmethod(functions.dropout)

    def __init__(self, p: float = 0.5, inplace: bool = False, *, rng: init.Rng = None) -> None:
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"{type(self).__name__} got p={p}, wanted a probability from 0 to 1.")
        self.p, self.inplace, self.rng = p, inplace, init.generator(rng)

    def forward(self, input: Any) -> Any:
        """Drop, if training."""
        return type(self).function(input, self.p, self.training, rng=self.rng)

    def extra_repr(self) -> str:
        """Return the probability."""
        return f"p={self.p}"


class Dropout1d(Dropout):
    """Drops whole channels of ``(N, C, L)`` or ``(C, L)``."""

    function = staticmethod(functions.dropout1d)


class Dropout2d(Dropout):
    """Drops whole channels of ``(N, C, H, W)``; three axes are ``(N, C, L)``."""

    function = staticmethod(functions.dropout2d)


class Dropout3d(Dropout):
    """Drops whole channels of ``(N, C, D, H, W)`` or ``(C, D, H, W)``."""

    function = staticmethod(functions.dropout3d)


class AlphaDropout(Dropout):
    """Dropout that keeps mean 0 and variance 1, for networks of SELUs."""

    function = staticmethod(functions.alpha_dropout)


class FeatureAlphaDropout(Dropout):
    """:class:`AlphaDropout` of whole channels."""

    function = staticmethod(functions.feature_alpha_dropout)
