"""Functions without a derivative, such as comparisons: computed on the values, plain arrays out."""

from collections.abc import Callable
from typing import Any

from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.registry import KEYWORDS, register
from autograd_lite.tensor import Tensor, plain


def constant(*functions: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function whose result has no derivative: it is computed on the values and returned as plain arrays."""

    def define(forward: Callable[..., Any]) -> Callable[..., Any]:
        operation = Constant(forward)
        for function in functions:
            register(function, operation)
        return operation

    return define


class Constant:
    """A function without a derivative, such as a comparison: Tensors in, plain arrays out."""

    def __init__(self, forward: Callable[..., Any]) -> None:
        self.forward = forward
        self.name = self.__name__ = self.__qualname__ = forward.__name__
        self.__doc__ = forward.__doc__
        self.__module__ = getattr(forward, "__module__", "numpy")  # ufuncs have one since NumPy 2.2
        self.__wrapped__ = forward

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute on the values."""
        if isinstance(kwargs.get("out"), Tensor):
            raise UnsupportedOperationError(
                f"{self.name} was called with out= a Tensor: its result has no history that could be written there. "
                "Use the array that it returns."
            )
        try:
            return self.forward(*map(plain, args), **{name: plain(value) for name, value in kwargs.items()})
        except TypeError as error:
            if known := [f"{name}: {KEYWORDS[name]}." for name in kwargs if name in KEYWORDS]:
                error.add_note(" ".join(known))
            raise

    def __repr__(self) -> str:
        return f"<Constant {self.name}>"
