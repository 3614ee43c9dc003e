"""From a Tensor to plain values, text and copies: each way out says aloud that the history stays behind."""

import operator
from collections.abc import Iterator
from typing import Any, Self

import numpy as np

from autograd_lite.errors import DetachError
from autograd_lite.graph import Leaf
from autograd_lite.memory import Storage
from autograd_lite.modes import current


class Conversions(Storage):
    """The part of a Tensor that turns it into something else."""

    __slots__ = ()
    name: str | None
    grad: Any
    __getitem__: Any
    __setstate__: Any

    def item(self, *index: int) -> Any:
        """Return one element as a Python number."""
        return (self._array if self._memory is None else self._value()).item(*index)

    def tolist(self) -> Any:
        """Return the values as nested lists of Python numbers."""
        return self._value().tolist()

    def _plain(self, asked: str) -> Any:
        """Return the values, or raise if that would drop a history."""
        values = self._value()
        if self._node is not None and current().tracking:
            raise DetachError(
                f"{asked} would turn a Tensor of shape {self._array.shape} into plain numbers and lose its gradient. "
                "Use t.detach(), t.numpy() or t.item() if that is meant, or with ag.no_grad(). "
                "For np.array([t, …]), np.full and others of which NumPy does not tell us there are ag.array, ag.full, "
                "and so on; for a[i] = t make a Tensor of the array first: a = ag.Tensor(a)."
            )
        return values

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        array = np.asarray(self._plain("np.asarray(t)"), dtype=dtype)
        return array.copy() if copy or copy is None else array

    def __float__(self) -> float:
        return float(self._plain("float(t)"))

    def __int__(self) -> int:
        return int(self._plain("int(t)"))

    def __complex__(self) -> complex:
        return complex(self._plain("complex(t)"))

    def __index__(self) -> int:
        return operator.index(self._plain("operator.index(t)"))

    def __bool__(self) -> bool:
        return bool(self._value())

    def __len__(self) -> int:
        return len(self._array)

    def __iter__(self) -> Iterator[Any]:
        if not self._array.ndim:
            raise TypeError("iteration over a 0-d Tensor: it holds one number, use it as it is.")
        return (self[i] for i in range(len(self)))

    def __contains__(self, element: Any) -> bool:
        return bool((self == element).any())

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if spec and self._array.size == 1 else str(self)

    def __repr__(self) -> str:
        values = np.array2string(np.asarray(self._value()), separator=", ", prefix="Tensor(")
        notes = [f"name={self.name!r}"] if self.name else []
        if self._array.dtype not in (np.dtype(float), np.dtype(int), np.dtype(bool)):
            notes.append(f"dtype={self._array.dtype}")
        if isinstance(self._node, Leaf):
            notes.append("requires_grad=True")
        elif self._node is not None:
            notes.append(f"from {self._node.recipe.name}")
        return f"Tensor({', '.join([values, *notes])})"

    def __str__(self) -> str:
        return str(self._value())

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied = type(self).__new__(type(self))
        copied.__setstate__(self.__getstate__())
        memo[id(self)] = copied
        return copied

    def __copy__(self) -> Self:
        return self.__deepcopy__({})

    def __getstate__(self) -> dict[str, Any]:
        values = self._value()
        if self._node is not None and not isinstance(self._node, Leaf):
            raise DetachError(
                "Only leaves can be copied or pickled: the history of a result stays with this process. "
                "Use t.detach() first."
            )
        grad = None if self._node is None else self.grad
        return {
            "data": np.array(values),
            "requires_grad": self._node is not None,
            "name": self.name,
            "grad": None if grad is None else np.array(grad),
        }

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (object.__new__, (type(self),), self.__getstate__())
