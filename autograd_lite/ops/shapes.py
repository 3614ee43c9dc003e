"""Reshaping, transposing, broadcasting; these return views, as in NumPy."""

import numpy as np

from autograd_lite.arrays import unbroadcast, unbroadcast_rows
from autograd_lite.domains import Draw
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.operation import primitive


def _reshaped(draw: Draw):
    x = draw.array(min_side=1)
    return (x, draw.choice([(-1,), x.shape, x.shape[::-1], (1, *x.shape)])), {"order": draw.choice(["C", "F"])}


@primitive(
    np.reshape,
    x=lambda g, x_shape, order: np.reshape(g, x_shape, order),
    batched={"x": lambda g, x_shape, order: np.stack([np.reshape(row, x_shape, order) for row in g])},
    view=True,
    samples=_reshaped,
    analytic=True,
)
def reshape(x, /, shape, order="C", *, copy=None):
    """Give the elements another shape, in the order of rows ("C") or of columns ("F")."""
    if order not in ("C", "F"):
        raise UnsupportedOperationError(
            f"reshape got order={order!r}, which depends on how the memory happens to lie. Wanted 'C' or 'F'."
            + (" What PyTorch calls flatten(1) is t.reshape(len(t), -1)." if isinstance(order, int) else "")
        )
    asked = {} if copy is None else {"copy": copy}  # NumPy 2.0 does not know it
    return np.reshape(x, shape, order=order, **asked)


def _transposed(draw: Draw):
    x = draw.array()
    return (x, draw.maybe(draw.permutation(x.ndim))), {}


@primitive(
    np.transpose, x=lambda g, axes: np.transpose(g, _inverse(axes)), view=True, samples=_transposed, analytic=True
)
def transpose(x, /, axes=None):
    """Permute the axes; reverse them by default."""
    return np.transpose(x, axes)


def _inverse(axes):
    return None if axes is None else tuple(np.argsort([axis % len(axes) for axis in axes]))


def _swapped(draw: Draw):
    x = draw.array(min_ndim=1)
    return (x, draw.axis(x.ndim), draw.axis(x.ndim)), {}


@primitive(
    np.swapaxes, x=lambda g, axis1, axis2: np.swapaxes(g, axis1, axis2), view=True, samples=_swapped, analytic=True
)
def swapaxes(x, /, axis1, axis2):
    """Swap two axes."""
    return np.swapaxes(x, axis1, axis2)


def _broadcast(draw: Draw):
    shape = draw.shape()
    return (draw.array(draw.stretched(shape)), shape), {}


@primitive(
    np.broadcast_to,
    x=lambda g, x_shape: unbroadcast(g, x_shape),
    batched={"x": lambda g, x_shape: unbroadcast_rows(g, x_shape)},
    view=True,
    samples=_broadcast,
    analytic=True,
)
def broadcast_to(x, /, shape):
    """Repeat along new axes and along those of length one, without a copy."""
    return np.broadcast_to(x, shape)


@primitive(
    np.astype, x=lambda g: g, batched={"x": lambda g: g}, samples=lambda draw: ((draw.array(), np.dtype(float)), {})
)
def astype(x, /, dtype, *, copy=True):
    """Convert to another dtype; to float or complex the gradient flows on."""
    return x.astype(dtype)


@primitive(
    np.copy, x=lambda g: g, batched={"x": lambda g: g}, samples=lambda draw: ((draw.array(),), {}), analytic=True
)
def copy(x, /, order="K"):
    """Copy into memory of its own."""
    return np.array(x, order=order)


def _expanded(draw: Draw):
    x = draw.array()
    return (x, draw.integer(-x.ndim - 1, x.ndim)), {}


@primitive(np.expand_dims, x=lambda g, x_shape: np.reshape(g, x_shape), view=True, samples=_expanded, analytic=True)
def expand_dims(x, /, axis):
    """Insert axes of length one."""
    return np.expand_dims(x, axis)


permute_dims = transpose  # the name of the array API
