"""From one loss an element to one loss: ``reduction="mean"``, ``"sum"`` or ``"none"``."""

from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here

REDUCTIONS = ("none", "mean", "sum")


def check_reduction(function: str, reduction: str, allowed: tuple[str, ...] = REDUCTIONS) -> None:
    """Raise for a reduction that does not exist."""
    if reduction not in allowed:
        raise ValueError(f"{here(function)}got reduction={reduction!r}, wanted one of {', '.join(allowed)}.")


def not_empty(function: str, size: int) -> None:
    """Raise for the mean of nothing, which would be NaN."""
    if not size:
        raise ValueError(
            f"{here(function)}got an empty batch, whose mean loss is not defined. Skip it, or use reduction='sum'."
        )


def mean(x: Any) -> Any:
    """Mean of all elements; of halves, added up in float32 and divided before it is a half again."""
    if x.dtype == np.float16:
        return np.astype(np.sum(np.astype(x, np.float32)) / x.size, np.float16)
    return np.sum(x) / x.size


def reduced(function: str, losses: Any, reduction: str) -> Any:
    """Reduce losses to their mean or sum, or not at all."""
    check_reduction(function, reduction)
    if reduction == "mean":
        not_empty(function, losses.size)
        return mean(losses)
    return np.sum(losses) if reduction == "sum" else losses
