"""What a check is given: functions and arguments, told apart from what they cannot be, and refused by name."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.errors import DTypeError, OptionError, ShapeError
from autograd_lite.testing.differences.evaluation import is_inexact, plain


def functions(**given: Any) -> None:
    """Raise unless all are callable.

    Examples
    --------
    >>> functions(f=3, vjp=abs)
    Traceback (most recent call last):
        ...
    TypeError: f is 3, no function. Wanted two functions and their arguments: f, vjp, args.
    """
    for name, each in given.items():
        if not callable(each):
            names = ", ".join(given)
            raise TypeError(
                f"{name} is {each!r}, no function. Wanted two functions and their arguments: {names}, args."
            )


def takes(name: str, function: Callable[..., Any], first: str, args: Sequence[Any]) -> None:
    """Raise if a function cannot be called with so many arguments, as far as it says what it takes.

    Examples
    --------
    >>> takes("vjp", lambda x: x, "g", [1.0])
    Traceback (most recent call last):
        ...
    TypeError: vjp takes (x), and is called as vjp(g, *args) with 2 arguments here. Are f and vjp swapped?
    """
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # written in C
        return
    count = len(args) + bool(first)
    try:
        signature.bind(*[None] * count)
    except TypeError:
        called = f"{name}({first + ', ' if first else ''}*args)"
        rule = name if name != "f" else "its derivative"
        raise TypeError(
            f"{name} takes {_short(signature)}, and is called as {called} with {count} argument{'s' * (count != 1)} "
            f"here. Are f and {rule} swapped?"
        ) from None


def _short(signature: inspect.Signature) -> str:
    parameters = [each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()]
    return str(signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty))


def prepared(args: Any) -> tuple[list[Any], list[int]]:
    """Return the arguments as a list, floating-point ones as arrays, and the positions of these.

    A list of numbers is one argument, a list of arrays is several, as a tuple is.
    """
    numbers = isinstance(args, list) and all(isinstance(a, int | float | complex | list) for a in args)
    args = list(args) if isinstance(args, tuple | list) and not numbers else [args]
    for i, a in enumerate(args):
        _refuse(i, a)
    args = [np.asarray(plain(a)) if is_inexact(a) or isinstance(a, list) else a for a in args]
    wrt = [i for i, a in enumerate(args) if is_inexact(a)]
    if not wrt:
        raise DTypeError(_without_floats(args))
    return args, wrt


def _refuse(i: int, a: Any) -> None:
    """Raise for kinds of arrays that would silently become others."""
    if type(a).__module__.partition(".")[0] == "torch" and hasattr(a, "detach"):
        raise TypeError(f"Argument {i} is a tensor of PyTorch; the adapter makes them. Write x.detach().numpy().")
    if type(a) is np.ndarray or not isinstance(a, np.ndarray):
        return
    if isinstance(a, np.ma.MaskedArray):
        raise TypeError(
            f"Argument {i} is a masked array, whose mask would be lost. Write x.filled(0.0) or x.compressed()."
        )
    if isinstance(a, np.matrix):
        raise TypeError(
            f"Argument {i} is a numpy.matrix, which multiplies otherwise than arrays do. Write np.asarray(x)."
        )


def _without_floats(args: Sequence[Any]) -> str:
    if not args:
        return "Got no arguments. Wanted at least one array of floats."
    kinds = [np.asarray(a).dtype if isinstance(a, int | np.ndarray | np.generic) else None for a in args]
    shown = ", ".join(f"dtype {kind}" if kind else repr(a)[:60] for kind, a in zip(kinds, args, strict=True))
    if any(isinstance(a, dict) for a in args):
        return f"Got arguments of {shown}. Wanted arrays in a tuple, as f(*args) takes them, and no dict."
    hint = (
        ": between integers there is no small step. Write 1.0 for 1, or convert with astype(float)."
        if any(kind is not None and kind.kind in "biu" for kind in kinds)
        else "."
    )
    return f"Got arguments of {shown}. Wanted at least one array of floats{hint}"


def counts(**given: Any) -> None:
    """Raise unless all are whole numbers of at least 0, directions of at least 1.

    Examples
    --------
    >>> counts(directions=0, per_element=64)
    Traceback (most recent call last):
        ...
    autograd_lite.errors.OptionError: directions got 0. Wanted a whole number, 1 or more.
    """
    for name, each in given.items():
        least = int(name == "directions")
        if not isinstance(each, int | np.integer) or isinstance(each, bool) or each < least:
            raise OptionError(f"{name} got {each!r}. Wanted a whole number, {least} or more.")


def position(argnums: Any, count: int) -> int:
    """Return the position of one argument of `count`; raise for what is none.

    Examples
    --------
    >>> position((0, 1), 2)
    Traceback (most recent call last):
        ...
    TypeError: argnums got (0, 1). Wanted the position of one argument; ask once for each.
    """
    if not isinstance(argnums, int | np.integer) or isinstance(argnums, bool):
        raise TypeError(f"argnums got {argnums!r}. Wanted the position of one argument; ask once for each.")
    if not -count <= argnums < count:
        raise OptionError(f"argnums names argument {argnums}, but the call has {count}.")
    return int(argnums) % count


def step(h: Any, complex_step: bool) -> float | None:
    """Return the fixed step of a difference, None for steps that are chosen; raise for what is none.

    Examples
    --------
    >>> step(0, False)
    Traceback (most recent call last):
        ...
    autograd_lite.errors.OptionError: h got 0. Wanted a positive number, such as 1e-4, or None, and it is chosen.
    """
    if h is None:
        return None
    if complex_step:
        raise OptionError(f"Got h={h!r} and complex_step=True, whose step is not chosen. Leave one of them out.")
    if not isinstance(h, int | float | np.number) or not 0 < float(np.real(h)) < np.inf:
        raise OptionError(f"h got {h!r}. Wanted a positive number, such as 1e-4, or None, and it is chosen.")
    return float(np.real(h))


def one_array(values: Sequence[Any]) -> Any:
    """Return the only array that a function returned; raise for none, several, and for one of integers.

    Examples
    --------
    >>> one_array([])
    Traceback (most recent call last):
        ...
    autograd_lite.errors.ShapeError: f returned no array: None, or an empty tuple. Does it end without return?
    """
    if not values:
        raise ShapeError("f returned no array: None, or an empty tuple. Does it end without return?")
    if len(values) > 1:
        raise ShapeError(f"f returned {len(values)} arrays. Wanted one: return them one by one, or joined.")
    if values[0].dtype.kind not in "fc":
        raise DTypeError(f"f returned {values[0].dtype}. Wanted floating-point numbers; integers only jump.")
    return values[0]
