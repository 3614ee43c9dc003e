"""A guess at what is wrong with a rule, from the gradients of both sides; and code to show it without this library."""

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_lite.testing.verdict import Finding

if TYPE_CHECKING:
    from autograd_lite.testing.comparing import Comparison

_NAMED = {
    -1.0: "the sign is wrong: the gradient is -1 times what it should be",
    2.0: "the gradient is twice what it should be: is something counted twice, or a factor 1/2 missing?",
    0.5: "the gradient is half of what it should be: is a factor 2 missing?",
    0.0: "the gradient is zero: is a term dropped?",
}


def diagnose(comparison: "Comparison") -> str:
    """Return a sentence that guesses at the cause."""
    known = comparison.numeric
    wrong = [k for k, (numeric, error) in known.items() if _differs(comparison.shares[k], numeric, error).any()]
    if not wrong:
        return ""
    parts = [_swapped(comparison, wrong) or _one(comparison, wrong[0])]
    if len(wrong) < len(comparison.inputs):
        right = [comparison.wrt[k] for k in known if k not in wrong]
        parts.append(f"only argument {comparison.wrt[wrong[0]]} is wrong" + (f", not {right}" if right else ""))
    return "; ".join(part for part in parts if part)


def _differs(share: Any, numeric: Any, error: Any) -> Any:
    with np.errstate(all="ignore"):
        allowed = 10 * error + 1e-6 * np.abs(numeric) + 64 * np.finfo(share.dtype).eps * np.abs(numeric)
        return ~(np.abs(share - numeric) <= allowed) & np.isfinite(error)


def _swapped(comparison: "Comparison", wrong: list[int]) -> str:
    for i in wrong:
        for j, (numeric, error) in comparison.numeric.items():
            share = comparison.shares[i]
            other = comparison.numeric[i][0]
            same_shape = i != j and numeric.shape == share.shape and not np.allclose(other, numeric, rtol=1e-3)
            if same_shape and not _differs(share, numeric, error).any():
                return f"argument {comparison.wrt[i]} gets the gradient of argument {comparison.wrt[j]}: swapped?"
    return ""


def _one(comparison: "Comparison", k: int) -> str:
    share, (numeric, error) = comparison.shares[k], comparison.numeric[k]
    bad = _differs(share, numeric, error)
    if not np.isfinite(share[bad]).all():
        return "NaN or infinity: a division by zero or a logarithm of zero in the rule?"
    if share.dtype.kind == "c" and not _differs(np.conj(share), numeric, error).any():
        return "right after conjugation: is a conjugate missing (or one too many)?"
    if share.dtype.kind == "c" and comparison.rule is not None:
        at = [np.conj(a) if np.iscomplexobj(a) else a for a in comparison.args]
        if not _differs(comparison.rule(at, comparison.g)[k], numeric, error).any():
            return "right after conjugating the arguments in the rule: is a conjugate missing (or one too many)?"
    square = share.ndim >= 2 and share.shape[-1] == share.shape[-2]
    if square and not _differs(np.swapaxes(share, -1, -2), numeric, error).any():
        return "right after swapping the last two axes: is a transpose missing?"
    return _ratio(share, numeric, bad, comparison) or _some(bad)


def _ratio(share: Any, numeric: Any, bad: Any, comparison: "Comparison") -> str:
    with np.errstate(all="ignore"):
        ratios = share[bad] / numeric[bad]
    usable = ratios[np.isfinite(ratios)]
    if not usable.size or np.abs(usable - usable[0].real).max() > 1e-4 * np.abs(usable).max() + 1e-12:
        return ""
    ratio = float(np.median(usable.real))
    if bad.sum() < 2 < bad.size:
        return f"{_some(bad)}, by a factor {ratio:.6g}"
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
    return f"the gradient is {ratio:.6g} times what it should be, everywhere{'' if bad.all() else ' it is wrong'}"


def _some(bad: Any) -> str:
    count = int(bad.sum())
    if count == bad.size:
        return ""
    first = [tuple(int(i) for i in index) for index in np.argwhere(bad)[:3]]
    lines = [axis for axis in range(bad.ndim) if bad.shape[axis] > 1 and _whole_lines(bad, axis)]
    hint = f"; whole lines along axis {lines[0]}: is a sum or an axis wrong?" if lines else ""
    return f"only {count} of {bad.size} elements are wrong, at {first}{' …' if count > 3 else ''}{hint}"


def _whole_lines(bad: Any, axis: int) -> bool:
    lines = bad.all(axis=axis)
    return bool(lines.any()) and bool((lines == bad.any(axis=axis)).all())


def snippet(name: str, found: Finding, args: Any, g: Any) -> str:
    """Return code that compares the rule with a central difference at the worst element."""
    if found.index is None or not isinstance(found.argument, int) or sum(np.size(a) for a in args) > 64:
        return ""
    x = np.asarray(args[found.argument])
    step = float(found.step or 1e-6) * float(abs(x[found.index]) or 1.0)
    called = name if name.isidentifier() else "f"
    seeds = ", ".join(_literal(each) for each in g)
    values = ", ".join(_literal(a) for a in args)
    return "\n".join(
        [
            "import numpy as np",
            f"args = [{values}]; g = [{seeds}]; index = {found.index}",
            f"up, down = [np.array(args[{found.argument}], copy=True) for _ in range(2)]",
            f"up[index] += {step!r}; down[index] -= {step!r}",
            f"at = lambda x: [*args[:{found.argument}], x, *args[{found.argument + 1}:]]",
            "several = lambda y: y if isinstance(y, (tuple, list)) else [y]",
            f"value = lambda x: sum(np.sum(w * y) for w, y in zip(g, several({called}(*at(x)))))  # your {called}",
            f"print((value(up) - value(down)) / {2 * step!r}, 'is wanted; the rule says', {found.got!r})",
        ]
    )


def _literal(value: Any) -> str:
    value = value if isinstance(value, np.ndarray) else np.asarray(value)
    if value.dtype.kind not in "biufc":
        return repr(value)
    return f"np.array({value.tolist()!r}, dtype={str(value.dtype)!r})"
