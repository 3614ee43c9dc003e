"""What is remembered of large arrays instead of themselves: enough to tell whether others are equal, or their sum.

Each array is a checksum of its bits and a random sum of each of its pieces. Equal arrays have equal checksums; and
where ``c = 2 a + b`` holds, it holds for these sums, while an element that breaks it shows in the sum of its piece.
"""

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.testing.differences.redrawn import FULL, Redrawn, flat_view, fresh, stretches

_SLACK = 1e3  # units in the last place of the largest number of a piece, by which a sum of its elements may be off


class Summary(NamedTuple):
    """Shape, dtype and checksum of an array; sums of its pieces, and of the absolute values of the terms."""

    shape: tuple[int, ...]
    dtype: Any
    checksum: int
    sums: Any
    sizes: Any


def large(*groups: Sequence[Any]) -> bool:
    """Return True if there is an array that one would not like to have several times."""
    return any(np.size(each) > FULL if not isinstance(each, Redrawn) else True for group in groups for each in group)


def summary(array: Any, seed: int = 0) -> Summary:
    """Return what is remembered of an array; NaN counts as itself, and zero as its negative.

    Examples
    --------
    >>> import numpy as np
    >>> one, other = summary(np.array([0.0, np.nan, 2.0])), summary(np.array([-0.0, np.nan, 2.0]))
    >>> one.checksum == other.checksum
    True
    """
    rows, checksum, sums, sizes = flat_view(array), 0, [], []
    weights = Redrawn(array, np.random.default_rng(seed)) if array.dtype.kind in "fc" else None
    for stretch in stretches(array.size):
        piece = rows[stretch]
        if weights is not None:
            piece = piece + 0.0
            piece[np.isnan(piece)] = np.nan
            terms = np.where(np.isfinite(piece), piece, 0) * weights[stretch]
            sums.append(np.sum(terms))
            sizes.append(float(np.sum(np.abs(terms))))
        checksum = zlib.crc32(piece.tobytes(), checksum)
    return Summary(array.shape, array.dtype, checksum, np.array(sums), np.array(sizes))


def equal(one: Sequence[Summary], two: Sequence[Summary]) -> bool:
    """Return True if arrays were the same bit by bit, but for one chance in 4 billion."""
    return [each[:3] for each in one] == [each[:3] for each in two]


def additive(a: Sequence[Summary], b: Sequence[Summary], c: Sequence[Summary], eps: float) -> bool:
    """Return True if ``2 a + b = c`` as far as the sums of the pieces tell."""
    for one, two, three in zip(a, b, c, strict=True):
        if not (one.shape == two.shape == three.shape):
            return False
        slack = _SLACK * eps * (2 * one.sizes + two.sizes) + np.finfo(three.dtype).tiny
        if np.any(np.abs(2 * one.sums + two.sums - three.sums) > slack):
            return False
    return True


def mixed(one: Any, two: Any) -> Any:
    """Return ``2 one + two`` as a new array, of arrays that may be drawn."""
    result = fresh(one)
    result *= 2
    if not isinstance(two, Redrawn):
        return result + two
    for stretch in stretches(two.size):
        result.reshape(-1)[stretch] += two[stretch]
    return result
