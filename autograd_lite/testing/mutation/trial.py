"""What the laws of an operation say to its broken rules: killed, survived, equal or undecidable.

Each mutant runs against the laws of its own operation, on drawn arguments and on arguments beyond these (complex, tied,
special, in other layouts), until one kills it. What is left is

* *equal* if it gives the same shares, in first and in second order, on all of these arguments;
* *undecidable* if it gives others only where nothing can tell which are right: the right rule breaks a law there too,
  the function is not finite, or it has a corner, where any slope in between will do;
* *unreached* if what is changed in it is never run on any of these arguments, which are too narrow then;
* *survived* otherwise.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import process_time
from typing import Any, NamedTuple, TypeVar

import numpy as np

from autograd_lite.operation import Operation
from autograd_lite.testing.differences.evaluation import eps_of
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.conventions import keeps_conventions
from autograd_lite.testing.laws.derivatives import first_order, second_order
from autograd_lite.testing.laws.operations import Case, label
from autograd_lite.testing.laws.shares import rows, rows_agree, shares
from autograd_lite.testing.laws.widening import CHANGES, widened
from autograd_lite.testing.mutants import FORMS, Way, broken, ways
from autograd_lite.testing.mutation.aiming import could_tell
from autograd_lite.testing.mutation.breaking import Place, watched
from autograd_lite.testing.mutation.hurrying import TookTooLong, limited
from autograd_lite.testing.mutation.replaying import answers_alike, asked_again, listening

DTYPES = (np.float64, np.float64, np.complex128, np.float32)
_DRAWS, _FEWEST = 60, 20
_WIDE = 54
_SLOW = 0.005  # seconds of a gradient, above which one direction has to do
_SECONDS = 0.05  # an operation whose gradient takes longer is tried on fewer arguments
_PATIENCE, _LONGER = 0.2, 50  # seconds that a case may take, or for a mutant so many times what the right rule takes
_DIFFERING = 8  # cases on which a mutant differs and yet no law has killed it: it survives
_SECOND = 7  # in every seventh case second order is compared too
FATES = ("killed", "survived", "unreached", "equal", "undecidable")

T = TypeVar("T")


class Row(NamedTuple):
    """What became of one mutant; where it survived, a case that should have told."""

    place: str
    family: str
    fate: str
    source: str
    case: str = ""


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
            case.turned = len(self.cases) % 2 == 1
            self._add(case, sure=operation.analytic or not any(x.dtype.kind == "c" for x in case.inputs))
        own = list(self.cases)
        for n in range(_WIDE if own else 0):
            if not slow or n % (len(CHANGES) + 1) in (1, 3):
                self._add(self._made(partial(widened, own[n % len(own)], n)), sure=False, beyond=True)

    def _drawn(self, n: int, seed: int) -> Case | None:
        complex_too = n < 12 or getattr(self.operation, "analytic", False)
        dtype = DTYPES[n % len(DTYPES)]
        dtype = dtype if complex_too or dtype is not np.complex128 else np.float64
        source = TableDraw(np.random.default_rng((seed, n)), dtype)
        return self._made(lambda: Case(self.operation, *self.operation.samples(source)))

    @staticmethod
    def _made(make: Callable[[], T]) -> T | None:
        """Return a case, None if the operation does not take such arguments; its own tests say whether it should.

        Nor is it one if it takes too long: far from its domain a series may take forever.
        """
        try:
            with np.errstate(all="ignore"), limited(_PATIENCE):
                return make()
        except (Exception, TookTooLong):  # noqa: BLE001  whatever is raised for a dtype or a shape
            return None

    @staticmethod
    def _seconds(cases: list[Case]) -> float:
        """Return how long a gradient takes, at best: on a busy machine as on an idle one."""
        taken = []
        for case in [*cases[:3], *cases[:3]]:
            start = process_time()
            Trial._made(partial(shares, case, second=False))
            taken.append(process_time() - start)
        return float(np.median(taken)) if taken else 0.0

    def _add(self, case: Case | None, sure: bool, beyond: bool = False) -> None:
        if case is None or not case.inputs:
            return
        case.beyond = beyond
        start = process_time()
        with listening(self.operation) as asked:
            first = self._made(partial(shares, case, second=False))
        if first is None:
            return
        case.seconds = process_time() - start
        second = self._made(partial(shares, case, second=True)) if len(self.cases) % _SECOND == 0 else None
        case.asked, case.signature, case.slopes = list(asked), second or first, {}
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
        found, reached = [], {form: self.reached(name, form) for form in FORMS}
        for way in ways(self.operation, name):
            try:
                run = way.place is None or way.place in reached[way.form]
                end, case = self.fate(name, way) if run else (self.fate_by_hand(name, way), "")
            except (Exception, TookTooLong):  # noqa: BLE001  it cannot be compiled into the operation, or goes on and on
                end, case = "killed", ""
            found.append(Row(f"{label(self.operation)}: {name}", way.family, end, way.source, case))
        return found

    def reached(self, name: str, form: str) -> set[Place]:
        """Return the places of a rule that are run on one of the cases."""
        seen = set[Place]()
        rule = getattr(self.operation, form).get(name)
        if rule is None:
            return seen
        with broken(self.operation, name, Way("", "", watched(rule, seen), None, form)):
            for case in self.cases:
                if form == "batched":
                    self._made(partial(rows, case))
                elif form == "into" or len(case.signature) > len(case.inputs):
                    _given(case)
                else:
                    asked_again(self.operation, name, case.asked)
        return seen

    def fate_by_hand(self, name: str, way: Way) -> str:
        """Return what becomes of a mutant that no case leads to: the laws worked by hand may."""
        with broken(self.operation, name, way), limited(_PATIENCE * _LONGER):
            return "unreached" if keeps_conventions(self.operation) else "killed"

    def fate(self, name: str, way: Way) -> tuple[str, str]:
        """Return what becomes of a mutant, and of a survivor a case that should have told."""
        if way.form == "batched":
            return self._fate_of_rows(name, way)
        tried: list[Case] = []
        undecided = False
        for case in self._differing(name, way):
            known = self.sound.get(id(case))
            with self._broken(name, way, case):
                caught = known is not False and breaks_a_law(case)
                now = None if caught else _given(case)
            if not self.is_sound(case):
                undecided = True
            elif caught:
                return "killed", repr(case) if case.beyond else ""
            elif could_tell(case, now):
                tried.append(case)
            else:
                undecided = True
            if len(tried) == _DIFFERING:
                break
        with broken(self.operation, name, way), limited(_PATIENCE * _LONGER):
            if not keeps_conventions(self.operation) or any(breaks_a_law(case, tries=24) for case in tried[:3]):
                return "killed", ""
        if tried or not self.cases:
            return ("survived", repr(tried[0])) if tried else ("unreached", "")
        return ("undecidable" if undecided else "equal"), ""

    @contextmanager
    def _broken(self, name: str, way: Way, case: Case) -> Iterator[None]:
        """Let the operation have a mutant for a while, and not much longer than the right rule would take."""
        with broken(self.operation, name, way), limited(max(_PATIENCE, _LONGER * case.seconds)):
            yield

    def _differing(self, name: str, way: Way) -> Iterator[Case]:
        """Yield the cases on which a mutant gives other shares than the right rule, those of first order first."""
        ordered = sorted(self.cases, key=lambda case: self.sound.get(id(case)) is not True)
        later = []
        for case in ordered:
            with self._broken(name, way, case):
                other = not answers_alike(self.operation, name, case.asked) and differs(case)
            if other:
                yield case
            elif len(case.signature) > len(case.inputs):
                later.append(case)
        for case in later:
            with self._broken(name, way, case):
                other = differs(case)
            if other:
                yield case

    def _fate_of_rows(self, name: str, way: Way) -> tuple[str, str]:
        """Return what becomes of a rule for many gradients at once: its law is that it does what single ones do."""
        undecided = False
        for case in self.cases:
            right = self._made(partial(rows, case))
            if right is None:
                continue
            with broken(self.operation, name, way):
                now = self._made(partial(rows, case))
            if now is None or not rows_agree(now, right):
                if rows_agree(right, self._made(partial(rows, case, one_by_one=True))):
                    return "killed", ""
                undecided = True
        return ("undecidable" if undecided else "equal"), ""


def _size(case: Case) -> int:
    return sum(x.size for x in case.inputs)


def _given(case: Case) -> list[Any] | None:
    """Return the shares that the rule in force gives for a case, None if it raises."""
    try:
        return shares(case, second=len(case.signature) > len(case.inputs))
    except Exception:  # noqa: BLE001  a mutant may raise anything
        return None


def differs(case: Case) -> bool:
    """Return True if the rule that is in force now gives other shares than the right one gave."""
    before, now = case.signature, _given(case)
    if now is None or any(a.shape != b.shape or a.dtype != b.dtype for a, b in zip(before, now, strict=True)):
        return True
    level = max((np.abs(a[np.isfinite(a)]).max(initial=0) for a in before), default=0.0)
    rounding = 1e3 * eps_of([*before, *case.inputs]) * level
    return not all(np.allclose(a, b, 0, rounding, equal_nan=True) for a, b in zip(before, now, strict=True))


def breaks_a_law(case: Case, tries: int = 3) -> bool:
    """Return True if a law of the operation fails on a case, in one of so many directions; of a slow one, in one."""
    tries = tries if case.seconds < _SLOW else 1
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
