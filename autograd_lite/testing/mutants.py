"""How many wrong rules would the laws catch? ``python -m autograd_lite.testing.mutants`` breaks every rule and counts.

Each mutant runs against the laws of its own operation, on drawn arguments, until one kills it. A mutant counts as
equivalent only if it gives the same shares, in first and in second order, in every one of sixty wide draws.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograd_lite.derivatives import vjp
from autograd_lite.operation import Operation
from autograd_lite.testing.breaking import Mutant, mutants
from autograd_lite.testing.drawing import TableDraw
from autograd_lite.testing.operations import Backward, Case, all_operations, first_order, label, second_order
from autograd_lite.trees import leaves

DTYPES = (np.float64, np.float64, np.float64, np.float32, np.complex128)
_DRAWS = 60
_DIFFERING = 8  # cases on which a mutant differs and yet no law has killed it: it survives


@contextmanager
def broken(operation: Any, name: str, rule: Any) -> Iterator[None]:
    """Let an operation run with another rule for a while."""
    before = operation.rules[name]

    def use(each: Any) -> None:
        operation.rules[name] = each
        operation.recipes.clear()
        operation.ways = {}

    try:
        use(rule)
        yield
    finally:
        use(before)


def cases(operation: Any, seed: int = 0) -> list[Case]:
    """Return drawn cases of an operation, of several dtypes where its arguments are drawn so."""
    found = []
    for n in range(_DRAWS):
        dtype = DTYPES[n % len(DTYPES)]
        if dtype is np.complex128 and not operation.analytic:
            dtype = np.float64
        try:
            case = Case(operation, *operation.samples(TableDraw(np.random.default_rng((seed, n)), dtype)))
            signature = shares(case, second=n % 3 == 0)
        except Exception:  # noqa: BLE001  a dtype that an operation does not take; its own tests say whether it should
            continue
        found.append(case)
        case.signature = signature
    return found


def shares(case: Case, second: bool) -> list[Any]:
    """Return what the rules of an operation give for a case: first-order shares, and second-order ones if asked for."""
    rng = np.random.default_rng(5)
    with np.errstate(all="ignore"):
        backward = Backward(case, rng)
        first = backward(*case.inputs)
        if not second:
            return [np.asarray(each) for each in first]
        _, pullback = vjp(backward, *case.inputs)
        seeds = [rng.uniform(0.5, 1.5, np.shape(each)).astype(np.asarray(each).dtype) for each in first]
        return [np.asarray(each) for each in [*first, *leaves(list(pullback(seeds)))]]


def differs(case: Case) -> bool:
    """Return True if the rule that is in force now gives other shares than the right one gave."""
    before = case.signature
    try:
        now = shares(case, second=len(before) > len(case.inputs))
    except Exception:  # noqa: BLE001  a mutant that raises differs, whatever it raises
        return True
    for a, b in zip(before, now, strict=True):
        if a.shape != b.shape or a.dtype != b.dtype:
            return True
        level = np.abs(a[np.isfinite(a)]).max(initial=0)
        if not np.allclose(a, b, 0, 1e3 * np.finfo(a.dtype).eps * level, equal_nan=True):
            return True
    return False


def killed(case: Case) -> bool:
    """Return True if a law of the operation fails on a case."""
    try:
        with np.errstate(all="ignore"):
            return any(
                first_order(case, np.random.default_rng(n)) or second_order(case, np.random.default_rng(n))
                for n in range(2)
            )
    except Exception:  # noqa: BLE001  a rule that raises is caught
        return True


def fate(operation: Any, name: str, mutant: Mutant, drawn: list[Case]) -> str:
    """Return "killed", "survived" or "equivalent"."""
    tried = 0
    with broken(operation, name, mutant.rule):
        for case in drawn:
            if case.inputs and differs(case):
                if killed(case):
                    return "killed"
                tried += 1
                if tried == _DIFFERING:
                    break
    return "survived" if tried else "equivalent"


def examine(operation: Any) -> list[tuple[str, str, str, str]]:
    """Return operation and input, family, fate and source of every mutant of an operation's rules."""
    if not isinstance(operation, Operation) or not operation.rules or operation.samples is None:
        return []
    drawn, found = cases(operation), []
    for name, rule in list(operation.rules.items()):
        for mutant in mutants(rule):
            try:
                end = fate(operation, name, mutant, drawn)
            except Exception:  # noqa: BLE001  a mutant that cannot even be compiled into the operation
                end = "killed"
            found.append((f"{label(operation)}: {name}", mutant.family, end, mutant.source))
    return found


def _by_label(name: str) -> list[tuple[str, str, str, str]]:
    return examine(next(each for each in all_operations() if label(each) == name))


def run(pattern: str = "", workers: int = 2, every: int = 1) -> list[tuple[str, str, str, str]]:
    """Break the rules of all operations whose name holds `pattern` (each `every`-th), in parallel."""
    names = [label(each) for each in all_operations() if pattern in label(each)][::every]
    if workers <= 1:
        return [row for name in names for row in _by_label(name)]
    with ProcessPoolExecutor(workers) as pool:
        return [row for rows in pool.map(_by_label, names, chunksize=4) for row in rows]


def table(rows: list[tuple[str, str, str, str]]) -> str:
    """Return the score by family, as text."""
    counts = Counter((family, end) for _, family, end, _ in rows)
    lines = [f"{'way of breaking a rule':36}{'mutants':>9}{'killed':>8}{'survived':>10}{'equal':>7}"]
    for family in [*sorted({family for _, family, _, _ in rows}), ""]:
        ends = {
            e: sum(n for (f, end), n in counts.items() if end == e and family in ("", f))
            for e in ("killed", "survived", "equivalent")
        }
        total = sum(ends.values())
        lines.append(f"{family or 'all':36}{total:>9}{ends['killed']:>8}{ends['survived']:>10}{ends['equivalent']:>7}")
    lines.append(f"killed of those that differ: {100 * score(rows):.2f} %")
    return "\n".join(lines)


def score(rows: list[tuple[str, str, str, str]]) -> float:
    """Return the share of killed mutants among those that differ from the right rule."""
    ends = Counter(end for _, _, end, _ in rows)
    return ends["killed"] / max(ends["killed"] + ends["survived"], 1)


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m autograd_lite.testing.mutants", description=__doc__)
    parser.add_argument("pattern", nargs="?", default="", help="break only operations whose name holds this")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="list the survivors, and the equivalent ones")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    rows = run(options.pattern, options.workers)
    sys.stdout.write(table(rows) + f"\n{time.perf_counter() - start:.0f} s\n")
    for place, family, end, source in rows:
        if end == "survived" or (options.list and end == "equivalent"):
            sys.stdout.write(f"{end}: {place}: {family}: {source}\n")
    return 0 if score(rows) >= 0.995 else 1


if __name__ == "__main__":
    sys.exit(main())
