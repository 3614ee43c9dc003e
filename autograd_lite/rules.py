"""From the rules of an operation to functions that the sweep can call.

A rule is a plain function; its parameter names say what it needs and so what the graph keeps. Names are resolved once,
when the operation is defined: a misspelt one is an error then, not a wrong number later.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import cache
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.errors import GradientShapeError, RuleError
from autograd_lite.modes import current

_SWALLOWING = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS

Rule = Any  # a plain function; its parameter names are read


def parameter_names(function: Callable[..., Any], what: str) -> tuple[str, ...]:
    """Return the parameter names of `function`; refuse those that swallow arguments."""
    if isinstance(function, FunctionType) and not function.__code__.co_flags & _SWALLOWING:
        code = function.__code__  # what `signature` says, in a twentieth of its time: there are hundreds at import
        return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    parameters = inspect.signature(function).parameters
    for parameter in parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise RuleError(f"{what} takes {parameter}, which would swallow arguments unseen. Name each one.")
    return tuple(parameters)


REQUIRED = inspect.Parameter.empty


def signature(function: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the names of the positional parameters of `function`, and every named parameter with its default.

    `REQUIRED` stands for none. Read from the code object: `inspect.signature` of hundreds of functions would be a third
    of the library's import time.
    """
    if not isinstance(function, FunctionType):
        raise RuleError(
            f"Got {type(function).__name__} as an operation's code. Wanted a function made by def or lambda."
        )
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    given = function.__defaults__ or ()
    defaults = dict.fromkeys(names, REQUIRED)
    defaults.update(zip(names[code.co_argcount - len(given) : code.co_argcount], given, strict=True))
    defaults.update(function.__kwdefaults__ or {})
    return names[: code.co_argcount], defaults


class Share(NamedTuple):
    """How a share is computed: an expression of ``g``, ``saved`` and ``rule``, and what `rule` stands for in it."""

    expression: str
    rule: Any


def picked(picks: Sequence[int]) -> str:
    """Return the arguments of a rule that names these places of what was saved."""
    return ", ".join(f"saved[{i}]" for i in picks)


def bound(rule: Rule, picks: Sequence[int]) -> Share:
    """Return the share ``rule(g, *what it named)``."""
    return Share(f"rule(g, {picked(picks)})", rule)


def whole(rule: Callable[[Any, Any], Any]) -> Share:
    """Return the share of a rule that takes ``g`` and all that was saved."""
    return Share("rule(g, saved)", rule)


@cache
def written(source: str) -> Any:
    """Return what a lambda expression of ours defines. There are few: the same one serves many operations.

    Rules and savers run at every node, where a call within a call, or a loop over two names, is what can be measured.
    So they are written out for each count of names.
    """
    return eval(source, _KNOWN)  # the text is made in this library, of places and of names of ours


_KNOWN = {"ndarray": np.ndarray, "shape": np.shape, "result_type": np.result_type}


def local(rule: Rule, picks: Sequence[int]) -> Callable[[Any], Any]:
    """Return ``saved -> local derivative``."""
    return written(f"lambda rule: lambda saved: rule({picked(picks)})")(rule)  # type: ignore[no-any-return]


def saver(kept: Sequence[str], count: int) -> Callable[..., tuple[Any, ...]]:
    """Return ``(*values, out) -> what is kept`` of a call with `count` values, the k-th of which is called ``v{k}``."""
    names = "".join(f"v{k}, " for k in range(count))
    return written(f"lambda {names}out: ({''.join(f'{each}, ' for each in kept)})")  # type: ignore[no-any-return]


def constant(d: float) -> Share:
    """Return the share for a local derivative that is one number."""
    if d == 0:  # not a product: zero wins over an infinite cotangent
        return Share("rule(g)", np.zeros_like)
    return Share("g" if d == 1 else "-g" if d == -1 else "g * rule", d)


def _returns_its_argument(value: Any) -> Any:
    return value


def product(rule: Rule, picks: Sequence[int]) -> Share:
    """Return the share ``g * derivative``, plainly: an invalid product raises and is done again by `strong`."""
    itself = len(picks) == 1 and rule.__code__.co_code == _returns_its_argument.__code__.co_code
    return Share(f"g * {picked(picks)}" if itself else f"g * rule({picked(picks)})", rule)


_BOOL = np.dtype(bool)


def strong_product(g: Any, d: Any, again: Callable[[Any], Any] | None = None) -> Any:
    """Multiply so that a factor of zero wins over one that is not finite, and a False over anything.

    A zero cotangent wins over a derivative that is infinite or NaN, and a zero derivative over an infinite cotangent:
    so backward and forward mode agree, for whom the two factors change places. A NaN that comes back is no pole but the
    sign of a fault, and stays.

    The masks are constants and stand before the product, so the second derivative has no infinity times zero either.
    `again` computes the derivative anew with harmless values where the mask is True.
    """
    if getattr(d, "dtype", None) is _BOOL:  # a number has none
        return np.where(d, g, 0)
    product = g * d
    if np.isfinite(product).all():
        return product
    pole = (g == 0) & ~np.isfinite(d)
    d = np.where(pole, 0, d if again is None else again(pole))
    return np.where(np.isinf(g) & (d == 0), 0, g) * d


def strong(derivative: Callable[[Any], Any], harmless: Callable[[], dict[int, Any]]) -> Share:
    """Return the share with strong zeros, or plain IEEE arithmetic under ``strict_ieee``.

    In a recorded pass the zeros must hold for the derivatives of the derivative too, in which a NaN that came out of
    one step would pass unnoticed through the next. So there the values saved at the poles give way to `harmless` ones.
    """

    def share(g: Any, saved: Any) -> Any:
        def again(pole: Any) -> Any:
            points = harmless()
            return derivative([np.where(pole, points[i], s) if i in points else s for i, s in enumerate(saved)])

        with np.errstate(invalid="ignore"):
            d = derivative(saved)
            if current().strict:
                return g * d
            return strong_product(g, d, None if isinstance(g, np.ndarray | np.generic) else again)

    return whole(share)


def selection(derivative: Callable[[Any], Any]) -> Share:
    """Return the share of an operation that selects: where the derivative is zero, nothing comes through, not NaN."""

    def share(g: Any, saved: Any) -> Any:
        d = derivative(saved)
        with np.errstate(invalid="ignore"):
            return np.where(d, g if d.dtype == bool else g * d, 0)

    return whole(share)


def quietly(share: Share) -> Share:
    """Return `share` with invalid operations allowed."""
    loud = compiled(share)

    def quiet(g: Any, saved: Any) -> Any:
        with np.errstate(invalid="ignore"):
            return loud(g, saved)

    return whole(quiet)


def compiled(share: Share) -> Callable[[Any, Any], Any]:
    """Return ``(g, saved) -> share``."""
    return written(f"lambda rule: lambda g, saved: {share.expression}")(share.rule)  # type: ignore[no-any-return]


def together(shares: Sequence[Share], sequences: Sequence[bool]) -> Callable[[Any, Any], Any]:
    """Return ``(g, saved) -> one share for each tracked parent``."""
    if any(sequences):
        return flattened([compiled(share) for share in shares], sequences)
    rules = ", ".join(f"rule{k}" for k in range(len(shares)))
    body = "".join(share.expression.replace("rule", f"rule{k}") + ", " for k, share in enumerate(shares))
    return written(f"lambda {rules}: lambda g, saved: ({body})")(*[s.rule for s in shares])  # type: ignore[no-any-return]


def flattened(shares: Sequence[Callable[[Any, Any], Any]], sequences: Sequence[bool]) -> Callable[[Any, Any], Any]:
    """Return :func:`together` for an operation with a list of arrays, whose rule returns a list of shares.

    The last two saved values are the length of the list, and which of its elements are tracked.
    """

    def pull(g: Any, saved: Any) -> Any:
        every: list[Any] = []
        for share, is_sequence in zip(shares, sequences, strict=True):
            result = share(g, saved)
            if is_sequence and len(result) != saved[-2]:
                raise GradientShapeError(
                    f"A rule for a list of {saved[-2]} arrays returned {len(result)} shares. Wanted one for each array."
                )
            every.extend([result[i] for i in saved[-1]] if is_sequence else [result])
        return every

    return pull
