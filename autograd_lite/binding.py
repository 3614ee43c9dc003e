"""The arguments of a call: which parameter each belongs to, and what is said of those that do not fit."""

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd_lite import rules as compiled
from autograd_lite.errors import AutogradError, ShapeError, UnsupportedOperationError
from autograd_lite.modes import current
from autograd_lite.registry import KEYWORDS

_REQUIRED = compiled.REQUIRED


class Binding:
    """The part of an operation that binds arguments to parameters, and refuses those that have no rule."""

    name: str
    functions: tuple[Any, ...]
    parameters: tuple[str, ...]
    positional: tuple[str, ...]
    defaults: dict[str, Any]
    inputs: tuple[str, ...]
    out_place: int

    def __reduce__(self) -> str:
        """Copied and pickled as functions are: by name."""
        return self.name

    def misfit(self, error: ValueError, values: Sequence[Any]) -> ValueError:
        """Return the error for arguments that NumPy refuses: shapes or axes that do not fit."""
        if isinstance(error, AutogradError | np.linalg.LinAlgError):
            return error
        shapes = [
            f"{name} {[np.shape(v) for v in value] if isinstance(value, list) else np.shape(value)}"
            for name, value in zip(self.parameters, values, strict=False)
            if name in self.inputs
        ]
        scope = current().scope
        where = f"{scope}: " if scope else ""
        return ShapeError(f"{where}{self.name} got {', '.join(shapes)}: {str(error).strip(' .')}.")

    def bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        """Return the argument or default of every parameter, in order; raise for what is not supported."""
        if len(args) > len(self.positional):
            raise self.refusal(f"its argument {len(self.positional) + 1}")
        bound = dict(zip(self.positional, args, strict=False))
        for name, value in kwargs.items():
            known = name if name in self.defaults else self.numpy_names().get(name)
            if known is None and name == "out" and value is None:
                continue
            if known is None:
                raise self.refusal(f"the keyword {name!r}")
            if known in bound:
                raise TypeError(f"{self.name}() got two values for {known!r}.")
            bound[known] = value
        values = [bound.get(name, default) for name, default in self.defaults.items()]
        if missing := [name for name, value in zip(self.parameters, values, strict=True) if value is _REQUIRED]:
            raise TypeError(f"{self.name}() misses {', '.join(missing)}. It takes {', '.join(self.parameters)}.")
        return values

    def numpy_names(self) -> dict[str, str]:
        """Map NumPy's names of the leading parameters to ours, for calls such as ``np.sum(a=t)``."""
        names: dict[str, str] = {}
        for function in self.functions:
            try:
                theirs = inspect.signature(function).parameters
            except (TypeError, ValueError):
                continue
            names.update({t: our for t, our in zip(theirs, self.positional, strict=False) if t not in self.parameters})
        return names

    def refusal(self, what: str) -> UnsupportedOperationError:
        """Return the error for an argument that has no derivative rule."""
        reason = KEYWORDS.get(what.split("'")[1] if "'" in what else "", "its derivative is not defined here")
        taken = [name for name in self.parameters if name != "out"]
        return UnsupportedOperationError(
            f"{self.name} was called with {what}: {reason}. It takes {', '.join(taken)}; "
            "leave the argument out, or pass t.detach() if no gradient is wanted through it."
        )

    def no_array(self, value: Any) -> UnsupportedOperationError:
        """Return the error for an argument that came to stand where NumPy has ``out``."""
        later = f"; give {', '.join(names)} by name" if (names := self.parameters[self.out_place + 1 :]) else ""
        return UnsupportedOperationError(
            f"{self.name} got {value!r} for 'out', its argument {self.out_place + 1}. Wanted None there{later}."
        )
