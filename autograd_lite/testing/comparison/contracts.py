"""What a rule must do besides being right: return one share for each argument, twice the same, and touch nothing.

Each function returns findings; an empty list is good news.
"""

import zlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from autograd_lite.errors import DTypeError
from autograd_lite.testing.comparison.verdict import MARGIN, Finding
from autograd_lite.testing.differences import summaries
from autograd_lite.testing.differences.evaluation import outputs, plain
from autograd_lite.testing.differences.pieces import largest, pieces, same, same_bits, signed
from autograd_lite.testing.differences.redrawn import FULL, Redrawn, fresh
from autograd_lite.testing.differences.summaries import Summary, summary


def wrong(law: str, reason: str, **details: Any) -> Finding:
    """Return the finding that a law is broken."""
    return Finding("wrong", reason, law=law, units=np.inf, **details)


_LARGE = 8 * FULL  # bytes


class Watched:
    """Arrays that nobody may write to: remembers them, tells which have changed, and puts them back.

    Of large ones a checksum is kept and no copy: they are not put back.
    """

    def __init__(self, arrays: Sequence[Any], names: Sequence[str]) -> None:
        self.pairs = [
            (name, array, array.copy() if array.nbytes <= _LARGE else checksum(array))
            for name, array in zip(names, arrays, strict=True)
            if isinstance(array, np.ndarray)
        ]

    def changed(self, who: str) -> list[Finding]:
        """Return a finding for each array that has changed, and restore it."""
        found = []
        for name, array, before in self.pairs:
            large = isinstance(before, int)
            if checksum(array) != before if large else not same_bits(array, before):
                if not large:
                    array[...] = before
                found.append(wrong("inputs unchanged", f"{who} writes to {name}; it must leave its inputs as they are"))
        return found


def checksum(array: Any) -> int:
    """Return a number made of all bits of an array: another one, but for one chance in 4 billion, if any changes."""
    found = 0
    for (each,) in pieces(array):
        found = zlib.crc32(each.tobytes(), found)
    return found


def equal(one: Sequence[Any], two: Sequence[Any]) -> bool:
    """Return True for results that are the same bit by bit (NaN counts as itself)."""
    return len(one) == len(two) and all(
        a.shape == b.shape and a.dtype == b.dtype and same(a, b) for a, b in zip(one, two, strict=True)
    )


def forward(f: Callable[..., Any], args: Sequence[Any]) -> tuple[list[Any], bool, list[Finding]]:
    """Call a function twice on the same arguments; return its arrays, whether it is only one, and what is wrong."""
    watched = Watched(args, [f"argument {i}" for i in range(len(args))])
    result = f(*args)
    first, single = [np.array(each) for each in outputs(result)], not isinstance(result, tuple | list | dict)
    if not any(each.dtype.kind in "fc" for each in first):
        kinds = ", ".join(str(each.dtype) for each in first) or repr(result)
        raise DTypeError(f"The function returned {kinds}. Wanted an array of floats, or several of them.")
    del result  # it may be large
    found = watched.changed("the function")
    again = outputs(f(*args))
    watched.changed("the function")
    if [a.shape for a in first] != [b.shape for b in again]:
        shapes = [a.shape for a in first], [b.shape for b in again]
        found.append(
            wrong("determinism", f"the function returned shape {shapes[0]} and then, on the same, {shapes[1]}")
        )
    elif not equal(first, again):
        most = max(float(np.nanmax(np.abs(a - b), initial=0)) for a, b in zip(first, again, strict=True))
        found.append(
            wrong("determinism", f"not deterministic: the function's value changes from call to call (by {most:.1e})")
        )
    return first, single, found


def as_shares(result: Any) -> list[Any]:
    """Return what a rule returned as a list, one share for each argument."""
    return list(result) if isinstance(result, tuple | list) else [result]


def as_good(got: Any, wanted: Any) -> bool:
    """Return True for floating-point numbers of the wanted precision or better; complex ones for complex ones only."""
    same_kind = got.kind == wanted.kind or (got.kind, wanted.kind) == ("f", "c")
    return bool(same_kind) and float(np.finfo(got).eps) <= float(np.finfo(wanted).eps)


def fitting(
    shares: Sequence[Any], args: Sequence[Any], wrt: Sequence[int], what: str, several: int = 0
) -> list[Finding]:
    """Check count, shape and dtype of shares; `several` is how many gradients came in, 0 if one alone did."""
    law = "shape and dtype"
    if len(shares) != len(args):
        counts = f"{len(shares)} gradient{'s' * (len(shares) != 1)} for {len(args)} argument{'s' * (len(args) != 1)}"
        hint = "one for each, in a tuple; None for an argument without a derivative" if len(args) > 1 else "one array"
        return [wrong(law, f"{what} returned {counts}. Wanted {hint}")]
    found = []
    for i in wrt:
        share, x = shares[i], np.asarray(args[i])
        wanted = f"Wanted an array of its shape {x.shape}, of {x.dtype} or a wider dtype."
        got = None if share is None else plain(share)
        if got is None:
            text = f"None for argument {i}, an array of {x.dtype}. {wanted}"
        elif got.dtype.kind not in "biufc":
            kind = got.dtype if isinstance(share, np.ndarray) else type(share).__name__
            text = f"{kind} for argument {i} of {x.dtype}. {wanted}"
        elif got.dtype.kind not in "fc" or (got.shape == x.shape and not as_good(got.dtype, x.dtype)):
            text = f"{got.dtype} for argument {i} of {x.dtype}. {wanted}"
        elif got.shape != x.shape:
            hint = "Is a sum over broadcast axes missing?" if got.size > x.size else wanted
            if several and got.shape == (several, *x.shape):
                hint = f"The function returns a tuple, list or dict, so g is a tuple of {several}: use g[0]."
            text = f"shape {got.shape} for argument {i} of shape {x.shape}. {hint}"
        else:
            continue
        found.append(wrong(law, f"{what} returned {text}", argument=i))
    return found


def backward(
    call: Callable[..., list[Any]], one: Sequence[Any], g: Sequence[Any], args: Sequence[Any], eps: float, rng: Any
) -> list[Finding]:
    """Check that a rule writes to nothing, is deterministic, and linear in the gradient that comes back.

    `one` is what it returned for `g` before.
    """
    watched = _watched(g, args)
    two = [np.asarray(plain(s)) for s in call(g)]
    if found := watched.changed("the rule"):
        return found
    if not equal(one, two):
        return [wrong("determinism", _CHANGING)]
    del two
    other = [like(each, rng) for each in g]
    three = call(other)
    mix = [2 * a + b for a, b in zip(g, other, strict=True)]
    del other
    mixed = call(mix)
    watched.changed("the rule")
    for i, (a, b, c) in enumerate(zip(one, three, mixed, strict=True)):
        found += linear(i, a, np.asarray(plain(b)), np.asarray(plain(c)), eps, partial(blur, call, g, i))
    return found


_CHANGING = "not deterministic: the rule's gradient changes from call to call"


def _watched(g: Sequence[Any], args: Sequence[Any]) -> Watched:
    names = [f"the incoming gradient {i}" if len(g) > 1 else "the incoming gradient" for i in range(len(g))]
    return Watched([*g, *args], [*names, *[f"argument {i}" for i in range(len(args))]])


def backward_of_large(
    call: Callable[..., list[Any]], one: Sequence[Summary], g: Sequence[Any], args: Sequence[Any], eps: float, rng: Any
) -> list[Finding]:
    """Check what :func:`backward` checks, where none of the arrays is kept; if anything is amiss, look closer."""

    def told(given: list[Any]) -> tuple[list[Summary], list[Finding]]:
        watched = _watched(given, args)
        shares = [summary(np.asarray(plain(s))) for s in call(given)]
        return shares, watched.changed("the rule")

    two, found = told([fresh(each) for each in g])
    if found:
        return found
    if not summaries.equal(one, two):
        return [wrong("determinism", _CHANGING)]
    other = [Redrawn(each, rng) for each in g] if isinstance(g[0], Redrawn) else [like(each, rng) for each in g]
    three = told([fresh(each) for each in other])[0]
    four = told([summaries.mixed(a, b) for a, b in zip(g, other, strict=True)])[0]
    if summaries.additive(one, three, four, eps):
        return []
    g = [fresh(each) for each in g]
    return backward(call, [np.array(plain(s)) for s in call(g)], g, args, eps, rng)


def blur(call: Callable[..., Sequence[Any]], arrays: Sequence[Any], i: int) -> float:
    """Return how far rounding keeps a result of a linear function from being additive, at most.

    The function takes `arrays`, these and a little more, and the little more alone. If it is not linear, what it does
    of itself to so small a change is as small, and only rounding is not. What it returns for zeros is no rounding.
    """
    arrays = [np.asarray(each) for each in arrays]
    exact, most = np.asarray(plain(call(arrays)[i])), 0.0
    exact = exact - np.asarray(plain(call([np.zeros_like(each) for each in arrays])[i]))
    for rng in map(np.random.default_rng, range(8)):
        others = [np.asarray(each) + _little(each, rng) for each in arrays]
        more = [other - np.asarray(each) for other, each in zip(others, arrays, strict=True)]
        apart = np.abs(np.asarray(plain(call(others)[i])) - exact - np.asarray(plain(call(more)[i])))
        most = max(most, float(np.max(apart, where=np.isfinite(apart), initial=0)))
    return most


def _little(array: Any, rng: np.random.Generator) -> Any:
    """Return a random change by up to a ten-thousandth of every number: small, and all digits of a product change."""
    array = np.asarray(array)
    return (array * rng.uniform(-1e-4, 1e-4, array.shape)).astype(array.dtype)


def along(call: Callable[..., list[Any]], v: Sequence[Any], args: Sequence[Any]) -> list[Finding]:
    """Check that a derivative in a direction writes to nothing and is deterministic."""
    names = [*[f"the change of argument {i}" for i in range(len(v))], *[f"argument {i}" for i in range(len(args))]]
    watched = Watched([*v, *args], names)
    one = [summary(np.asarray(each)) for each in call(v)]
    if found := watched.changed("jvp"):
        return found
    if not summaries.equal(one, [summary(np.asarray(each)) for each in call(v)]):
        return [wrong("determinism", "not deterministic: what jvp returns changes from call to call")]
    return []


def linear(i: int, a: Any, b: Any, c: Any, eps: float, doubt: Callable[[], float] = lambda: 0.0) -> list[Finding]:
    """Check that result `i` of a linear function at 2 u + w is `c`, if it is `a` at u and `b` at w."""
    level = max(largest(2 * np.abs(one) + np.abs(two)) for one, two in pieces(a, b))
    least = np.finfo(np.asarray(c).dtype).tiny  # numbers below it have lost digits of their own
    bad = _apart(a, b, c, 1e3 * eps * level + least)
    if bad is not None:  # where the terms of a share cancel, what is left may be rounding alone
        bad = _apart(a, b, c, max(1e3 * eps * level + least, 4 * MARGIN * doubt()))
    if bad is None:
        return []
    index = tuple(int(k) for k in np.unravel_index(bad, np.shape(a)))
    reason = "not linear in the incoming gradient: vjp(2u + w) differs from 2 vjp(u) + vjp(w), called as vjp(g, *args)"
    return [wrong("linearity", reason, argument=i, index=index, got=c[index], wanted=(2 * a + b)[index])]


def _apart(a: Any, b: Any, c: Any, slack: float) -> int | None:
    """Return the first place at which `c` is not ``2 a + b``, None for none."""
    before = 0
    for one, two, three in pieces(a, b, c):
        known = np.isfinite(2 * np.abs(one) + np.abs(two))
        bad = np.flatnonzero(known & ~(np.abs(2 * one + two - three) <= slack))
        if bad.size:
            return before + int(bad[0])
        before += one.size
    return None


def like(x: Any, rng: np.random.Generator) -> Any:
    """Return random numbers, ± uniform from 0.5 to 1.5, in the shape and dtype of `x`; zeros for integers."""
    x = np.asarray(x)
    if x.dtype.kind not in "fc":
        return np.zeros(x.shape)
    parts = [signed(x.shape, rng) for _ in range(1 + (x.dtype.kind == "c"))]
    return np.asarray(parts[0] + 1j * parts[1] if len(parts) > 1 else parts[0]).astype(x.dtype, copy=False)
