"""Arrays cut into views of their parts."""

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.ops.assembly import at, side


def _cut(draw: Draw):
    x = draw.array(min_ndim=1)
    return (x, draw.choice([1, [1], [2, 1, 3], (-1,)])), {"axis": draw.axis(x.ndim)}


def _slices(cutting):
    """Return the parts that `cutting`, one of NumPy's functions, makes of the positions along an axis."""
    return [slice(part[0], part[-1] + 1) if part.size else slice(0, 0) for part in cutting]


def _along(x, axis, cutting):
    return [x[at(axis, np.ndim(x), part)] for part in _slices(cutting(np.arange(side(x, axis))))]


@composite(np.array_split, samples=_cut, analytic=True)
def array_split(x, /, indices_or_sections, axis=0):
    """Cut along an axis, at positions or into a number of nearly equal parts."""
    return _along(x, axis, lambda places: np.array_split(places, indices_or_sections))


@composite(np.split, samples=_cut, analytic=True)
def split(x, /, indices_or_sections, axis=0):
    """Cut along an axis, at positions or into a number of equal parts."""
    return _along(x, axis, lambda places: np.split(places, indices_or_sections))


def _deep(draw: Draw):
    return (draw.array(min_ndim=3), draw.choice([1, [1]])), {}


@composite(np.hsplit, samples=_deep, analytic=True)
def hsplit(x, /, indices_or_sections):
    """Cut along the second axis; a vector along its only one."""
    if np.ndim(x) == 0:
        raise ValueError("hsplit got a single number. Wanted an array of one axis or more.")
    return np.split(x, indices_or_sections, 1 if np.ndim(x) > 1 else 0)


@composite(np.vsplit, samples=_deep, analytic=True)
def vsplit(x, /, indices_or_sections):
    """Cut along the first axis."""
    if np.ndim(x) < 2:
        raise ValueError(f"vsplit got an array of shape {np.shape(x)}. Wanted two axes or more.")
    return np.split(x, indices_or_sections, 0)


@composite(np.dsplit, samples=_deep, analytic=True)
def dsplit(x, /, indices_or_sections):
    """Cut along the third axis."""
    if np.ndim(x) < 3:
        raise ValueError(f"dsplit got an array of shape {np.shape(x)}. Wanted three axes or more.")
    return np.split(x, indices_or_sections, 2)


def _unstacked(draw: Draw):
    x = draw.array(min_ndim=1)
    return (x,), {"axis": draw.axis(x.ndim)}


@composite(getattr(np, "unstack", None), samples=_unstacked, analytic=True)  # NumPy 2.1
def unstack(x, /, *, axis=0):
    """Cut along an axis into slices that lack it."""
    if np.ndim(x) == 0:
        raise ValueError("unstack got a single number. Wanted an array of one axis or more.")
    return tuple(x[at(axis, np.ndim(x), i)] for i in range(side(x, axis)))
