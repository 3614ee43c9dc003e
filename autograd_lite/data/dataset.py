"""Data sets: what has a length and gives examples by number."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd_lite.data.chance import generator
from autograd_lite.errors import DataError, ShapeError
from autograd_lite.tensor import Tensor


class Dataset:
    """Base of data sets. A subclass defines ``__len__`` and ``__getitem__``; ``batch`` too, if it can do better.

    Examples
    --------
    >>> class Squares(Dataset):
    ...     def __len__(self):
    ...         return 10
    ...
    ...     def __getitem__(self, index):
    ...         return index, index * index
    >>> Squares().batch([1, 2, 3])
    (array([1, 2, 3]), array([1, 4, 9]))
    """

    def __len__(self) -> int:
        raise NotImplementedError(f"{type(self).__name__} defines no __len__. Write one: the count of examples.")

    def __getitem__(self, index: Any) -> Any:
        raise NotImplementedError(
            f"{type(self).__name__} defines no __getitem__. Write one: the example of that number."
        )

    def batch(self, indices: Any) -> Any:
        """Return the examples of these numbers, stacked."""
        return stacked([self[int(index)] for index in indices])


def stacked(examples: Sequence[Any]) -> Any:
    """Stack examples, which may be arrays, numbers, or tuples or dicts of them."""
    first = examples[0]
    if isinstance(first, dict):
        return {key: stacked([example[key] for example in examples]) for key in first}
    if isinstance(first, tuple | list):
        return tuple(stacked(parts) for parts in zip(*examples, strict=True))
    arrays = [example._value() if isinstance(example, Tensor) else np.asarray(example) for example in examples]
    if len({array.shape for array in arrays}) > 1:
        shapes = sorted({array.shape for array in arrays})
        raise ShapeError(f"A batch got examples of shapes {shapes}. Wanted equal shapes: cut or pad them first.")
    return np.stack(arrays)


class TensorDataset(Dataset):
    """Arrays of equal length, taken together: an example is the tuple of their rows.

    Batches are taken by one slice or one index of each array, so they cost next to nothing.

    Parameters
    ----------
    *arrays : arrays or Tensors

    Examples
    --------
    >>> import numpy as np
    >>> data = TensorDataset(np.eye(3), np.array([7, 8, 9]))
    >>> len(data), data[1]
    (3, (array([0., 1., 0.]), np.int64(8)))
    """

    def __init__(self, *arrays: Any) -> None:
        if not arrays:
            raise DataError("TensorDataset got no arrays. Wanted at least one.")
        self.arrays = tuple(each._value() if isinstance(each, Tensor) else np.asarray(each) for each in arrays)
        lengths = [len(each) if each.ndim else None for each in self.arrays]
        if len(set(lengths)) > 1 or None in lengths:
            raise ShapeError(f"TensorDataset got arrays of lengths {lengths}. Wanted equal: a row is an example.")

    def __len__(self) -> int:
        return len(self.arrays[0])

    def __getitem__(self, index: Any) -> Any:
        return tuple(each[index] for each in self.arrays)

    def batch(self, indices: Any) -> Any:
        """Return the rows of these numbers; for a slice, views."""
        return self[indices]


class Subset(Dataset):
    """Some examples of another data set.

    Parameters
    ----------
    dataset : the other
    indices : numbers of the examples
    """

    def __init__(self, dataset: Any, indices: Any) -> None:
        self.dataset, self.indices = dataset, np.asarray(indices, dtype=np.intp)

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, index: Any) -> Any:
        return self.dataset[int(self.indices[index])]

    def batch(self, indices: Any) -> Any:
        """Return the examples of these numbers, as the other data set batches them."""
        chosen = self.indices[indices]
        return (
            self.dataset.batch(chosen)
            if hasattr(self.dataset, "batch")
            else stacked([self.dataset[int(i)] for i in chosen])
        )


def random_split(dataset: Any, lengths: Sequence[float], rng: Any = None) -> list[Subset]:
    """Divide a data set by chance.

    Parameters
    ----------
    dataset : anything with a length and examples by number
    lengths : of the parts; counts that sum to the whole, or shares that sum to 1
    rng : generator, seed or None

    Examples
    --------
    >>> import numpy as np
    >>> train, test = random_split(TensorDataset(np.arange(10)), [0.8, 0.2], rng=0)
    >>> len(train), len(test)
    (8, 2)
    """
    total = len(dataset)
    counts = [int(length) for length in lengths]
    if any(length < 0 for length in lengths):
        raise DataError(f"random_split got lengths={list(lengths)}. Wanted none below 0.")
    if sum(counts) != total and abs(sum(lengths) - 1) < 1e-9:
        ends = np.round(np.cumsum(lengths) * total).astype(int)
        counts = np.diff(ends, prepend=0).tolist()
    if sum(counts) != total:
        raise DataError(
            f"random_split got lengths={list(lengths)} for {total} examples. Wanted that sum, or shares of 1."
        )
    order = generator(rng).permutation(total)
    return [Subset(dataset, part) for part in np.split(order, np.cumsum(counts)[:-1])]
