"""Writing by index: ``overwrite`` is what ``x[i] = v`` records.

The share of the array is its gradient with zeros where it was overwritten, written into the gradient that the sweep
owns, so that a loop of writes costs time linear in the elements touched.
"""

import math
import operator
from typing import Any

import numpy as np

from autograd_lite.arrays import unbroadcast
from autograd_lite.domains import Draw
from autograd_lite.graph import Deferred
from autograd_lite.operation import primitive
from autograd_lite.ops.creation import array
from autograd_lite.ops.indexing import Reads, _getitem, settled
from autograd_lite.ops.shapes import copy
from autograd_lite.registry import register
from autograd_lite.writing import record_write


def _region(whole, steps):
    """Return the part of `whole` to which `steps` lead: views all the way, but for an index by arrays at the end."""
    for step, arguments in steps:
        whole = step(whole, *arguments)
    return whole


def _write(whole, steps, value):
    """Write `value` into `whole` where `steps` lead."""
    *views, (_, (index,)) = steps
    region = _region(whole, views)
    if not views or not region.size or np.may_share_memory(region, whole):
        region[index] = value
        return
    # A gradient whose axes lie otherwise than those of the array: what is a view there is a copy here, and so are the
    # numbers of its places. Those of imaginary parts are counted on behind those of the real parts.
    numbers = np.arange(whole.size).reshape(whole.shape)
    complex_ = whole.dtype.kind == "c"
    places = _region(numbers + 1j * (numbers + whole.size) if complex_ else numbers, views)[index]
    if not complex_ or places.dtype.kind == "c":
        whole.flat[_flat(places)] = np.ravel(np.broadcast_to(value, np.shape(places)))
        return
    imaginary = np.any(_flat(places)[:1] >= whole.size)  # there may be none
    part = whole.imag if imaginary else whole.real
    part.flat[_flat(places) % whole.size] = np.ravel(np.broadcast_to(value, np.shape(places)))


def _flat(places):
    return np.ravel(np.real(places)).astype(int)


def _zero_region(steps):
    """Return the share of the array that was written to: its gradient with zeros where it was overwritten."""

    def add_to(held, _own, _parent, g, own_g):
        buffer = g if own_g and isinstance(g, np.ndarray) else np.array(g)  # a sum of shape () is a number
        _write(buffer, steps, 0)
        if held is None or isinstance(held, Reads):
            return buffer if held is None else held.added_to(buffer)
        with np.errstate(invalid="ignore"):
            return held + buffer

    return Deferred(add_to)


def _region_share(g, steps, value_shape):
    """Return the share of the value that was written: the gradient of where it is now."""
    if g.dtype.kind == "c":  # gradients come conjugated, which would turn the sign of an imaginary part written to
        share = np.conjugate(_region(np.conjugate(g), steps))
    else:
        share = copy(_region(g, steps))
    if (lasting := _lasting(np.shape(g), steps)) is not None:
        share = np.where(lasting, share, 0)
    more = max(len(value_shape) - share.ndim, 0)  # axes than the place that was written to has, all of length one
    return np.reshape(unbroadcast(share, value_shape[more:]), value_shape)


def _lasting(shape, steps):
    """Return where a value was not overwritten by a later one of the same write; None if no position is repeated."""
    *views, (_, (index,)) = steps
    if not any(isinstance(part, np.ndarray) and part.dtype != bool and part.size > 1 for part in index):
        return None
    region = _region(np.broadcast_to(False, shape), views)
    if not _repeats(index, region.shape):
        return None
    numbers = np.arange(math.prod(region[index].shape)).reshape(region[index].shape)
    last = np.zeros(region.shape, dtype=int)
    last[index] = numbers
    return last[index] == numbers


def _repeats(index, shape):
    """Return True if arrays of positions in the index name an element twice."""
    taken = sum(_axes_taken(part) for part in index)
    axis, keys = 0, np.zeros((), dtype=int)
    for part in index:
        if isinstance(part, np.ndarray):
            for positions in part.nonzero() if part.dtype == bool and part.ndim else (part,):
                if part.dtype != bool or part.ndim:
                    keys = keys * shape[axis] + positions % shape[axis]
                    axis += 1
        else:
            axis += len(shape) - taken if part is ... else _axes_taken(part)
    return np.unique(keys).size < keys.size


def _axes_taken(part):
    """Return how many axes of the array a part of an index is about, but for an ellipsis."""
    if part is None or part is ... or isinstance(part, bool):
        return 0
    return part.ndim if isinstance(part, np.ndarray) and part.dtype == bool else 1


@primitive(
    None,
    x=lambda g, steps: overwrite(g, 0.0, steps),
    value=lambda g, steps, value_shape: _region_share(g, steps, value_shape),
    into={"x": lambda g, steps: _zero_region(steps)},
    samples=lambda draw: _written(draw),
    analytic=True,
)
def overwrite(x, value, steps) -> Any:
    """Return a copy of `x` with `value` written where `steps` lead; what ``x[i] = value`` records."""
    out = np.array(x, dtype=np.result_type(x, value))
    _write(out, steps, value)
    return out


def _written(draw: Draw):
    index = draw.choice(
        [
            (1,),
            (slice(None, None, 2),),
            (np.array([0, 2]),),
            (np.array([0, 2, 0]),),
            (..., np.array([1, 1])),
            (None, np.array([2, 0, 2])),
            (np.array([True, False, True]),),
        ]
    )
    x = draw.array((3, 4))
    shape = draw.stretched(x[index].shape)
    value = draw.array(((1,) * (1 + x[index].ndim - len(shape)) if draw.boolean() else ()) + shape)
    return (x, value, ((_getitem, (index,)),)), {}


def setitem(x, index, value):
    """Record ``x[index] = value`` on the Tensor `x`, in place: every name of it and every view of it sees the write."""
    value = array(value) if isinstance(value, list | tuple) else value
    record_write(x, (_getitem, (settled(index),)), value, overwrite, _write)


register(operator.setitem, setitem)
