"""Adadelta: steps in the units of the parameter, from running means of squared gradients and squared steps."""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from autograd_lite.optim.optimizer import Optimizer, Update


def adadelta(p, g, v, u, lr, rho, eps):  # type: ignore[no-untyped-def]
    """Step by the gradient times the ratio of root mean squares."""
    v = rho * v + (1 - rho) * (g * g)
    step = np.sqrt(u + eps) / np.sqrt(v + eps) * g
    u = rho * u + (1 - rho) * (step * step)
    return p - lr * step, v, u


class Adadelta(Optimizer):
    """Adadelta.

    ::

        v ← ρ v + (1 − ρ) g²
        Δ = √(u + ε) / √(v + ε) · g
        u ← ρ u + (1 − ρ) Δ²
        p ← p − lr Δ

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : factor of the step; the paper has none
    rho : ρ, the share of the running means that stays
    eps : ε
    weight_decay : adds ``weight_decay * p`` to the gradient
    maximize : climb instead of descend

    References
    ----------
    M. D. Zeiler, Adadelta: an adaptive learning rate method, arXiv:1212.5701.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([1.0], requires_grad=True)
    >>> optimizer = Adadelta([p], rho=0.5, eps=1.0)
    >>> (p * p).sum().backward()
    >>> optimizer.step()  # v = 2, Δ = √1 / √3 · 2
    >>> p.data
    array([-0.15470054])
    """

    symbols: ClassVar = {"v": "square_avg", "u": "acc_delta"}

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0.0,
        *,
        maximize: bool = False,
    ) -> None:
        options = {"lr": lr, "rho": rho, "eps": eps, "weight_decay": weight_decay, "maximize": maximize}
        super().__init__(params, options)

    def update(self, group: dict[str, Any]) -> Update:
        """Return the update."""
        return adadelta
