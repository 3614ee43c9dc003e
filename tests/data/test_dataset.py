"""Data sets, their batches and their division."""

from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.data import Dataset, Subset, TensorDataset, random_split
from autograd_lite.data.dataset import stacked
from autograd_lite.errors import DataError, ShapeError


class Pairs(Dataset):
    """A number and its square."""

    def __len__(self) -> int:
        return 6

    def __getitem__(self, index: Any) -> Any:
        return {"x": np.array([index]), "y": (index * index, Tensor([1.0]))}


def test_stacking() -> None:
    """Dicts, tuples, numbers, arrays and Tensors are stacked part by part."""
    batch = Pairs().batch([1, 3])
    assert batch["x"].tolist() == [[1], [3]]
    assert batch["y"][0].tolist() == [1, 9]
    assert batch["y"][1].shape == (2, 1)
    with pytest.raises(ShapeError, match=r"examples of shapes \[\(1,\), \(2,\)\]"):
        stacked([np.zeros(1), np.zeros(2)])


def test_tensor_dataset() -> None:
    """Rows belong together; a slice gives views."""
    x, y = np.arange(6).reshape(3, 2), np.array([5, 6, 7])
    data = TensorDataset(x, Tensor(y))
    assert (len(data), data[2][1]) == (3, 7)
    assert np.shares_memory(data.batch(slice(0, 2))[0], x)
    assert data.batch(np.array([2, 0]))[1].tolist() == [7, 5]


@pytest.mark.parametrize("arrays", [(np.zeros(3), np.zeros(4)), (np.zeros(3), 5.0)])
def test_unequal_lengths(arrays: Any) -> None:
    """Arrays of other lengths, and numbers, are refused."""
    with pytest.raises(ShapeError, match=r"arrays of lengths \[3, (4|None)\]"):
        TensorDataset(*arrays)
    with pytest.raises(DataError, match="got no arrays"):
        TensorDataset()


def test_subset() -> None:
    """Numbers of a subset are numbers of its list."""
    part = Subset(TensorDataset(np.arange(10) * 10), [7, 3])
    assert (len(part), part[1], part.batch(np.array([0, 1]))[0].tolist()) == (2, (30,), [70, 30])
    plain = Subset(["a", "b", "c"], [2, 0])
    assert plain.batch(slice(0, 2)).tolist() == ["c", "a"]


@pytest.mark.parametrize(
    ("lengths", "sizes"), [([7, 3], [7, 3]), ([0.7, 0.3], [7, 3]), ([1 / 3] * 3, [3, 4, 3]), ([10, 0], [10, 0])]
)
def test_random_split(lengths: Any, sizes: list[int]) -> None:
    """The parts have the sizes asked for, and together hold every example once."""
    parts = random_split(TensorDataset(np.arange(10)), lengths, rng=0)
    assert [len(part) for part in parts] == sizes
    assert sorted(part[k][0] for part in parts for k in range(len(part))) == list(range(10))
    again = random_split(TensorDataset(np.arange(10)), lengths, rng=0)
    assert all(np.array_equal(a.indices, b.indices) for a, b in zip(parts, again, strict=True))


@pytest.mark.parametrize("lengths", [[5, 4], [0.5, 0.6], [11, -1]])
def test_lengths_that_do_not_add_up(lengths: Any) -> None:
    """Lengths that do not cover the whole are refused."""
    with pytest.raises(DataError, match="random_split got lengths="):
        random_split(TensorDataset(np.arange(10)), lengths)


def test_unfinished_subclasses() -> None:
    """What a subclass forgot is said."""
    with pytest.raises(NotImplementedError, match="defines no __len__"):
        len(Dataset())
    with pytest.raises(NotImplementedError, match="defines no __getitem__"):
        Dataset()[0]
