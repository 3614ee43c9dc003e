"""ndarray's dialect: the methods that a Tensor shares with an array, one line each.

Every line looks its operation up under the NumPy function that it stands for. Further arguments go to the operation,
which knows them, in ndarray's order, or says what NumPy calls them.
"""

from typing import Any

import numpy as np

from autograd_lite.errors import DTypeError
from autograd_lite.operators import Operators
from autograd_lite.registry import OPERATIONS


class Dialect(Operators):
    """Methods of ndarray, by way of the registry."""

    __slots__ = ()
    ndim: Any
    dtype: Any

    @property
    def T(self) -> Any:
        """The array with its axes reversed."""
        return OPERATIONS[np.transpose](self)

    @property
    def mT(self) -> Any:
        """The array with its last two axes swapped."""
        return OPERATIONS[np.matrix_transpose](self)

    @property
    def real(self) -> Any:
        """Real part; of a complex array a view, which may be written to or assigned."""
        return OPERATIONS[np.real](self)

    @real.setter
    def real(self, value: Any) -> None:
        if self.ndim or self.dtype.kind != "c":
            self.real[...] = value
        else:  # a number, of which no part is a view
            self[...] = value + 1j * self.imag

    @property
    def imag(self) -> Any:
        """Imaginary part; of a complex array a view, which may be written to or assigned."""
        return OPERATIONS[np.imag](self)

    @imag.setter
    def imag(self, value: Any) -> None:
        if self.dtype.kind != "c":
            raise DTypeError(f"A Tensor of dtype {self.dtype} has no imaginary part to set. Use astype(complex).")
        if self.ndim:
            self.imag[...] = value
        else:
            self[...] = self.real + 1j * value

    def sum(self, axis: Any = None, dtype: Any = None, *further: Any, **keywords: Any) -> Any:
        """Sum over axes, as ``np.sum``."""
        return OPERATIONS[np.sum](self, axis, dtype, *further, **keywords)

    def mean(self, axis: Any = None, dtype: Any = None, *further: Any, **keywords: Any) -> Any:
        """Mean over axes, as ``np.mean``."""
        return OPERATIONS[np.mean](self, axis, dtype, *further, **keywords)

    def prod(self, axis: Any = None, dtype: Any = None, *further: Any, **keywords: Any) -> Any:
        """Product over axes, as ``np.prod``."""
        return OPERATIONS[np.prod](self, axis, dtype, *further, **keywords)

    def var(self, axis: Any = None, dtype: Any = None, *further: Any, **keywords: Any) -> Any:
        """Variance over axes, as ``np.var``."""
        return OPERATIONS[np.var](self, axis, dtype, *further, **keywords)

    def std(self, axis: Any = None, dtype: Any = None, *further: Any, **keywords: Any) -> Any:
        """Standard deviation over axes, as ``np.std``."""
        return OPERATIONS[np.std](self, axis, dtype, *further, **keywords)

    def max(self, axis: Any = None, *further: Any, **keywords: Any) -> Any:
        """Maximum over axes, as ``np.max``."""
        return OPERATIONS[np.max](self, axis, *further, **keywords)

    def min(self, axis: Any = None, *further: Any, **keywords: Any) -> Any:
        """Minimum over axes, as ``np.min``."""
        return OPERATIONS[np.min](self, axis, *further, **keywords)

    def argmax(self, axis: Any = None, out: Any = None, **keywords: Any) -> Any:
        """Index of the maximum, a plain array, as ``np.argmax``."""
        return OPERATIONS[np.argmax](self, axis, out, **keywords)

    def argmin(self, axis: Any = None, out: Any = None, **keywords: Any) -> Any:
        """Index of the minimum, a plain array, as ``np.argmin``."""
        return OPERATIONS[np.argmin](self, axis, out, **keywords)

    def argsort(self, axis: Any = -1, kind: Any = None, order: Any = None, **keywords: Any) -> Any:
        """Indices that would sort, a plain array, as ``np.argsort``."""
        return OPERATIONS[np.argsort](self, axis, kind, order, **keywords)

    def all(self, axis: Any = None, out: Any = None, **keywords: Any) -> Any:
        """Whether all elements are true, a plain array, as ``np.all``."""
        return OPERATIONS[np.all](self, axis, out, **keywords)

    def any(self, axis: Any = None, out: Any = None, **keywords: Any) -> Any:
        """Whether any element is true, a plain array, as ``np.any``."""
        return OPERATIONS[np.any](self, axis, out, **keywords)

    def cumsum(self, axis: Any = None, dtype: Any = None, *further: Any, **keywords: Any) -> Any:
        """Cumulative sum, as ``np.cumsum``."""
        return OPERATIONS[np.cumsum](self, axis, dtype, *further, **keywords)

    def cumprod(self, axis: Any = None, dtype: Any = None, *further: Any, **keywords: Any) -> Any:
        """Cumulative product, as ``np.cumprod``."""
        return OPERATIONS[np.cumprod](self, axis, dtype, *further, **keywords)

    def clip(self, min: Any = None, max: Any = None, *further: Any, **keywords: Any) -> Any:
        """Values limited to an interval, as ``np.clip``."""
        return OPERATIONS[np.clip](self, min, max, *further, **keywords)

    def round(self, decimals: Any = 0, *further: Any, **keywords: Any) -> Any:
        """Rounded values, whose derivative is zero, as ``np.round``."""
        return OPERATIONS[np.round](self, decimals, *further, **keywords)

    def conj(self) -> Any:
        """Complex conjugate; a real array itself, as ndarray has it, where ``np.conjugate`` makes a copy."""
        return OPERATIONS[np.conjugate](self) if self.dtype.kind == "c" else self

    def conjugate(self) -> Any:
        """Complex conjugate, as :meth:`conj`."""
        return self.conj()

    def reshape(self, *shape: Any, order: Any = "C", copy: Any = None) -> Any:
        """Give the elements another shape, as ``np.reshape``; takes the lengths one by one or as a tuple."""
        wanted = shape[0] if len(shape) == 1 else shape
        return OPERATIONS[np.reshape](self, wanted, order=order, copy=copy)

    def ravel(self, order: Any = "C") -> Any:
        """One axis, as ``np.ravel``."""
        return OPERATIONS[np.ravel](self, order)

    def flatten(self, order: Any = "C", **keywords: Any) -> Any:
        """One axis, always a copy."""
        return OPERATIONS[np.ravel](self, order, **keywords).copy()

    @property
    def flat(self) -> "Flat":
        """The elements one after the other; what is read there is a copy, what is written is recorded here."""
        return Flat(self)

    @flat.setter
    def flat(self, values: Any) -> None:
        self.flat[:] = values

    def transpose(self, *axes: Any) -> Any:
        """Permute the axes, as ``np.transpose``; takes them one by one or as a tuple."""
        return OPERATIONS[np.transpose](self, axes[0] if len(axes) == 1 else axes or None)

    def swapaxes(self, axis1: int, axis2: int) -> Any:
        """Swap two axes, as ``np.swapaxes``."""
        return OPERATIONS[np.swapaxes](self, axis1, axis2)

    def squeeze(self, axis: Any = None, **keywords: Any) -> Any:
        """Drop axes of length one, as ``np.squeeze``."""
        return OPERATIONS[np.squeeze](self, axis, **keywords)

    def repeat(self, repeats: Any, axis: Any = None, **keywords: Any) -> Any:
        """Repeat elements, as ``np.repeat``."""
        return OPERATIONS[np.repeat](self, repeats, axis, **keywords)

    def take(self, indices: Any, axis: Any = None, out: Any = None, mode: Any = "raise") -> Any:
        """Take elements by index, as ``np.take``."""
        return OPERATIONS[np.take](self, indices, axis, out, mode)

    def compress(self, condition: Any, axis: Any = None, out: Any = None) -> Any:
        """Take the slices for which a condition holds, as ``np.compress``."""
        return OPERATIONS[np.compress](condition, self, axis, out)

    def choose(self, choices: Any, out: Any = None, mode: Any = "raise") -> Any:
        """Take elements of several arrays, as ``np.choose``; this one holds the numbers of the arrays."""
        return OPERATIONS[np.choose](self, choices, out, mode)

    def nonzero(self) -> Any:
        """Positions of the elements that are not zero, plain arrays, as ``np.nonzero``."""
        return OPERATIONS[np.nonzero](self)

    def searchsorted(self, v: Any, side: Any = "left", sorter: Any = None) -> Any:
        """Places that keep the order, a plain array, as ``np.searchsorted``."""
        return OPERATIONS[np.searchsorted](self, v, side, sorter)

    def argpartition(self, kth: Any, axis: Any = -1, kind: Any = "introselect", order: Any = None) -> Any:
        """Indices that would partition, a plain array, as ``np.argpartition``."""
        return OPERATIONS[np.argpartition](self, kth, axis, kind, order)

    def sort(self, axis: Any = -1, kind: Any = None, order: Any = None, **keywords: Any) -> None:
        """Sort in place, as ndarray does; ``np.sort`` gives a sorted copy."""
        self[...] = OPERATIONS[np.sort](self, axis, kind, order, **keywords)

    def partition(self, kth: Any, axis: Any = -1, kind: Any = "introselect", order: Any = None) -> None:
        """Partition in place, as ndarray does; ``np.partition`` gives a copy."""
        self[...] = OPERATIONS[np.partition](self, kth, axis, kind, order)

    def fill(self, value: Any) -> None:
        """Write one value everywhere."""
        self[...] = value

    def diagonal(self, offset: int = 0, axis1: int = 0, axis2: int = 1, **keywords: Any) -> Any:
        """Diagonal, as ``np.diagonal``."""
        return OPERATIONS[np.diagonal](self, offset, axis1, axis2, **keywords)

    def trace(self, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None, out: Any = None) -> Any:
        """Sum of the diagonal, as ``np.trace``."""
        return OPERATIONS[np.trace](self, offset, axis1, axis2, dtype, out)

    def dot(self, other: Any, *further: Any) -> Any:
        """Dot product, as ``np.dot``."""
        return OPERATIONS[np.dot](self, other, *further)

    def astype(
        self,
        dtype: Any,
        order: Any = "K",  # noqa: ARG002  # ndarray's order of parameters; no value depends on it
        casting: Any = "unsafe",
        subok: bool = True,  # noqa: ARG002  # there are no subclasses
        copy: bool = True,
    ) -> Any:
        """Convert the elements, as ``np.astype``; to float or complex the gradient flows on.

        With ``copy=False`` an array that has the dtype already is returned itself. `order` and `subok` change no value.
        """
        if casting != "unsafe" and not np.can_cast(self.dtype, dtype, casting):
            raise DTypeError(f"Got casting={casting!r}, which takes no {self.dtype} to {np.dtype(dtype)}.")
        if not copy and self.dtype == dtype:
            return self
        return OPERATIONS[np.astype](self, dtype, copy=copy)

    def copy(self, order: Any = "C") -> Any:
        """Return a copy in memory of its own, as ``np.copy``; the gradient flows on."""
        return OPERATIONS[np.copy](self, order)


class Flat:
    """The elements of a Tensor in one row, as ``ndarray.flat`` has them.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> t = ag.Tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> t.flat[2]
    Tensor(3.)
    >>> t.flat[[0, 3]] = 9.0
    >>> t
    Tensor([[9., 2.],
            [3., 9.]])
    """

    __slots__ = ("_tensor",)

    def __init__(self, tensor: Any) -> None:
        self._tensor = tensor

    def __len__(self) -> int:
        return self._tensor.size  # type: ignore[no-any-return]

    def __iter__(self) -> Any:
        return iter(self._tensor.ravel())

    def __getitem__(self, index: Any) -> Any:
        taken = self._tensor.ravel()[index]
        return taken.copy() if taken.ndim else taken

    def __setitem__(self, index: Any, value: Any) -> None:
        places = np.arange(len(self))[index]
        if np.ndim(value):  # again from the first, where they run out
            value = np.resize(np.ravel(value), np.size(places)).reshape(np.shape(places))
        self._tensor[np.unravel_index(places, self._tensor.shape) if self._tensor.ndim else ...] = value

    def copy(self) -> Any:
        """Return the elements as a Tensor of one axis."""
        return self._tensor.flatten()
