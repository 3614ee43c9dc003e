"""Rows of a table by number."""

from itertools import pairwise
from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here, in_range, integers, numbers, values, wrong_shape
from autograd_lite.ops.neural.lookup import lookup, row_shares
from autograd_lite.tensor import Tensor


def embedding(
    input: Any,
    weight: Any,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
) -> Any:
    """Return the rows of a table that `input` names.

    Parameters
    ----------
    input : integers of any shape
    weight : ``(rows, features)``
    padding_idx : row whose gradient is 0; negative numbers count from the end
    max_norm : rows in use that are longer are shortened to this, in place
    norm_type : p of that norm
    scale_grad_by_freq : divide a row's gradient by how often it was named

    Raises
    ------
    ValueError
        For a number out of range; the message names the first.
    """
    rows = integers("embedding", "row numbers", input)
    count = weight.shape[0]
    in_range("embedding", "row number", rows, count)
    if max_norm is not None:
        _shorten(weight, np.unique(rows), max_norm, norm_type)
    share = None
    if scale_grad_by_freq:
        share = 1.0 / np.maximum(np.bincount(rows.reshape(-1), minlength=count), 1)
    if padding_idx is not None:
        if not -count <= padding_idx < count:
            raise ValueError(f"{here('embedding')}got padding_idx={padding_idx}, wanted {-count} to {count - 1}.")
        share = np.ones(count) if share is None else share
        share[padding_idx] = 0
    table = weight if share is None else row_shares(weight, share.astype(weight.dtype))
    return lookup(table, rows)


def _shorten(weight: Any, rows: Any, max_norm: float, norm_type: float) -> None:
    """Scale the named rows that are longer than `max_norm` down to it, in place."""
    table = np.array(values(weight))
    lengths = np.linalg.norm(table[rows], ord=norm_type, axis=1)
    long = lengths > max_norm
    table[rows[long]] *= (max_norm / (lengths[long] + 1e-7))[:, None]
    if isinstance(weight, Tensor):
        weight.data = table
    else:
        weight[...] = table


def one_hot(tensor: Any, num_classes: int = -1) -> Any:
    """Return integers as rows with a single 1, one axis longer; a plain array of integers."""
    labels = integers("one_hot", "labels", tensor)
    count = int(labels.max(initial=-1)) + 1 if num_classes == -1 else num_classes
    in_range("one_hot", "label", labels, count)
    return np.equal(labels[..., None], np.arange(count)).astype(int)


def embedding_bag(
    input: Any,
    weight: Any,
    offsets: Any = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    per_sample_weights: Any = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> Any:
    """Return sums, means or maxima of bags of rows.

    Parameters
    ----------
    input : ``(bags, length)``, or ``(total,)`` with `offsets`
    weight : ``(rows, features)``
    offsets : where each bag begins in a flat input
    max_norm, norm_type, scale_grad_by_freq : as for :func:`embedding`
    mode : "sum", "mean" or "max"; an empty bag gives zeros
    per_sample_weights : factors of the rows, for "sum"
    include_last_offset : the last offset is where the last bag ends
    padding_idx : a row that does not count
    """
    if mode not in ("sum", "mean", "max"):
        raise ValueError(f"{here('embedding_bag')}got mode={mode!r}, wanted sum, mean or max.")
    if per_sample_weights is not None and mode != "sum":
        raise ValueError(f"{here('embedding_bag')}got per_sample_weights with mode={mode!r}, wanted mode='sum'.")
    rows = integers("embedding_bag", "row numbers", input)
    bounds = _bounds(rows, offsets, include_last_offset)
    flat = rows.reshape(-1)
    found = embedding(flat, weight, padding_idx, max_norm, norm_type, scale_grad_by_freq)
    counted = np.ones(flat.size, bool) if padding_idx is None else flat != padding_idx % weight.shape[0]
    if mode == "max" and bounds:
        zero = np.zeros(weight.shape[1], weight.dtype)
        bags = [np.arange(low, high)[counted[low:high]] for low, high in bounds]
        return np.stack([np.max(found[bag], axis=0) if bag.size else zero for bag in bags])
    member = np.zeros((len(bounds), flat.size), weight.dtype)
    for row, (low, high) in zip(member, bounds, strict=True):
        row[low:high] = counted[low:high]
    if mode == "mean":
        member /= np.maximum(member.sum(axis=1, keepdims=True), 1)
    if per_sample_weights is not None:
        found = found * np.reshape(numbers(per_sample_weights), (-1, 1))
    return np.matmul(member, found)


def _bounds(rows: Any, offsets: Any, include_last_offset: bool) -> list[tuple[int, int]]:
    """Return where each bag begins and ends in the flat input."""
    if rows.ndim == 2 and offsets is None:
        return [(bag * rows.shape[1], (bag + 1) * rows.shape[1]) for bag in range(len(rows))]
    if rows.ndim != 1 or offsets is None:
        raise wrong_shape(
            "embedding_bag", f"got an input of shape {rows.shape}, wanted (bags, length) or flat and offsets."
        )
    starts = [int(start) for start in integers("embedding_bag", "offsets", offsets)]
    return list(pairwise(starts if include_last_offset else [*starts, rows.size]))
