"""The choice among differences at many steps: extrapolation to step zero, the noise in them, corners, grids.

Everything works on many columns at once: outputs of a function, or lines through its arguments.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograd_lite.testing.differences.extrapolation import Floats, best
from autograd_lite.testing.differences.sides import own_side, shared_slope

COARSEST = 2.0**-20  # spacing, relative to the largest number around, beyond which a jump is a jump and no rounding
_BLURRED = 1e-3  # relative error of a central difference above which one to a side may know better


@dataclass(frozen=True)
class Slope:
    """A derivative along a line.

    Parameters
    ----------
    value, error : the derivative and an estimate of its error, infinite if nothing could be learnt
    step : the step at which the value was found
    noise : of the function's values, absolute
    size : sum of the absolute derivatives of the outputs that were summed up; `value` where none were
    reach : largest absolute difference on the ladder, the size of slopes nearby
    gap : right slope minus left slope if there is a kink at the point (summed up in absolute value), else 0
    flat : no difference differed from zero
    steep : the differences grow without bound: a vertical tangent
    edge : finite values on one side only
    level : size of the values
    grid : spacing of a grid on which the values lie, 0 where none is seen
    steps, table, doubt : the ladder, the central differences at its steps, and what noise makes of each
    sides : the differences to the left and to the right, where they were kept
    """

    value: Floats
    error: Floats
    step: Floats
    noise: Floats
    size: Floats
    reach: Floats
    gap: Floats
    flat: Any
    steep: Any
    edge: Any
    level: Floats
    grid: Floats
    steps: Floats
    table: Floats
    doubt: Floats
    sides: tuple[Floats, ...] = ()


@dataclass(frozen=True)
class Rungs:
    """Differences at every step: ``central[k]`` is the slope at step `k`, ``gap[k]`` right slope minus left slope.

    `crowd` is how many outputs were summed up in a column; `single` tells that no value held more digits than single
    precision does; `still` tells which outputs did not move at all (empty where nobody looked).
    """

    steps: Floats
    central: Floats
    size: Floats
    gap: Floats
    left: Floats
    right: Floats
    crowd: int = 1
    single: bool = False
    still: Any = field(default_factory=lambda: np.zeros(0, bool))


def spacing(rungs: Rungs, largest: Any) -> Floats:
    """Return the spacing of a grid on which the values lie: the least change, if shorter steps bring none at all.

    The values change on both sides: on one side alone it is a corner near by, beyond which a function begins to move.
    """
    t = rungs.steps[:, None]
    changes = np.stack([np.abs(rungs.left) * t, np.abs(rungs.right) * t, np.abs(rungs.central) * 2 * t])
    changes = np.where((rungs.left != 0) & (rungs.right != 0), changes, 0)
    least = np.where(changes > 0, changes, np.inf).min(axis=(0, 1))
    still = rungs.central == 0
    first = np.argmax(~still, axis=0)
    halted = np.any(still & (np.arange(len(t))[:, None] > first), axis=0)
    return np.where(halted & (least <= largest), least, 0.0)


def settle(
    rungs: Rungs, floor: Any, plausible: Any = 0.0, largest: Any = 0.0, level: Any = 0.0, near: float = 0.0
) -> Slope:
    """Choose the best entry of the ladder.

    Parameters
    ----------
    rungs : the differences
    floor : noise that the values have at least, such as half a unit in the last place
    plausible : noise that they may have
    largest : spacing that a grid of values may have
    level : size of the values
    near : step below which a corner is one at the point
    """
    with np.errstate(all="ignore"):
        steps, central = rungs.steps, rungs.central
        grid = spacing(rungs, largest)
        value, errors, k, noise = best(central, steps, np.maximum(floor, grid), plausible)
        rounding, column = noise / steps[:, None], np.arange(central.shape[-1])
        gap, step = kink(rungs.gap, rounding * max(1.0, np.sqrt(rungs.crowd) / 8)), steps[k]
        _by_sides(rungs, (value, errors, step, gap), (floor, grid, plausible), near)
        cancelled = np.abs(rungs.size[k, column]) - np.abs(central[k, column])
        return Slope(
            value=value,
            error=errors,
            step=step,
            noise=noise[k, column],
            size=np.abs(value) + np.where(cancelled > 0, cancelled, 0),
            reach=np.where(np.isfinite(central), np.abs(rungs.size), 0).max(axis=0, initial=0),
            gap=gap,
            flat=np.all((central == 0) | ~np.isfinite(central), axis=0) & np.any(central == 0, axis=0),
            steep=vertical(central),
            edge=np.all(np.isfinite(rungs.left) != np.isfinite(rungs.right), axis=0),
            level=np.broadcast_to(np.asarray(level, dtype=np.float64), value.shape),
            grid=grid,
            steps=steps,
            table=central,
            doubt=rounding,
            sides=(rungs.left, rungs.right),
        )


def _by_sides(rungs: Rungs, found: tuple[Floats, ...], noises: tuple[Any, Floats, Any], near: float) -> None:
    """Put what one side knows, or both share, in the place of what central differences do not know or see a corner in.

    Parameters
    ----------
    rungs : the differences
    found : values, errors, steps and gaps, which are written to
    noises : that the values have at least, spacing of a grid, noise that they may have
    near : step below which a corner is one at the point
    """
    value, errors, step, gap = found
    for j in np.flatnonzero((gap > 0) | (errors > _BLURRED * np.abs(value))):
        sides = rungs.left[:, j : j + 1], rungs.right[:, j : j + 1]
        least, spaced, most = (float(np.broadcast_to(each, value.shape)[j]) for each in noises)
        if own := own_side(*sides, rungs.steps, least, most, near):
            (value[j], errors[j], step[j]), gap[j] = own, 0.0
        elif not gap[j] and (met := shared_slope(*sides, rungs.steps, max(least, spaced), most, errors[j])):
            value[j], errors[j], step[j] = met


def kink(gap: Floats, rounding: Floats) -> Floats:
    """Return the jump of the slope at the point itself, 0 where the function is smooth there.

    The gap of a smooth function shrinks with the step, that of a kink stays. A kink at a distance is seen by the steps
    that reach over it and denied by the shorter ones.
    """
    gap, blur = np.abs(gap), 12 * rounding
    clear = np.isfinite(gap) & (gap > blur)
    found = np.zeros(gap.shape[-1])
    for i in np.flatnonzero(clear.any(axis=0)):
        k = int(np.flatnonzero(clear[:, i])[-1])
        denied = np.any(blur[k + 1 :, i] < 0.6 * gap[k, i])
        if k >= 2 and not denied and all(0.6 < gap[m, i] / gap[m - 1, i] < 1.6 for m in (k, k - 1)):
            m = k - 2 + int(np.argmax(gap[k - 2 : k + 1, i]))  # the shortest of them may be short of the corner itself
            growth = gap[k, i] - gap[k - 1, i] if m == k else 0.0  # with steps of a quarter a third of it is to come
            found[i] = gap[m, i] + 4 * rounding[m, i] + growth / 2
    return found


def vertical(central: Floats) -> Any:
    """Return where the last differences grow steadily, as those of a power below one do; noise grows unsteadily."""
    last = np.abs(central[-6:])
    if len(last) < 6:
        return np.zeros(central.shape[-1], dtype=bool)
    growth = last[1:] / last[:-1]
    return np.all(growth > 1.05, axis=0) & (growth.max(axis=0) - growth.min(axis=0) < 0.02)


def picked(slope: Slope, j: int) -> Slope:
    """Return the part of a slope that belongs to one column."""
    return columns(slope, slice(j, j + 1))


def columns(slope: Slope, some: slice) -> Slope:
    """Return the part of a slope that belongs to some columns."""
    every = dict(vars(slope))
    tables = {name: every.pop(name)[:, some] for name in ("table", "doubt")}
    steps, sides = every.pop("steps"), tuple(each[:, some] for each in every.pop("sides"))
    return Slope(**{name: value[some] for name, value in every.items()}, steps=steps, sides=sides, **tables)
