"""The batches of one epoch."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from autograd_lite.errors import DataError
from autograd_lite.tensor import Tensor
from autograd_lite.train.styling import plain


def ends(count: int, size: Any, drop_last: bool) -> range:
    """Return where each batch of `size` among `count` examples ends; the last one may reach beyond them."""
    if not (isinstance(size, int | np.integer) and size >= 1):
        raise DataError(f"fit got batch_size={size!r}. Wanted an integer >= 1.")
    return range(size, count + 1, size) if drop_last else range(size, count + size, size)


def slices(x: Any, t: Any, order: Any, size: int, drop_last: bool) -> Iterator[tuple[Any, Any]]:
    """Yield examples and targets in this order, `size` at a time."""
    x, t = plain(x), plain(t)
    for end in ends(len(order), size, drop_last):
        chosen = order[end - size : end]
        yield _own_tensor(x[chosen]), t[chosen]


def in_order(x: Any, t: Any, size: int) -> Iterator[tuple[Any, Any]]:
    """Yield examples and targets as they come, `size` at a time; without targets, the batches of a loader."""
    if t is None:
        yield from pairs(x)
        return
    for end in ends(len(x), size, False):
        yield x[end - size : end], t[end - size : end]


def pairs(batches: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the batches of a loader, which must be pairs."""
    for batch in batches:
        if not isinstance(batch, tuple | list) or len(batch) != 2:
            raise DataError(f"fit got a batch of type {type(batch).__name__}. Wanted pairs of examples and targets.")
        yield batch[0], batch[1]


def _own_tensor(x: Any) -> Any:
    """Return a batch that nobody else holds as a Tensor, so that no operation has to copy it."""
    return Tensor._wrap(x) if x.dtype.kind == "f" else x
