"""Recurrent layers: one matrix product for all inputs of a sequence at once, then step by step."""

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from autograd_lite.nn import init
from autograd_lite.nn.functional.checks import counts, numbers, wrong_shape
from autograd_lite.nn.functional.noise import dropout as drop
from autograd_lite.nn.linear import uniform_parameter
from autograd_lite.nn.module import Module
from autograd_lite.nn.steps import GRU_STEP, LSTM_STEP, WEIGHTS, Step, plain_step


class _Recurrent(Module):
    """What RNN, LSTM and GRU share: their parameters, and the walk over layers, directions and time."""

    gates: ClassVar[int]

    def _build(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int,
        bias: bool,
        batch_first: bool,
        dropout: float,
        bidirectional: bool,
        proj_size: int,
        dtype: Any,
        rng: init.Rng,
    ) -> None:
        counts(type(self).__name__, input_size=input_size, hidden_size=hidden_size, num_layers=num_layers)
        if num_layers < 1 or hidden_size < 1 or not 0 <= proj_size < hidden_size or not 0.0 <= dropout <= 1.0:
            raise ValueError(
                f"{type(self).__name__} got num_layers={num_layers}, hidden_size={hidden_size}, proj_size={proj_size}, "
                f"dropout={dropout}. Wanted one layer or more, proj_size below hidden_size, dropout from 0 to 1."
            )
        self.input_size, self.hidden_size, self.num_layers, self.proj_size = (
            input_size,
            hidden_size,
            num_layers,
            proj_size,
        )
        self.bias, self.batch_first, self.dropout, self.bidirectional = bias, batch_first, dropout, bidirectional
        self.rng = init.generator(rng)
        for name, shape in self._shapes():
            setattr(self, name, uniform_parameter(shape, 1 / math.sqrt(hidden_size), dtype, self.rng))

    def _suffixes(self) -> Iterator[tuple[int, str]]:
        """Yield layer and name suffix of every direction of every layer."""
        for layer in range(self.num_layers):
            yield layer, f"l{layer}"
            if self.bidirectional:
                yield layer, f"l{layer}_reverse"

    def _shapes(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield names and shapes of all parameters, in PyTorch's order."""
        wide, out = self.gates * self.hidden_size, self.proj_size or self.hidden_size
        for layer, suffix in self._suffixes():
            yield f"weight_ih_{suffix}", (wide, out * (1 + self.bidirectional) if layer else self.input_size)
            yield f"weight_hh_{suffix}", (wide, out)
            if self.bias:
                yield f"bias_ih_{suffix}", (wide,)
                yield f"bias_hh_{suffix}", (wide,)
            if self.proj_size:
                yield f"weight_hr_{suffix}", (self.proj_size, self.hidden_size)

    def _parameter(self, name: str) -> Any:
        return getattr(self, name, None)

    def _step(self) -> Step:
        raise NotImplementedError

    def _initial(self, hx: Any, batch: int, dtype: Any, single: bool) -> list[Any]:
        """Return the states to start from, each (directions · layers, N, size)."""
        count = self.num_layers * (1 + self.bidirectional)
        sizes = [self.proj_size or self.hidden_size, self.hidden_size][: self._step().states]
        if hx is None:
            return [np.zeros((count, batch, size), dtype) for size in sizes]
        given = [np.expand_dims(h, 1) if single else h for h in map(numbers, hx if len(sizes) > 1 else (hx,))]
        for h, size in zip(given, sizes, strict=True):
            if h.shape != (count, batch, size):
                raise wrong_shape(
                    type(self).__name__, f"got a state of shape {h.shape}, wanted {(count, batch, size)}."
                )
        return given

    def _run(self, input: Any, hx: Any) -> tuple[Any, tuple[Any, ...]]:
        """Return the output sequence and the last states."""
        x = numbers(input)
        single = x.ndim == 2
        if x.ndim not in (2, 3) or x.shape[-1] != self.input_size:
            raise wrong_shape(
                type(self).__name__,
                f"got an input of shape {x.shape}, wanted three axes (two without a batch), "
                f"{self.input_size} features.",
            )
        x = np.expand_dims(x, 1) if single else np.swapaxes(x, 0, 1) if self.batch_first else x
        if not len(x):
            raise ValueError(f"{self._path or type(self).__name__}: got a sequence of length 0, wanted 1 or more.")
        states, step = self._initial(hx, x.shape[1], self._parameter("weight_ih_l0").dtype, single), self._step()
        last: list[tuple[Any, ...]] = []
        outputs: list[Any] = []
        for k, (layer, suffix) in enumerate(self._suffixes()):
            reverse = suffix.endswith("reverse")
            if layer and not reverse:
                x = drop(x, self.dropout, self.training, rng=self.rng) if self.dropout else x
            weights = [self._parameter(f"{name}_{suffix}") for name in WEIGHTS]
            output, state = step.over(x, tuple(h[k] for h in states), weights, reverse)
            outputs.append(output)
            last.append(state)
            if reverse or not self.bidirectional:
                x = np.concatenate(outputs, axis=-1) if len(outputs) > 1 else output
                outputs = []
        ends = tuple(np.stack(each) for each in zip(*last, strict=True))
        if single:
            return x[:, 0], tuple(end[:, 0] for end in ends)
        return np.swapaxes(x, 0, 1) if self.batch_first else x, ends

    def extra_repr(self) -> str:
        """Return sizes, and settings that differ from the default."""
        text = f"{self.input_size}, {self.hidden_size}"
        defaults = {"num_layers": 1, "bias": True, "batch_first": False, "dropout": 0.0, "bidirectional": False}
        for name, default in {**defaults, "proj_size": 0}.items():
            if getattr(self, name) != default:
                text += f", {name}={getattr(self, name)!r}"
        return text


class RNN(_Recurrent):
    """h = tanh(W x + b + U h + b'), over a sequence; for several layers, each over the outputs of the one before.

    Parameters
    ----------
    input_size, hidden_size : numbers of features
    num_layers : how many, one on top of the other
    nonlinearity : "tanh" or "relu"
    bias : whether there are b and b'
    batch_first : sequences are ``(N, L, features)`` and not ``(L, N, features)``
    dropout : probability with which features are dropped between layers while training
    bidirectional : run a second set of weights backward; outputs are side by side
    dtype : of the parameters, by default float64
    rng : generator, seed or None; also for the dropout

    Attributes
    ----------
    weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, … : from U(−k, k), k = 1/√hidden_size; names end in the layer's
        number, and in ``_reverse`` for the second direction
    """

    gates = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        plain_step(nonlinearity)
        self.nonlinearity = nonlinearity
        sizes = (input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional)
        self._build(*sizes, 0, dtype, rng)

    def _step(self) -> Step:
        return plain_step(self.nonlinearity)

    def forward(self, input: Any, hx: Any = None) -> tuple[Any, Any]:
        """Return outputs ``(L, N, directions · hidden)`` and last states ``(directions · layers, N, hidden)``."""
        output, (h,) = self._run(input, hx)
        return output, h


class GRU(_Recurrent):
    """Gated recurrent unit (Cho et al., 2014), in the form whose reset gate stands behind the product with U.

    Parameters
    ----------
    input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, dtype, rng : as for :class:`RNN`

    Notes
    -----
    r, z = σ(W x + b + U h + b'), n = tanh(W x + b + r (U h + b')), h = (1 − z) n + z h. Weights are (r, z, n) stacked.
    """

    gates = 3

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        sizes = (input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional)
        self._build(*sizes, 0, dtype, rng)

    def _step(self) -> Step:
        return GRU_STEP

    def forward(self, input: Any, hx: Any = None) -> tuple[Any, Any]:
        """Return outputs ``(L, N, directions · hidden)`` and last states ``(directions · layers, N, hidden)``."""
        output, (h,) = self._run(input, hx)
        return output, h


class LSTM(_Recurrent):
    """Long short-term memory (Hochreiter and Schmidhuber, 1997; with forget gates, Gers et al., 2000).

    Parameters
    ----------
    input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, dtype, rng : as for :class:`RNN`
    proj_size : multiply h by a learnt matrix down to this size

    Notes
    -----
    i, f, o = σ(W x + b + U h + b'), g = tanh(W x + b + U h + b'), c = f c + i g, h = o tanh(c). Weights are
    (i, f, g, o) stacked.

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> output, (h, c) = nn.LSTM(3, 5, num_layers=2, batch_first=True, rng=0)(np.zeros((4, 7, 3)))
    >>> output.shape, h.shape, c.shape
    ((4, 7, 5), (2, 4, 5), (2, 4, 5))
    """

    gates = 4

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        sizes = (input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional)
        self._build(*sizes, proj_size, dtype, rng)

    def _step(self) -> Step:
        return LSTM_STEP

    def forward(self, input: Any, hx: Any = None) -> tuple[Any, tuple[Any, ...]]:
        """Return all outputs and the last ``(h, c)``."""
        return self._run(input, hx)
