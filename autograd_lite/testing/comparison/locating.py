"""The search for the element of a large argument whose derivative is wrong."""

from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.evaluation import sizes
from autograd_lite.testing.differences.ladder import measure


def located(comparison: Any, k: int, v: Any, one: Finding) -> Finding:
    """Halve a direction again and again, keeping the half that is more wrong, down to one element.

    Parameters
    ----------
    comparison : of a rule that is wrong
    k : which of its inputs moves
    v : the direction in which it does
    one : what was found along it
    """
    places, share = np.arange(v.size), comparison.shares[k]
    step = one.step if one.step and np.isfinite(one.step) else 2.0**-16
    while places.size > 1:
        halves = np.array_split(places, 2)
        apart = [_apart(comparison, k, share, v, half, step) for half in halves]
        places = halves[int(apart[1] > apart[0])]
    size = sizes(comparison.inputs[k]).flat[places[0]]
    unit = np.zeros(v.shape, v.dtype)
    unit.flat[places[0]] = size
    index = tuple(int(i) for i in np.unravel_index(places[0], v.shape))
    alone = comparison.along(comparison.only(k, unit))
    return per_unit(alone, float(size), argument=comparison.wrt[k], index=index)


def _apart(comparison: Any, k: int, share: Any, v: Any, places: Any, step: float) -> float:
    """Return by how much the rule is off along a part of a direction, from one central difference."""
    half = np.zeros(v.shape, v.dtype)
    half.flat[places] = v.flat[places]
    phi = comparison.function.along(comparison.only(k, half))
    numeric = float(measure(phi, comparison.function.base, np.array([step]), comparison.weights).central[0, 0])
    return abs(float(np.sum(np.real(np.conj(share) * half))) - numeric)


def per_unit(found: Finding, scale: float, **details: Any) -> Finding:
    """Return a finding along a scaled element as one about the derivative with respect to the element."""
    if found.got is None:
        return replace(found, **details)
    slope = found.slope and replace(found.slope, table=found.slope.table / scale, gap=found.slope.gap / scale)
    size = {"got": found.got / scale, "wanted": found.wanted / scale, "error": found.error / scale}
    return replace(found, **size, slope=slope, **details)


def whole_ladder(comparison: Any, found: Finding) -> Any:
    """Return the differences of a finding about one element at all relative steps."""
    k = comparison.wrt.index(found.argument)
    x = np.asarray(comparison.inputs[k])
    scale = float(sizes(x)[found.index])
    v = np.zeros(x.shape, complex if found.unit == 1j else float)
    v[found.index] = scale * found.unit
    with np.errstate(all="ignore"):
        slope = comparison.line(comparison.only(k, v)).whole()
    return replace(slope, table=slope.table / scale)
