"""Padding under PyTorch's conventions: pairs of lengths, last axis first."""

from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here, numbers, wrong_shape

MODES = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def pad(input: Any, pad: Any, mode: str = "constant", value: float | None = None) -> Any:
    """Pad the last axes.

    Parameters
    ----------
    input : array
    pad : (before, after) of the last axis, then of the last but one, …; negative lengths cut off
    mode : "constant", "reflect" (without the edge), "replicate" (the edge) or "circular"
    value : for "constant", 0 by default

    Examples
    --------
    >>> import numpy as np
    >>> pad(np.array([1.0, 2.0, 3.0]), (2, 1), "reflect")
    array([3., 2., 1., 2., 3., 2.])
    """
    input, lengths = numbers(input), tuple(int(length) for length in pad)
    if mode not in MODES:
        raise ValueError(f"{here('pad')}got mode={mode!r}, wanted one of {', '.join(MODES)}.")
    if len(lengths) % 2 or len(lengths) > 2 * input.ndim:
        raise wrong_shape(
            "pad", f"got pad={pad} for an input of shape {input.shape}, wanted a pair for each last axis."
        )
    around = [(0, 0)] * (input.ndim - len(lengths) // 2)
    around += [(lengths[k], lengths[k + 1]) for k in range(len(lengths) - 2, -1, -2)]
    _check_reach(mode, input.shape, around)
    if any(low < 0 or high < 0 for low, high in around):
        cut = tuple(slice(max(-low, 0), n - max(-high, 0)) for n, (low, high) in zip(input.shape, around, strict=True))
        input, around = input[cut], [(max(low, 0), max(high, 0)) for low, high in around]
    if not any(low or high for low, high in around):
        return input
    if mode == "constant":
        return np.pad(input, around, mode="constant", constant_values=0 if value is None else value)
    return np.pad(input, around, mode=MODES[mode])  # type: ignore[call-overload]


def _check_reach(mode: str, shape: tuple[int, ...], around: list[tuple[int, int]]) -> None:
    """Raise where a reflection or a wrap would need more than the array has."""
    room = {"reflect": -1, "circular": 0}
    if mode in room and any(max(ends) > n + room[mode] for n, ends in zip(shape, around, strict=True) if any(ends)):
        raise wrong_shape("pad", f"got {mode} padding {around} for an input of shape {shape}: more than there is.")
