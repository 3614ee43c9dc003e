"""A small training that the tests of this folder share."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import nn, optim
from autograd_lite.nn import functional
from autograd_lite.train import Trainer


def small(scheduled: bool = False, dropout: float = 0.0, **options: Any) -> Trainer:
    """A small classifier of the spiral."""
    layers = [nn.Linear(2, 8, rng=0), nn.ReLU(), nn.Dropout(dropout, rng=5), nn.Linear(8, 3, rng=1)]
    model = nn.Sequential(*layers)
    optimizer = optim.Adam(model.parameters(), lr=0.05)
    schedule = optim.CosineAnnealingLR(optimizer, 10) if scheduled else None
    return Trainer(model, optimizer, functional.cross_entropy, scheduler=schedule, rng=3, **options)


@pytest.fixture
def made() -> Callable[..., Trainer]:
    """Make one: a classifier of the spiral, the same at every call."""
    return small


@pytest.fixture
def weights() -> Callable[[Trainer], list[Any]]:
    """Copy all weights of a trainer's model."""
    return lambda trainer: [np.array(value) for value in trainer.model.state_dict().values()]


@pytest.fixture
def same() -> Callable[[list[Any], list[Any]], bool]:
    """Say whether two lists of weights are bitwise equal."""
    return lambda a, b: all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
