"""CyclicLR and OneCycleLR: rates and momenta worked by hand, refusals."""

from typing import Any

import pytest

from autograd_lite import Tensor
from autograd_lite.errors import OptionError
from autograd_lite.optim import SGD, Adagrad, Adam, CyclicLR, OneCycleLR


def made(kind: Any = SGD, **options: Any) -> Any:
    """An optimizer with one parameter."""
    return kind([Tensor([0.0], requires_grad=True)], **options)


def followed(schedule: Any, steps: int) -> list[tuple[float, float]]:
    """Rate and momentum (or β₁) from step 0."""
    group = schedule.optimizer.param_groups[0]
    found = []
    for t in range(steps + 1):
        if t:
            schedule.step()
        found.append((group["lr"], group["betas"][0] if "betas" in group else group["momentum"]))
    return found


def test_triangular() -> None:
    """Up in two steps, down in two, the momentum against it."""
    found = followed(CyclicLR(made(momentum=0.9), 1.0, 3.0, 2, base_momentum=0.5, max_momentum=0.9), 5)
    assert [lr for lr, _ in found] == pytest.approx([1, 2, 3, 2, 1, 2])
    assert [momentum for _, momentum in found] == pytest.approx([0.9, 0.7, 0.5, 0.7, 0.9, 0.7])


def test_triangular_with_halving() -> None:
    """The second top is half as high."""
    schedule = CyclicLR(made(), 1.0, 3.0, 1, mode="triangular2", cycle_momentum=False)
    assert [lr for lr, _ in followed(schedule, 3)] == [1, 3, 1, 2]


def test_exp_range() -> None:
    """The height is multiplied by γ each step."""
    schedule = CyclicLR(made(), 1.0, 3.0, 1, mode="exp_range", gamma=0.5, cycle_momentum=False)
    assert [lr for lr, _ in followed(schedule, 3)] == [1, 2, 1, 1.25]


def test_one_cycle() -> None:
    """From 1/25 up to 1 at step 2 of 10, down to 1/250 000 at step 9; β₁ against it."""
    found = followed(OneCycleLR(made(Adam), 1.0, 10), 9)
    assert found[0] == pytest.approx((0.04, 0.95))
    assert found[2] == pytest.approx((1.0, 0.85))
    assert found[9] == pytest.approx((4e-6, 0.95))
    assert found[1] == pytest.approx((0.52, 0.9))


def test_no_step_beyond_the_last() -> None:
    """One cycle ends."""
    schedule = OneCycleLR(made(Adam), 1.0, 2)
    schedule.step()
    schedule.step()
    with pytest.raises(OptionError, match=r"total_steps=2. Wanted no more steps; got step 3"):
        schedule.step()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: CyclicLR(made(), 1, 2, mode="square"), "CyclicLR got mode='square'"),
        (lambda: CyclicLR(made(Adagrad), 1, 2), "Adagrad, which has neither momentum nor betas"),
        (lambda: CyclicLR(made(), [1, 1], 2), r"base_lr=\[1, 1\]. Wanted one for all, or 1"),
        (lambda: CyclicLR(made(), 1, 2, 0), "step_size_up, step_size_down"),
        (lambda: OneCycleLR(made(), 1.0), "OneCycleLR got total_steps=0. Wanted an integer >= 1, or epochs"),
        (lambda: OneCycleLR(made(), 1.0, 5, pct_start=2), "pct_start=2"),
        (lambda: OneCycleLR(made(), 1.0, 5, anneal_strategy="up"), "anneal_strategy='up'"),
    ],
)
def test_refusals(make: Any, message: str) -> None:
    """What makes no cycle is named."""
    with pytest.raises(OptionError, match=message):
        make()
