"""Reading and writing by index: two pairs of operations, each the other's adjoint.

``getitem`` reads what ``scatter_add`` adds up; ``overwrite`` is recorded by ``x[i] = v``. A loop that reads or writes
an array element by element costs time linear in the elements touched, since the shares go into one gradient buffer
that the sweep owns.
"""

import math
import operator
from typing import Any

import numpy as np

from autograd_lite.arrays import unbroadcast
from autograd_lite.domains import Draw
from autograd_lite.graph import Deferred, Node, Pending
from autograd_lite.operation import primitive
from autograd_lite.ops.creation import array
from autograd_lite.ops.shapes import copy
from autograd_lite.recording import plain
from autograd_lite.registry import register
from autograd_lite.writing import record_write


def settled(index):
    """Return an index whose arrays are copies and whose Tensors are arrays, so that no later write changes it."""
    return tuple(map(_settled_part, index)) if isinstance(index, tuple) else (_settled_part(index),)


def _settled_part(part):
    if isinstance(part, int | slice | None | type(...) | float | str):  # for the last two NumPy has its errors
        return part
    if isinstance(part, np.integer):
        return int(part)
    part = plain(part)
    positions = np.array(part)
    if positions.size == 0 and not isinstance(part, np.ndarray):
        return positions.astype(int)  # an empty list means no positions, though NumPy makes floats of it
    return positions


def is_basic(index):
    """Return True if the index selects every element at most once and gives a view."""
    return not any(isinstance(part, np.ndarray) for part in index)


def _add_at(buffer, index, g):
    """Add `g` at `index`; repeated indices add up."""
    with np.errstate(invalid="ignore"):  # infinity minus infinity is NaN, as in every sum of shares
        if is_basic(index) or all(part.dtype == bool for part in index if isinstance(part, np.ndarray)):
            buffer[index] += g
        else:
            np.add.at(buffer, index, g)
    return buffer


class Reads(Pending):
    """Gradients of reads from one array, kept until there is a gradient of the whole to add them to.

    An array that is read and then overwritten in part gets its whole gradient from the next version of it, and may just
    as well get these first. Filling zeros for them would make a loop of n such steps cost n².
    """

    __slots__ = ("count", "parent", "shares")

    def __init__(self, parent: Node):
        self.parent = parent
        self.count = 0
        self.shares: list[Any] = []

    def followed_by(self, index, g):
        """Return the gradient with one more read: still pending, or an array if it is worth one by now."""
        self.shares.append((index, g))
        self.count += np.size(g) + 8  # a read of one number costs about as much as eight zeros
        return self if self.count < math.prod(self.parent.shape) else self.settled()

    def added_to(self, buffer):
        """Add all reads to an array, in place."""
        for index, g in self.shares:
            _add_at(buffer, index, g)
        return buffer

    def settled(self):
        """Return the sum as an array."""
        return self.added_to(np.zeros(self.parent.shape, self.parent.dtype))

    def __add__(self, whole):
        return self.added_to(np.array(whole, dtype=self.parent.dtype))


def _scatter(g, index):
    """Return the share of a read: it adds itself to the gradient of the array that was read."""

    def add_to(held, own, parent: Node, _g, _own_g):
        share = np.real(g) if parent.dtype.kind == "f" else g
        if held is None or isinstance(held, Reads):
            return (held or Reads(parent)).followed_by(index, share)
        mine = own and isinstance(held, np.ndarray)  # a sum of shares of shape () is a number, which nothing writes to
        return _add_at(held if mine else np.array(held), index, share)

    return Deferred(add_to)


def _scatter_rows(g, x_shape, index):
    """Add every row of `g` at `index` of zeros."""
    out = np.zeros((len(g), *x_shape), g.dtype)
    if is_basic(index):
        out[(slice(None), *index)] += g
    else:
        for k, cotangent in enumerate(g):
            _add_at(out[k, ...], index, cotangent)  # of a number too an array, which can be written to
    return out


def _read_rows(g, index):
    """Read every row of `g` at `index`."""
    return g[(slice(None), *index)] if is_basic(index) else np.stack([row[index] for row in g])


def _one_slice(shape, first, second):
    """Return the arguments of the read that amounts to two slices of the first axis; None for other indices."""
    (index,), (further,) = first, second
    if len(index) != 1 or len(further) != 1 or not isinstance(index[0], slice) or not isinstance(further[0], slice):
        return None
    places = range(shape[0])[index[0]][further[0]]
    stop = places.stop if places.stop >= 0 else None
    return ((slice(places.start, stop, places.step) if places else slice(0, 0),),)


def _read(draw: Draw):
    x = draw.array((3, 4))
    index = draw.choice(
        [(1,), (slice(None, None, -1),), (..., None, 0), (np.array([0, 2, 0]),), (slice(1), np.array([1, 1]))]
    )
    return (x, index), {}


@primitive(
    None,
    x=lambda g, x_shape, index: scatter_add(g, index, x_shape),
    into={"x": lambda g, x_shape, index: _scatter(g, index)},
    batched={"x": lambda g, x_shape, index: _scatter_rows(g, x_shape, index)},
    view=lambda shape, first, second: _one_slice(shape, first, second),
    samples=_read,
    analytic=True,
)
def _getitem(x, index):
    """Read ``x[index]`` for an index whose arrays are settled."""
    return x[index]


@primitive(
    None,
    x=lambda g, index: _getitem(g, index),
    batched={"x": lambda g, index: _read_rows(g, index)},
    samples=lambda draw: _added(draw),
    analytic=True,
)
def scatter_add(x, index, shape) -> Any:
    """Return zeros of `shape` to which `x` was added at `index`; the adjoint of reading there."""
    out = np.zeros(shape, dtype=x.dtype)
    _add_at(out, index, x)
    return out


def _added(draw: Draw):
    return (draw.array((3, 2)), (np.array([0, 2, 0]),), (4, 2)), {}


def getitem(x, index):
    """Read ``x[index]``: basic, integer arrays, boolean masks, mixed, repeated; recorded if `x` has a history."""
    return _getitem(x, settled(index))


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
    imaginary = _flat(places)[:1] >= whole.size
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


register(operator.getitem, getitem)
register(operator.setitem, setitem)
