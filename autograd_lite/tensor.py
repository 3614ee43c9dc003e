"""Tensor: an array, the node that computed it, and the gradient. Mentions no operation: the registry has them."""

import weakref
from typing import Any, Self

import numpy as np

from autograd_lite.arrays import checked_array
from autograd_lite.conversion import Conversions
from autograd_lite.dialect import Dialect
from autograd_lite.differentiable import Differentiable
from autograd_lite.errors import (
    DTypeError,
    InPlaceError,
    NoGradientError,
    ShapeError,
    UnsupportedOperationError,
)
from autograd_lite.graph import Leaf, Node
from autograd_lite.hints import Elsewhere
from autograd_lite.memory import Detached, Owned, laid_as
from autograd_lite.modes import current
from autograd_lite.registry import OPERATIONS, QUICK, WRITERS, describe, family_arrived, reason


class Tensor(Differentiable, Conversions, Dialect, Elsewhere):
    """An array that remembers how it was computed.

    Parameters
    ----------
    data : array_like of numbers
    requires_grad : whether :meth:`backward` shall leave a gradient in :attr:`grad`; `data` must be float or complex
    dtype : NumPy dtype, by default that of `data`
    copy : False shares memory with `data`, so that writes to one are seen in the other
    name : shown in pictures and messages

    Raises
    ------
    DTypeError
        For data that are no numbers, and for integers or booleans with ``requires_grad=True``.

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import Tensor
    >>> x = Tensor([1.0, 2.0, 3.0], requires_grad=True)
    >>> y = np.sum(x * x)
    >>> y.backward()
    >>> x.grad
    array([2., 4., 6.])
    """

    __slots__ = ("__weakref__", "_array", "_memory", "_node", "name")
    __hash__ = object.__hash__  # identity: a Tensor may be a key, though == compares elements
    __array_priority__ = 1000.0

    def __init__(
        self, data: Any, *, requires_grad: bool = False, dtype: Any = None, copy: bool = True, name: str | None = None
    ) -> None:
        if isinstance(data, Tensor):
            data = data._plain("Tensor(t)")
        array = checked_array(data, dtype, copy=True if copy else None)
        self._memory: Any = None
        self._array: Any = array if array.ndim else array[()]  # NumPy's scalars are ten times faster than 0-d arrays
        if not (copy and array.ndim):
            self._memory = Owned()
            self._memory.exposed = array.ndim > 0
        self._node: Node | None = None
        self.name = name
        self.requires_grad = requires_grad

    @classmethod
    def _wrap(cls, array: Any, node: Node | None = None) -> "Tensor":
        """Make a Tensor of an array that the library owns."""
        tensor: Tensor = _new(Tensor)
        tensor._array = array
        tensor._node = node
        tensor._memory = None
        tensor.name = None
        return tensor

    # -- what it is --

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self._array.shape  # type: ignore[no-any-return]

    @property
    def dtype(self) -> np.dtype[Any]:
        """NumPy dtype of the elements."""
        return self._array.dtype  # type: ignore[no-any-return]

    @property
    def ndim(self) -> int:
        """Count of axes."""
        return self._array.ndim  # type: ignore[no-any-return]

    @property
    def size(self) -> int:
        """Count of elements."""
        return self._array.size  # type: ignore[no-any-return]

    @property
    def itemsize(self) -> int:
        """Bytes of one element."""
        return self._array.itemsize  # type: ignore[no-any-return]

    @property
    def nbytes(self) -> int:
        """Bytes of all elements."""
        return self._array.nbytes  # type: ignore[no-any-return]

    @property
    def is_leaf(self) -> bool:
        """True if no operation made it (or none was recorded)."""
        self._value()
        return self._node is None or isinstance(self._node, Leaf)

    @property
    def requires_grad(self) -> bool:
        """True if operations on it are recorded. Can be set on leaves."""
        self._value()  # a view's history is that of its root as it is now
        return self._node is not None

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if not self.is_leaf:
            raise NoGradientError(
                "requires_grad of the result of an operation cannot be set. Use detach() for a value without history."
            )
        if not value:
            self._node = None
        elif self._node is None:
            if self.dtype.kind not in "fc":
                raise DTypeError(
                    f"Got requires_grad=True with dtype {self.dtype}. Wanted float or complex: a derivative needs "
                    "values between the integers. Pass dtype=float, or write 1.0 for 1."
                )
            self._node = Leaf(self.shape, self.dtype, self.name, weakref.ref(self))
            if type(self._array) is np.float64:
                self._node.scalar = np.float64

    # -- values --

    @property
    def data(self) -> Any:
        """The values, an ndarray that may be written to: ``p.data -= lr * p.grad`` changes `p` in place.

        Gradients of results that were computed before stay those of the old values. Assigning an array replaces the
        values (by a copy).
        """
        return self._writable(shared_with_user=True)

    @data.setter
    def data(self, values: Any) -> None:
        if values is self._array:
            return
        array = checked_array(values._plain("data") if isinstance(values, Tensor) else values, self.dtype, copy=True)
        if array.shape != self.shape:
            raise ShapeError(f"Got data of shape {array.shape} for a Tensor of shape {self.shape}. Make a new Tensor.")
        if not self.is_leaf:
            raise InPlaceError("The data of an operation's result cannot be replaced. Write into it: t.data[...] = …")
        self._memory = Owned()
        self._array = array

    def numpy(self) -> Any:
        """Return the values as an ndarray; the same memory as :attr:`data`."""
        return self.data

    def detach(self) -> "Tensor":
        """Return a Tensor with the same values and memory, and without history."""
        tensor = Tensor(self.data, copy=False)
        tensor.name = self.name
        if self._node is not None:
            tensor._memory = Detached()
        return tensor

    # -- writing --

    def _refuse_leaf(self, asked: str) -> None:
        """Raise, where operations are recorded, if this Tensor is a leaf that requires a gradient or a view of one."""
        root = self if self._memory is None or self._memory.root is None else self._memory.root
        if isinstance(root._node, Leaf):
            raise InPlaceError(
                f"{asked} on a leaf that requires a gradient: which value would its gradient be of? "
                "For an update use p.data -= … or with ag.no_grad(): …; for a computation start from p.copy()."
            )

    def _assign(self, ufunc: Any, other: Any, asked: str) -> Self:
        """Apply an elementwise operator in place: every name of this Tensor sees the result, and so do its views.

        A number that an operation returned stays as it is, like NumPy's, and the name gets a new one.
        """
        tracking, values = current().tracking, other
        like = type(other) is _ndarray and self._node and other.dtype is self._array.dtype
        if tracking or not like or not other.shape == self._array.shape != ():  # else it is a step of training
            if self._is_number():
                return OPERATIONS[ufunc].binary(self, other)  # type: ignore[no-any-return]
            values = plain(other)
            if tracking or not self._takes(values):
                return self._replace(ufunc, other, asked)
        array = self._writable()  # not looked at before: a second variable would make it copy
        ufunc(array, values, array)
        return self

    def _takes(self, values: Any) -> bool:
        """Return True if `values` can be combined into this Tensor's array as it is: no new shape, no new dtype."""
        array = self._array
        if not array.ndim or array.dtype.kind not in "fc" or not isinstance(values, _NUMBERS):
            return False
        same = not np.ndim(values) or np.shape(values) == array.shape
        return same and bool(np.result_type(array.dtype, values) == array.dtype)

    def _replace(self, ufunc: Any, other: Any, asked: str) -> Self:
        """Let the result of an operator take this Tensor's place, recorded if operations are."""
        if tracking := current().tracking:
            self._refuse_leaf(asked)
        result = OPERATIONS[ufunc].binary(self, other)
        if result.shape != self.shape:
            raise ShapeError(f"{asked} would change the shape {self.shape} to {result.shape}. Write x = x + y instead.")
        if not np.can_cast(result.dtype, self.dtype, "same_kind"):
            raise DTypeError(
                f"{asked} would put {result.dtype} values into a Tensor of dtype {self.dtype}. Use astype."
            )
        if self._memory is None and result.dtype == self.dtype:
            keep = self._node if isinstance(self._node, Leaf) or not tracking else result._node
            self._become(laid_as(self._array, result._array), keep)
        else:
            self[...] = result
        return self

    def _is_number(self) -> bool:
        memory = self._memory
        number = isinstance(self._array, np.generic) if memory is None else memory.number
        return number and not isinstance(self._node, Leaf)

    def __setstate__(self, state: dict[str, Any]) -> None:
        Tensor.__init__(self, state["data"], requires_grad=state["requires_grad"], name=state["name"])
        if state["grad"] is not None:
            self.grad = state["grad"]

    # -- NumPy's protocols --

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if not kwargs and method == "__call__" and (quick := QUICK.get(ufunc)) is not None:
            return quick(*inputs)
        if kwargs and method == "__call__":
            return OPERATIONS[np.ufunc](ufunc, *inputs, **kwargs)
        operation = OPERATIONS.get(ufunc if method == "__call__" else (ufunc, method))
        if operation is None:
            return unsupported(ufunc, inputs, kwargs, method)
        return operation(*inputs, **kwargs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        operation = OPERATIONS.get(function)
        if operation is None:
            return unsupported(function, args, kwargs)
        return operation(*args, **kwargs)


def holds_history(value: Any) -> bool:
    """Return True if `value` is, or directly contains, a Tensor whose history would be recorded on."""
    if isinstance(value, Tensor):
        return value.requires_grad and current().tracking
    return isinstance(value, list | tuple) and any(holds_history(v) for v in value)


def plain(value: Any) -> Any:
    """Replace the Tensors in `value` by their arrays."""
    if isinstance(value, Tensor):
        return value._value()
    if isinstance(value, list | tuple) and any(isinstance(v, Tensor | list | tuple) for v in value):
        return type(value)(*map(plain, value)) if hasattr(value, "_fields") else type(value)(map(plain, value))
    return value


def unsupported(function: Any, args: Any, kwargs: Any, method: str = "__call__") -> Any:
    """Run a function that has no rule on plain arrays, or raise if a gradient would be lost."""
    if method == "__call__" and family_arrived() and function in OPERATIONS:
        return OPERATIONS[function](*args, **kwargs)
    called = function if method == "__call__" else getattr(function, method)
    shown = describe(function) + ("" if method == "__call__" else f".{method}")
    writes = (function in WRITERS or method == "at") and (not args or isinstance(args[0], Tensor))
    out = kwargs.get("out")
    writes = writes or any(isinstance(each, Tensor) for each in (out if isinstance(out, tuple) else (out,)))
    if not writes and not any(map(holds_history, (*args, *kwargs.values()))):
        return called(*map(plain, args), **{key: plain(value) for key, value in kwargs.items()})
    raise UnsupportedOperationError(f"{shown} has no derivative rule. {reason(function, method)}")


_ndarray = np.ndarray
_NUMBERS = (np.ndarray, np.generic, int, float)
_new: Any = object.__new__
