"""The law of scale: inputs ten million times smaller or larger, or each of another decade, change no verdict.

What the operation's own draws do not show is seen there: a rule that cancels (1 − 2xD(x) at large x), a constant that
is added where it should be in proportion, an overflow on the way. The laws of the first order decide; where differences
tell nothing, or tell against the rule, the thorough check has the last word, which knows more steps and more digits.
"""

from typing import Any, NamedTuple

import numpy as np

from autograd_lite.testing.differences.evaluation import is_inexact
from autograd_lite.testing.grads import examine_grads
from autograd_lite.testing.laws.derivatives import first_order
from autograd_lite.testing.laws.operations import Case
from autograd_lite.trees import leaves, rebuilt

KINDS = ("small", "large", "inputs of other decades", "elements of other decades")
_DECADES = 7.0


class Scaled(NamedTuple):
    """What became of a scaled case: "agrees", "wrong", "inconclusive" or "no value", and why."""

    verdict: str
    why: str = ""


def factor(kind: str, shape: tuple[int, ...], rng: np.random.Generator) -> Any:
    """Return what an input of `shape` is multiplied by.

    Examples
    --------
    >>> factor("large", (2,), np.random.default_rng(0))
    10000000.0
    """
    match kind:
        case "small" | "large":
            return 10.0 ** (_DECADES if kind == "large" else -_DECADES)
        case "inputs of other decades":
            return 10.0 ** rng.uniform(-_DECADES, _DECADES)
        case _:
            return 10.0 ** rng.uniform(-_DECADES, _DECADES, shape)


def scaled(case: Case, kind: str, rng: np.random.Generator) -> Case:
    """Return the same call with its differentiable inputs scaled."""
    new = leaves(case.tree)
    for slot in case.slots:
        old = np.asarray(new[slot])
        new[slot] = (old * factor(kind, old.shape, rng)).astype(old.dtype)
    args, kwargs = rebuilt(case.tree, iter(new))
    return Case(case.operation, tuple(args), kwargs)


def judged(case: Case, rng: np.random.Generator) -> Scaled:
    """Return what the laws say to a case. An operation that refuses the arguments, or overflows, has no value there."""
    try:
        value = case(*case.inputs)
    except (ValueError, np.linalg.LinAlgError) as error:
        return Scaled("no value", f"{type(error).__name__}: {error}")
    if not all(np.isfinite(each).all() for each in leaves([value]) if is_inexact(each)):
        return Scaled("no value", "not finite")
    found = first_order(case, rng)
    if not found and (not found.checked or found.inconclusive < found.checked):
        return Scaled("agrees")
    report = examine_grads(case, tuple(case.inputs), order=1)
    return Scaled(report.verdict, report.reason if report.verdict != "wrong" else str(report))
