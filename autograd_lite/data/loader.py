"""Batches of a data set."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograd_lite.data.chance import generator
from autograd_lite.data.dataset import Dataset, TensorDataset, stacked
from autograd_lite.errors import DataError


class DataLoader:
    """Batches of a data set, in order or shuffled anew for each pass.

    Parameters
    ----------
    dataset : a :class:`Dataset`, a tuple of arrays of equal length, or anything with a length and examples by number
    batch_size : examples in a batch
    shuffle : draw a new order for each pass
    rng : generator, seed or None; its state is all there is to know for going on with the same batches
    drop_last : leave out a last batch that is smaller
    transform : applied to each batch

    Examples
    --------
    >>> import numpy as np
    >>> loader = DataLoader((np.arange(5), np.arange(5) ** 2), batch_size=2)
    >>> for x, y in loader:
    ...     print(x, y)
    [0 1] [0 1]
    [2 3] [4 9]
    [4] [16]
    """

    def __init__(
        self,
        dataset: Any,
        batch_size: int = 1,
        shuffle: bool = False,
        *,
        rng: Any = None,
        drop_last: bool = False,
        transform: Callable[[Any], Any] | None = None,
    ) -> None:
        if not batch_size >= 1:
            raise DataError(f"DataLoader got batch_size={batch_size!r}. Wanted an integer >= 1.")
        self.dataset = TensorDataset(*dataset) if isinstance(dataset, tuple) else dataset
        self.batch_size, self.shuffle, self.drop_last, self.transform = int(batch_size), shuffle, drop_last, transform
        self.rng = generator(rng)

    def __len__(self) -> int:
        """Count of batches."""
        whole, rest = divmod(len(self.dataset), self.batch_size)
        return whole + (rest > 0 and not self.drop_last)

    def __iter__(self) -> Iterator[Any]:
        total = len(self.dataset)
        order = self.rng.permutation(total) if self.shuffle else None
        for start in range(0, len(self) * self.batch_size, self.batch_size):
            end = min(start + self.batch_size, total)
            batch = self._batch(slice(start, end) if order is None else order[start:end], start, end)
            yield batch if self.transform is None else self.transform(batch)

    def _batch(self, indices: Any, start: int, end: int) -> Any:
        if isinstance(self.dataset, TensorDataset):
            return self.dataset.batch(indices)
        chosen = range(start, end) if isinstance(indices, slice) else indices
        if isinstance(self.dataset, Dataset):
            return self.dataset.batch(np.asarray(chosen))
        return stacked([self.dataset[int(i)] for i in chosen])
