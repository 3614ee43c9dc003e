"""Functions of arrays that have names, such as layers and updates, through the checks that users have."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.grads import examine_grads
from autograd_lite.testing.laws.proof import Proof
from autograd_lite.testing.report import Report

MANY = 12  # arrays, above which the first case alone is tried
FEW = 4  # arrays that change beside each other, where every array would be one too many
_LAWS = {
    "forward and reverse": "forward",
    "execution paths": "forward over reverse",
    "symmetry of the Hessian": "symmetry",
}


class Named:
    """A function with named arguments, which are arrays of floating-point numbers.

    Parameters
    ----------
    function : takes the arrays, in their order, or Tensors; returns one result, or a list
    inputs : names and values
    """

    def __init__(self, function: Callable[..., Any], inputs: dict[str, Any]) -> None:
        self.function, self.inputs = function, inputs
        self.__name__ = str(getattr(function, "__name__", "function"))

    def __call__(self, *values: Any) -> Any:
        """Return the results."""
        return self.function(*values)

    def backwards(self) -> "Named":
        """Return the same function, whose arguments lie backwards in memory before anything else is done to them."""
        return Named(lambda *x: self.function(*[np.flip(np.copy(np.flip(a))) for a in x]), self.inputs)

    def few(self, seed: int = 0) -> "Named":
        """Return the function of a few arrays, the first and some chosen at random, if there are many; others stay."""
        others = np.random.default_rng(seed).permutation(np.arange(1, len(self.inputs)))
        chosen = [0, *sorted(int(each) for each in others[: FEW - 1])]
        names, values = list(self.inputs), list(self.inputs.values())

        def function(*few: Any) -> Any:
            given = list(values)
            for place, x in zip(chosen, few, strict=True):
                given[place] = x
            return self.function(*given)

        return Named(function, {names[place]: values[place] for place in chosen})


def prove_named(name: str, cases: Sequence[Callable[[Any], Named]]) -> Proof:
    """Try some cases of a layer, a loss or an update.

    The first is tried in both orders, in single precision, lying backwards in memory and with ties; all others in first
    order, unless there are many arrays.

    Parameters
    ----------
    name : of what is tried
    cases : each makes the function and its arguments in a dtype

    Examples
    --------
    >>> import numpy as np
    >>> proof = prove_named("times", [lambda dtype: Named(lambda x, y: x * y, dict(x=dtype(2.0), y=dtype(3.0)))])
    >>> list(proof.names), proof.modes["reverse"] > 0, proof.wrong
    (['x', 'y'], True, [])
    """
    proof = Proof(name)
    for n, make in enumerate(cases):
        case = make(np.float64)
        if case.inputs and (len(case.inputs) <= MANY if n else len(case.inputs) > FEW):
            _try(proof, "as drawn", case, 1)
        if case.inputs and n == 0:
            first = case.few()
            _try(proof, "as drawn", first, 2)
            _try(proof, "float32", make(np.float32).few(), 1)
            _try(proof, "other layouts", first.backwards(), 1)
            _try(proof, "ties", Named(first, _tied(first.inputs)), 1)
    return proof


def _tied(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return arrays whose elements equal their neighbours, half of them, and the first of arrays of one shape."""
    found: dict[str, Any] = {}
    for name, x in inputs.items():
        like = [each for each in found.values() if each.shape == x.shape]
        flat = np.ravel(x).copy()
        flat[1::2] = flat[: flat.size - 1 : 2]
        flat[:1] = np.ravel(like[0] if like else x)[:1]
        found[name] = flat.reshape(x.shape)
    return found


def _try(proof: Proof, kind: str, case: Named, order: int) -> None:
    """Run the checks on a case, and count what they found."""
    values = tuple(map(np.asarray, case.inputs.values()))
    report = examine_grads(case, values, order, directions=1, per_element=0, name=proof.name)
    proof.met(kind, values)
    proof.names |= dict.fromkeys(case.inputs)
    _count(proof, report.findings)
    if report.failed():
        proof.wrong.append(_sentence(report, list(case.inputs)))


def _count(proof: Proof, findings: Sequence[Finding]) -> None:
    mode = "reverse"
    for each in findings:
        if each.law == "difference":
            proof.modes[mode] += 1
            proof.corners += each.kink
            proof.unclear += each.verdict == "inconclusive"
            proof.worst = max(proof.worst, 0.0 if each.kink else each.units)
        elif each.law in _LAWS:
            proof.modes[_LAWS[each.law]] += 1
            mode = "reverse over reverse"  # the comparison of both modes is the last of the first order


def _sentence(report: Report, names: Sequence[str]) -> str:
    """Return what is wrong, and with which array."""
    worst = report.worst
    which = "" if worst is None or worst.argument in (None, "g") else f" in {names[int(worst.argument)]}"
    return f"wrong{which}: {report.diagnosis or report.reason or 'differences say otherwise'}"
