"""Generators and their states."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.data.chance import generator, generator_state, set_generator_state
from autograd_lite.errors import CheckpointError


@pytest.mark.parametrize("kind", ["PCG64", "MT19937", "Philox", "SFC64", "legacy"])
def test_a_state_brings_back_the_same_numbers(kind: str) -> None:
    """What is drawn after a state is set is what was drawn after it was taken."""

    def made(seed: int) -> Any:
        return np.random.RandomState(seed) if kind == "legacy" else np.random.Generator(getattr(np.random, kind)(seed))

    rng = made(1)
    rng.standard_normal(3)
    state = generator_state(rng)
    drawn = rng.permutation(20)
    other = made(2)
    set_generator_state(other, state)
    assert np.array_equal(other.permutation(20), drawn)


def test_generators_pass_through() -> None:
    """A generator of either kind is used as it is; a seed makes one."""
    for rng in (np.random.default_rng(0), np.random.RandomState(0)):
        assert generator(rng) is rng
    assert generator(5).random() == np.random.default_rng(5).random()


def test_a_state_of_another_kind() -> None:
    """The state of another kind of generator is a named error."""
    state = generator_state(np.random.Generator(np.random.MT19937(0)))
    with pytest.raises(CheckpointError, match="does not fit a Generator"):
        set_generator_state(np.random.default_rng(0), state)
