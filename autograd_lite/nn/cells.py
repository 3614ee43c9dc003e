"""One step of a recurrent network as a layer."""

import math
from typing import Any, ClassVar

import numpy as np

from autograd_lite.nn import init
from autograd_lite.nn.functional.checks import counts, numbers, wrong_shape
from autograd_lite.nn.linear import uniform_parameter
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Parameter
from autograd_lite.nn.steps import GRU_STEP, LSTM_STEP, Step, plain_step
from autograd_lite.ops.neural.affine import affine


class _Cell(Module):
    """What the cells share.

    Attributes
    ----------
    weight_ih, weight_hh, bias_ih, bias_hh : from U(−k, k), k = 1/√hidden_size
    """

    gates: ClassVar[int]
    weight_ih: Parameter
    weight_hh: Parameter
    bias_ih: Parameter | None
    bias_hh: Parameter | None

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, *, dtype: Any = None, rng: init.Rng = None
    ) -> None:
        counts(type(self).__name__, input_size=input_size, hidden_size=hidden_size)
        self.input_size, self.hidden_size, self.bias = input_size, hidden_size, bias
        bound, draw, wide = 1 / math.sqrt(hidden_size), init.generator(rng), self.gates * hidden_size
        self.weight_ih = uniform_parameter((wide, input_size), bound, dtype, draw)
        self.weight_hh = uniform_parameter((wide, hidden_size), bound, dtype, draw)
        self.bias_ih = uniform_parameter((wide,), bound, dtype, draw) if bias else None
        self.bias_hh = uniform_parameter((wide,), bound, dtype, draw) if bias else None

    def _step(self) -> Step:
        raise NotImplementedError

    def _advance(self, input: Any, hx: Any) -> tuple[Any, ...]:
        """Return the next states."""
        x, step = numbers(input), self._step()
        if x.ndim not in (1, 2) or x.shape[-1] != self.input_size:
            raise wrong_shape(
                type(self).__name__,
                f"got an input of shape {x.shape}, wanted {self.input_size} features.",
            )
        wanted = (*x.shape[:-1], self.hidden_size)
        states = (np.zeros(wanted, self.weight_hh.dtype),) * step.states if hx is None else hx
        states = tuple(numbers(h) for h in (states if isinstance(states, tuple | list) else (states,)))
        if any(h.shape != wanted for h in states):
            raise wrong_shape(type(self).__name__, f"got states of shape {states[0].shape}, wanted {wanted}.")
        b_ih, b_hh = self.bias_ih, self.bias_hh
        if step.joined and b_ih is not None:
            return step.advance(affine(x, self.weight_ih, b_ih + b_hh), states, self.weight_hh, None)
        return step.advance(affine(x, self.weight_ih, b_ih), states, self.weight_hh, b_hh)

    def extra_repr(self) -> str:
        """Return the sizes."""
        return f"{self.input_size}, {self.hidden_size}" + ("" if self.bias else ", bias=False")


class RNNCell(_Cell):
    """One step of :class:`~autograd_lite.nn.RNN`.

    Parameters
    ----------
    input_size, hidden_size : numbers of features
    bias : whether there are b and b'
    nonlinearity : "tanh" or "relu"
    dtype : of the parameters, by default float64
    rng : generator, seed or None
    """

    gates = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        plain_step(nonlinearity)
        self.nonlinearity = nonlinearity
        super().__init__(input_size, hidden_size, bias, dtype=dtype, rng=rng)

    def _step(self) -> Step:
        return plain_step(self.nonlinearity)

    def forward(self, input: Any, hx: Any = None) -> Any:
        """Return the next state of ``(N, hidden)``."""
        return self._advance(input, hx)[0]


class GRUCell(_Cell):
    """One step of :class:`~autograd_lite.nn.GRU`; parameters as for :class:`RNNCell`."""

    gates = 3

    def _step(self) -> Step:
        return GRU_STEP

    def forward(self, input: Any, hx: Any = None) -> Any:
        """Return the next state of ``(N, hidden)``."""
        return self._advance(input, hx)[0]


class LSTMCell(_Cell):
    """One step of :class:`~autograd_lite.nn.LSTM`; parameters as for :class:`RNNCell`."""

    gates = 4

    def _step(self) -> Step:
        return LSTM_STEP

    def forward(self, input: Any, hx: Any = None) -> tuple[Any, ...]:
        """Return the next ``(h, c)``, each ``(N, hidden)``."""
        return self._advance(input, hx)
