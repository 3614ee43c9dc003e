"""Adjoint helpers in plain NumPy: what undoes broadcasting, what spreads a reduced gradient; and the door for data.

The helpers are written with NumPy functions alone, so that they run on arrays and are recorded on Tensors.
"""

from math import prod
from typing import Any

import numpy as np

from autograd_lite.errors import DTypeError

Shape = tuple[int, ...]
_sum = np.add.reduce


def unbroadcast(g: Any, shape: Shape) -> Any:
    """Sum `g` over the axes along which an array of `shape` was broadcast.

    Parameters
    ----------
    g : array of any shape that `shape` broadcasts to
    shape : tuple of int

    Returns
    -------
    array of shape `shape`

    Examples
    --------
    >>> import numpy as np
    >>> unbroadcast(np.ones((2, 3)), (3,))
    array([2., 2., 2.])
    >>> unbroadcast(np.ones((2, 3)), (2, 1))
    array([[3.],
           [3.]])
    """
    if g.shape == shape:
        return g
    if g.shape[1:] == shape:  # the bias of a layer comes here at every step; add.reduce is np.sum in half its time
        return _sum(g, 0)
    extra = g.ndim - len(shape)
    if extra:
        g = np.add.reduce(g, axis=0 if extra == 1 else tuple(range(extra)))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1 and g.shape[axis] != 1) if 1 in shape else ()
    return np.add.reduce(g, axis=stretched, keepdims=True) if stretched else g


def unbroadcast_rows(g: Any, shape: Shape) -> Any:
    """Return :func:`unbroadcast` of every row of `g`, along its first axis."""
    extra = g.ndim - 1 - len(shape)
    g = np.sum(g, axis=tuple(range(1, 1 + extra))) if extra else g
    return unbroadcast(g, (len(g), *shape))


def reduced_axes(axis: Any, ndim: int) -> tuple[int, ...]:
    """Return the axes that ``axis=`` of a reduction means, as non-negative integers."""
    if axis is None or not ndim:  # of a number NumPy takes axis=0 too
        return tuple(range(ndim))
    return tuple(a % ndim for a in (axis if isinstance(axis, tuple | list) else (axis,)))


def kept_shape(shape: Shape, axis: Any) -> Shape:
    """Return `shape` with every reduced axis at length one."""
    axes = reduced_axes(axis, len(shape))
    return tuple(1 if i in axes else n for i, n in enumerate(shape))


def keep_axes(reduced: Any, shape: Shape, axis: Any) -> Any:
    """Give a reduction's result back the axes that it lost, each of length one."""
    return np.reshape(reduced, kept_shape(shape, axis))


def spread(g: Any, shape: Shape, axis: Any) -> Any:
    """Undo a sum: repeat `g` over the axes that were reduced away.

    Examples
    --------
    >>> import numpy as np
    >>> spread(np.array([1.0, 2.0]), (2, 3), axis=1)
    array([[1., 1., 1.],
           [2., 2., 2.]])
    """
    g = g if axis is None else keep_axes(g, shape, axis)
    if isinstance(g, _ARRAYS) and prod(shape) < _FEW:
        out = np.empty(shape, g.dtype)
        out[...] = g
        return out
    return np.broadcast_to(g, shape)


_ARRAYS = (np.ndarray, np.generic)
_FEW = 1024  # so many numbers are written in a fraction of the time in which NumPy makes a view that repeats one


def behind(axis: Any, shape: Shape) -> tuple[int, ...]:
    """Return the axes that `axis` means of an array of `shape`, for one with one more axis in front."""
    return tuple(1 + a for a in reduced_axes(axis, len(shape)))


def transposed(x: Any) -> Any:
    """Swap the last two axes."""
    return np.swapaxes(x, -1, -2)


def conj(x: Any) -> Any:
    """Conjugate `x` if it is complex; real arrays are returned as they are, not copied."""
    complex_ = x.dtype.kind == "c" if hasattr(x, "dtype") else isinstance(x, complex)
    return np.conjugate(x) if complex_ else x


def real_only(x: Any, name: str, instead: str) -> Any:
    """Return `x`; raise if it is complex, where a function of real numbers would give something else without a word."""
    if np.iscomplexobj(x):
        raise DTypeError(f"{name} got complex numbers. Wanted real ones. {instead}")
    return x


def gently_divided(x: Any, y: Any) -> Any:
    """Return x / y, and 0 where x is 0, also over a y of 0."""
    return x / np.where((x == 0) & (y == 0), 1.0, y)


def adjoint(x: Any) -> Any:
    """Swap the last two axes, and conjugate if complex."""
    return conj(transposed(x))


_NUMERIC = "biufc"


def checked_array(data: Any, dtype: Any = None, copy: bool | None = None) -> Any:
    """Return `data` as an array of numbers in native byte order, or raise `DTypeError` with the reason.

    Objects, strings, records, masked arrays and matrices are refused: the first three have no derivative, and a mask
    or another meaning of ``*`` would be lost without a word.
    """
    if data is None:
        raise DTypeError("Got None. Wanted numbers: did the function that should have made them end without return?")
    if type(data) is not np.ndarray:
        if isinstance(data, np.ma.MaskedArray):
            raise DTypeError(
                "Got a masked array, whose mask would be lost. Use data.filled(value), or np.where(mask, …)."
            )
        if isinstance(data, np.matrix):
            raise DTypeError(
                "Got an np.matrix, whose * is a matrix product and here would not be. Use np.asarray and @."
            )
    try:
        array = np.array(data, dtype=dtype, copy=copy)
    except (TypeError, ValueError) as error:
        raise DTypeError(f"Got {type(data).__name__} that NumPy makes no array of: {error}. Wanted numbers.") from error
    if array.dtype.kind not in _NUMERIC:
        raise DTypeError(
            f"Got an array of dtype {array.dtype}. Wanted numbers (bool, int, float, complex); convert with astype."
        )
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def float_type(*values: Any) -> Any:
    """Return the floating-point dtype of a function of `values`, as NumPy chooses it for a ufunc.

    Python numbers follow the arrays beside them; alone they are float64, which a dtype to compare with would hide.

    Examples
    --------
    >>> float_type(1.5), float_type(2), float_type(np.float32(1), 0.5)
    (dtype('float64'), dtype('float64'), dtype('float32'))
    """
    if not any(hasattr(value, "dtype") for value in values):
        values = tuple(map(np.asarray, values))
    return np.result_type(*values, np.float16)
