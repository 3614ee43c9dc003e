"""The methods of ufuncs of two arrays: ``np.add.reduce``, ``np.multiply.outer``, ``np.maximum.accumulate``, and so on.

==============  ====================================================================================================
``reduce``      what NumPy has a reduction of its own for (``np.sum`` for ``np.add``) is that reduction; every other
                is the loop that it stands for, recorded step by step
``accumulate``  the same; running sums and products are those of ``np.cumsum`` and ``np.cumprod``
``reduceat``    reductions of slices
``outer``       the ufunc on reshaped arrays
``at``          writes into a Tensor, recorded; an index that is repeated is written to as often
==============  ====================================================================================================
"""

import math
import operator
from functools import reduce as folded
from itertools import accumulate as running
from typing import Any

import numpy as np

from autograd_lite.composition import NUMBERS
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.ops.indexing import scatter_add, settled
from autograd_lite.ops.shapes import astype
from autograd_lite.ops.ufuncs import put
from autograd_lite.recipe import results
from autograd_lite.recording import plain
from autograd_lite.registry import OPERATIONS, register

_WHOLE: dict[np.ufunc, Any] = {np.add: np.sum, np.multiply: np.prod, np.maximum: np.max, np.minimum: np.min}
_SCANS = {np.add: np.cumsum, np.multiply: np.cumprod}
_SUMS = {np.add: operator.iadd, np.subtract: operator.isub}
_IN_ANY_ORDER: tuple[np.ufunc, ...] = (np.hypot, np.logaddexp, np.logaddexp2, np.fmax, np.fmin)
_IN_ORDER: tuple[np.ufunc, ...] = (
    *(np.subtract, np.divide, np.floor_divide, np.remainder, np.fmod, np.power, np.float_power),
    *(np.arctan2, np.copysign, np.heaviside),
)


def _converted(x, dtype):
    return x if dtype is None else astype(x, dtype)


def _has_reduction(ufunc, function):
    """Give `ufunc` the method ``reduce`` by a reduction that NumPy has."""

    def reduce(array, /, axis=0, dtype=None, out=None, keepdims=False, **keywords):
        whole = OPERATIONS[function](_converted(array, dtype), axis=axis, keepdims=keepdims, **keywords)
        return put(ufunc, out, whole)

    register((ufunc, "reduce"), reduce)


def _has_fold(ufunc):
    """Give `ufunc` the method ``reduce`` by the loop that it stands for."""

    def reduce(array, /, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True):
        taken = _axes(ufunc, axis, np.ndim(array))
        rows = _in_rows(_masked(ufunc, _converted(array, dtype), where), taken)
        first = ufunc.identity if initial is None else initial
        if not len(rows) and first is None:
            raise ValueError(f"np.{ufunc.__name__}.reduce of no elements, which has no value. Pass initial=.")
        start = [] if initial is None and len(rows) else [np.broadcast_to(_bent(first, rows), rows.shape[1:])]
        whole = folded(ufunc, [*start, *rows]) if len(rows) else results(np.array(start[0]), None)
        return put(ufunc, out, np.expand_dims(whole, taken) if keepdims else whole)

    register((ufunc, "reduce"), reduce)


def _bent(first, rows):
    """Return a Python number as an array of the dtype that it has beside `rows`."""
    if type(first) not in NUMBERS:
        return first
    return np.asarray(first, np.result_type(rows.dtype, first))


def _masked(ufunc, x, where):
    """Put the element that changes nothing in the place of those that are left out."""
    if where is True:
        return x
    if ufunc.identity is None:
        raise UnsupportedOperationError(
            f"np.{ufunc.__name__}.reduce was called with the keyword 'where': there is no element that changes nothing "
            "and could stand for those that are left out. Pick the others by x[mask]."
        )
    return np.where(plain(where), x, ufunc.identity)


def _axes(ufunc, axis, ndim):
    """Return the axes of a fold as a tuple; of an operation for which order counts, there may be one."""
    axes = tuple(range(ndim)) if axis is None else tuple(np.atleast_1d(axis).tolist())
    if len(axes) > 1 and ufunc not in _IN_ANY_ORDER:
        raise ValueError(
            f"np.{ufunc.__name__}.reduce got the axes {axes}, but the order of the elements counts. Wanted one axis."
        )
    return axes


def _in_rows(x, axes):
    """Return `x` with the elements along `axes` in order along the first axis."""
    moved = np.moveaxis(x, axes, range(len(axes)))
    return np.reshape(moved, (math.prod(moved.shape[: len(axes)]), *moved.shape[len(axes) :]))


def _has_accumulate(ufunc):
    def accumulate(array, /, axis=0, dtype=None, out=None):
        x = _converted(array, dtype)
        if not np.ndim(x):
            raise TypeError(f"np.{ufunc.__name__}.accumulate got one number. Wanted an array of at least one axis.")
        if ufunc in _SCANS:
            return put(ufunc, out, OPERATIONS[_SCANS[ufunc]](x, axis=axis))
        moved = np.moveaxis(x, axis, 0)
        steps = list(running(moved, ufunc))
        return put(ufunc, out, np.moveaxis(np.stack(steps), 0, axis) if steps else x)

    register((ufunc, "accumulate"), accumulate)


def _has_reduceat(ufunc):
    def reduceat(array, /, indices, axis=0, dtype=None, out=None):
        moved = np.moveaxis(_converted(array, dtype), axis, 0)
        starts = np.asarray(plain(indices)).tolist()
        if wrong := [start for start in starts if not 0 <= start < len(moved)]:
            raise IndexError(
                f"np.{ufunc.__name__}.reduceat got the index {wrong[0]} for an axis of {len(moved)} elements."
            )
        ends = [*starts[1:], len(moved)]
        fold = OPERATIONS[ufunc, "reduce"]
        parts = [fold(moved[i : max(j, i + 1)]) for i, j in zip(starts, ends, strict=True)]
        return put(ufunc, out, np.moveaxis(np.stack(parts), 0, axis))

    register((ufunc, "reduceat"), reduceat)


def _has_outer(ufunc):
    def outer(x, y, /, **keywords):
        first = np.asarray(x) if plain(x) is x else x
        second = np.asarray(y) if plain(y) is y else y  # as NumPy has it: no number bends to the other's dtype here
        return ufunc(np.reshape(first, np.shape(x) + (1,) * np.ndim(y)), second, **keywords)

    register((ufunc, "outer"), outer)


def _has_at(ufunc):
    def at(x, index, y, /):
        if plain(x) is x and getattr(y, "requires_grad", False):
            raise UnsupportedOperationError(
                f"np.{ufunc.__name__}.at has no derivative rule for writing a Tensor that requires a gradient into an "
                "array, which would lose it. Make the first argument a Tensor too, such as np.zeros_like(t)."
            )
        if plain(x) is x:
            ufunc.at(x, plain(index), plain(y))
            return
        places = settled(index)
        values = np.broadcast_to(y, np.shape(plain(x)[places]))
        if ufunc in _SUMS:
            _SUMS[ufunc](x, scatter_add(values, places, x.shape))
        else:
            _one_by_one(ufunc, x, places, values)

    register((ufunc, "at"), at)


def _one_by_one(ufunc, x, places, values):
    """Write into `x` in rounds, in each of which no element is written to twice."""
    elements = np.ravel(np.arange(x.size).reshape(x.shape)[places])
    order = np.argsort(elements, kind="stable")
    starts = np.searchsorted(elements[order], elements[order])
    rounds = np.empty_like(order)
    rounds[order] = np.arange(len(order)) - starts  # how often the element occurs before
    values = np.reshape(values, -1)
    for n in range(np.max(rounds, initial=-1) + 1):
        now = np.flatnonzero(rounds == n)
        there = np.unravel_index(elements[now], x.shape) if x.ndim else ()
        x[there] = ufunc(x[there], values[now] if x.ndim else values[now[0]])


_ufunc: np.ufunc
for _ufunc in _WHOLE:
    _has_reduction(_ufunc, _WHOLE[_ufunc])
for _ufunc in (*_IN_ANY_ORDER, *_IN_ORDER):
    _has_fold(_ufunc)
for _ufunc in (*_WHOLE, *_IN_ANY_ORDER, *_IN_ORDER):
    _has_accumulate(_ufunc)
    _has_reduceat(_ufunc)
    _has_outer(_ufunc)
    _has_at(_ufunc)
_has_outer(np.divmod)
_has_outer(np.ldexp)
