"""Compositions: NumPy functions written in terms of others, whose derivatives follow from those.

``@composite`` gives such a function what an operation has: a name, the NumPy functions that it stands for, samples, and
a signature that is checked argument by argument. Nothing is recorded for it; its parts record themselves.
"""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

from autograd_lite.arrays import checked_array
from autograd_lite.operation import Operation, Samples
from autograd_lite.recording import PLAIN, Call
from autograd_lite.rules import signature
from autograd_lite.tensor import Tensor

NUMBERS = frozenset({int, float, complex})


class Composite(Operation):
    """A NumPy function that other operations make up. Call it with Tensors or arrays.

    Parameters
    ----------
    forward : the code, in NumPy functions and operators alone; parameters in NumPy's order, as far as supported.
        ``*inputs`` collects further arrays, ``**keywords`` what is handed on to a function of the user
    function : the NumPy function (or several) that it stands for, or None
    inputs : names of the parameters that may be tracked; Tensors elsewhere are settings and must not be
    sequences : names of those inputs that are lists of arrays (or lists of lists)
    samples : draws arguments for the tests
    analytic : the complex step applies
    numbers : names of those inputs that stay Python numbers if they are such, which bend to the dtype of the others
    """

    def __init__(
        self,
        forward: Callable[..., Any],
        function: Any,
        inputs: Iterable[str],
        *,
        sequences: Iterable[str] = (),
        samples: Samples | None = None,
        analytic: bool = False,
        numbers: Iterable[str] = (),
    ) -> None:
        self._differentiable, self._numbers = frozenset(inputs), frozenset(numbers)
        super().__init__(forward, function, {}, sequences=sequences, samples=samples, analytic=analytic)
        self.inputs = tuple(inputs)

    def _read_signature(self) -> None:
        self.positional, self.defaults = signature(self.forward)
        self.parameters = tuple(self.defaults)
        code = self.forward.__code__
        collecting = iter(code.co_varnames[len(self.parameters) :])
        self.rest = next(collecting) if code.co_flags & inspect.CO_VARARGS else None
        self.handed_on = next(collecting) if code.co_flags & inspect.CO_VARKEYWORDS else None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Check the arguments and compute; what is tracked records itself."""
        if kwargs or self.rest is not None or not self.required <= len(args) <= len(self.positional):
            return self.collected(args, kwargs)
        call = Call()
        return self.forward(*[self.settled(n, v, call) for n, v in zip(self.positional, args, strict=False)])

    def collected(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call with keywords, and with what goes beyond the named parameters."""
        call, rest, extra = Call(), args[len(self.positional) :], {}
        if self.rest is not None:
            args = args[: len(self.positional)]
        if self.handed_on is not None:
            known = {*self.parameters, *self.numpy_names()}
            extra = {name: value for name, value in kwargs.items() if name not in known}
            kwargs = {name: value for name, value in kwargs.items() if name in known}
        named = zip(self.defaults, self.bind(args, kwargs), strict=True)
        bound = {name: self.settled(name, value, call) for name, value in named}
        values = [bound.pop(name) for name in self.positional]
        if self.rest is not None:
            values.extend(map(settled_input, rest) if self.rest in self._differentiable else rest)
        return self.forward(*values, **bound, **extra)

    def settled(self, name: str, value: Any, call: Call) -> Any:
        """Return an argument as the forward function gets it."""
        if name in self._differentiable:
            kept = name in self.sequences or (name in self._numbers and type(value) in NUMBERS)
            return value if kept else settled_input(value)
        return value if type(value) in PLAIN and name != "out" else self.setting(name, value, call)


def settled_input(value: Any) -> Any:
    """Return a Tensor or an array of numbers; raise for what is neither."""
    return value if value is None or isinstance(value, Tensor) else checked_array(value)[()]


def composite(
    function: Any = None, *, inputs: Iterable[str] = ("x",), **options: Any
) -> Callable[[Callable[..., Any]], Composite]:
    """Define a function as a composition of others.

    Parameters
    ----------
    function : the NumPy function that it stands for (or a tuple of them), or None
    inputs : names of the parameters that may be tracked
    **options : ``sequences``, ``samples``, ``analytic``, ``numbers`` of :class:`Composite`

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> from autograd_lite.composition import composite
    >>> @composite()
    ... def energy(x, /, scale=1.0):
    ...     "Sum of squares."
    ...     return scale * np.sum(x * x)
    >>> ag.grad(energy)(np.array([1.0, 2.0]))
    array([2., 4.])
    """

    def define(forward: Callable[..., Any]) -> Composite:
        return Composite(forward, function, inputs, **options)

    return define
