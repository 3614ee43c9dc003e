"""Extrapolation of differences to step zero, the noise in them, and the error of what comes out.

Everything works on many columns at once: outputs of a function, or lines through its arguments.
"""

from typing import Any

import numpy as np

Floats = np.ndarray[Any, Any]

COLUMNS = 4  # of the extrapolation: errors of order t², t⁴, t⁶, t⁸
_TAIL = 3  # the finest steps, whose changes always count as noise


def extrapolated(table: Floats, steps: Floats, power: int = 2) -> tuple[list[Floats], list[Floats]]:
    """Return the columns of Neville's scheme in a power of the step, and the change of every entry against its parents.

    The error of a central difference is a series in the squared step, that of a difference to one side in the step.
    """
    columns, changes = [table], [np.full_like(table, np.inf)]
    changes[0][1:] = np.abs(table[1:] - table[:-1])
    for j in range(1, min(COLUMNS, len(steps))):
        before = columns[-1]
        ratio = ((steps[:-j] / steps[j:]) ** power)[:, None]
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


def best(
    table: Floats, steps: Floats, floor: Any, plausible: Any, power: int = 2, vouchers: int = 4
) -> tuple[Floats, Floats, Any, Any]:
    """Return the value of the entry with the least error, an error that others vouch for, its step, and the noise."""
    columns, changes = extrapolated(table, steps, power)
    noise = np.maximum(noise_of(columns, steps, plausible), floor)
    rounding = noise / steps[:, None]
    errors = guarded(np.stack(columns), np.stack(changes) + rounding, table, 3 * rounding + changes[0])
    entries, errors = np.concatenate(columns), errors.reshape(-1, table.shape[-1])
    errors = np.where(np.isfinite(errors) & np.isfinite(entries), errors, np.inf)
    chosen = np.argmin(errors, axis=0)
    return entries[chosen, np.arange(errors.shape[-1])], unlucky(errors, vouchers), chosen % len(steps), noise


def guarded(columns: Floats, errors: Floats, table: Floats, doubt: Floats) -> Floats:
    """Return the error of every entry of every column, raised where a finer difference contradicts the entry.

    A long step may agree with its neighbour by luck; the finer ones tell.
    """
    raised = errors.copy()
    for k in range(len(table) - 1):
        excess = np.abs(columns[:, k, None] - table[k + 1 :]) - doubt[k + 1 :]
        raised[:, k] = np.fmax(raised[:, k], np.fmax.reduce(excess, axis=1))
    return raised


def unlucky(errors: Floats, vouchers: int) -> Floats:
    """Return an error that several entries vouch for: an estimate may be small by luck, four of them hardly."""
    ranked = np.sort(errors, axis=0)
    usable = np.isfinite(ranked).sum(axis=0)
    vouched: Floats = ranked[np.clip(usable - 1, 0, vouchers - 1), np.arange(errors.shape[-1])]
    return vouched
