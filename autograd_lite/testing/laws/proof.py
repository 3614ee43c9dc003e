"""What was tried of every operation, and how close it came: the rows of the documentation's page of proof."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.derivatives import Findings, first_order, second_order
from autograd_lite.testing.laws.operations import Case, all_operations, label, samples_of
from autograd_lite.testing.laws.widening import made_equal, moved
from autograd_lite.undifferentiated import Constant

_SLOW = 0.2  # seconds of a first-order comparison, above which nothing more is tried


@dataclass
class Proof:
    """What was tried of one operation, layer, loss or update.

    Parameters
    ----------
    name : of what was tried
    names : of the arrays that were changed, where they have names
    shapes : of the first input
    dtypes : of inputs
    kinds : how often each kind of arguments was tried
    modes : how many comparisons there were by each mode: "forward", "reverse", one "over" the other for second order,
        and of the Hessian with its transpose, "symmetry"
    unclear, corners : of the comparisons with differences, how many told nothing, and how many lay at a corner
    worst : largest difference, in units of its tolerance
    wrong : what was found wrong
    """

    name: str
    names: dict[str, None] = field(default_factory=dict)
    shapes: set[tuple[int, ...]] = field(default_factory=set)
    dtypes: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    modes: Counter[str] = field(default_factory=Counter)
    unclear: int = 0
    corners: int = 0
    worst: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def met(self, kind: str, inputs: Sequence[Any]) -> None:
        """Note that arguments of some kind are tried."""
        self.shapes.add(inputs[0].shape)
        self.dtypes |= {str(each.dtype) for each in inputs}
        self.kinds[kind] += 1

    def add(self, found: Findings) -> None:
        """Count the findings of one case."""
        self.modes += found.modes
        self.unclear += found.inconclusive
        self.corners += found.kinks
        self.worst = max(self.worst, found.worst)
        self.wrong += list(found)


def _cases(operation: Any, seed: int) -> list[tuple[str, Case]]:
    """Return one case of every kind."""

    def draw(n: int, dtype: Any) -> Case:
        samples = samples_of(operation)
        assert samples is not None  # noqa: S101  asked for before
        return Case(operation, *samples(TableDraw(np.random.default_rng((seed, n)), dtype)))

    plain = draw(0, np.float64)
    found = [("as drawn", plain), ("as drawn", draw(1, np.float64)), ("float32", draw(2, np.float32))]
    found.append(("other layouts", moved(plain, 0)))
    if len(getattr(operation, "domain", ())) == 2:
        found.append(("ties", made_equal(plain, 0)))
    if getattr(operation, "analytic", False):
        found.append(("complex", draw(3, np.complex128)))
    return found


def prove(operation: Any, seed: int = 0) -> Proof:
    """Try one operation on a few cases of every kind.

    Examples
    --------
    >>> from autograd_lite.ops.elementwise.exponential import exp
    >>> proof = prove(exp)
    >>> proof.wrong, proof.modes["forward"] > 0, proof.worst < 1
    ([], True, True)
    """
    from time import process_time

    proof, start = Proof(label(operation)), process_time()
    with np.errstate(all="ignore"):
        for kind, case in _cases(operation, seed):
            if not case.inputs or process_time() - start > _SLOW:
                continue
            proof.met(kind, case.inputs)
            proof.add(first_order(case, np.random.default_rng(1)))
            if kind == "as drawn" and process_time() - start < _SLOW:
                proof.add(second_order(case, np.random.default_rng(1)))
    return proof


def prove_all() -> list[Proof]:
    """Return the proofs of all operations of the library that draw arguments."""
    return [prove(each) for each in _differentiated() if samples_of(each)]


def undrawn() -> list[str]:
    """Return the names of the operations that draw no arguments, so that only tests of their own try them."""
    return [label(each) for each in _differentiated() if not samples_of(each)]


def _differentiated() -> list[Any]:
    return [each for each in all_operations() if not isinstance(each, Constant)]
