"""ReduceLROnPlateau: lower the learning rate when a metric stops improving."""

import math
from typing import Any

from autograd_lite.errors import CheckpointError, OptionError
from autograd_lite.optim.optimizer import Optimizer
from autograd_lite.optim.options import wanted
from autograd_lite.optim.schedules import each_group


class ReduceLROnPlateau:
    """Lower the learning rate when a metric has not improved for a while.

    Parameters
    ----------
    optimizer : whose groups are scheduled
    mode : "min" if lower is better, "max" if higher is
    factor : of the rate, each time
    patience : steps without improvement that pass before
    threshold : smaller improvements do not count
    threshold_mode : whether `threshold` is a share of the best ("rel") or a difference ("abs")
    cooldown : steps after a reduction that do not count as bad
    min_lr : no rate goes below; one for all groups, or a list
    eps : smaller reductions are left out

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> from autograd_lite.optim import SGD
    >>> optimizer = SGD([Tensor([1.0], requires_grad=True)], lr=0.5)
    >>> schedule = ReduceLROnPlateau(optimizer, patience=1)
    >>> for loss in [1.0, 1.0, 1.0]:
    ...     schedule.step(loss)
    >>> schedule.get_last_lr()
    [0.05]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: Any = 0.0,
        eps: float = 1e-8,
    ) -> None:
        if not isinstance(optimizer, Optimizer):
            raise OptionError(f"ReduceLROnPlateau got a {type(optimizer).__name__}. Wanted an optimizer.")
        wanted("ReduceLROnPlateau", "mode", mode, mode in ("min", "max"), "'min' or 'max'")
        wanted("ReduceLROnPlateau", "factor", factor, 0 <= factor < 1, "a number in [0, 1)")
        wanted(
            "ReduceLROnPlateau", "threshold_mode", threshold_mode, threshold_mode in ("rel", "abs"), "'rel' or 'abs'"
        )
        self.optimizer, self.mode, self.factor, self.patience = optimizer, mode, factor, patience
        self.threshold, self.threshold_mode, self.cooldown, self.eps = threshold, threshold_mode, cooldown, eps
        self.min_lrs = each_group("ReduceLROnPlateau", "min_lr", min_lr, optimizer)
        self.best = math.inf if mode == "min" else -math.inf
        self.last_epoch = self.num_bad_epochs = self.cooldown_counter = 0

    def better(self, metric: float) -> bool:
        """Whether `metric` is an improvement that counts."""
        sign = 1 if self.mode == "max" else -1
        margin = self.threshold * (1 if self.threshold_mode == "abs" else self.best)
        target = self.best + sign * margin if math.isfinite(self.best) else self.best
        return sign * metric > sign * target

    def step(self, metrics: Any) -> None:
        """Note the metric, and lower the rates if it is time."""
        metric = float(metrics.item() if hasattr(metrics, "item") else metrics)
        self.last_epoch += 1
        if self.better(metric):
            self.best, self.num_bad_epochs = metric, 0
        else:
            self.num_bad_epochs += 1
        if self.cooldown_counter:
            self.cooldown_counter, self.num_bad_epochs = self.cooldown_counter - 1, 0
        if self.num_bad_epochs > self.patience:
            for group, least in zip(self.optimizer.param_groups, self.min_lrs, strict=True):
                lr = max(group["lr"] * self.factor, least)
                if group["lr"] - lr > self.eps:
                    group["lr"] = lr
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0

    def get_last_lr(self) -> list[float]:
        """Return the rates of the groups, as they are now."""
        return [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self) -> dict[str, Any]:
        """Return what changes as steps go by: numbers only."""
        return {name: getattr(self, name) for name in _STATE}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned."""
        if missing := [name for name in _STATE if name not in state_dict]:
            raise CheckpointError(f"ReduceLROnPlateau cannot load this state: {missing} are missing.")
        for name in _STATE:
            setattr(self, name, state_dict[name])


_STATE = ("best", "last_epoch", "num_bad_epochs", "cooldown_counter")
