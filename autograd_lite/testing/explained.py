"""Mutants of the library's rules that may survive, each with its reason, and what to do about those that may not."""

from collections.abc import Iterator
from itertools import groupby

from autograd_lite.testing.trial import Row

# operation and input, part of what was changed: why it is as good as the right rule
REASONS: dict[tuple[str, str], str] = {}


def reason(row: Row) -> str:
    """Return why a mutant may survive, "" if nobody has said."""
    found = [why for (place, part), why in REASONS.items() if place == row.place and part in row.source]
    return found[0] if found else ""


def advice(rows: list[Row]) -> Iterator[str]:
    r"""Yield for every survivor, and for every line that never ran, what it is and what to do.

    Examples
    --------
    >>> row = Row("rules.f: x", "flip sign", "survived", "rules.py:3: -g → g", "f(array([0.]))")
    >>> print("\n".join(advice([row])))
    survived: rules.f: x: flip sign: rules.py:3: -g → g
        No law noticed, for example at f(array([0.])). Let samples= draw arguments at which the two differ clearly.
    """
    for row in rows:
        if row.fate == "survived":
            yield f"survived: {row.place}: {row.family}: {row.source}"
            yield f"    {reason(row) or _what_to_do(row)}"
    lost = [row for row in rows if row.fate == "unreached"]
    for (place, line), group in groupby(lost, key=lambda row: (row.place, ":".join(row.source.split(":")[:-1]))):
        count = len(list(group))
        yield f"unreached: {place}: {line} ({count} mutant{'s' * (count > 1)})"
        yield "    " + (reason(lost[0]) or "Never run as drawn: let samples= draw arguments that lead there.")


def _what_to_do(row: Row) -> str:
    at = f", for example at {_short(row.case)}" if row.case else ""
    return f"No law noticed{at}. Let samples= draw arguments at which the two differ clearly."


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."
