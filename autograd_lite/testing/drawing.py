"""Values worth testing a derivative at, memory layouts, and a source of them that needs NumPy alone."""

from functools import lru_cache
from typing import Any

import numpy as np

from autograd_lite.domains import Draw, Interval

LAYOUTS = ("C", "F", "strided", "reversed", "view", "read-only")


@lru_cache(maxsize=256)
def table(interval: Interval) -> Any:
    """Return the values that are drawn from an interval, the simplest first.

    Examples
    --------
    >>> table(Interval(1.0, 3.0))[:3]
    array([1., 2., 3.])
    """
    low, high = max(interval.low, -1e300), min(interval.high, 1e300)
    halves = np.arange(np.ceil(max(low, -4.0) * 2), np.floor(min(high, 4.0) * 2) + 1) / 2
    nice = halves[np.lexsort([np.abs(halves), halves % 1 != 0, halves < 0])]  # in runs, which integers shrink along
    spread = low + (high - low) * np.array([0.5, 0.3, 0.77, 0.12, 0.91, 0.05, 0.63, 0.0, 1.0])
    decades = np.array([s * d * 10.0**p for p in range(-6, 7) for d in (1.0, 3.7) for s in (1, -1)])
    decades = decades[(decades >= low) & (decades <= high)]
    points = [p + d for p in (*interval.special, *interval.avoid) for d in (0.0, 1e-8, -1e-8, 1e-3, -1e-3)]
    near = [np.nextafter(p, p + s) for p in interval.special for s in (1, -1)]
    every = np.concatenate([nice, spread, decades, points, near])
    placed = np.asarray(interval.place(every), dtype=float)
    return placed[np.sort(np.unique(placed, return_index=True)[1])]


def laid_out(array: Any, layout: str) -> Any:
    """Return the same values in another memory layout.

    Examples
    --------
    >>> import numpy as np
    >>> laid_out(np.arange(3.0), "reversed").strides
    (-8,)
    """
    if layout == "F":
        return np.array(array, order="F")
    if layout == "strided" and array.ndim:
        wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
        wide[..., ::2] = array
        return wide[..., ::2]
    if layout == "reversed" and array.ndim:
        flip = (slice(None, None, -1),) * array.ndim
        return np.ascontiguousarray(array[flip])[flip]
    if layout == "view":
        return np.concatenate([array.ravel(), np.zeros(1, array.dtype)])[: array.size].reshape(array.shape)
    array = np.array(array)
    array.flags.writeable = layout != "read-only"
    return array


class TableDraw(Draw):
    """A :class:`~autograd_lite.domains.Draw` over a generator, with the values that Hypothesis would be offered.

    Examples
    --------
    >>> import numpy as np
    >>> TableDraw(np.random.default_rng(0)).array((2, 0)).shape
    (2, 0)
    """

    def __init__(self, rng: np.random.Generator, dtype: Any = np.float64) -> None:
        self.rng, self.dtype = rng, np.dtype(dtype)

    def integer(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return int(self.rng.integers(low, high, endpoint=True))

    def values(self, shape: tuple[int, ...], interval: Interval) -> Any:
        """Return an array of `shape`: values of the table or any others of the interval, half of each."""
        spread = self.rng.uniform(max(interval.low, -1e3), min(interval.high, 1e3), shape)
        array = np.where(self.rng.integers(2, size=shape) == 0, self.rng.choice(table(interval), shape), spread)
        array = np.asarray(interval.place(array))
        if self.dtype.kind == "c":
            array = array + 1j * self.rng.uniform(-2, 2, shape)
        return array.astype(self.dtype)
