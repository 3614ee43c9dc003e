"""Rprop: only the signs of gradients count."""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from autograd_lite.optim.optimizer import Optimizer, Update


def rprop(p, g, last, step, etas, step_sizes):  # type: ignore[no-untyped-def]
    """Step by a size of its own for each number, longer while the sign stays, shorter when it turns."""
    turned, same = g * last < 0, g * last > 0
    step = np.clip(step * np.where(turned, etas[0], np.where(same, etas[1], 1.0).astype(g.dtype)), *step_sizes)
    g = np.where(turned, 0, g)
    return p - np.sign(g) * step, g, step


class Rprop(Optimizer):
    """Resilient backpropagation, for gradients of all the data at once.

    ::

        step ← η⁺ step      where g keeps its last sign
        step ← η⁻ step      where it turned; there g ← 0, so the number rests this once
        p ← p − sign(g) step

    Parameters
    ----------
    params : Tensors, pairs of name and Tensor, or groups
    lr : the first step
    etas : η⁻ and η⁺
    step_sizes : smallest and largest step
    maximize : climb instead of descend

    References
    ----------
    M. Riedmiller, H. Braun, A direct adaptive method for faster backpropagation learning, 1993 (the form without weight
    backtracking).

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([3.0, -4.0], requires_grad=True)
    >>> optimizer = Rprop([p], lr=0.5)
    >>> for _ in range(2):
    ...     optimizer.zero_grad()
    ...     (p * p).sum().backward()
    ...     optimizer.step()  # 0.5, then 0.6
    >>> p.data
    array([ 1.9, -2.9])
    """

    symbols: ClassVar = {"last": "prev", "step": "step_size"}

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50.0),
        *,
        maximize: bool = False,
    ) -> None:
        super().__init__(params, {"lr": lr, "etas": etas, "step_sizes": step_sizes, "maximize": maximize})

    def update(self, group: dict[str, Any]) -> Update:
        """Return the update."""
        return rprop

    def initial(self, symbol: str, p: Any, group: dict[str, Any]) -> Any:
        """Return lr as the first step, 0 as the gradient before the first."""
        start = group["lr"] if symbol == "step" else 0.0
        return np.full(p.shape, start + 1j * start if p.dtype.kind == "c" else start, p.dtype)
