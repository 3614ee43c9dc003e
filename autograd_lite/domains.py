"""Where operations live: the vocabulary in which a block says what its tests may draw.

An operation names its domain in its block, either as an :class:`Interval` for each input (elementwise operations) or as
a function that takes a :class:`Draw` and returns ``(args, kwargs)``. Nothing here imports Hypothesis: the strategies of
``autograd_lite.testing`` supply the choices of a :class:`Draw`, and so does a plain ``numpy.random.Generator``.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np


class Interval:
    """Real numbers from `low` to `high` that keep `margin` from the points in `avoid`.

    `special` lists points worth trying on purpose (ties, kinks and zeros that `avoid` does not exclude).
    """

    __slots__ = ("avoid", "high", "low", "margin", "special")

    def __init__(
        self,
        low: float = -4.0,
        high: float = 4.0,
        avoid: tuple[float, ...] = (),
        margin: float = 0.125,
        special: tuple[float, ...] = (),
    ) -> None:
        if not low <= high:
            raise ValueError(f"An interval from {low} to {high}. Wanted two numbers, the smaller one first.")
        self.low, self.high, self.avoid, self.margin, self.special = low, high, avoid, margin, special

    def __repr__(self) -> str:
        return f"Interval({self.low}, {self.high}, avoid={self.avoid})"

    def place(self, x: Any) -> Any:
        """Move every element of `x` that stands too close to an avoided point to its margin (no filtering)."""
        x = np.clip(x, self.low, self.high)
        for point in self.avoid:
            side = np.where(x < point, -self.margin, self.margin)
            x = np.where(np.abs(x - point) < self.margin, point + side, x)
        return x


REAL = Interval()
POSITIVE = Interval(0.125, 8.0)
NONZERO = Interval(avoid=(0.0,))
UNIT = Interval(-0.875, 0.875)
ABOVE_ONE = Interval(1.125, 8.0)
SMALL = Interval(-1.0, 1.0)


class Draw(ABC):
    """A source of choices. A subclass supplies `integer` and `values`; the rest is made of them.

    `settled` is False when arrays may be drawn with any dtype and memory layout; a test that needs plain float64 arrays
    draws from a source whose `values` returns them.
    """

    @abstractmethod
    def integer(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included; the smallest is the simplest."""

    @abstractmethod
    def values(self, shape: tuple[int, ...], interval: Interval) -> Any:
        """Return a floating-point array of `shape` with elements from `interval`."""

    def choice(self, options: Sequence[Any]) -> Any:
        """Return one of `options`; the first is the simplest."""
        return options[self.integer(0, len(options) - 1)]

    def boolean(self) -> bool:
        """Return False or True."""
        return bool(self.integer(0, 1))

    def maybe(self, value: Any) -> Any:
        """Return None or `value`."""
        return value if self.boolean() else None

    def shape(self, min_ndim: int = 0, max_ndim: int = 3, min_side: int = 0, max_side: int = 4) -> tuple[int, ...]:
        """Return a shape; zero-length axes are drawn where `min_side` allows them."""
        ndim = self.integer(min_ndim, max_ndim)
        sides = [self.integer(min_side, max_side) if self.boolean() else max(min_side, 2) for _ in range(ndim)]
        return tuple(sides)

    def array(self, shape: tuple[int, ...] | None = None, interval: Interval = REAL, **limits: int) -> Any:
        """Return an array of `shape`, or of a drawn shape within `limits` (those of :meth:`shape`)."""
        return self.values(self.shape(**limits) if shape is None else shape, interval)

    def distinct(self, shape: tuple[int, ...], gap: float = 0.25) -> Any:
        """Return an array whose elements differ by at least `gap`: no ties, in drawn order."""
        size = int(np.prod(shape))
        order = list(range(size))
        for i in range(size - 1, 0, -1):
            j = self.integer(0, i)
            order[i], order[j] = order[j], order[i]
        drawn = self.values(shape, REAL)  # for its dtype and its place in memory
        steps = np.asarray((np.array(order, dtype=float).reshape(shape) - size / 2 + 0.3) * gap, dtype=drawn.dtype)
        if drawn.flags.writeable:
            drawn[...] = steps
            return drawn
        steps.flags.writeable = False
        return steps

    def permutation(self, n: int) -> tuple[int, ...]:
        """Return the numbers 0 … n-1 in a drawn order."""
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = i - self.integer(0, i)
            order[i], order[j] = order[j], order[i]
        return tuple(order)

    def axis(self, ndim: int) -> int:
        """Return one axis of an array with `ndim` dimensions, counted from either end."""
        return self.integer(0, ndim - 1) - (ndim if self.boolean() else 0)

    def axes(self, ndim: int) -> int | tuple[int, ...] | None:
        """Return None, one axis, or a tuple of distinct axes."""
        kind = self.integer(0, 2) if ndim else 0
        if kind == 0:
            return None
        if kind == 1:
            return self.axis(ndim)
        chosen = tuple(axis for axis in self.permutation(ndim) if self.boolean())
        return tuple(axis - ndim if self.boolean() else axis for axis in chosen)

    def stretched(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return a shape that broadcasts to `shape`: leading axes dropped, others shrunk to one."""
        kept = shape[self.integer(0, len(shape)) :]
        return tuple(1 if self.boolean() else n for n in kept)

    def broadcastable(self, count: int) -> list[tuple[int, ...]]:
        """Return `count` shapes that broadcast together."""
        whole = self.shape()
        return [whole if self.boolean() else self.stretched(whole) for _ in range(count)]


class RandomDraw(Draw):
    """A :class:`Draw` over a ``numpy.random.Generator``: float64, C order. For benchmarks, docs and mutants.

    Examples
    --------
    >>> import numpy as np
    >>> RandomDraw(np.random.default_rng(0)).array((2,), POSITIVE).shape
    (2,)
    """

    def __init__(self, rng: "np.random.Generator") -> None:  # as text: numpy.random takes 10 ms to import
        self.rng = rng

    def integer(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return int(self.rng.integers(low, high, endpoint=True))

    def values(self, shape: tuple[int, ...], interval: Interval) -> Any:
        """Return a float64 array of `shape` with elements spread evenly over `interval`."""
        return np.asarray(interval.place(self.rng.uniform(interval.low, interval.high, shape)))
