"""The mutation score of many operations: in parallel, remembered by rule, printed by family."""

import hashlib
import json
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np

import autograd_lite
from autograd_lite.operation import Operation
from autograd_lite.testing.laws.operations import all_operations, label
from autograd_lite.testing.mutation.breaking import functions_of
from autograd_lite.testing.mutation.explained import reason
from autograd_lite.testing.mutation.trial import FATES, Row, Trial


def remembered() -> Path:
    """Return the file in which results are remembered."""
    folder = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(folder) / "autograd_lite" / "mutants.json"


def places(pattern: str = "", module: str | None = None) -> list[tuple[str, str]]:
    """Return operation and input of every rule whose operation's name holds `pattern`, of a module or the library."""
    return [
        (name, each)
        for name, operation in sorted(_known(module).items(), reverse=True)
        if pattern in name and isinstance(operation, Operation) and operation.samples is not None
        for each in operation.rules
    ]


def without_samples(module: str) -> list[str]:
    """Return the names of a module's operations that draw no arguments and therefore cannot be tried."""
    return [n for n, o in _known(module).items() if isinstance(o, Operation) and o.rules and o.samples is None]


@lru_cache(maxsize=4)
def _known(module: str | None) -> dict[str, Any]:
    if module is None:
        return {label(each): each for each in all_operations()}
    held = vars(import_module(module)).values()
    return {label(each): each for each in held if isinstance(each, Operation) and each.__module__ == module}


def _codes(value: Any, seen: set[int]) -> Iterator[bytes]:
    """Yield what decides how a function behaves: its code, and that of the library's or its module's it calls."""
    if not isinstance(value, FunctionType) or id(value) in seen:
        return
    seen.add(id(value))
    yield from _code(value.__code__)
    yield repr(value.__defaults__).encode()
    cells = [cell.cell_contents for cell in value.__closure__ or ()]
    for each in [*cells, *[value.__globals__.get(name) for name in sorted(_named(value.__code__))]]:
        each = getattr(each, "forward", each)
        home = (getattr(each, "__module__", None) or "").partition(".")[0]
        if home in (value.__module__.partition(".")[0], "autograd_lite"):
            yield from _codes(each, seen)
        elif isinstance(each, int | float | str | tuple):
            yield repr(each).encode()


def _code(code: CodeType) -> Iterator[bytes]:
    yield code.co_code
    yield repr(code.co_names).encode()
    for each in code.co_consts:
        shown = sorted(each, key=repr) if isinstance(each, frozenset) else each  # sets have another order in every run
        yield from _code(each) if isinstance(each, CodeType) else [repr(shown).encode()]


def _named(code: CodeType) -> set[str]:
    return set(code.co_names).union(*[_named(each) for each in code.co_consts if isinstance(each, CodeType)])


@lru_cache(maxsize=1)
def _laws() -> bytes:
    """Return a fingerprint of the engine and of the laws: a change there asks for everything anew."""
    root = Path(autograd_lite.__file__).parent
    files = sorted([*root.glob("*.py"), *(root / "testing").glob("*.py")])
    return hashlib.sha256(b"".join(each.read_bytes() for each in files) + np.__version__.encode()).digest()


def fingerprint(operation: Any, name: str) -> str:
    """Return a text that changes when the rule, what it calls, the forward function or the samples change."""
    parts = [_laws()]
    for each in (operation.rules[name], operation.forward, operation.samples):
        parts += list(_codes(each, set()))
    parts.append(repr([label(operation), name, sorted(operation.rules), getattr(operation, "domain", None)]).encode())
    return hashlib.sha256(b"|".join(parts)).hexdigest()


def _rows(chosen: tuple[str, list[str]], module: str | None) -> list[list[Row]]:
    name, inputs = chosen
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # broken rules do what right ones are warned of
        trial = Trial(_known(module)[name])
        return [trial.run(each) for each in inputs]


Job = tuple[str, list[str]]


def _tried(jobs: list[Job], workers: int, module: str | None) -> Iterator[tuple[Job, list[list[Row]]]]:
    """Yield every job with its rows, as they are done; those with many mutants are begun first."""
    if workers <= 1 or len(jobs) < 2:
        yield from ((job, _rows(job, module)) for job in jobs)
        return
    known = _known(module)
    longest_first = sorted(jobs, key=lambda job: -sum(_length(known[job[0]].rules[each]) for each in job[1]))
    with ProcessPoolExecutor(min(workers, len(jobs))) as pool:
        waiting = {pool.submit(_rows, job, module): job for job in longest_first}
        yield from ((waiting[done], done.result()) for done in as_completed(waiting))


def _length(rule: Any) -> int:
    """Return how much code a rule and what it calls consist of, to which the number of its mutants is proportional."""
    return sum(len(each.__code__.co_code) for each in functions_of(rule) if isinstance(each, FunctionType))


def run(
    pattern: str = "",
    workers: int = 2,
    module: str | None = None,
    memory: Path | None = None,
    places_of: Sequence[tuple[str, str]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Row]:
    """Break the rules of all operations whose name holds `pattern`.

    Parameters
    ----------
    pattern : part of the operations' names
    workers : processes
    module : a module of the user's whose operations are meant; the library's by default
    memory : file with results, which is read and written; None to try everything anew
    places_of : rules to break, of those that :func:`places` returns; all by default
    progress : is told after each operation how many are done, and of how many
    """
    chosen = list(places(pattern, module) if places_of is None else places_of)
    known = _known(module)
    keys = {place: fingerprint(known[place[0]], place[1]) for place in chosen}
    old = _read(memory) if memory else {}
    fresh = [place for place in chosen if keys[place] not in old]
    jobs = [(name, [each for _, each in group]) for name, group in groupby(fresh, key=itemgetter(0))]
    for done, ((name, inputs), rows) in enumerate(_tried(jobs, workers, module), 1):
        old.update({keys[name, each]: found for each, found in zip(inputs, rows, strict=True)})
        if progress is not None:
            progress(done, len(jobs))
    if memory and fresh:
        _written(memory, old)
    return without_strangers([Row(*row) for place in chosen for row in old[keys[place]]])


def without_strangers(rows: list[Row]) -> list[Row]:
    """Return rows without unreached code that is there for other rules, and with the rest of it once."""
    known = {row.source for row in rows if row.fate != "unreached"}
    kept = []
    for row in rows:
        if row.fate != "unreached":
            kept.append(row)
        elif row.source not in known:
            known.add(row.source)
            kept.append(row)
    return kept


def _read(memory: Path) -> dict[str, Any]:
    """Return the results that were remembered, unless the laws have changed since."""
    try:
        held = json.loads(memory.read_text(encoding="utf-8"))
        return dict(held["rules"]) if held["laws"] == _laws().hex() else {}
    except (OSError, ValueError, LookupError, TypeError):  # none, or a broken one, which is written anew
        return {}


def _written(memory: Path, results: dict[str, Any]) -> None:
    """Write the results at once, so that nobody reads half of them."""
    memory.parent.mkdir(parents=True, exist_ok=True)
    beside = memory.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps({"laws": _laws().hex(), "rules": results}), encoding="utf-8")
    beside.replace(memory)


def table(rows: list[Row]) -> str:
    """Return the score by family, as text."""
    counts = Counter((row.family, row.fate) for row in rows)
    lines = [f"{'way of breaking a rule':34}{'mutants':>9}" + "".join(f"{fate:>{len(fate) + 2}}" for fate in FATES)]
    for family in [*sorted({row.family for row in rows}), ""]:
        ends = [sum(n for (f, end), n in counts.items() if end == fate and family in ("", f)) for fate in FATES]
        cells = [f"{n:>{len(fate) + 2}}" for n, fate in zip(ends, FATES, strict=True)]
        lines.append(f"{family or 'all':34}{sum(ends):>9}{''.join(cells)}")
    explained = sum(bool(reason(row)) for row in rows)
    but = f" ({explained} left out, with the reasons given below)" if explained else ""
    lines.append(f"killed of those that differ: {100 * score(rows):.2f} %{but}")
    if far := sum(row.fate == "killed" and bool(row.case) for row in rows):
        lines.append(
            f"of these, {far} by arguments alone that samples= does not draw: ties, NaN, complex numbers, extremes"
        )
    return "\n".join(lines)


def score(rows: list[Row]) -> float:
    """Return the share of killed mutants among those that differ from the right rule where that can be told.

    A mutant whose changed code is never run might differ for all that is known: it counts as not killed. Those that
    have a reviewed reason are left out.
    """
    killed = sum(row.fate == "killed" for row in rows)
    left = sum(row.fate in ("survived", "unreached") and not reason(row) for row in rows)
    return killed / max(killed + left, 1)
