"""Derivatives with respect to many elements: a few steps for all, further steps for those that have not settled."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograd_lite.testing.differences.evaluation import Function
from autograd_lite.testing.differences.ladder import FEW_STEPS, STEPS, differences, lines_together, settled
from autograd_lite.testing.differences.settling import Rungs, Slope, columns

SETTLED = 1e-9  # of the derivative: an error below it is small enough
_STEPS = STEPS[: FEW_STEPS[0]]


def slopes(function: Function, directions: Sequence[Callable[[], Any]]) -> Iterator[tuple[Rungs, Slope | None]]:
    """Yield for every direction the differences at a few steps, and the derivative of all outputs if they tell it.

    Parameters
    ----------
    function : of the moving arguments
    directions : functions that make a change of every argument, since all at once may be large
    """
    count = lines_together(function.base, _STEPS)
    for start in range(0, len(directions), count):
        yield from _settled(function, [each() for each in directions[start : start + count]])


def _settled(function: Function, lines: Sequence[Any]) -> Iterator[tuple[Rungs, Slope | None]]:
    phis = [function.along(v) for v in lines]
    values = np.stack([phi(t) for phi in phis for step in _STEPS for t in (step, -step)])
    along = np.tile(_STEPS, len(lines))[:, None]
    with np.errstate(all="ignore"):
        rows = differences(values[::2], values[1::2], function.base, along, None)
        tables = [row.astype(np.float64).reshape(len(lines), len(_STEPS), -1) for row in rows]
        rungs = [_rungs([each[n] for each in tables]) for n in range(len(lines))]
        beside = _rungs([np.concatenate(each, axis=1) for each in tables])
        slope = settled(beside, function.eps, np.tile(np.abs(function.base), len(lines)), function.noise)
    width = function.size
    for n, each in enumerate(rungs):
        yield each, _told(columns(slope, slice(n * width, (n + 1) * width)))


def _rungs(tables: Sequence[Any]) -> Rungs:
    central, size, gap, left, right = tables
    return Rungs(_STEPS, central, size, gap, left, right)


def _told(slope: Slope) -> Slope | None:
    """Return a derivative that is beyond doubt; if nothing moves at all, shorter steps have to say so too."""
    sure = np.all(slope.error <= SETTLED * slope.size) and not slope.gap.any()
    return slope if sure and slope.value.any() else None
