"""Arrays of numbers with many digits, which functions of NumPy take: f itself, without its rounding.

Where a formula cancels (x − sin x near 0), float64 values hold no digit of the slope, and no choice of steps brings it
back. So the function is called with arrays of dtype object whose elements are decimals, and its ufuncs are computed by
:mod:`~differences.digits`. The same formula runs, with the rounding of seventy digits; a central difference
over a relative step of 1e-20 is then the derivative. Nothing is converted back on the way: a function that puts the
numbers into a float64 array, or calls a routine that has no decimal form, raises and is judged by its float64 values.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from autograd_lite.testing.differences.digits import ONE, TWO
from autograd_lite.trees import leaves


class Number:
    """A decimal that does not turn into a float by itself."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Number({self.value})"

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __getattr__(self, name: str) -> Any:
        """Return a function of :mod:`autograd_lite.testing.differences.digits` as the method for which NumPy asks."""
        if name not in ONE:
            raise AttributeError(name)
        return lambda: _FUNCTIONS[name](self)

    def __add__(self, other: Any) -> Any:
        return _ADD(self, other)

    def __radd__(self, other: Any) -> Any:
        return _ADD(other, self)

    def __sub__(self, other: Any) -> Any:
        return _SUBTRACT(self, other)

    def __rsub__(self, other: Any) -> Any:
        return _SUBTRACT(other, self)

    def __mul__(self, other: Any) -> Any:
        return _MULTIPLY(self, other)

    def __rmul__(self, other: Any) -> Any:
        return _MULTIPLY(other, self)

    def __truediv__(self, other: Any) -> Any:
        return _FUNCTIONS["divide"](self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _FUNCTIONS["divide"](other, self)

    def __pow__(self, other: Any) -> Any:
        return _FUNCTIONS["power"](self, other)

    def __rpow__(self, other: Any) -> Any:
        return _FUNCTIONS["power"](other, self)

    def __neg__(self) -> Any:
        return Number(-self.value)

    def __abs__(self) -> Any:
        return Number(abs(self.value))

    def __lt__(self, other: Any) -> Any:
        return _LESS(self, other)

    def __gt__(self, other: Any) -> Any:
        return _LESS(other, self)

    def __le__(self, other: Any) -> Any:
        return _LESS_EQUAL(self, other)

    def __ge__(self, other: Any) -> Any:
        return _LESS_EQUAL(other, self)

    def __eq__(self, other: Any) -> Any:
        return _EQUAL(self, other)


def number(x: Any) -> Number:
    """Return a number of any kind as a :class:`Number`, with exactly its value."""
    if isinstance(x, Number):
        return x
    if isinstance(x, Decimal):
        return Number(x)
    if isinstance(x, bool | int | np.integer | np.bool_):
        return Number(Decimal(int(x)))
    if isinstance(x, np.longdouble):
        high = float(x)
        return Number(Decimal(high) + Decimal(float(x - np.longdouble(high))))
    if isinstance(x, float | np.floating):
        return Number(Decimal(float(x)))
    raise TypeError(f"{type(x).__name__} has no decimal form")


def _raised(f: Callable[..., Any], count: int) -> Callable[..., Any]:
    """Return a function of decimals as one of :class:`Number`."""

    def one(x: Any) -> Any:
        value = f(number(x).value)
        return Number(value) if isinstance(value, Decimal) else value

    def two(x: Any, y: Any) -> Any:
        value = f(number(x).value, number(y).value)
        return Number(value) if isinstance(value, Decimal) else value

    return one if count == 1 else two


_FUNCTIONS = {name: _raised(f, n) for n, table in ((1, ONE), (2, TWO)) for name, f in table.items()}
_UFUNCS = {name: np.frompyfunc(f, 1 if name in ONE else 2, 1) for name, f in _FUNCTIONS.items()}
_ADD, _SUBTRACT, _MULTIPLY = _FUNCTIONS["add"], _FUNCTIONS["subtract"], _FUNCTIONS["multiply"]
_LESS, _LESS_EQUAL, _EQUAL = _FUNCTIONS["less"], _FUNCTIONS["less_equal"], _FUNCTIONS["equal"]
_LOGICAL = {"logical_and": np.logical_and, "logical_or": np.logical_or}  # of booleans; they come from comparisons
_MULTIPLYING = {"matmul", "vecdot"}  # loops of NumPy's own over elements that can be added and multiplied


class Exact(np.ndarray[Any, Any]):
    """An array of :class:`Number`; what is computed from it is one too."""

    def __array_finalize__(self, other: Any) -> None:
        if self.dtype.kind in "fc":
            raise TypeError("digits would be lost: wanted to compute with decimals alone")

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        (out,) = kwargs.pop("out", None) or (None,)
        if kwargs.pop("dtype", None) not in (None, object) or not isinstance(out, Exact | None):
            raise TypeError("digits would be lost in an array of another dtype")
        kwargs.pop("casting", None)
        result = self._computed(ufunc, method, inputs, kwargs)
        if out is None:
            return result
        out[...] = result
        return out

    def _computed(self, ufunc: Any, method: str, inputs: Any, kwargs: Any) -> Any:
        plain = [each.view(np.ndarray) if isinstance(each, Exact) else each for each in inputs]
        name = ufunc.__name__
        if name == "clip":
            return exact(_UFUNCS["minimum"](_UFUNCS["maximum"](plain[0], plain[1]), plain[2]))
        if name in _LOGICAL:
            return getattr(_LOGICAL[name], method)(*[np.asarray(each, dtype=bool) for each in plain], **kwargs)
        used = ufunc if name in _MULTIPLYING else _UFUNCS.get(name)
        if used is None or kwargs.get("where", True) is not True:
            raise TypeError(f"np.{name} has no decimal form")
        if method == "reduce" and name in ("add", "multiply", "maximum", "minimum"):
            return exact(getattr(ufunc, method)(_numbers(plain[0]), *plain[1:], **kwargs))
        return exact(getattr(used, method)(*plain, **kwargs))

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        result = super().__array_function__(func, types, args, kwargs)
        if isinstance(result, tuple | list):
            return type(result)(exact(each) for each in result)
        return exact(result)

    def __getitem__(self, key: Any) -> Any:
        return exact(super().__getitem__(key))

    def __float__(self) -> float:
        raise TypeError("digits would be lost in a float")

    def __int__(self) -> int:
        raise TypeError("digits would be lost in an integer")

    def item(self, *_: Any) -> Any:
        """Refuse: a Python number has too few digits."""
        raise TypeError("digits would be lost in a Python number")


_NUMBER = np.frompyfunc(number, 1, 1)


def _numbers(array: Any) -> Any:
    return np.asarray(_NUMBER(np.asarray(array)), dtype=object)


def exact(value: Any) -> Any:
    """Return an array (or number) as :class:`Exact`; booleans and what is no array at all as they are.

    Examples
    --------
    >>> from autograd_lite.testing.differences.digits import precision
    >>> with precision(20):
    ...     np.sqrt(exact(2.0))
    Exact(Number(1.4142135623730950488), dtype=object)
    """
    array = np.asarray(value) if not isinstance(value, np.ndarray) else value
    if array.dtype == object and array.size and isinstance(array.flat[0], bool):
        return array.astype(bool)
    if array.dtype.kind not in "fO" or (array.dtype == object and not _all_numbers(array)):
        return value
    return _numbers(array).view(Exact)


def _all_numbers(array: Any) -> bool:
    return all(isinstance(each, Number | float | int | np.number) for each in array.flat)


def decimals(result: Any) -> list[Decimal]:
    """Return the numbers in what a function returned; raise TypeError if some were computed otherwise."""
    found: list[Decimal] = []
    for leaf in leaves(result):
        array = leaf if isinstance(leaf, np.ndarray) else np.asarray(leaf)
        if array.dtype == object:
            found += [number(each).value for each in array.flat]
        elif array.size:
            raise TypeError(f"got {array.dtype}, computed with fewer digits")
    return found


def all_exact(args: Sequence[Any]) -> list[Any]:
    """Return floating-point arguments as :class:`Exact` arrays, others as they are; raise for complex ones."""
    if any(np.asarray(a).dtype.kind == "c" for a in args if isinstance(a, np.ndarray | complex)):
        raise TypeError("complex numbers have no decimal form")
    return [exact(a) if isinstance(a, np.ndarray) and a.dtype.kind == "f" else a for a in args]
