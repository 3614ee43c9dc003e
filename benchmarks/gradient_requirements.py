"""What does the kit find, how surely, how fast? Prints a line for each of its promises, as measured here and now.

With a number: so many seeds instead of 20 (and five times as many for the search in large arrays).
"""

import inspect
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
from hypothesis import Phase, given, settings

from autograd_lite.domains import REAL, Interval
from autograd_lite.operation import Operation
from autograd_lite.testing import check_vjp, examine_vjp
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.laws.derivatives import first_order
from autograd_lite.testing.laws.operations import Case, all_operations, label
from autograd_lite.testing.laws.shares import shares
from autograd_lite.testing.mutants import Way, broken
from autograd_lite.testing.mutation.trial import Trial, differs
from autograd_lite.testing.properties import gradients
from autograd_lite.testing.report import GradientCheckError
from autograd_lite.testing.strategies import arguments

warnings.simplefilter("ignore")


def off_by(rule: Any, factor: float) -> Any:
    """Return a rule whose result is multiplied by a factor. It has the same parameters."""
    names = ", ".join(inspect.signature(rule).parameters)
    space = {
        "rule": rule,
        "factor": factor,
        "times": lambda s, f: [e if e is None else f * e for e in s] if isinstance(s, list) else f * s,
    }
    return eval(f"lambda {names}: times(rule({names}), factor)", space)


def cases(operation: Operation, dtype: Any, seeds: int) -> Iterator[tuple[int, Case]]:
    for seed in range(seeds):
        trial = Trial.__new__(Trial)  # without its own draws
        case = trial._made(partial(_case, operation, dtype, seed))
        if case is not None and sum(x.size for x in case.inputs):
            yield seed, case


def _case(operation: Operation, dtype: Any, seed: int) -> Case:
    return Case(operation, *operation.samples(TableDraw(np.random.default_rng((seed, 99)), dtype)))


def detected(dtype: Any, error: float, seeds: int) -> None:
    """Break every rule by a small factor, and count on which draws its law notices.

    In single precision it cannot where a change of the input is less than the rounding of the values, as in x + 1e6.
    """
    tried, noticed, missed = 0, 0, set()
    for operation in all_operations():
        if not isinstance(operation, Operation) or not operation.rules or operation.samples is None:
            continue
        for seed, case in cases(operation, dtype, seeds):
            try:
                case.signature, case.slopes = shares(case, second=False), {}
            except Exception:  # noqa: BLE001  no arguments for this dtype
                continue
            for name, rule in operation.rules.items():
                way = Way("", "", off_by(rule, 1 + error), None)
                with np.errstate(all="ignore"), broken(operation, name, way):
                    if not differs(case):
                        continue  # the share is zero, or the input is not there
                    tried += 1
                    if any(first_order(case, np.random.default_rng(n)) for n in (seed, seed + 1, seed + 2)):
                        noticed += 1
                    else:
                        missed.add(f"{label(operation)}: {name}")
    print(
        f"rules off by {error:g} in {np.dtype(dtype)}: noticed on {noticed} of {tried} draws; missed: {sorted(missed)}"
    )


def found_in_large_arrays(seeds: int) -> None:
    """Make one of 100 000 elements twice as large, and see whether the report names it."""
    named, start = 0, time.process_time()
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        x, place = rng.normal(size=100_000), int(rng.integers(100_000))

        def rule(g: Any, x: Any, place: int = place) -> Any:
            share = g * np.cos(x)
            share[place] *= 2
            return share

        worst = examine_vjp(lambda x: np.sum(np.sin(x)), rule, x, seed=seed, laws=False).worst
        named += worst is not None and worst.index == (place,)
    each = (time.process_time() - start) / seeds
    print(f"one wrong element of 100,000: named for {named} of {seeds} seeds, {each:.2f} s each")


def drawn_and_checked(count: int = 300) -> None:
    """Draw arrays and check a right gradient there: how long, and how many draws are of use."""
    seconds, useful = [], 0

    @settings(max_examples=count, database=None, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(arguments([REAL], broadcast=False))
    def run(args: Any) -> None:
        nonlocal useful
        start = time.process_time()
        with np.errstate(all="ignore"):
            report = examine_vjp(np.sin, lambda g, x: g * np.cos(x), args)
        seconds.append(time.process_time() - start)
        useful += report.verdict == "agrees" or not np.size(args[0])

    start = time.process_time()
    run()
    whole, median = 1e3 * (time.process_time() - start) / len(seconds), 1e3 * np.median(seconds)
    share = 100 * useful / len(seconds)
    print(f"draw and check: {whole:.1f} ms on average, the check {median:.1f} ms; {share:.1f} % of draws of use")


X_LARGER = Interval(-4, 4)
SEEDED: dict[str, tuple[Callable[..., Any], Callable[..., Any], Interval]] = {
    "factor 1.01": (np.sin, lambda g, x: 1.01 * g * np.cos(x), REAL),
    "sign": (np.exp, lambda g, x: -g * np.exp(x), REAL),
    "beyond 1": (np.square, lambda g, x: g * np.where(x > 1, 2.1 * x, 2 * x), REAL),
    "negative": (np.square, lambda g, x: g * 2 * np.abs(x), REAL),
    "at zero": (np.expm1, lambda g, x: g * np.where(x == 0, 0.5, np.exp(x)), REAL),
    "mean for sum": (np.sum, lambda g, x: np.full(x.shape, g / max(x.size, 1)), X_LARGER),
    "second element": (
        np.cos,
        lambda g, x: -g * np.sin(x) * np.where(np.arange(x.size).reshape(x.shape) == 1, 2, 1),
        REAL,
    ),
    "last axis reversed": (np.sin, lambda g, x: g * np.cos(x[..., ::-1] if x.ndim else x), REAL),
    "rare branch": (np.sin, lambda g, x: g * np.where(x > 3, 2.0, 1.0) * np.cos(x), REAL),
    "NaN at ties": (np.tanh, lambda g, x: g * np.where(np.unique(x).size < x.size, np.nan, 1 - np.tanh(x) ** 2), REAL),
}


def shrunk() -> None:
    """Let ten wrong rules fail, and look at the least example that each is reduced to."""
    small, slowest, others = 0, 0.0, []
    for name, (f, vjp, domain) in SEEDED.items():
        seen: list[Any] = []

        def noted(g: Any, x: Any, vjp: Any = vjp, seen: list[Any] = seen) -> Any:
            seen.append(np.array(x))
            return vjp(g, x)

        start = time.process_time()
        with suppress(GradientCheckError):
            gradients(f, domain, vjp=noted, examples=100)(lambda: None)()
        slowest = max(slowest, time.process_time() - start)
        least = seen[-1]
        if least.size <= 2 and np.array_equal(2 * least, np.round(2 * least)):
            small += 1
        else:
            others.append(f"{name}: {least!r}")
    print(f"wrong rules shrunk to two halves or integers: {small} of {len(SEEDED)}, {slowest:.1f} s at most; {others}")


def main(seeds: int) -> None:
    for f, rule, what in (
        (np.sin, lambda g, x: g * np.cos(x), "sin of 64 numbers"),
        (lambda x: np.sum(x * x), lambda g, x: 2 * g * x, "sum of 64 squares"),
    ):
        x, seconds = np.linspace(-2, 2, 64), []
        for _ in range(30):
            start = time.process_time()
            check_vjp(f, rule, x)
            seconds.append(time.process_time() - start)
        print(f"check_vjp, {what}: {1e3 * min(seconds):.0f} ms")
    drawn_and_checked()
    shrunk()
    found_in_large_arrays(5 * seeds)
    detected(np.float64, 1e-5, seeds)
    detected(np.float32, 1e-3, seeds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
