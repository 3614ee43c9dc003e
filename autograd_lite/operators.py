"""ndarray's operators, one line each. Every line looks its operation up under the NumPy function that it stands for."""

import operator
from typing import Any

import numpy as np

# By name: NumPy's module has a __getattr__, for which every np.name is a search.
from numpy import add, divide, matmul, multiply, negative, power, subtract

from autograd_lite.registry import OPERATIONS


class Operators:
    """What can be written with a sign between Tensors, arrays and numbers, or with brackets."""

    __slots__ = ()

    # -- arithmetic --

    def __add__(self, other: Any) -> Any:
        return OPERATIONS[add].binary(self, other)

    def __radd__(self, other: Any) -> Any:
        return OPERATIONS[add].binary(other, self)

    def __sub__(self, other: Any) -> Any:
        return OPERATIONS[subtract].binary(self, other)

    def __rsub__(self, other: Any) -> Any:
        return OPERATIONS[subtract].binary(other, self)

    def __mul__(self, other: Any) -> Any:
        return OPERATIONS[multiply].binary(self, other)

    def __rmul__(self, other: Any) -> Any:
        return OPERATIONS[multiply].binary(other, self)

    def __truediv__(self, other: Any) -> Any:
        return OPERATIONS[divide].binary(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return OPERATIONS[divide].binary(other, self)

    def __floordiv__(self, other: Any) -> Any:
        return OPERATIONS[np.floor_divide].binary(self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return OPERATIONS[np.floor_divide].binary(other, self)

    def __mod__(self, other: Any) -> Any:
        return OPERATIONS[np.remainder].binary(self, other)

    def __rmod__(self, other: Any) -> Any:
        return OPERATIONS[np.remainder].binary(other, self)

    def __divmod__(self, other: Any) -> Any:
        return OPERATIONS[np.floor_divide].binary(self, other), OPERATIONS[np.remainder].binary(self, other)

    def __rdivmod__(self, other: Any) -> Any:
        return OPERATIONS[np.floor_divide].binary(other, self), OPERATIONS[np.remainder].binary(other, self)

    def __pow__(self, other: Any) -> Any:
        return OPERATIONS[power].binary(self, other)

    def __rpow__(self, other: Any) -> Any:
        return OPERATIONS[power].binary(other, self)

    def __matmul__(self, other: Any) -> Any:
        return OPERATIONS[matmul].binary(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return OPERATIONS[matmul].binary(other, self)

    def __neg__(self) -> Any:
        return OPERATIONS[negative].unary(self)

    def __pos__(self) -> Any:
        return OPERATIONS[np.positive].unary(self)

    def __round__(self, digits: int | None = None) -> Any:
        return OPERATIONS[np.round](self, digits or 0)

    def __abs__(self) -> Any:
        return OPERATIONS[np.absolute].unary(self)

    # -- arithmetic in place: recorded on results, an error on leaves that require a gradient --

    def __iadd__(self, other: Any) -> Any:
        return self._assign(add, other, "+=")

    def __isub__(self, other: Any) -> Any:
        return self._assign(subtract, other, "-=")

    def __imul__(self, other: Any) -> Any:
        return self._assign(multiply, other, "*=")

    def __itruediv__(self, other: Any) -> Any:
        return self._assign(divide, other, "/=")

    def __ifloordiv__(self, other: Any) -> Any:
        return self._assign(np.floor_divide, other, "//=")

    def __imod__(self, other: Any) -> Any:
        return self._assign(np.remainder, other, "%=")

    def __ipow__(self, other: Any) -> Any:
        return self._assign(power, other, "**=")

    def __imatmul__(self, other: Any) -> Any:
        return self._replace(np.matmul, other, "@=")

    def _assign(self, ufunc: Any, other: Any, asked: str) -> Any:
        raise NotImplementedError

    def _replace(self, ufunc: Any, other: Any, asked: str) -> Any:
        raise NotImplementedError

    # -- comparisons: plain arrays --

    def __eq__(self, other: Any) -> Any:
        return OPERATIONS[np.equal](self, other)

    def __ne__(self, other: Any) -> Any:
        return OPERATIONS[np.not_equal](self, other)

    def __lt__(self, other: Any) -> Any:
        return OPERATIONS[np.less](self, other)

    def __le__(self, other: Any) -> Any:
        return OPERATIONS[np.less_equal](self, other)

    def __gt__(self, other: Any) -> Any:
        return OPERATIONS[np.greater](self, other)

    def __ge__(self, other: Any) -> Any:
        return OPERATIONS[np.greater_equal](self, other)

    # -- bits and masks: plain arrays --

    def __and__(self, other: Any) -> Any:
        return OPERATIONS[np.bitwise_and](self, other)

    __rand__ = __and__

    def __or__(self, other: Any) -> Any:
        return OPERATIONS[np.bitwise_or](self, other)

    __ror__ = __or__

    def __xor__(self, other: Any) -> Any:
        return OPERATIONS[np.bitwise_xor](self, other)

    __rxor__ = __xor__

    def __invert__(self) -> Any:
        return OPERATIONS[np.invert](self)

    # -- items ---------

    def __getitem__(self, index: Any) -> Any:
        return OPERATIONS[operator.getitem](self, index)

    def __setitem__(self, index: Any, value: Any) -> None:
        OPERATIONS[operator.setitem](self, index, value)
