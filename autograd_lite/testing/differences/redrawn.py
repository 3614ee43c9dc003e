"""Random numbers for large arrays, drawn anew whenever a piece of them is looked at, so that they take no memory."""

from typing import Any

import numpy as np

STRETCH = 1 << 14  # elements of a piece: several pieces stay in the cache
FULL = 1 << 18  # elements, above which arrays are not kept where they can be drawn, or computed, again


class Redrawn:
    """Numbers ± uniform from 0.5 to 1.5, in the shape and dtype of an array, or as many times the size of its elements.

    Parameters
    ----------
    like : the array
    rng : source of the seed
    scaled : multiply by the size of the elements, that of zeros being the median of the others
    holes : where there are zeros instead, flat; nowhere by default

    Examples
    --------
    >>> import numpy as np
    >>> v = Redrawn(np.array([10.0, 0.0, -20.0]), np.random.default_rng(0), scaled=True)
    >>> bool(np.all(v.array() == v[0:3])), np.abs(v.array()) >= [5.0, 7.5, 10.0]
    (True, array([ True,  True,  True]))
    """

    def __init__(self, like: Any, rng: np.random.Generator, scaled: bool = False, holes: Any = None) -> None:
        self.shape, self.size, self.dtype = like.shape, like.size, like.dtype
        self._source, self._at = np.random.PCG64(int(rng.integers(1 << 62))), 0
        self._sizes = (flat_view(like), _median(like)) if scaled else None
        self._holes = holes

    def __getitem__(self, stretch: slice) -> Any:
        """Return a stretch of the flat elements."""
        count = min(stretch.stop, self.size) - stretch.start
        each = 1 + (self.dtype.kind == "c")
        if self._at != each * stretch.start:
            self._source.advance(each * stretch.start - self._at)
        self._at = each * (stretch.start + count)
        values = _signed(count, self._source)
        if each > 1:
            values = values + 1j * _signed(count, self._source)
        if self._sizes is not None:
            size = np.abs(self._sizes[0][stretch])
            values *= size if self._sizes[1] is None else np.where((size > 0) & np.isfinite(size), size, self._sizes[1])
        if self._holes is not None:
            values[self._holes[stretch]] = 0
        return values.astype(self.dtype, copy=False)

    def array(self) -> Any:
        """Return all numbers as a new array."""
        new = np.empty(self.shape, self.dtype)
        for stretch in stretches(self.size):
            new.reshape(-1)[stretch] = self[stretch]
        return new

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return self.array() if dtype is None else self.array().astype(dtype)


def fresh(each: Any) -> Any:
    """Return a new array of what may be drawn, or lie there already."""
    return each.array() if isinstance(each, Redrawn) else np.array(each)


_SIGN, _DIGITS, _ONE = (np.uint64(bits) for bits in (1 << 63, (1 << 52) - 1, 1023 << 52))


def _signed(count: int, source: Any) -> Any:
    """Return random bits as sign and digits of numbers from 1 to 2, brought nearer to zero by a half."""
    bits = source.random_raw(count)
    bits &= _SIGN | _DIGITS
    bits |= _ONE
    values = bits.view(np.float64)
    values -= np.copysign(0.5, values)
    return values


def _median(array: Any) -> float | None:
    """Return the median of the sizes that are finite and not zero, 1 if there are none; None if all are.

    It takes one array of memory.
    """
    rows, count = flat_view(array), 0
    for stretch in stretches(array.size):
        size = np.abs(rows[stretch])
        count += int(np.count_nonzero((size > 0) & np.isfinite(size)))
    if count in (0, array.size):
        return 1.0 if array.size > count else None
    sizes = np.abs(array).ravel()
    sizes[~(sizes > 0)] = np.inf
    middle = [(count - 1) // 2, count // 2]
    sizes.partition(middle)
    return float(np.mean(sizes[middle], dtype=np.float64))


def stretches(size: int) -> list[slice]:
    """Return the pieces of so many elements, one at least."""
    return [slice(start, start + STRETCH) for start in range(0, max(size, 1), STRETCH)]


def flat_view(array: Any) -> Any:
    """Return what gives pieces of an array in the order of its elements, without a copy of it."""
    if isinstance(array, Redrawn):
        return array
    array = np.asarray(array)
    return array.reshape(-1) if array.flags.c_contiguous else array.flat
