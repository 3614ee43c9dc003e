"""Rules broken on purpose, and what the laws of their operations say: killed, survived or equivalent.

Each mutant runs against the laws of its own operation, on drawn arguments and on arguments beyond these (complex, tied,
special, in other layouts), until one kills it. A mutant counts as equivalent only if it gives the same shares, in first
and in second order, on all of them but those at which the right rule breaks a law itself, having no derivative there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import process_time
from typing import Any, NamedTuple, TypeVar

import numpy as np

from autograd_lite.derivatives import vjp
from autograd_lite.operation import Operation
from autograd_lite.testing.breaking import mutants, names
from autograd_lite.testing.conventions import keeps_conventions
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.evaluation import eps_of
from autograd_lite.testing.hurting import FAULTS, hurt
from autograd_lite.testing.laws import cotangent, first_order, second_order
from autograd_lite.testing.operations import Case, label
from autograd_lite.testing.widening import CHANGES, widened
from autograd_lite.trees import leaves

DTYPES = (np.float64, np.float64, np.complex128, np.float32)
_DRAWS, _FEWEST = 60, 12
_WIDE = 48
_SECONDS = 0.005  # an operation whose gradient takes longer is tried on fewer arguments
_DIFFERING = 8  # cases on which a mutant differs and yet no law has killed it: it survives


T = TypeVar("T")


class Row(NamedTuple):
    """What became of one mutant: "killed", "survived" or "equivalent"."""

    place: str
    family: str
    fate: str
    source: str


class Way(NamedTuple):
    """A way of breaking one rule of an operation."""

    family: str
    source: str
    rule: Any
    fault: Any


@contextmanager
def broken(operation: Any, name: str, way: Way) -> Iterator[None]:
    """Let an operation run with another rule, or with a hidden fault, for a while."""
    rules, into = dict(operation.rules), dict(operation.into)

    try:
        operation.recipes.clear()
        if way.fault is not None:
            with hurt(operation, name, way.fault):
                yield
        else:
            operation.rules[name] = way.rule
            operation.into = {k: v for k, v in into.items() if k != name}
            yield
    finally:
        operation.rules.update(rules)
        operation.into = into
        operation.recipes.clear()


def ways(operation: Any, name: str) -> Iterator[Way]:
    """Yield every way in which one rule of an operation is broken."""
    rule = operation.rules[name]
    for mutant in mutants(rule):
        yield Way(mutant.family, mutant.source, mutant.rule, None)
    for other, theirs in operation.rules.items():
        if other != name and names(theirs) == names(rule):
            yield Way("swap the shares", f"the rule for {other}", theirs, None)
    for family, fault in FAULTS.items():
        yield Way(family, f"{family}: rule({', '.join(names(rule))}) * 1.01", rule, fault)


class Trial:
    """One operation with the cases on which its mutants are tried.

    Attributes
    ----------
    cases : drawn by the operation itself, then those beyond
    sound : by case, whether the right rule keeps the laws there; asked for when a mutant breaks one
    """

    def __init__(self, operation: Any, seed: int = 0) -> None:
        self.operation = operation
        self.cases: list[Case] = []
        self.sound: dict[int, bool] = {}
        draws = [self._drawn(n, seed) for n in range(_DRAWS)]
        drawn = [case for case in draws if case is not None and case.inputs]
        slow = self._seconds(drawn) > _SECONDS
        if slow:  # fewer, and those with few elements
            drawn = sorted(drawn, key=lambda case: (not min(x.size for x in case.inputs), _size(case)))[:_FEWEST]
        for case in drawn:
            self._add(case, sure=operation.analytic or not any(x.dtype.kind == "c" for x in case.inputs))
        own = list(self.cases)
        for n in range(_WIDE if own else 0):
            if not slow or n % (len(CHANGES) + 1) in (1, 3):  # far from its domain a slow series may take forever
                self._add(self._made(partial(widened, own[n % len(own)], n)), sure=False)

    def _drawn(self, n: int, seed: int) -> Case | None:
        complex_too = n < 12 or getattr(self.operation, "analytic", False)
        dtype = DTYPES[n % len(DTYPES)]
        dtype = dtype if complex_too or dtype is not np.complex128 else np.float64
        source = TableDraw(np.random.default_rng((seed, n)), dtype)
        return self._made(lambda: Case(self.operation, *self.operation.samples(source)))

    @staticmethod
    def _made(make: Callable[[], T]) -> T | None:
        """Return a case, None if the operation does not take such arguments; its own tests say whether it should."""
        try:
            with np.errstate(all="ignore"):
                return make()
        except Exception:  # noqa: BLE001  whatever is raised for a dtype or a shape
            return None

    @staticmethod
    def _seconds(cases: list[Case]) -> float:
        start = process_time()
        for case in cases[:3]:
            Trial._made(partial(shares, case, second=False))
        return (process_time() - start) / 3

    def _add(self, case: Case | None, sure: bool) -> None:
        if case is None or not case.inputs:
            return
        signature = self._made(lambda: shares(case, second=len(self.cases) % 3 == 0))
        if signature is not None:
            case.signature = signature
            self.cases.append(case)
            if sure:
                self.sound[id(case)] = True

    def is_sound(self, case: Case) -> bool:
        """Return whether the right rule, which must be in force, keeps the laws on a case."""
        if id(case) not in self.sound:
            self.sound[id(case)] = not breaks_a_law(case)
        return self.sound[id(case)]

    def run(self, name: str) -> list[Row]:
        """Return what became of every mutant of the rule for one input."""
        found = []
        for way in list(ways(self.operation, name)):
            try:
                end = self.fate(name, way)
            except Exception:  # noqa: BLE001  a mutant that cannot even be compiled into the operation
                end = "killed"
            found.append(Row(f"{label(self.operation)}: {name}", way.family, end, way.source))
        return found

    def fate(self, name: str, way: Way) -> str:
        """Return "killed", "survived" or "equivalent"."""
        tried: list[Case] = []
        for case in self.cases:
            with broken(self.operation, name, way):
                caught = breaks_a_law(case) if differs(case) else None
            if caught is None:
                continue
            if caught and self.is_sound(case):
                return "killed"
            if self.sound.get(id(case), False):
                tried.append(case)
            if len(tried) == _DIFFERING:
                break
        with broken(self.operation, name, way):
            if not keeps_conventions(self.operation) or any(breaks_a_law(case, tries=8) for case in tried[:4]):
                return "killed"
        return "survived" if tried else "equivalent"


def _size(case: Case) -> int:
    return sum(x.size for x in case.inputs)


def shares(case: Case, second: bool) -> list[Any]:
    """Return what the rules of an operation give for a case: first-order shares, and second-order ones if asked for."""
    rng = np.random.default_rng(5)
    with np.errstate(all="ignore"):
        results = leaves([case(*case.inputs)])
        seeds = [cotangent(np.asarray(each), rng) for each in results]

        def backward(*given: Any) -> Any:
            value, pullback = vjp(case, *given[len(seeds) :])
            return list(pullback(list(given[: len(seeds)]) if isinstance(value, list) else given[0]))

        first = backward(*seeds, *case.inputs)
        if not second:
            return [np.asarray(each) for each in first]
        _, pullback = vjp(backward, *seeds, *case.inputs)
        again = [rng.uniform(0.5, 1.5, np.shape(each)).astype(np.asarray(each).dtype) for each in first]
        return [np.asarray(each) for each in [*first, *leaves(list(pullback(again)))]]


def differs(case: Case) -> bool:
    """Return True if the rule that is in force now gives other shares than the right one gave."""
    before = case.signature
    try:
        now = shares(case, second=len(before) > len(case.inputs))
    except Exception:  # noqa: BLE001  a mutant that raises differs, whatever it raises
        return True
    if any(a.shape != b.shape or a.dtype != b.dtype for a, b in zip(before, now, strict=True)):
        return True
    level = max((np.abs(a[np.isfinite(a)]).max(initial=0) for a in before), default=0.0)
    rounding = 1e3 * eps_of([*before, *case.inputs]) * level
    return not all(np.allclose(a, b, 0, rounding, equal_nan=True) for a, b in zip(before, now, strict=True))


def breaks_a_law(case: Case, tries: int = 3) -> bool:
    """Return True if a law of the operation fails on a case, in one of so many random directions."""
    try:
        with np.errstate(all="ignore"):
            single = any(x.dtype == np.float32 for x in case.inputs)  # second order in float32 is rounding for the most
            return any(
                first_order(case, np.random.default_rng(n))
                or (not single and second_order(case, np.random.default_rng(n)))
                for n in range(tries)
            )
    except Exception:  # noqa: BLE001  a rule that raises is caught
        return True


def examine(operation: Any) -> list[Row]:
    """Return what became of every mutant of an operation's rules."""
    if not isinstance(operation, Operation) or not operation.rules or operation.samples is None:
        return []
    trial = Trial(operation)
    return [row for name in operation.rules for row in trial.run(name)]
