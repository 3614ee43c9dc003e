"""State dicts: what fits, and all that does not, in one message."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.arrays import checked_array
from autograd_lite.errors import CheckpointError, DTypeError
from autograd_lite.tensor import Tensor


class Mismatch(NamedTuple):
    """Names that a state dict lacks, and names that the module does not know."""

    missing_keys: list[str]
    unexpected_keys: list[str]


def check_state(
    owner: str, held: Mapping[str, Tensor], state: Mapping[str, Any], strict: bool
) -> tuple[dict[str, Any], Mismatch]:
    """Return the values to load and the names that do not match, or raise with every problem in one message."""
    if not isinstance(state, Mapping):
        raise TypeError(f"Got {type(state).__name__}. Wanted a state dict: values by parameter name.")
    mismatch = Mismatch([name for name in held if name not in state], [name for name in state if name not in held])
    problems = []
    if strict and mismatch.missing_keys:
        problems.append(f"missing: {', '.join(mismatch.missing_keys)}")
    if strict and mismatch.unexpected_keys:
        problems.append(f"unexpected: {', '.join(mismatch.unexpected_keys)}")
    values = {}
    for name, tensor in held.items():
        if name in state:
            values[name], problem = _fitted(name, tensor, state[name])
            problems.extend(problem)
    if problems:
        listed = "\n  ".join(problems)
        raise CheckpointError(f"The state dict does not fit {owner}; nothing was loaded.\n  {listed}")
    return values, mismatch


def _fitted(name: str, tensor: Tensor, value: Any) -> tuple[Any, list[str]]:
    """Return `value` as an array of the dtype of `tensor`, and the problem if it does not fit."""
    try:
        array = checked_array(value._value() if isinstance(value, Tensor) else np.asarray(value))
    except (DTypeError, TypeError, ValueError, RuntimeError) as error:
        return None, [f"{name}: {error}"]
    if array.shape != tensor.shape:
        return None, [f"{name}: got shape {array.shape}, wanted {tensor.shape}"]
    if not np.can_cast(array.dtype, tensor.dtype, "same_kind"):
        return None, [f"{name}: got dtype {array.dtype}, wanted {tensor.dtype}"]
    return array.astype(tensor.dtype), []


class Stateful:
    """The part of a module that hands its state out and takes one in."""

    def _stateful(self) -> dict[str, Tensor]:
        """Return what a state dict holds, by name."""
        raise NotImplementedError

    def state_dict(self, prefix: str = "") -> dict[str, Any]:
        """Return parameters and persistent buffers by name: copies, so later steps do not change what was returned."""
        return {prefix + name: np.array(tensor._value()) for name, tensor in self._stateful().items()}

    def load_state_dict(self, state_dict: Any, strict: bool = True) -> Mismatch:
        """Copy values into parameters and buffers: all of them, or none if anything does not fit.

        Parameters
        ----------
        state_dict : values by name, arrays (or anything NumPy makes an array of, such as PyTorch's tensors)
        strict : whether missing and unexpected names are errors; wrong shapes always are

        Returns
        -------
        ``(missing_keys, unexpected_keys)``

        Raises
        ------
        CheckpointError
            Listing every problem at once; nothing was changed.
        """
        held = self._stateful()
        values, mismatch = check_state(type(self).__name__, held, state_dict, strict)
        for name, value in values.items():
            held[name].data = value
        return mismatch
