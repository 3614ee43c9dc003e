"""Schedules made of others: one after another, or all at once."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from autograd_lite.errors import OptionError
from autograd_lite.optim.optimizer import Optimizer
from autograd_lite.optim.options import wanted
from autograd_lite.optim.schedules import LRScheduler


class _Combined(LRScheduler):
    """A schedule made of others."""

    def __init__(self, optimizer: Optimizer, schedulers: Sequence[LRScheduler], last_epoch: int) -> None:
        check_members(type(self).__name__, optimizer, schedulers)
        self.schedulers = list(schedulers)
        self.optimizer, self.last_epoch = optimizer, last_epoch
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]

    def state_dict(self) -> dict[str, Any]:
        """Return the state of all schedules."""
        return {**super().state_dict(), "schedulers": [each.state_dict() for each in self.schedulers]}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned."""
        super().load_state_dict(state_dict)
        for each, state in zip(self.schedulers, state_dict["schedulers"], strict=True):
            each.load_state_dict(state)


class SequentialLR(_Combined):
    """One schedule after another: the next begins at each of the `milestones`, from the rate at the start."""

    def __init__(
        self, optimizer: Optimizer, schedulers: Sequence[LRScheduler], milestones: Sequence[int], last_epoch: int = -1
    ) -> None:
        super().__init__(optimizer, schedulers, last_epoch + 1)
        fits = len(milestones) == len(schedulers) - 1
        wanted("SequentialLR", "milestones", milestones, fits, f"one fewer than the {len(schedulers)} schedulers")
        self.milestones = list(milestones)
        self.schedulers[bisect_right(self.milestones, 0)].restart()

    def step(self) -> None:
        """Go to the next learning rate of the schedule whose turn it is."""
        self.last_epoch += 1
        k = bisect_right(self.milestones, self.last_epoch)
        if k and self.milestones[k - 1] == self.last_epoch:
            self.schedulers[k].restart()
        else:
            self.schedulers[k].step()

    def restart(self) -> None:
        """Begin with the first schedule again."""
        self.last_epoch = 0
        self.schedulers[bisect_right(self.milestones, 0)].restart()


class ChainedScheduler(_Combined):
    """Several schedules at once: each step changes the rate by all of them, one after another."""

    def __init__(self, schedulers: Sequence[LRScheduler], optimizer: Optimizer | None = None) -> None:
        if not schedulers:
            raise OptionError("ChainedScheduler got no schedulers. Wanted at least one.")
        super().__init__(optimizer or schedulers[0].optimizer, schedulers, 0)

    def step(self) -> None:
        """Go one step with each schedule."""
        self.last_epoch += 1
        for each in self.schedulers:
            each.step()

    def restart(self) -> None:
        """Begin again."""
        self.last_epoch = 0
        for k, each in enumerate(self.schedulers):
            rates = self.base_lrs if k == 0 else self.get_last_lr()
            each.last_epoch = 0
            each._set(
                [each.rate(lr, base, 0, i) for i, (lr, base) in enumerate(zip(rates, self.base_lrs, strict=True))]
            )


def check_members(owner: str, optimizer: Optimizer, schedulers: Sequence[Any]) -> None:
    """Refuse no schedules, schedules of another optimizer, and those whose step wants a metric."""
    wanted(owner, "schedulers", schedulers, len(schedulers) > 0, "at least one")
    for k, each in enumerate(schedulers):
        if not isinstance(each, LRScheduler):
            raise OptionError(f"{owner} got a {type(each).__name__} as scheduler {k}. Wanted a schedule of t alone.")
        if each.optimizer is not optimizer:
            raise OptionError(f"{owner} got a scheduler {k} that belongs to another optimizer. Wanted the same.")
