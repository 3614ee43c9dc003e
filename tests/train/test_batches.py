"""The batches of one epoch."""

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import DataError
from autograd_lite.train.batches import ends, in_order, pairs, slices


@pytest.mark.parametrize(
    ("count", "size", "drop", "expected"),
    [
        (6, 2, False, [2, 4, 6]),
        (5, 2, False, [2, 4, 6]),
        (5, 2, True, [2, 4]),
        (1, 2, False, [2]),
        (1, 2, True, []),
        (0, 2, False, []),
    ],
)
def test_ends(count: int, size: int, drop: bool, expected: list[int]) -> None:
    """The last batch is what is left, or is left out."""
    assert list(ends(count, size, drop)) == expected


@pytest.mark.parametrize("size", [0, -1, 2.0])
def test_sizes_that_are_none(size: int) -> None:
    """A batch has one example at least."""
    with pytest.raises(DataError, match=f"fit got batch_size={size}. Wanted an integer >= 1."):
        ends(5, size, False)


def test_slices() -> None:
    """Rows of both arrays in the order given; floats come as Tensors, whatever else as it is."""
    found = list(slices(np.arange(5.0), Tensor(np.arange(5) * 10), np.array([4, 0, 2, 1, 3]), 2, False))
    assert [x.data.tolist() for x, _ in found] == [[4, 0], [2, 1], [3]]
    assert [t.tolist() for _, t in found] == [[40, 0], [20, 10], [30]]
    assert isinstance(next(slices(np.arange(2), np.arange(2), np.arange(2), 2, False))[0], np.ndarray)


def test_in_order() -> None:
    """Rows as they come, the last batch with what is left; or the batches of a loader."""
    x, t = np.arange(5), [10, 11, 12, 13, 14]
    assert [(a.tolist(), b) for a, b in in_order(x, t, 2)] == [([0, 1], [10, 11]), ([2, 3], [12, 13]), ([4], [14])]
    assert list(in_order([(1, 2), (3, 4)], None, 2)) == [(1, 2), (3, 4)]


def test_pairs() -> None:
    """Pairs go through, tuples or lists; anything else is named."""
    assert list(pairs([(1, 2), [3, 4]])) == [(1, 2), (3, 4)]
    for wrong in ((1, 2, 3), np.zeros((2, 2)), "ab"):
        with pytest.raises(DataError, match=f"got a batch of type {type(wrong).__name__}. Wanted pairs"):
            list(pairs([wrong]))
