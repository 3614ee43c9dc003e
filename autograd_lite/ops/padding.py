"""Padding, in every mode of ``np.pad``.

Modes that repeat elements of the array read them by an index which NumPy's own padding of the positions gives.
"""

import numpy as np
from numpy.lib.array_utils import normalize_axis_index

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.operation import primitive
from autograd_lite.ops.assembly import at
from autograd_lite.recipe import results
from autograd_lite.recording import plain

READING = ("edge", "reflect", "symmetric", "wrap")
STATISTICS = {"maximum": np.max, "minimum": np.min, "mean": np.mean, "median": np.median}


def _pairs(value, ndim):
    """Return a value before and one after for every axis, from any of the forms that ``np.pad`` takes."""
    if isinstance(value, dict):
        given = {normalize_axis_index(axis, ndim): width for axis, width in value.items()}
        value = [np.broadcast_to(given.get(axis, 0), 2) for axis in range(ndim)]
    return [tuple(pair) for pair in np.broadcast_to(value, (ndim, 2)).tolist()]


@primitive(None, x=lambda g, x_shape, widths: _cropped(g, x_shape, widths), samples=lambda draw: _zeros(draw))
def _surrounded(x, /, widths, values):
    """Put constants around an array."""
    return np.pad(x, widths, constant_values=values)


def _cropped(g, x_shape, widths):
    return g[tuple(slice(before, before + n) for n, (before, _) in zip(x_shape, widths, strict=True))]


def _zeros(draw: Draw):
    x = draw.array(min_ndim=1)
    return (x, [(draw.integer(0, 2), draw.integer(0, 2)) for _ in range(x.ndim)], [(0.0, 1.0)] * x.ndim), {}


def _padded(draw: Draw):
    x = draw.distinct(draw.shape(min_ndim=1, min_side=1))
    mode = draw.choice(["constant", "linear_ramp", *READING, *STATISTICS])
    settings = {"mode": mode}
    if mode == "constant":
        settings["constant_values"] = draw.choice([0, 1.5, (1.0, 2.0)])
    if mode == "linear_ramp":
        settings["end_values"] = draw.choice([0, 1.5, (1.0, 2.0)])
    if mode in STATISTICS:
        settings["stat_length"] = draw.choice([None, 1, (2, 1)])
    if mode in ("reflect", "symmetric"):
        settings["reflect_type"] = draw.choice(["even", "odd"])
    widths = draw.choice([1, (0, 2), [(draw.integer(0, 2), draw.integer(0, 5)) for _ in range(x.ndim)]])
    return (x, widths), settings


@composite(np.pad, samples=_padded)
def pad(x, /, pad_width, mode="constant", *, constant_values=0, end_values=0, stat_length=None, reflect_type="even"):
    """Surround an array with values.

    Parameters
    ----------
    x : array_like
    pad_width : how many before and after, for all axes, or for each; or a dict from axis to these
    mode : "constant", "edge", "reflect", "symmetric", "wrap", "linear_ramp", "maximum", "minimum", "mean", "median"
    constant_values, end_values, stat_length, reflect_type : as NumPy has them, each for its mode

    Raises
    ------
    UnsupportedOperationError
        For the mode "empty", and for a function as mode.
    """
    ndim = np.ndim(x)
    widths = _pairs(pad_width, ndim)
    _refuse_keywords_of_other_modes(mode, constant_values, end_values, stat_length, reflect_type)
    if not ndim:
        return np.copy(x)
    if mode == "constant":
        return _surrounded(x, widths, _pairs(constant_values, ndim))
    if callable(mode) or mode not in ("linear_ramp", *READING, *STATISTICS):
        raise UnsupportedOperationError(
            f"pad got mode={mode!r}, through which there is no derivative. "
            f"Wanted one of {['constant', 'linear_ramp', *READING, *STATISTICS]}; or np.concatenate the parts."
        )
    np.pad(np.broadcast_to(0, np.shape(x)), widths, "wrap" if mode not in READING else mode)  # NumPy's own errors
    if x.dtype.kind in "biu":  # rounded as NumPy rounds; integers have no gradient
        settings = {name: {"stat_length": stat_length} for name in STATISTICS}
        settings |= {name: {"reflect_type": reflect_type} for name in ("reflect", "symmetric")}
        settings["linear_ramp"] = {"end_values": end_values}
        padded = np.pad(plain(x), widths, mode, **settings.get(mode, {}))
        return padded if isinstance(x, np.ndarray) else results(padded, None)
    ends = _pairs(end_values, ndim)
    lengths = [(None, None)] * ndim if stat_length is None else _pairs(stat_length, ndim)
    for axis, width in enumerate(widths):
        if width == (0, 0):
            continue
        if mode in READING:
            x = _reading(x, axis, width, mode, reflect_type)
        elif mode == "linear_ramp":
            x = _ramped(x, axis, width, ends[axis])
        else:
            x = _with_statistics(x, axis, width, STATISTICS[mode], lengths[axis])
    return np.copy(x)


def _refuse_keywords_of_other_modes(mode, constant_values, end_values, stat_length, reflect_type):
    for given, name, modes in (
        (np.any(constant_values), "constant_values", ("constant",)),
        (np.any(end_values), "end_values", ("linear_ramp",)),
        (stat_length is not None, "stat_length", STATISTICS),
        (reflect_type != "even", "reflect_type", ("reflect", "symmetric")),
    ):
        if given and mode not in modes:
            raise ValueError(f"pad got {name} with mode={mode!r}. It belongs to {', '.join(modes)}.")


def _reading(x, axis, width, mode, reflect_type):
    length = np.shape(x)[axis]
    if mode in ("reflect", "symmetric") and reflect_type == "odd":
        return _matrix_applied(np.pad(np.eye(length), (width, (0, 0)), mode, reflect_type="odd"), x, axis)
    return np.take(x, np.pad(np.arange(length), width, mode), axis)


def _matrix_applied(matrix, x, axis):
    return np.moveaxis(np.tensordot(matrix.astype(x.dtype), x, (1, axis)), 0, axis)


def _ramped(x, axis, width, ends):
    """Lead in equal steps from the ends' values to the edges of the array, along one axis."""
    ndim, (before, after) = np.ndim(x), width
    first, last = x[at(axis, ndim, slice(1))], x[at(axis, ndim, slice(-1, None))]
    rising = np.reshape(np.arange(before) / max(before, 1), (before, *[1] * (ndim - axis - 1)))
    falling = np.reshape(np.arange(after - 1, -1, -1) / max(after, 1), (after, *[1] * (ndim - axis - 1)))
    ramps = ends[0] + (first - ends[0]) * rising, ends[1] + (last - ends[1]) * falling
    return np.concatenate([ramps[0].astype(x.dtype), x, ramps[1].astype(x.dtype)], axis)


def _with_statistics(x, axis, width, statistic, lengths):
    """Put a statistic of the elements nearest to each end before and after."""
    ndim, n = np.ndim(x), np.shape(x)[axis]
    parts = []
    for count, length, from_start in ((width[0], lengths[0], True), (width[1], lengths[1], False)):
        length = n if length is None else min(length, n)
        near = x[at(axis, ndim, slice(length) if from_start else slice(n - length, None))]
        shape = tuple(count if i == axis else side for i, side in enumerate(np.shape(x)))
        parts.append(np.broadcast_to(statistic(near, axis=axis, keepdims=True), shape))
    return np.concatenate([parts[0], x, parts[1]], axis)
