"""Checks that the functions share: they raise before NumPy would, and name the module that was asked."""

from typing import Any

import numpy as np

from autograd_lite.arrays import checked_array
from autograd_lite.errors import DTypeError, OptionError, ShapeError
from autograd_lite.modes import current
from autograd_lite.tensor import Tensor, plain

_largest = np.maximum.reduce  # half the time of x.max(), and the batch may be small
_UNSIGNED = {np.dtype(f"{kind}{size}"): np.dtype(f"u{size}") for kind in "iu" for size in (1, 2, 4, 8)}


def here(function: str) -> str:
    """Return how a message begins: with the path of the module that runs, or the name of the function."""
    return f"{current().scope or function}: "


def wrong_shape(function: str, text: str) -> ShapeError:
    """Return the error for shapes that do not fit."""
    return ShapeError(here(function) + text)


def numbers(x: Any) -> Any:
    """Return `x` if it is a Tensor or an array of numbers, and an array made of it otherwise."""
    return x if isinstance(x, _NUMBERS) else checked_array(x)


_NUMBERS = (Tensor, np.ndarray, np.generic)  # made once: a union would be made anew at every call


def beside(input: Any, target: Any) -> Any:
    """Return a target; integers and booleans in the dtype of the input, which they shall not widen."""
    target = numbers(target)
    return target if target.dtype.kind in "fc" else np.astype(target, np.result_type(numbers(input), np.float16))


def values(x: Any) -> Any:
    """Return the values of `x`, without its history."""
    return np.asarray(plain(x))


def same_shape(function: str, input: Any, target: Any) -> None:
    """Raise unless input and target of a loss have equal shapes: broadcasting would compare everything with all."""
    if np.shape(input) != np.shape(target):
        raise wrong_shape(
            function,
            f"got input of shape {np.shape(input)} and target of shape {np.shape(target)}, wanted equal shapes. "
            "Reshape one of them: broadcasting would compare every element with several.",
        )


def integers(function: str, what: str, x: Any) -> Any:
    """Return `x` as an array of integers; refuse floats, which would be cut off."""
    array = x if type(x) is np.ndarray else values(x)
    if array.dtype.kind not in "iu":
        raise DTypeError(f"{here(function)}got {what} of dtype {array.dtype}, wanted integers. Use astype(int).")
    return array


def counts(layer: str, **sizes: Any) -> None:
    """Raise unless all sizes that a layer was given are integers from 0 on; the message names the first that is not."""
    for name, size in sizes.items():
        if not isinstance(size, int | np.integer) or isinstance(size, bool) or size < 0:
            hint = ": of a division, // gives one" if isinstance(size, float) else ""
            raise OptionError(f"{layer} got {name}={size!r}. Wanted an integer >= 0{hint}.")


def in_range(function: str, what: str, x: Any, high: int, allowed: int | None = None) -> bool:
    """Raise unless all integers lie in [0, high) or equal `allowed`; the message names the first that does not.

    Returns True if all lie in [0, high).
    """
    # Read without a sign, a negative number is larger than any count: one comparison does for both ends.
    kind = _UNSIGNED.get(x.dtype)
    unsigned = x.view(kind) if kind is not None else x.astype(np.int64).view(np.uint64)
    if not x.size or _largest(unsigned, axis=None) < high:
        return True
    bad = (x < 0) | (x >= high)
    if allowed is not None:
        bad &= x != allowed
    if bad.any():
        place = tuple(int(i) for i in np.argwhere(bad)[0])
        row = place[0] if len(place) == 1 else place
        beside = "" if allowed is None or 0 <= allowed < high else f" (or ignore_index={allowed})"
        raise ValueError(
            f"{here(function)}got {what} {int(x[place])} at row {row}, wanted 0 to {high - 1}{beside}. "
            f"{int(bad.sum())} of {x.size} are out of range."
        )
    return False
