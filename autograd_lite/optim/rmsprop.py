"""RMSprop: a step size for each number, from the running mean of its squared gradients."""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from autograd_lite.optim.optimizer import Optimizer, Update


def rmsprop(p, g, v, lr, alpha, eps):  # type: ignore[no-untyped-def]
    """Step by the gradient over the root of its mean square."""
    v = alpha * v + (1 - alpha) * (g * g)
    return p - lr * g / (np.sqrt(v) + eps), v


def rmsprop_momentum(p, g, v, b, lr, alpha, eps, momentum):  # type: ignore[no-untyped-def]
    """Step along a running sum of scaled gradients."""
    v = alpha * v + (1 - alpha) * (g * g)
    b = momentum * b + g / (np.sqrt(v) + eps)
    return p - lr * b, v, b


def centered(p, g, v, m, lr, alpha, eps):  # type: ignore[no-untyped-def]
    """Step by the gradient over its running standard deviation."""
    v = alpha * v + (1 - alpha) * (g * g)
    m = m + (1 - alpha) * (g - m)
    return p - lr * g / (np.sqrt(v - m * m) + eps), v, m


def centered_momentum(p, g, v, m, b, lr, alpha, eps, momentum):  # type: ignore[no-untyped-def]
    """Step along a running sum of gradients over their standard deviation."""
    v = alpha * v + (1 - alpha) * (g * g)
    m = m + (1 - alpha) * (g - m)
    b = momentum * b + g / (np.sqrt(v - m * m) + eps)
    return p - lr * b, v, m, b


class RMSprop(Optimizer):
    """RMSprop.

    ::

        v ← α v + (1 − α) g²
        m ← α m + (1 − α) g                 centered; v − m² then takes the place of v below
        p ← p − lr g / (√v + ε)             without momentum
        b ← μ b + g / (√v + ε)              with momentum μ
        p ← p − lr b

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : step size
    alpha : α, the share of the running mean that stays
    eps : ε; textbooks use 1e-7
    weight_decay : adds ``weight_decay * p`` to the gradient
    momentum : μ
    centered : divide by the standard deviation instead of the root mean square
    maximize : climb instead of descend

    References
    ----------
    T. Tieleman, G. Hinton, Lecture 6.5 of Neural Networks for Machine Learning, 2012; A. Graves,
    arXiv:1308.0850 (centered).

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0, 4.0], requires_grad=True)
    >>> optimizer = RMSprop([p], lr=0.1, alpha=0.75, eps=0.0)
    >>> (p * p).sum().backward()
    >>> optimizer.step()  # v is g² / 4
    >>> p.data
    array([2.8, 3.8])
    """

    symbols: ClassVar = {"v": "square_avg", "m": "grad_avg", "b": "momentum_buffer"}

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        options = {"lr": lr, "momentum": momentum, "alpha": alpha, "eps": eps}
        super().__init__(params, {**options, "centered": centered, "weight_decay": weight_decay, "maximize": maximize})

    def update(self, group: dict[str, Any]) -> Update:
        """Return the form that `group` asks for."""
        if group["centered"]:
            return centered_momentum if group["momentum"] else centered
        return rmsprop_momentum if group["momentum"] else rmsprop
