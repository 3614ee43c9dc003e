"""Schedules that swing along a cosine."""

import math

from autograd_lite.optim.optimizer import Optimizer
from autograd_lite.optim.options import wanted
from autograd_lite.optim.schedules import LRScheduler


class CosineAnnealingLR(LRScheduler):
    """Rate that swings from base to `eta_min` in `T_max` steps along half a cosine, and back in as many.

    References
    ----------
    I. Loshchilov, F. Hutter, SGDR: stochastic gradient descent with warm restarts, arXiv:1608.03983.
    """

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0, last_epoch: int = -1) -> None:
        wanted("CosineAnnealingLR", "T_max", T_max, T_max >= 1, "an integer >= 1")
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer, last_epoch)

    def height(self, t: int) -> float:
        """Return the height of the cosine at step t, from 2 at its top to 0."""
        return 1 + math.cos(math.pi * t / self.T_max)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """What is above `eta_min` times the ratio of two heights; up from the bottom, where that is 0, a step."""
        if t == 0:
            return lr
        if (t - 1 - self.T_max) % (2 * self.T_max) == 0:
            return lr + (base - self.eta_min) * self.height(self.T_max + 1) / 2
        return self.eta_min + (lr - self.eta_min) * self.height(t) / self.height(t - 1)


class CosineAnnealingWarmRestarts(LRScheduler):
    """Rate that falls along half a cosine to `eta_min`, over and over, in `T_0` steps and then `T_mult` times as many.

    References
    ----------
    I. Loshchilov, F. Hutter, SGDR: stochastic gradient descent with warm restarts, arXiv:1608.03983.
    """

    closed = True

    def __init__(
        self, optimizer: Optimizer, T_0: int, T_mult: int = 1, eta_min: float = 0.0, last_epoch: int = -1
    ) -> None:
        wanted("CosineAnnealingWarmRestarts", "T_0", T_0, T_0 >= 1, "an integer >= 1")
        wanted("CosineAnnealingWarmRestarts", "T_mult", T_mult, T_mult >= 1, "an integer >= 1")
        self.T_0, self.T_mult, self.eta_min = T_0, T_mult, eta_min
        super().__init__(optimizer, last_epoch)

    def rate(self, lr: float, base: float, t: float, i: int) -> float:
        """The cosine at the place of t in its cycle."""
        length = self.T_0
        if self.T_mult == 1:
            t = t % length
        while t >= length:
            t, length = t - length, length * self.T_mult
        return self.eta_min + (base - self.eta_min) * (1 + math.cos(math.pi * t / length)) / 2

    def step(self, epoch: float | None = None) -> None:
        """Go to the next learning rate, or to that of `epoch`, which may be a fraction: ``epoch + batch / batches``."""
        t = self.last_epoch + 1 if epoch is None else epoch
        wanted("CosineAnnealingWarmRestarts", "epoch", t, t >= 0, "a number >= 0")
        self.last_epoch = math.floor(t)
        self._set([self.rate(g["lr"], base, t, i) for i, g, base in self._each()])
