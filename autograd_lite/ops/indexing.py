"""Reading and writing by index: two pairs of operations, each the other's adjoint.

``getitem`` reads what ``scatter_add`` adds up; ``overwrite`` is recorded by ``x[i] = v``. A loop that reads or writes
an array element by element costs time linear in the elements touched, since the shares go into one gradient buffer
that the sweep owns.
"""

import operator
from typing import Any

import numpy as np

from autograd_lite.arrays import unbroadcast
from autograd_lite.domains import Draw
from autograd_lite.graph import Deferred, Node
from autograd_lite.operation import primitive
from autograd_lite.ops.shapes import copy
from autograd_lite.registry import register
from autograd_lite.writing import record_write


def settled(index):
    """Return an index whose arrays are copies and whose Tensors are arrays, so that no later write changes it."""
    parts = index if isinstance(index, tuple) else (index,)
    return tuple(part if isinstance(part, int | slice | None | type(...)) else np.array(part) for part in parts)


def is_basic(index):
    """Return True if the index selects every element at most once and gives a view."""
    return not any(isinstance(part, np.ndarray) for part in index)


def _add_at(buffer, index, g):
    """Add `g` at `index`; repeated indices add up."""
    if is_basic(index) or all(part.dtype == bool for part in index if isinstance(part, np.ndarray)):
        buffer[index] += g
    else:
        np.add.at(buffer, index, g)


def _scatter(g, index):
    """Return the share of a read: it adds itself to the gradient of the array that was read."""

    def add_to(held, own, parent: Node, g, own_g):
        buffer = held if own else np.zeros(parent.shape, parent.dtype) if held is None else np.array(held)
        _add_at(buffer, index, np.real(g) if parent.dtype.kind == "f" else g)
        return buffer

    return Deferred(lambda held, own, parent, _, own_g: add_to(held, own, parent, g, own_g))


def _scatter_rows(g, x_shape, index):
    """Add every row of `g` at `index` of zeros."""
    out = np.zeros((len(g), *x_shape), g.dtype)
    if is_basic(index):
        out[(slice(None), *index)] += g
    else:
        for row, cotangent in zip(out, g, strict=True):
            _add_at(row, index, cotangent)
    return out


def _read_rows(g, index):
    """Read every row of `g` at `index`."""
    return g[(slice(None), *index)] if is_basic(index) else np.stack([row[index] for row in g])


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
    view=True,
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


def _region(array, steps):
    """Return the part of `array` to which `steps` lead: views all the way, but for an index by arrays at the end."""
    for step, arguments in steps:
        array = step(array, *arguments)
    return array


def _write(array, steps, value):
    """Write `value` into `array` where `steps` lead."""
    *views, (_, (index,)) = steps
    _region(array, views)[index] = value


def _zero_region(g, steps):
    """Return the share of the array that was written to: its gradient with zeros where it was overwritten."""

    def add_to(held, own, parent, g, own_g):
        buffer = g if own_g else np.array(g)
        _write(buffer, steps, 0)
        return buffer if held is None else held + buffer

    return Deferred(add_to)


@primitive(
    None,
    x=lambda g, steps: overwrite(g, 0.0, steps),
    value=lambda g, steps, value_shape: unbroadcast(copy(_region(g, steps)), value_shape),
    into={"x": lambda g, steps: _zero_region(g, steps)},
    samples=lambda draw: _written(draw),
    analytic=True,
)
def overwrite(x, value, steps) -> Any:
    """Return a copy of `x` with `value` written where `steps` lead; what ``x[i] = value`` records."""
    out = np.array(x, dtype=np.result_type(x, value))
    _write(out, steps, value)
    return out


def _written(draw: Draw):
    index = draw.choice([(1,), (slice(None, None, 2),), (np.array([0, 2]),)])
    x = draw.array((3, 4))
    return (x, draw.array(draw.stretched(x[index].shape)), ((_getitem, (index,)),)), {}


def setitem(x, index, value):
    """Record ``x[index] = value`` on the Tensor `x`, in place: every name of it and every view of it sees the write."""
    record_write(x, (_getitem, (settled(index),)), value, overwrite, _write)


register(operator.getitem, getitem)
register(operator.setitem, setitem)
