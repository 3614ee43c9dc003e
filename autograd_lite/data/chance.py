"""Generators of random numbers, and their state as plain numbers and arrays."""

from typing import Any

import numpy as np

from autograd_lite.errors import CheckpointError


def generator(rng: Any) -> Any:
    """Return a generator as it is, NumPy's legacy one too, or one made of a seed or of fresh entropy (None)."""
    return rng if isinstance(rng, np.random.RandomState) else np.random.default_rng(rng)


def generator_state(rng: Any) -> dict[str, Any]:
    """Return the state of a generator, as nested dicts of numbers, strings and arrays.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> state = generator_state(rng)
    >>> first = rng.random()
    >>> set_generator_state(rng, state)
    >>> rng.random() == first
    True
    """
    state: dict[str, Any] = rng.get_state(legacy=False) if _legacy(rng) else rng.bit_generator.state
    return state


def set_generator_state(rng: Any, state: dict[str, Any]) -> None:
    """Put a generator into a state that :func:`generator_state` returned."""
    try:
        if _legacy(rng):
            rng.set_state(state)
        else:
            rng.bit_generator.state = state
    except (ValueError, TypeError, KeyError) as error:
        raise CheckpointError(f"The generator's state does not fit a {type(rng).__name__}: {error}.") from error


def _legacy(rng: Any) -> bool:
    return isinstance(rng, np.random.RandomState)
