"""What one step of a recurrent network does, and the walk over time that repeats it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.ops.neural.activations import relu
from autograd_lite.ops.neural.affine import affine
from autograd_lite.ops.neural.recurrence import gru_step, lstm_step

WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")


class Step(NamedTuple):
    """One kind of recurrent network.

    ``advance(from_input, states, w_hh, b_hh)`` returns the next states, the hidden one first; `from_input` is
    ``W x + b`` (and b' too where `joined`, since one addition serves both).
    """

    states: int
    joined: bool
    advance: Callable[[Any, tuple[Any, ...], Any, Any], tuple[Any, ...]]

    def over(self, x: Any, states: tuple[Any, ...], weights: list[Any], reverse: bool) -> tuple[Any, tuple[Any, ...]]:
        """Walk over ``(L, N, features)``; return all hidden states and the last states."""
        w_ih, w_hh, b_ih, b_hh, w_hr = weights
        if self.joined:
            b_ih, b_hh = (None if b_ih is None else b_ih + b_hh), None
        from_input = affine(x, w_ih, b_ih)
        hidden = []
        for t in reversed(range(len(x))) if reverse else range(len(x)):
            states = self.advance(from_input[t], states, w_hh, b_hh)
            if w_hr is not None:
                states = (affine(states[0], w_hr), *states[1:])
            hidden.append(states[0])
        return np.stack(hidden[::-1] if reverse else hidden), states


def _lstm(from_input: Any, states: tuple[Any, ...], w_hh: Any, b_hh: Any) -> tuple[Any, ...]:
    h, c = states
    step = lstm_step(from_input + affine(h, w_hh, b_hh), c)
    return step.h, step.c


def _gru(from_input: Any, states: tuple[Any, ...], w_hh: Any, b_hh: Any) -> tuple[Any, ...]:
    (h,) = states
    return (gru_step(from_input, affine(h, w_hh, b_hh), h).h,)


def _tanh(from_input: Any, states: tuple[Any, ...], w_hh: Any, b_hh: Any) -> tuple[Any, ...]:
    return (np.tanh(from_input + affine(states[0], w_hh, b_hh)),)


def _relu(from_input: Any, states: tuple[Any, ...], w_hh: Any, b_hh: Any) -> tuple[Any, ...]:
    return (relu(from_input + affine(states[0], w_hh, b_hh)),)


LSTM_STEP = Step(2, True, _lstm)
GRU_STEP = Step(1, False, _gru)
_PLAIN = {"tanh": Step(1, True, _tanh), "relu": Step(1, True, _relu)}


def plain_step(nonlinearity: str) -> Step:
    """Return the step of an RNN with this nonlinearity."""
    if nonlinearity not in _PLAIN:
        raise ValueError(f"Got nonlinearity={nonlinearity!r}. Wanted 'tanh' or 'relu'.")
    return _PLAIN[nonlinearity]
