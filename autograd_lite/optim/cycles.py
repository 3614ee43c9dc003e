"""Schedules that go up and down, and take the momentum along: CyclicLR and OneCycleLR."""

import math
from collections.abc import Callable
from typing import Any

from autograd_lite.errors import OptionError
from autograd_lite.optim.optimizer import Optimizer
from autograd_lite.optim.options import wanted
from autograd_lite.optim.schedules import LRScheduler, each_group


class _Cycle(LRScheduler):
    """A schedule that may set the momentum too, or β₁ where the optimizer has betas."""

    closed = True

    def __init__(
        self, optimizer: Optimizer, cycle_momentum: bool, base_momentum: Any, max_momentum: Any, last_epoch: int
    ) -> None:
        self.cycle_momentum = cycle_momentum
        self.momentums: list[tuple[float, float]] = []
        if cycle_momentum:
            owner = type(self).__name__
            if not {"momentum", "betas"} & set(optimizer.defaults):
                raise OptionError(
                    f"{owner} got cycle_momentum=True with {type(optimizer).__name__}, which has neither momentum nor "
                    "betas. Pass cycle_momentum=False."
                )
            low = each_group(owner, "base_momentum", base_momentum, optimizer)
            high = each_group(owner, "max_momentum", max_momentum, optimizer)
            self.momentums = list(zip(low, high, strict=True))
        super().__init__(optimizer, last_epoch)

    def momentum(self, low: float, high: float, t: int) -> float:
        """Return the momentum of step t."""
        raise NotImplementedError(f"{type(self).__name__} has no momentum.")

    def _set(self, rates: Any) -> None:
        super()._set(rates)
        for group, (low, high) in zip(self.optimizer.param_groups, self.momentums, strict=False):
            value = self.momentum(low, high, self.last_epoch)
            if "betas" in self.optimizer.defaults:
                group["betas"] = (value, *group["betas"][1:])
            else:
                group["momentum"] = value


class CyclicLR(_Cycle):
    """Rate that goes up from `base_lr` to `max_lr` in a straight line and down again, over and over.

    Parameters
    ----------
    optimizer : whose groups are scheduled
    base_lr, max_lr : the ends; one for all groups, or a list
    step_size_up, step_size_down : steps up and down; down as many as up, if not given
    mode : "triangular"; "triangular2" halves the height each cycle; "exp_range" multiplies it by `gamma` each step
    gamma : for "exp_range"
    scale_fn : factor of the height, instead of `mode`
    scale_mode : whether `scale_fn` is a function of the "cycle" (from 1) or of the "iterations"
    cycle_momentum : move the momentum (or β₁) the other way
    base_momentum, max_momentum : its ends
    last_epoch : -1 to start

    References
    ----------
    L. N. Smith, Cyclical learning rates for training neural networks, arXiv:1506.01186.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        base_lr: Any,
        max_lr: Any,
        step_size_up: int = 2000,
        step_size_down: int | None = None,
        mode: str = "triangular",
        gamma: float = 1.0,
        scale_fn: Callable[[float], float] | None = None,
        scale_mode: str = "cycle",
        cycle_momentum: bool = True,
        base_momentum: Any = 0.8,
        max_momentum: Any = 0.9,
        last_epoch: int = -1,
    ) -> None:
        known = ("triangular", "triangular2", "exp_range")
        wanted("CyclicLR", "mode", mode, mode in known or scale_fn is not None, f"one of {known}")
        self.low = each_group("CyclicLR", "base_lr", base_lr, optimizer)
        self.high = each_group("CyclicLR", "max_lr", max_lr, optimizer)
        down = step_size_up if step_size_down is None else step_size_down
        wanted("CyclicLR", "step_size_up, step_size_down", (step_size_up, down), step_size_up + down > 0, "steps")
        self.total_size, self.step_ratio = step_size_up + down, step_size_up / (step_size_up + down)
        shapes = {
            "triangular": lambda cycle: 1.0,
            "triangular2": lambda cycle: 2.0 ** (1 - cycle),
            "exp_range": lambda t: gamma**t,
        }
        self.scale_fn: Callable[[float], float] = scale_fn or shapes[mode]
        self.by_cycle = scale_mode == "cycle" if scale_fn else mode != "exp_range"
        super().__init__(optimizer, cycle_momentum, base_momentum, max_momentum, last_epoch)
        self.base_lrs = list(self.low)

    def height(self, t: int) -> float:
        """Return how far up the rate is at step t, from 0 to 1."""
        cycle = math.floor(1 + t / self.total_size)
        x = 1 + t / self.total_size - cycle
        up = x / self.step_ratio if x <= self.step_ratio else (x - 1) / (self.step_ratio - 1)
        return up * self.scale_fn(cycle if self.by_cycle else t)

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """``low + (high − low) · height``."""
        return self.low[i] + (self.high[i] - self.low[i]) * self.height(t)  # type: ignore[no-any-return]

    def momentum(self, low: float, high: float, t: int) -> float:
        """``high − (high − low) · height``."""
        return high - (high - low) * self.height(t)


class OneCycleLR(_Cycle):
    """Rate that goes up to `max_lr` and then down to next to nothing, once.

    Parameters
    ----------
    optimizer : whose groups are scheduled
    max_lr : the top; one for all groups, or a list
    total_steps : steps in all; or give `epochs` and `steps_per_epoch`
    epochs, steps_per_epoch : their product is `total_steps`
    pct_start : share of the steps that go up
    anneal_strategy : "cos" or "linear"
    cycle_momentum : move the momentum (or β₁) the other way
    base_momentum, max_momentum : its ends
    div_factor : the rate starts from ``max_lr / div_factor``
    final_div_factor : and ends at ``max_lr / div_factor / final_div_factor``
    three_phase : go down to the start first, in as many steps as up, and to the end in the rest
    last_epoch : -1 to start

    References
    ----------
    L. N. Smith, N. Topin, Super-convergence, arXiv:1708.07120.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: Any,
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: Any = 0.85,
        max_momentum: Any = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        three_phase: bool = False,
        last_epoch: int = -1,
    ) -> None:
        total = total_steps if total_steps is not None else (epochs or 0) * (steps_per_epoch or 0)
        wanted("OneCycleLR", "total_steps", total, total >= 1, "an integer >= 1, or epochs and steps_per_epoch")
        wanted("OneCycleLR", "pct_start", pct_start, 0 <= pct_start <= 1, "a number in [0, 1]")
        wanted("OneCycleLR", "anneal_strategy", anneal_strategy, anneal_strategy in _PATHS, "'cos' or 'linear'")
        self.total_steps, self.path = total, _PATHS[anneal_strategy]
        self.high = each_group("OneCycleLR", "max_lr", max_lr, optimizer)
        self.div_factor, self.final_div_factor = div_factor, final_div_factor
        up, end = pct_start * total - 1, total - 1
        self.ends = [up, 2 * up, end] if three_phase else [up, end]
        if last_epoch == -1:
            for group, high in zip(optimizer.param_groups, self.high, strict=True):
                group["initial_lr"] = high / div_factor
        super().__init__(optimizer, cycle_momentum, base_momentum, max_momentum, last_epoch)

    def _between(self, stations: list[float], t: int) -> float:
        """Return the value at step t on the way from station to station."""
        if t > self.total_steps:
            raise OptionError(f"OneCycleLR has total_steps={self.total_steps}. Wanted no more steps; got step {t}.")
        phase = next((k for k, end in enumerate(self.ends) if t <= end), len(self.ends) - 1)
        begin = self.ends[phase - 1] if phase else 0.0
        return self.path(stations[phase], stations[phase + 1], (t - begin) / (self.ends[phase] - begin))

    def rate(self, lr: float, base: float, t: int, i: int) -> float:
        """Up from the start to the top, down (in two phases, if asked) to the end."""
        start, top = self.high[i] / self.div_factor, self.high[i]
        end = start / self.final_div_factor
        return self._between([start, top, start, end] if len(self.ends) == 3 else [start, top, end], t)

    def momentum(self, low: float, high: float, t: int) -> float:
        """Down and up again."""
        return self._between([high, low, high, high], t)


def cosine(start: float, end: float, share: float) -> float:
    """Return the value at a share of the way along half a cosine."""
    return end + (start - end) / 2 * (1 + math.cos(math.pi * share))


def straight(start: float, end: float, share: float) -> float:
    """Return the value at a share of the way along a line."""
    return start + (end - start) * share


_PATHS = {"cos": cosine, "linear": straight}
