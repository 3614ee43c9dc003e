"""Sequences and chains of schedules: rates worked by hand."""

import pytest

from autograd_lite import Tensor, optim


def made() -> optim.SGD:
    """An optimizer with one parameter and the rate 1."""
    return optim.SGD([Tensor([0.0], requires_grad=True)], lr=1.0)


def followed(schedule: optim.LRScheduler, steps: int) -> list[float]:
    """The rates from now on."""
    found = schedule.get_last_lr()
    for _ in range(steps):
        schedule.step()
        found += schedule.get_last_lr()
    return found


def test_one_after_another() -> None:
    """A warm-up of three steps, then halving from the rate at the start."""
    o = made()
    parts = [optim.LinearLR(o, 0.5, 1.0, 2), optim.ExponentialLR(o, 0.5)]
    assert followed(optim.SequentialLR(o, parts, [3]), 5) == pytest.approx([0.5, 0.75, 1, 1, 0.5, 0.25])


def test_all_at_once() -> None:
    """The product of a constant for two steps and of halving."""
    o = made()
    chain = optim.ChainedScheduler([optim.ConstantLR(o, 0.5, 2), optim.ExponentialLR(o, 0.5)])
    assert followed(chain, 4) == pytest.approx([0.5, 0.25, 0.25, 0.125, 0.0625])


def test_one_inside_another() -> None:
    """A chain may be part of a sequence: it begins anew when its turn comes."""
    o = made()
    chain = optim.ChainedScheduler([optim.ConstantLR(o, 0.5, 2), optim.ExponentialLR(o, 0.5)])
    sequence = optim.SequentialLR(o, [optim.ConstantLR(o, 0.1, 10), chain], [2])
    assert followed(sequence, 4) == pytest.approx([0.1, 0.1, 0.5, 0.25, 0.25])
