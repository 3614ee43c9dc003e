"""Schedules that swing along a cosine: rates worked by hand, refusals."""

from typing import Any

import pytest

from autograd_lite import Tensor, optim
from autograd_lite.errors import OptionError


def followed(make: Any, steps: int = 4) -> list[float]:
    """The rates from step 0, starting from 1."""
    optimizer = optim.SGD([Tensor([0.0], requires_grad=True)], lr=1.0)
    schedule, found = make(optimizer), [optimizer.param_groups[0]["lr"]]
    for _ in range(steps):
        schedule.step()
        found += schedule.get_last_lr()
    return found


def test_down_and_up() -> None:
    """Half a cosine down to the least rate, and back."""
    assert followed(lambda o: optim.CosineAnnealingLR(o, 2, eta_min=0.5)) == pytest.approx([1, 0.75, 0.5, 0.75, 1])


def test_warm_restarts() -> None:
    """Down and at the top again, in cycles of one length or of doubling lengths."""
    assert followed(lambda o: optim.CosineAnnealingWarmRestarts(o, 2)) == pytest.approx([1, 0.5, 1, 0.5, 1])
    doubling = followed(lambda o: optim.CosineAnnealingWarmRestarts(o, 1, 2))
    assert doubling == pytest.approx([1, 1, 0.5, 1, 0.5 + 0.5**1.5])


def test_fractions_of_an_epoch() -> None:
    """A step may go to any time: a quarter of a cycle of two is half an epoch."""
    optimizer = optim.SGD([Tensor([0.0], requires_grad=True)], lr=1.0)
    schedule = optim.CosineAnnealingWarmRestarts(optimizer, 2)
    schedule.step(0.5)
    assert schedule.get_last_lr() == pytest.approx([0.5 + 0.5**1.5])
    with pytest.raises(OptionError, match="epoch=-1"):
        schedule.step(-1)
