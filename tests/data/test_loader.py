"""Batches."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.data import DataLoader, Dataset, Subset, TensorDataset
from autograd_lite.data.chance import generator_state, set_generator_state
from autograd_lite.errors import DataError


class Slow(Dataset):
    """Examples one by one."""

    def __len__(self) -> int:
        return 7

    def __getitem__(self, index: Any) -> Any:
        return index, -index


DATASETS = [
    (np.arange(7), -np.arange(7)),
    TensorDataset(np.arange(7), -np.arange(7)),
    Slow(),
    Subset(TensorDataset(np.arange(9), -np.arange(9)), np.arange(7)),
    [(k, -k) for k in range(7)],
]


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize(
    ("batch_size", "drop_last", "sizes"), [(3, False, [3, 3, 1]), (3, True, [3, 3]), (9, False, [7])]
)
@pytest.mark.parametrize("shuffle", [False, True])
def test_every_example_once(dataset: Any, batch_size: int, drop_last: bool, sizes: list[int], shuffle: bool) -> None:
    """A pass shows every example once (but for a dropped rest), parts together, in batches of the size asked for."""
    loader = DataLoader(dataset, batch_size, shuffle, rng=0, drop_last=drop_last)
    batches = list(loader)
    assert [len(x) for x, _ in batches] == sizes
    assert len(loader) == len(sizes)
    seen = np.concatenate([x for x, _ in batches])
    assert len(set(seen.tolist())) == sum(sizes)
    assert all(np.array_equal(x, -y) for x, y in batches)
    if not shuffle:
        assert seen.tolist() == list(range(sum(sizes)))


def test_orders() -> None:
    """Passes differ; the same seed gives the same passes; a state of the generator brings back the next one."""
    first, second = (DataLoader((np.arange(50),), 50, True, rng=4) for _ in range(2))
    passes = [[next(iter(loader))[0].tolist() for _ in range(2)] for loader in (first, second)]
    assert passes[0] == passes[1]
    assert passes[0][0] != passes[0][1]
    state = generator_state(first.rng)
    following = next(iter(first))[0].tolist()
    set_generator_state(second.rng, state)
    assert next(iter(second))[0].tolist() == following


def test_transform() -> None:
    """A transform is applied to each batch."""
    (batch,) = DataLoader((np.arange(3),), 3, transform=lambda batch: batch[0] / 2)
    assert batch.tolist() == [0, 0.5, 1]


def test_plain_batches_are_views() -> None:
    """Without shuffling no example is copied."""
    x = np.arange(4)
    assert all(np.shares_memory(batch, x) for (batch,) in DataLoader((x,), 2))


def test_refusals() -> None:
    """A batch holds at least one example."""
    with pytest.raises(DataError, match=r"batch_size=0. Wanted an integer >= 1"):
        DataLoader((np.arange(3),), 0)
