"""Reading by index, and its adjoint: ``getitem`` reads what ``scatter_add`` adds up.

A loop that reads an array element by element costs time linear in the elements touched, since the shares go into one
gradient buffer that the sweep owns.
"""

import math
import operator
from typing import Any

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.graph import Deferred, Node, Pending
from autograd_lite.operation import primitive
from autograd_lite.recording import plain
from autograd_lite.registry import register


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


register(operator.getitem, getitem)
