"""Large arrays a piece at a time: what is needed of them is one number, and no array of their size is made for it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograd_lite.testing.differences.redrawn import STRETCH, Redrawn, flat_view, stretches

PIECE = 1 << 16  # elements up to which an array is looked at as a whole


def pieces(*arrays: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the same stretch of several arrays of one size, flat, one stretch after the other.

    Examples
    --------
    >>> [len(a) for a, in pieces(np.zeros((2, 10_000)))]
    [16384, 3616]
    """
    rows = [flat_view(array) for array in arrays]
    for stretch in stretches(np.size(arrays[0]) if not isinstance(arrays[0], Redrawn) else arrays[0].size):
        yield tuple(row[stretch] for row in rows)


def total(term: Callable[..., Any], *arrays: Any) -> Any:
    """Return the sum of a function of the elements."""
    return np.sum([np.sum(term(*each)) for each in pieces(*arrays)])


def largest(array: Any, least: float = 0.0) -> float:
    """Return the largest finite absolute value, `least` or more.

    Examples
    --------
    >>> largest(np.array([1.0, -3.0, np.inf]))
    3.0
    """
    whole = array.size <= STRETCH and not isinstance(array, Redrawn)
    sizes = map(np.abs, [array]) if whole else (np.abs(each) for (each,) in pieces(array))
    return float(max(np.max(size, where=np.isfinite(size), initial=least) for size in sizes))


def same(one: Any, two: Any) -> bool:
    """Return True for the same numbers, of which NaN is one."""
    if one.dtype.kind not in "fc":
        return np.array_equal(one, two)
    return all(bool(((a == b) | ((a != a) & (b != b))).all()) for a, b in pieces(one, two))


def same_bits(one: Any, two: Any) -> bool:
    """Return True for the same bits in the same places."""
    return all(a.tobytes() == b.tobytes() for a, b in pieces(one, two))


def signed(shape: Any, rng: np.random.Generator) -> Any:
    """Return an array of numbers ± uniform from 0.5 to 1.5."""
    array = np.asarray(rng.uniform(0.5, 1.5, shape))
    for (each,) in pieces(array):
        each *= rng.choice([-1.0, 1.0], each.shape)
    return array


def as_first(found: Sequence[Any], first: Sequence[Any]) -> list[Any]:
    """Return results with floats for integers where there were floats at first.

    Examples
    --------
    >>> as_first([np.array(max(-1.5, 0))], [np.array(1.5)])
    [array(0.)]
    """
    if len(found) != len(first):
        return list(found)
    pairs = zip(found, first, strict=True)
    return [a.astype(b.dtype) if a.dtype.kind in "biu" and b.dtype.kind == "f" else a for a, b in pairs]


def alike(wide: Any, narrow: Any) -> bool:
    """Return True unless another precision gave another function, as where an order among equals is not defined.

    Half of the digits may have been lost: the square root of 1e-8, which is nothing beside 1, is 1e-4.
    """
    apart = max(1e-4, 4 * float(np.sqrt(np.finfo(narrow.dtype).eps)))
    with np.errstate(all="ignore"):
        return bool(np.all((np.abs(wide - narrow) <= apart * np.maximum(1, np.abs(narrow))) | ~np.isfinite(narrow)))
