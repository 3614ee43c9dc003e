"""NumPy's functions that write into their first argument: on a Tensor in place and recorded, as ``x[…] = …`` is."""

import numpy as np

from autograd_lite.errors import ShapeError, UnsupportedOperationError
from autograd_lite.modes import current
from autograd_lite.ops.taking import places_along
from autograd_lite.recording import plain
from autograd_lite.registry import describe, register


def _into_an_array(function, target, values):
    """Return True if the target is a plain array, which NumPy fills itself; raise if that would lose a history."""
    if plain(target) is not target:
        return False
    if getattr(values, "requires_grad", False) and current().tracking:
        raise UnsupportedOperationError(
            f"{describe(function)} would write a Tensor that requires a gradient into a plain array, which loses it. "
            "Make a Tensor of the array first: a = ag.Tensor(a)."
        )
    return True


def _cycled(values, count):
    """Return `count` values along one axis, again from the first when they run out."""
    return np.resize(np.ravel(values), count)


def _same_size(function, target, mask):
    """Return `mask` as booleans in the shape of the target."""
    mask = np.asarray(plain(mask), dtype=bool)
    if mask.size != np.size(target):
        raise ShapeError(
            f"{describe(function)} got a mask of shape {mask.shape} for shape {np.shape(target)}. Wanted equal sizes."
        )
    return mask.reshape(np.shape(target))


def fill_diagonal(a, val, wrap=False):
    """Write `val` onto the diagonal of a Tensor, in place; `wrap` begins again below the square."""
    if _into_an_array(np.fill_diagonal, a, val):
        return np.fill_diagonal(a, plain(val), wrap)
    mask = np.zeros(a.shape, dtype=bool)
    np.fill_diagonal(mask, True, wrap)
    a[mask] = _cycled(val, np.count_nonzero(mask)) if np.ndim(val) else val
    return None


def put(a, ind, v, mode="raise"):
    """Write `v` at positions of the flattened Tensor, in place, again from the first value when they run out."""
    if _into_an_array(np.put, a, v):
        return np.put(a, plain(ind), plain(v), mode)
    positions = np.ravel(plain(ind))
    if positions.size and np.size(v):  # an empty list would be one of floats
        places = np.take(np.arange(a.size), positions, mode=mode)
        values = _cycled(v, places.size)
        a[np.unravel_index(places, a.shape) if a.ndim else ...] = values if a.ndim else values[-1]
    return None


def put_along_axis(arr, indices, values, axis=-1):
    """Write `values` along an axis at positions that may differ from slice to slice, in place."""
    if _into_an_array(np.put_along_axis, arr, values):
        return np.put_along_axis(arr, plain(indices), plain(values), axis)
    indices = np.asarray(plain(indices))
    if axis is None:
        arr[np.unravel_index(np.take(np.arange(arr.size), indices), arr.shape)] = values
    else:
        arr[places_along("put_along_axis", arr, indices, axis)] = values
    return None


def place(arr, mask, vals):
    """Write the first of `vals` where `mask` is True, in place, again from the first when they run out."""
    if _into_an_array(np.place, arr, vals):
        return np.place(arr, plain(mask), plain(vals))
    mask = _same_size(np.place, arr, mask)
    if not np.size(vals):
        raise ValueError("place got no values. Wanted one at least.")
    arr[mask] = _cycled(vals, np.count_nonzero(mask))
    return None


def putmask(a, mask, values):
    """Write, where `mask` is True, the values that stand at the same places, in place; they repeat if too few."""
    if _into_an_array(np.putmask, a, values):
        return np.putmask(a, plain(mask), plain(values))
    mask = _same_size(np.putmask, a, mask)
    if np.size(values):
        a[mask] = _cycled(values, a.size)[np.flatnonzero(mask)]
    return None


register(np.fill_diagonal, fill_diagonal)
register(np.put, put)
register(np.put_along_axis, put_along_axis)
register(np.place, place)
register(np.putmask, putmask)
