"""Schedules: rates worked by hand, state, refusals."""

from typing import Any

import pytest

from autograd_lite import Tensor, optim
from autograd_lite.errors import CheckpointError, OptionError
from autograd_lite.optim import SGD


def made(lr: float = 1.0, **options: Any) -> SGD:
    """An optimizer with one parameter."""
    return SGD([Tensor([0.0], requires_grad=True)], lr=lr, **options)


def rates(schedule: Any, steps: int) -> list[float]:
    """The rates of the first group from step 0."""
    found = schedule.get_last_lr()
    for _ in range(steps):
        schedule.step()
        found += schedule.get_last_lr()
    return found


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda o: optim.LambdaLR(o, lambda t: 1 / 2**t), [1, 0.5, 0.25, 0.125, 0.0625]),
        (lambda o: optim.MultiplicativeLR(o, lambda t: t), [1, 1, 2, 6, 24]),
        (lambda o: optim.StepLR(o, 2, gamma=0.5), [1, 1, 0.5, 0.5, 0.25]),
        (lambda o: optim.MultiStepLR(o, [1, 3, 3], gamma=0.5), [1, 0.5, 0.5, 0.125, 0.125]),
        (lambda o: optim.ConstantLR(o, 0.5, 2), [0.5, 0.5, 1, 1, 1]),
        (lambda o: optim.LinearLR(o, 0.25, 1.0, 3), [0.25, 0.5, 0.75, 1, 1]),
        (lambda o: optim.LinearLR(o, 1.0, 0.0, 2), [1, 0.5, 0, 0, 0]),
        (lambda o: optim.ExponentialLR(o, 0.5), [1, 0.5, 0.25, 0.125, 0.0625]),
        (lambda o: optim.PolynomialLR(o, 4, 2.0), [1, 9 / 16, 4 / 16, 1 / 16, 0]),
        (lambda o: optim.CosineAnnealingLR(o, 2, eta_min=0.5), [1, 0.75, 0.5, 0.75, 1]),
        (lambda o: optim.CosineAnnealingWarmRestarts(o, 2), [1, 0.5, 1, 0.5, 1]),
        (lambda o: optim.CosineAnnealingWarmRestarts(o, 1, 2), [1, 1, 0.5, 1, 0.5 + 0.5**1.5]),
        (
            lambda o: optim.SequentialLR(o, [optim.LinearLR(o, 0.5, 1.0, 2), optim.ExponentialLR(o, 0.5)], [3]),
            [0.5, 0.75, 1, 1, 0.5],
        ),
        (
            lambda o: optim.ChainedScheduler([optim.ConstantLR(o, 0.5, 2), optim.ExponentialLR(o, 0.5)]),
            [0.5, 0.25, 0.25, 0.125, 0.0625],
        ),
    ],
)
def test_rates(make: Any, expected: list[float]) -> None:
    """Each schedule gives the rates of its definition."""
    assert rates(make(made()), 4) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    "make",
    [
        lambda o: optim.StepLR(o, 2),
        lambda o: optim.CosineAnnealingLR(o, 5),
        lambda o: optim.OneCycleLR(o, 0.5, 20),
        lambda o: optim.CyclicLR(o, 0.1, 0.5, 3),
        lambda o: optim.SequentialLR(o, [optim.ConstantLR(o), optim.ExponentialLR(o, 0.5)], [4]),
        lambda o: optim.ChainedScheduler([optim.ConstantLR(o), optim.ExponentialLR(o, 0.5)]),
    ],
)
def test_going_on_from_a_state(make: Any) -> None:
    """Optimizer and schedule that load their states go on with the same rates."""
    first = made(momentum=0.9)
    schedule = make(first)
    rates(schedule, 6)
    second = made(momentum=0.9)
    other = make(second)
    second.load_state_dict(first.state_dict())
    other.load_state_dict(schedule.state_dict())
    assert rates(other, 5) == rates(schedule, 5)
    assert first.param_groups[0]["momentum"] == second.param_groups[0]["momentum"]


def test_last_epoch_goes_on() -> None:
    """With last_epoch a new schedule goes on where the groups stand; without an initial rate it is refused."""
    optimizer = made()
    schedule = optim.ExponentialLR(optimizer, 0.5)
    rates(schedule, 2)
    assert rates(optim.ExponentialLR(optimizer, 0.5, last_epoch=1), 1) == [0.25, 0.125]
    assert rates(optim.LambdaLR(optimizer, lambda t: t, last_epoch=4), 1) == [5.0, 6.0]
    with pytest.raises(OptionError, match=r"last_epoch=1, but the groups \[0\] have no initial_lr"):
        optim.ExponentialLR(made(), 0.5, last_epoch=1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda o: optim.StepLR(o, 0), "StepLR got step_size=0. Wanted an integer >= 1"),
        (lambda o: optim.StepLR("sgd", 1), "StepLR got a str. Wanted an optimizer"),
        (lambda o: optim.LambdaLR(o, [abs, abs]), "LambdaLR got lr_lambda=.* Wanted one for all, or 1"),
        (lambda o: optim.ConstantLR(o, 2.0), "ConstantLR got factor=2.0"),
        (lambda o: optim.LinearLR(o, 0.0), "LinearLR got start_factor=0.0"),
        (lambda o: optim.LinearLR(o, 0.5, -1), "LinearLR got end_factor=-1"),
        (lambda o: optim.LinearLR(o, 0.5, 1.0, 0), "LinearLR got total_iters=0"),
        (lambda o: optim.PolynomialLR(o, 0), "PolynomialLR got total_iters=0"),
        (lambda o: optim.CosineAnnealingLR(o, 0), "CosineAnnealingLR got T_max=0"),
        (lambda o: optim.CosineAnnealingWarmRestarts(o, 0), "T_0=0"),
        (lambda o: optim.CosineAnnealingWarmRestarts(o, 1, 0), "T_mult=0"),
        (lambda o: optim.SequentialLR(o, [], []), "SequentialLR got schedulers="),
        (lambda o: optim.SequentialLR(o, [optim.StepLR(o, 1)], [1]), r"milestones=\[1\]. Wanted one fewer than the 1"),
        (lambda o: optim.ChainedScheduler([]), "ChainedScheduler got no schedulers"),
        (
            lambda o: optim.ChainedScheduler([optim.StepLR(made(), 1), optim.StepLR(o, 1)]),
            "belongs to another optimizer",
        ),
        (lambda o: optim.ChainedScheduler([optim.ReduceLROnPlateau(o)], o), "a ReduceLROnPlateau as scheduler 0"),
    ],
)
def test_refusals(make: Any, message: str) -> None:
    """What cannot be scheduled is named."""
    with pytest.raises(OptionError, match=message):
        make(made())


def test_state_of_another_count_of_groups() -> None:
    """A state for other groups is refused."""
    with pytest.raises(CheckpointError, match="wanted base_lrs for 1 groups"):
        optim.StepLR(made(), 1).load_state_dict({"last_epoch": 1, "base_lrs": [1.0, 2.0]})


def test_repr() -> None:
    """The repr shows step and rates."""
    assert repr(optim.StepLR(made(0.5), 1)) == "StepLR(step 0, lr [0.5])"
