"""A guess at what is wrong with a rule, from the gradients of both sides; and code to show it without this library."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_lite.testing.comparison.verdict import Finding

if TYPE_CHECKING:
    from autograd_lite.testing.comparison.comparing import Comparison

_NAMED = {
    -1.0: "the sign is wrong: the gradient is -1 times what it should be",
    2.0: "the gradient is twice what it should be: is something counted twice, or a factor 1/2 missing?",
    0.5: "the gradient is half of what it should be: is a factor 2 missing?",
    0.0: "the gradient is zero: is a term dropped?",
}
_CONJUGATE = "is a conjugate missing (or one too many)?"


def diagnose(comparison: "Comparison", findings: Sequence[Finding] = ()) -> str:
    """Return a sentence that guesses at the cause; of large arguments from the findings along directions."""
    known, shares = comparison.numeric, comparison.shares
    wrong = [k for k, (numeric, error) in known.items() if _differs(shares[k], numeric, error).any()]
    if not wrong:
        return _of_many(comparison, findings)
    guesses = {k: _swapped(comparison, k, shares) or _one(comparison, k, shares[k]) for k in wrong}
    if len(set(guesses.values())) > 1 and not any("swapped" in each for each in guesses.values()):
        return "; ".join(f"argument {comparison.wrt[k]}: {guess}" for k, guess in guesses.items())
    parts = list(dict.fromkeys(guesses.values()))
    if len(wrong) < len(comparison.inputs):
        right = [comparison.wrt[k] for k in known if k not in wrong]
        named = ", ".join(str(comparison.wrt[k]) for k in wrong)
        which = f"argument {named} is" if len(wrong) == 1 else f"arguments {named} are"
        parts.append(f"only {which} wrong" + (f", not {right}" if right else ""))
    return "; ".join(part for part in parts if part)


def _of_many(comparison: "Comparison", findings: Sequence[Finding]) -> str:
    """Return by which factor a large argument's gradient is wrong, and whether one element alone is."""
    wrong = [each for each in findings if each.verdict == "wrong" and each.law == "difference" and each.wanted]
    whole = next((each for each in wrong if each.index is None), None)
    one = next((each for each in wrong if each.index is not None), None)
    if one is None or whole is None or not np.isfinite([one.got, whole.got]).all():
        return ""
    factor, together = one.got / one.wanted, whole.got / whole.wanted
    if abs(factor - together) <= 1e-4 * abs(factor):
        return _named(factor, comparison, True)
    return f"element {one.index} is {factor:.6g} times what it should be, others are not or differ"


def _differs(share: Any, numeric: Any, error: Any) -> Any:
    with np.errstate(all="ignore"):
        allowed = 10 * error + 1e-6 * np.abs(numeric) + 64 * np.finfo(share.dtype).eps * np.abs(numeric)
        return ~(np.abs(share - numeric) <= allowed) & np.isfinite(error)


def _swapped(comparison: "Comparison", i: int, shares: Sequence[Any]) -> str:
    share, own = shares[i], comparison.numeric[i][0]
    for j, (numeric, error) in comparison.numeric.items():
        if i == j or numeric.shape != share.shape or np.allclose(own, numeric, rtol=1e-3):
            continue
        for sign, text in ((1, ""), (-1, " with the other sign")):
            if not _differs(sign * share, numeric, error).any():
                return f"argument {comparison.wrt[i]} gets the gradient of argument {comparison.wrt[j]}{text}: swapped?"
    return ""


def _one(comparison: "Comparison", k: int, share: Any) -> str:
    numeric, error = comparison.numeric[k]
    bad = _differs(share, numeric, error)
    if not np.isfinite(share[bad]).all():
        return "NaN or infinity: a division by zero or a logarithm of zero in the rule?"
    factor = _ratio(share, numeric, bad)
    if factor is not None and not (share[~bad] != 0).any():  # where both are zero, any factor is right
        return _named(factor, comparison, bad.all())
    if share.dtype.kind == "c" and not _differs(np.conj(share), numeric, error).any():
        return f"right after conjugation: {_CONJUGATE}"
    if share.dtype.kind == "c" and comparison.rule is not None:
        at = [np.conj(a) if np.iscomplexobj(a) else a for a in comparison.args]
        if not _differs(comparison.rule(at, comparison.g)[k], numeric, error).any():
            return f"right after conjugating the arguments in the rule: {_CONJUGATE}"
    moved = _moved(share, numeric, error, comparison)
    if moved:
        return moved
    return _some(bad, factor) or _uneven(share, numeric)


def _moved(share: Any, numeric: Any, error: Any, comparison: "Comparison") -> str:
    """Return that the right numbers stand in other places, or are conjugated; perhaps times a factor."""
    ways = []
    if share.dtype.kind == "c":
        ways.append(("conjugation", np.conj(share), _CONJUGATE))
    if share.ndim >= 2 and share.shape[-1] == share.shape[-2]:
        ways.append(("swapping the last two axes", np.swapaxes(share, -1, -2), "is a transpose missing?"))
    axes, hint = (
        [axis for axis in range(share.ndim) if share.shape[axis] > 1],
        "are indices counted from the other end?",
    )
    ways += [(f"reversing axis {axis}", np.flip(share, axis), hint) for axis in axes]
    for way, other, hint in ways:
        bad = _differs(other, numeric, error)
        if not bad.any():
            return f"right after {way}: {hint}"
        factor = _ratio(other, numeric, bad)
        if factor is not None and bad.all() and bad.size > 2:
            return f"after {way}, {_named(factor, comparison, True)}; {hint}"
    if share.size > 2 and share.dtype.kind == "f" and np.unique(numeric).size > 2:
        order, wanted = np.argsort(share, axis=None), np.argsort(numeric, axis=None)
        if not _differs(share.ravel()[order], numeric.ravel()[wanted], error.ravel()[wanted]).any():
            return "the right numbers in the wrong places: is an index or a permutation to be inverted?"
    return ""


def _ratio(share: Any, numeric: Any, bad: Any) -> float | None:
    """Return by which factor the elements are wrong, if it is one."""
    with np.errstate(all="ignore"):
        ratios = share[bad] / numeric[bad]
    if not ratios.size or not np.isfinite(ratios).all():  # where zero is wanted, no factor brings it
        return None
    if np.abs(ratios - ratios[0].real).max() > 1e-4 * np.abs(ratios).max() + 1e-12:
        return None
    return float(np.median(ratios.real))


def _named(ratio: float, comparison: "Comparison", everywhere: bool) -> str:
    """Return what a factor may come from."""
    for value, text in _NAMED.items():
        if abs(ratio - value) < 1e-5:
            return text
    lengths = {n for x in (*comparison.inputs, *comparison.g) for n in (*x.shape, x.size) if n > 1}
    for n in sorted(lengths):
        if abs(ratio * n - 1) < 1e-5:
            return f"the gradient is 1/{n} of what it should be, and {n} is a length here: a mean instead of a sum?"
        if abs(ratio / n - 1) < 1e-5:
            return (
                f"the gradient is {n} times what it should be, and {n} is a length here: is a division by it missing?"
            )
    return f"the gradient is {ratio:.6g} times what it should be, everywhere{'' if everywhere else ' it is not zero'}"


def _uneven(share: Any, numeric: Any) -> str:
    """Return between what factors all elements are wrong, where no pattern is seen."""
    with np.errstate(all="ignore"):
        ratios = np.real(share / numeric)
    zeros, ratios = int(np.sum(~np.isfinite(ratios))), ratios[np.isfinite(ratios)]
    if not ratios.size:
        return "the gradient should be zero: is a factor missing?"
    low, high = np.min(ratios), np.max(ratios)
    none = f", and {zeros} of {share.size} elements should be zero" if zeros else ""
    if zeros and high - low <= 1e-5 * abs(high):
        return f"the gradient is {high:.6g} times what it should be where that is not zero{none}"
    return f"wrong everywhere, and by no one factor: got / wanted runs from {low:.3g} to {high:.3g}{none}"


def _some(bad: Any, factor: float | None) -> str:
    """Return which elements are wrong, if not all are."""
    count = int(bad.sum())
    if count == bad.size:
        return ""
    first = [tuple(int(i) for i in index) for index in np.argwhere(bad)[:3]]
    lines = [axis for axis in range(bad.ndim) if bad.shape[axis] > 1 and _whole_lines(bad, axis)]
    hint = f"; whole lines along axis {lines[0]}: is a sum or an axis wrong?" if lines else ""
    by = "" if factor is None else f" by a factor {factor:.6g},"
    return f"only {count} of {bad.size} elements are wrong,{by} at {first}{' …' if count > 3 else ''}{hint}"


def _whole_lines(bad: Any, axis: int) -> bool:
    lines = bad.all(axis=axis)
    return bool(lines.any()) and bool((lines == bad.any(axis=axis)).all())


def snippet(name: str, found: Finding, args: Any, g: Any) -> str:
    """Return code that compares the rule with a difference at the worst element; at a corner, with two slopes."""
    if found.index is None or not isinstance(found.argument, int) or sum(np.size(a) for a in args) > 64:
        return ""
    k, x = found.argument, np.asarray(args[found.argument])
    step = float(found.step or 1e-6) * float(abs(x[found.index]) or 1.0)
    called = name if name.isidentifier() else "f"
    weighted = "np.sum(np.real(np.conj(w) * y))" if any(np.iscomplexobj(each) for each in g) else "np.sum(w * y)"
    says = f"'is wanted; the rule says', {_number(found.got)}"
    slopes = (
        f"(value(here) - value(down)) / {step!r}, 'to', (value(up) - value(here)) / {step!r}, {says}"
        if found.kink
        else f"(value(up) - value(down)) / {2 * step!r}, {says}"
    )
    return "\n".join(
        [
            "import numpy as np",
            f"args = [{', '.join(map(_literal, args))}]; g = [{', '.join(map(_literal, g))}]; index = {found.index}",
            f"here, up, down = [np.array(args[{k}], copy=True) for _ in range(3)]",
            f"up[index] += {_step(found, step)}; down[index] -= {_step(found, step)}",
            f"at = lambda x: [*args[:{k}], x, *args[{k + 1}:]]",
            "several = lambda y: y if isinstance(y, (tuple, list)) else [y]",
            f"value = lambda x: sum({weighted} for w, y in zip(g, several({called}(*at(x)))))  # your {called}",
            f"print({slopes})",
        ]
    )


def _step(found: Finding, step: float) -> str:
    return repr(1j * step) if found.unit == 1j else repr(step)


def _number(value: Any) -> str:
    """Return a number as it is written in code."""
    return repr(value) if np.isfinite(value) else f"float({str(value)!r})"


def _literal(value: Any) -> str:
    value = value if isinstance(value, np.ndarray) else np.asarray(value)
    if value.dtype.kind not in "biufc":
        return repr(value.item()) if value.dtype.kind in "US" and not value.ndim else repr(value)
    if not np.isfinite(value).all():
        return f"np.array({value.astype(str).tolist()!r}, dtype={str(value.dtype)!r})"
    return f"np.array({value.tolist()!r}, dtype={str(value.dtype)!r})"
