"""Adagrad: a step size for each number, from the sum of its squared gradients."""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from autograd_lite.optim.optimizer import Optimizer, Update


def adagrad(p, g, s, t, lr, lr_decay, eps):  # type: ignore[no-untyped-def]
    """Step by the gradient over the root of the sum of its squares."""
    s = s + g * g
    p = p - lr / (1 + (t - 1) * lr_decay) * g / (np.sqrt(s) + eps)
    return p, s


class Adagrad(Optimizer):
    """Adagrad.

    ::

        s ← s + g²
        p ← p − lr / (1 + (t − 1) lr_decay) · g / (√s + ε)

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : step size
    lr_decay : lowers the step size as steps go by
    weight_decay : adds ``weight_decay * p`` to the gradient
    initial_accumulator_value : what s starts from
    eps : ε; textbooks use 1e-7
    maximize : climb instead of descend

    References
    ----------
    J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0, 4.0], requires_grad=True)
    >>> optimizer = Adagrad([p], lr=0.5, eps=0.0)
    >>> (p * p).sum().backward()
    >>> optimizer.step()  # the first step is lr for each number, whatever its gradient
    >>> p.data
    array([2.5, 3.5])
    """

    symbols: ClassVar = {"s": "sum"}

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
        *,
        maximize: bool = False,
    ) -> None:
        options = {"lr": lr, "lr_decay": lr_decay, "eps": eps, "weight_decay": weight_decay}
        start = {"initial_accumulator_value": initial_accumulator_value, "maximize": maximize}
        super().__init__(params, {**options, **start})

    def update(self, group: dict[str, Any]) -> Update:
        """Return the update."""
        return adagrad

    def initial(self, symbol: str, p: Any, group: dict[str, Any]) -> Any:
        """Return the value that the sum starts from, the same for real and imaginary parts."""
        start = group["initial_accumulator_value"]
        return np.full(p.shape, start + 1j * start if p.dtype.kind == "c" else start, p.dtype)
