"""The choice among differences at many steps: extrapolation to step zero, the noise in them, corners, grids.

Everything works on many columns at once: outputs of a function, or lines through its arguments.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, Any]

COLUMNS = 4  # of the extrapolation: errors of order t², t⁴, t⁶, t⁸
COARSEST = 2.0**-20  # spacing, relative to the largest number around, beyond which a jump is a jump and no rounding
_JUMPY = 2.0**-18  # relative to the values: so much from step to step is no rounding
_COARSE = 8  # spacings of a grid, by which values on it may change
_LARGE = 100  # times the noise: what is no noise any more
_TAIL = 3  # the finest steps, whose changes always count as noise


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


@dataclass(frozen=True)
class Rungs:
    """Differences at every step: ``central[k]`` is the slope at step `k`, ``gap[k]`` right slope minus left slope.

    `crowd` is how many outputs were summed up in a column; `single` tells that no value held more digits than single
    precision does.
    """

    steps: Floats
    central: Floats
    size: Floats
    gap: Floats
    left: Floats
    right: Floats
    crowd: int = 1
    single: bool = False


def extrapolated(table: Floats, steps: Floats) -> tuple[list[Floats], list[Floats]]:
    """Return the columns of Neville's scheme in the squared step, and the change of every entry against its parents."""
    columns, changes = [table], [np.full_like(table, np.inf)]
    changes[0][1:] = np.abs(table[1:] - table[:-1])
    for j in range(1, min(COLUMNS, len(steps))):
        before = columns[-1]
        ratio = ((steps[:-j] / steps[j:]) ** 2)[:, None]
        column = np.full_like(before, np.nan)
        column[j:] = before[j:] + (before[j:] - before[j - 1 : -1]) / (ratio - 1)
        change = np.full_like(before, np.inf)
        change[j:] = np.maximum(np.abs(column[j:] - before[j:]), np.abs(column[j:] - before[j - 1 : -1]))
        columns.append(column)
        changes.append(change)
    return columns, changes


def moved(table: Floats, steps: Floats) -> Floats:
    """Return the change of a column from step to step, in units of the function's values."""
    seen = np.zeros(table.shape)
    seen[1:] = np.abs(table[1:] - table[:-1]) * steps[1:, None]
    seen[~np.isfinite(seen)] = 0
    return seen


def noise_of(columns: list[Floats], steps: Floats, plausible: Any) -> Floats:
    """Return for every step the noise of the values.

    Changes at finer steps are noise, whatever their size. A change at a coarser step is noise too if rounding may well
    have brought it about (`plausible`) and the changes then fall silent all of a sudden: values that lie on a grid
    change at one step, and then no more, which looks like convergence and is none.
    """
    least = np.full(columns[0].shape, np.inf)
    last = max(len(steps) - _TAIL, 0)
    for column in columns[:3]:
        finer = np.maximum.accumulate(moved(column, steps)[::-1], axis=0)[::-1]
        shifted = np.concatenate([finer[1:], finer[-1:]])
        shifted[last:] = finer[last]
        least = np.minimum(least, shifted)
    quiet = silences(columns, steps, bool(np.all(np.isinf(plausible))))
    quiet = np.where((quiet <= plausible) & np.isfinite(quiet), quiet, 0)
    noise: Floats = np.maximum(least, np.maximum.accumulate(quiet, axis=0))
    return noise


def silences(columns: list[Floats], steps: Floats, rough: bool = False) -> Floats:
    """Return the changes, in units of the function's values, after which there are hardly any; 0 elsewhere."""
    held = np.full(columns[0].shape, np.inf)
    for column in columns[:3]:
        known = np.isfinite(column[1:]) & np.isfinite(column[:-1])
        held[1:] = np.minimum(held[1:], np.where(known, moved(column, steps)[1:], np.inf))
    held[0] = 0
    return np.where(silenced(columns[0], steps, rough), held, 0)


def jumps(slope: Slope) -> float:
    """Return the largest change of the values after which shorter steps bring hardly any: by a jump, or by rounding.

    Return 0 for one that is hardly larger than the noise.
    """
    found = silences(extrapolated(slope.table, slope.steps)[0], slope.steps, rough=True)
    largest = float(np.where(np.isfinite(found), found, 0).max(initial=0))
    return largest if largest > _LARGE * float(slope.noise[0]) else 0.0


def silenced(table: Floats, steps: Floats, rough: bool = False) -> Any:
    """Return after which steps the changes die away at once, faster than those of a bend do.

    From step to step, a quarter each, the change of the slope by a bend falls 16 times, that by noise rises 4 times.
    Where the function is steep, the change by a bend falls faster at first, and goes on falling. Roughly, it is enough
    that the changes did not fall before, as those of a bend do.
    """
    seen = moved(table, steps)
    after = np.concatenate([seen[1:], seen[-1:]])
    later = np.concatenate([after[1:], after[-1:]])
    falling = (later < after / 16) & (later > 0)
    ratio = np.concatenate([steps[:-1] / steps[1:], [4.0]])[:, None]
    sudden = after < seen / (4 * ratio**3)
    if not rough:
        return sudden & ~falling
    before = np.concatenate([seen[:1], seen[:-1]])
    return sudden & (~falling | (before < 16 * seen))


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


def guarded(columns: Floats, errors: Floats, table: Floats, doubt: Floats) -> Floats:
    """Return the error of every entry of every column, raised where a finer difference contradicts the entry.

    A long step may agree with its neighbour by luck; the finer ones tell.
    """
    raised = errors.copy()
    for k in range(len(table) - 1):
        excess = np.abs(columns[:, k, None] - table[k + 1 :]) - doubt[k + 1 :]
        raised[:, k] = np.fmax(raised[:, k], np.fmax.reduce(excess, axis=1))
    return raised


def settle(rungs: Rungs, floor: Any, plausible: Any = 0.0, largest: Any = 0.0, level: Any = 0.0) -> Slope:
    """Choose the best entry of the ladder.

    Parameters
    ----------
    rungs : the differences
    floor : noise that the values have at least, such as half a unit in the last place
    plausible : noise that they may have
    largest : spacing that a grid of values may have
    level : size of the values
    """
    with np.errstate(all="ignore"):
        steps, central = rungs.steps, rungs.central
        grid = spacing(rungs, largest)
        value, errors, k, noise = best(central, steps, np.maximum(floor, grid), plausible)
        rounding, column = noise / steps[:, None], np.arange(central.shape[-1])
        cancelled = np.abs(rungs.size[k, column]) - np.abs(central[k, column])
        return Slope(
            value=value,
            error=errors,
            step=steps[k],
            noise=noise[k, column],
            size=np.abs(value) + np.where(cancelled > 0, cancelled, 0),
            reach=np.where(np.isfinite(central), np.abs(rungs.size), 0).max(axis=0, initial=0),
            gap=kink(rungs.gap, rounding * max(1.0, np.sqrt(rungs.crowd) / 8)),
            flat=np.all((central == 0) | ~np.isfinite(central), axis=0) & np.any(central == 0, axis=0),
            steep=vertical(central),
            edge=np.all(np.isfinite(rungs.left) != np.isfinite(rungs.right), axis=0),
            level=np.broadcast_to(np.asarray(level, dtype=np.float64), value.shape),
            grid=grid,
            steps=steps,
            table=central,
            doubt=rounding,
        )


def best(table: Floats, steps: Floats, floor: Any, plausible: Any) -> tuple[Floats, Floats, Any, Any]:
    """Return the value of the entry with the least error, an error that others vouch for, its step, and the noise."""
    columns, changes = extrapolated(table, steps)
    noise = np.maximum(noise_of(columns, steps, plausible), floor)
    rounding = noise / steps[:, None]
    errors = guarded(np.stack(columns), np.stack(changes) + rounding, table, 3 * rounding + changes[0])
    entries, errors = np.concatenate(columns), errors.reshape(-1, table.shape[-1])
    errors = np.where(np.isfinite(errors) & np.isfinite(entries), errors, np.inf)
    chosen = np.argmin(errors, axis=0)
    return entries[chosen, np.arange(errors.shape[-1])], unlucky(errors), chosen % len(steps), noise


def unlucky(errors: Floats) -> Floats:
    """Return an error that several entries vouch for: an estimate may be small by luck, four of them hardly."""
    ranked = np.sort(errors, axis=0)
    usable = np.isfinite(ranked).sum(axis=0)
    vouched: Floats = ranked[np.clip(usable - 1, 0, 3), np.arange(errors.shape[-1])]
    return vouched


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
            found[i] = gap[m, i] + 4 * rounding[m, i]
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
    every = dict(vars(slope))
    tables = {name: every.pop(name)[:, j : j + 1] for name in ("table", "doubt")}
    steps = every.pop("steps")
    return Slope(**{name: value[j : j + 1] for name, value in every.items()}, steps=steps, **tables)


def endless(slope: Slope, plausible: float) -> bool:
    """Return True where even the shortest steps are long: the values jump about as an oscillation does, on no grid."""
    plausible = max(plausible, _COARSE * float(slope.grid[0]))
    change = slope.steps[-1] * float(np.abs(np.diff(slope.table[-2:, 0]))[0])
    moves = np.isfinite(change) and bool(slope.table[-4:, 0].all())
    return moves and change > plausible and change > _JUMPY * float(slope.level[0])
