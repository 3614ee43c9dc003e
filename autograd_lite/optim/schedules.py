"""Learning rate schedules: how ``lr`` goes from step to step.

A class adds one pure function, :meth:`LRScheduler.rate`: the learning rate of step t from the one before. Written so,
and not as a function of t alone, schedules can be chained: each changes the rate that it finds.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from autograd_lite.errors import CheckpointError, OptionError
from autograd_lite.optim.optimizer import Optimizer
from autograd_lite.optim.options import plain_number, wanted


class LRScheduler:
    """Base of the schedules.

    Parameters
    ----------
    optimizer : whose groups are scheduled
    last_epoch : -1 to start; k to go on after step k, with the rates that the groups hold

    Attributes
    ----------
    base_lrs : the rates that the groups started from
    last_epoch : count of steps taken
    """

    closed = False  # whether `rate` does without the rate before

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        if not isinstance(optimizer, Optimizer):
            raise OptionError(f"{type(self).__name__} got a {type(optimizer).__name__}. Wanted an optimizer.")
        self.optimizer = optimizer
        groups = optimizer.param_groups
        if last_epoch == -1:
            for group in groups:
                group.setdefault("initial_lr", group["lr"])
        elif missing := [i for i, group in enumerate(groups) if "initial_lr" not in group]:
            raise OptionError(
                f"{type(self).__name__} got last_epoch={last_epoch}, but the groups {missing} have no initial_lr to go "
                "on from. Load the optimizer's state first."
            )
        self.base_lrs: list[float] = [group["initial_lr"] for group in groups]
        self.last_epoch = last_epoch + 1
        if self.closed or self.last_epoch == 0:
            self._set([self.rate(g["lr"], base, self.last_epoch, i) for i, g, base in self._each()])

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """Return the rate of step `t` for group `i`, from the rate `lr` before it and the rate `base` at the start."""
        raise NotImplementedError(f"{type(self).__name__} has no rate.")

    def _each(self) -> list[tuple[int, dict[str, Any], float]]:
        return [
            (i, g, base) for i, (g, base) in enumerate(zip(self.optimizer.param_groups, self.base_lrs, strict=True))
        ]

    def _set(self, rates: Sequence[float]) -> None:
        for group, lr in zip(self.optimizer.param_groups, rates, strict=True):
            group["lr"] = plain_number(lr)

    def step(self) -> None:
        """Go to the next learning rate; call it after the optimizer's step."""
        self.last_epoch += 1
        self._set([self.rate(g["lr"], base, self.last_epoch, i) for i, g, base in self._each()])

    def restart(self) -> None:
        """Go to the first learning rate again, whatever the rates are now."""
        self.last_epoch = 0
        self._set([self.rate(base, base, 0, i) for i, _, base in self._each()])

    def get_last_lr(self) -> list[float]:
        """Return the rates of the groups, as they are now."""
        return [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self) -> dict[str, Any]:
        """Return what changes as steps go by: numbers only."""
        return {"last_epoch": self.last_epoch, "base_lrs": list(self.base_lrs)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned; the optimizer's own state holds the rates."""
        count = len(self.optimizer.param_groups)
        if len(state_dict.get("base_lrs", ())) != count:
            raise CheckpointError(f"{type(self).__name__} cannot load this state: wanted base_lrs for {count} groups.")
        self.last_epoch = int(state_dict["last_epoch"])
        self.base_lrs = [float(lr) for lr in state_dict["base_lrs"]]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(step {self.last_epoch}, lr {self.get_last_lr()})"


def each_group(owner: str, name: str, value: Any, optimizer: Optimizer) -> list[Any]:
    """Return `value`, one for all groups or a list, as a list with an entry for each group."""
    count = len(optimizer.param_groups)
    if not isinstance(value, list | tuple):
        return [value] * count
    wanted(owner, name, value, len(value) == count, f"one for all, or {count}: one for each group")
    return list(value)


class LambdaLR(LRScheduler):
    """Rate at the start times a function of t: ``lr = base · f(t)``. One function, or one for each group.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> from autograd_lite.optim import SGD
    >>> optimizer = SGD([Tensor([1.0], requires_grad=True)], lr=0.5)
    >>> schedule = LambdaLR(optimizer, lambda t: 1 / (1 + t))
    >>> schedule.step()
    >>> schedule.get_last_lr()
    [0.25]
    """

    closed = True

    def __init__(self, optimizer: Optimizer, lr_lambda: Any, last_epoch: int = -1) -> None:
        self.lr_lambdas: list[Callable[[int], float]] = each_group("LambdaLR", "lr_lambda", lr_lambda, optimizer)
        super().__init__(optimizer, last_epoch)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``base · f(t)``."""
        return base * self.lr_lambdas[i](t)


class MultiplicativeLR(LRScheduler):
    """Rate times a function of t, at every step: ``lr ← lr · f(t)``. One function, or one for each group."""

    def __init__(self, optimizer: Optimizer, lr_lambda: Any, last_epoch: int = -1) -> None:
        self.lr_lambdas: list[Callable[[int], float]] = each_group(
            "MultiplicativeLR", "lr_lambda", lr_lambda, optimizer
        )
        super().__init__(optimizer, last_epoch)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``lr · f(t)``, from t = 1."""
        return lr * self.lr_lambdas[i](t) if t else lr


class StepLR(LRScheduler):
    """Rate times `gamma` every `step_size` steps.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> from autograd_lite.optim import SGD
    >>> optimizer = SGD([Tensor([1.0], requires_grad=True)], lr=0.5)
    >>> schedule = StepLR(optimizer, step_size=2)
    >>> for _ in range(3):
    ...     schedule.step()
    >>> schedule.get_last_lr()
    [0.05]
    """

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1, last_epoch: int = -1) -> None:
        wanted("StepLR", "step_size", step_size, step_size >= 1, "an integer >= 1")
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer, last_epoch)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``lr · γ`` where t is a multiple of `step_size`."""
        return lr * self.gamma if t and t % self.step_size == 0 else lr


class MultiStepLR(LRScheduler):
    """Rate times `gamma` at each of the `milestones`."""

    def __init__(
        self, optimizer: Optimizer, milestones: Iterable[int], gamma: float = 0.1, last_epoch: int = -1
    ) -> None:
        self.milestones, self.gamma = Counter(milestones), gamma
        super().__init__(optimizer, last_epoch)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``lr · γ`` at a milestone; twice if it is listed twice."""
        return lr * self.gamma ** self.milestones[t]


class ConstantLR(LRScheduler):
    """Rate times `factor` for the first `total_iters` steps."""

    def __init__(self, optimizer: Optimizer, factor: float = 1 / 3, total_iters: int = 5, last_epoch: int = -1) -> None:
        wanted("ConstantLR", "factor", factor, 0 < factor <= 1, "a number in (0, 1]")
        self.factor, self.total_iters = factor, total_iters
        super().__init__(optimizer, last_epoch)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``lr · factor`` at 0, and back at `total_iters`."""
        if t == 0:
            return lr * self.factor
        return lr / self.factor if t == self.total_iters else lr


class LinearLR(LRScheduler):
    """Factor of the rate that goes in a straight line from `start_factor` to `end_factor` in `total_iters` steps."""

    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: float = 1 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        wanted("LinearLR", "start_factor", start_factor, 0 < start_factor <= 1, "a number in (0, 1]")
        wanted("LinearLR", "end_factor", end_factor, 0 <= end_factor <= 1, "a number in [0, 1]")
        wanted("LinearLR", "total_iters", total_iters, total_iters >= 1, "an integer >= 1")
        self.start_factor, self.end_factor, self.total_iters = start_factor, end_factor, total_iters
        super().__init__(optimizer, last_epoch)

    def factor(self, t: int) -> float:
        """Return the factor at step t."""
        return self.start_factor + (self.end_factor - self.start_factor) * min(t, self.total_iters) / self.total_iters

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``lr · factor(t) / factor(t − 1)``."""
        if t == 0:
            return lr * self.start_factor
        return lr * self.factor(t) / self.factor(t - 1) if t <= self.total_iters else lr


class ExponentialLR(LRScheduler):
    """Rate times `gamma` at every step."""

    def __init__(self, optimizer: Optimizer, gamma: float, last_epoch: int = -1) -> None:
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``lr · γ``, from t = 1."""
        return lr * self.gamma if t else lr


class PolynomialLR(LRScheduler):
    """Rate that falls to 0 in `total_iters` steps: ``base · (1 − t / total_iters) ^ power``."""

    def __init__(self, optimizer: Optimizer, total_iters: int = 5, power: float = 1.0, last_epoch: int = -1) -> None:
        wanted("PolynomialLR", "total_iters", total_iters, total_iters >= 1, "an integer >= 1")
        self.total_iters, self.power = total_iters, power
        super().__init__(optimizer, last_epoch)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``lr`` times the ratio of two steps of the polynomial."""
        if t == 0 or t > self.total_iters:
            return lr
        return lr * ((self.total_iters - t) / (self.total_iters - t + 1)) ** self.power  # type: ignore[no-any-return]
