"""An average of weights over the steps, which often does better than the last weights."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograd_lite.errors import CheckpointError
from autograd_lite.optim.options import wanted
from autograd_lite.tensor import Tensor


class ExponentialMovingAverage:
    """Exponential moving average of parameters: ``a ← d a + (1 − d) p``.

    Parameters
    ----------
    params : Tensors, or pairs of name and Tensor
    decay : d, the share of the average that stays
    warm_up : while few steps have been taken use ``min(decay, (1 + t) / (10 + t))``, so that the first weights are
        soon forgotten

    Notes
    -----
    A swap between a forward pass and its backward pass leaves that pass the gradient of the values it saw.

    Examples
    --------
    >>> from autograd_lite import Tensor
    >>> p = Tensor([0.0], requires_grad=True)
    >>> average = ExponentialMovingAverage([p], decay=0.5)
    >>> p.data += 1
    >>> average.update()
    >>> with average.swapped():
    ...     print(p)
    [0.5]
    >>> print(p)
    [1.]
    """

    def __init__(self, params: Iterable[Any], decay: float = 0.999, warm_up: bool = False) -> None:
        wanted("ExponentialMovingAverage", "decay", decay, 0 <= decay <= 1, "a number in [0, 1]")
        self.params: list[Tensor] = [each[1] if isinstance(each, tuple) else each for each in params]
        wanted("ExponentialMovingAverage", "params", self.params, len(self.params) > 0, "at least one Tensor")
        self.decay, self.warm_up, self.steps = float(decay), warm_up, 0
        self.averages = [np.array(p._value()) for p in self.params]

    def update(self) -> None:
        """Take the parameters as they are now into the average; call it after the optimizer's step."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps)) if self.warm_up else self.decay
        for average, p in zip(self.averages, self.params, strict=True):
            average += (1 - decay) * (p._value() - average)

    def copy_to(self) -> None:
        """Write the averages into the parameters."""
        for average, p in zip(self.averages, self.params, strict=True):
            p._writable()[...] = average

    @contextmanager
    def swapped(self) -> Iterator[None]:
        """Context in which the parameters hold the averages; their own values come back however it ends."""
        own = [np.array(p._value()) for p in self.params]
        try:
            self.copy_to()
            yield
        finally:
            for values, p in zip(own, self.params, strict=True):
                p._writable()[...] = values

    def state_dict(self) -> dict[str, Any]:
        """Return copies of the averages."""
        return {"steps": self.steps, "averages": {str(k): a.copy() for k, a in enumerate(self.averages)}}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned."""
        given = [np.asarray(each) for each in state_dict["averages"].values()]
        shapes, here = [a.shape for a in given], [a.shape for a in self.averages]
        if shapes != here:
            raise CheckpointError(f"ExponentialMovingAverage got averages of shapes {shapes}. Wanted {here}.")
        self.steps = int(state_dict["steps"])
        self.averages = [np.array(a, dtype=p.dtype) for a, p in zip(given, self.params, strict=True)]
