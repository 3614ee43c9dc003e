"""ReduceLROnPlateau: when the rate falls, worked by hand."""

from typing import Any

import pytest

from autograd_lite import Tensor
from autograd_lite.errors import CheckpointError, OptionError
from autograd_lite.optim import SGD, ReduceLROnPlateau


def rates(metrics: list[Any], **options: Any) -> list[float]:
    """The rate after each metric, from 1."""
    optimizer = SGD([Tensor([0.0], requires_grad=True)], lr=1.0)
    schedule = ReduceLROnPlateau(optimizer, factor=0.5, **options)
    found = []
    for metric in metrics:
        schedule.step(metric)
        found += schedule.get_last_lr()
    return found


def test_patience() -> None:
    """The rate falls when more than `patience` steps in a row are not better than the best."""
    assert rates([5, 4, 4, 4, 4, 3], patience=1) == [1, 1, 1, 0.5, 0.5, 0.5]


def test_cooldown() -> None:
    """Steps of cooling down do not count as bad."""
    assert rates([1, 1, 1, 1, 1, 1], patience=0, cooldown=1) == [1, 0.5, 0.5, 0.25, 0.25, 0.125]


def test_thresholds() -> None:
    """An improvement that is no larger than the threshold does not count, relative or absolute."""
    assert rates([10, 9.5], patience=0, threshold=0.1) == [1, 0.5]
    assert rates([10, 9.5], patience=0, threshold=0.1, threshold_mode="abs") == [1, 1]
    assert rates([10, 10.5], patience=0, threshold=0.1, mode="max") == [1, 0.5]
    assert rates([10, 10.5], patience=0, threshold=0.4, threshold_mode="abs", mode="max") == [1, 1]


def test_least_rate_and_tensors() -> None:
    """No rate goes below min_lr; a metric may be a Tensor of one number."""
    loss = Tensor(1.0, requires_grad=True)
    assert rates([loss] * 4, patience=0, min_lr=0.3) == [1, 0.5, 0.3, 0.3]


def test_state() -> None:
    """A new schedule with the state goes on the same way."""
    optimizer = SGD([Tensor([0.0], requires_grad=True)], lr=1.0)
    first, second = ReduceLROnPlateau(optimizer, patience=2), ReduceLROnPlateau(optimizer, patience=2)
    first.step(1.0)
    first.step(1.0)
    second.load_state_dict(first.state_dict())
    assert (second.best, second.num_bad_epochs) == (1.0, 1)
    with pytest.raises(CheckpointError, match=r"\['best', 'last_epoch'"):
        second.load_state_dict({})


@pytest.mark.parametrize("options", [{"mode": "low"}, {"factor": 1.0}, {"threshold_mode": "x"}, {"min_lr": [1, 2]}])
def test_refusals(options: dict[str, Any]) -> None:
    """Bad options are named."""
    optimizer = SGD([Tensor([0.0], requires_grad=True)])
    with pytest.raises(OptionError, match=f"ReduceLROnPlateau got {next(iter(options))}="):
        ReduceLROnPlateau(optimizer, **options)
    with pytest.raises(OptionError, match="Wanted an optimizer"):
        ReduceLROnPlateau("sgd")
