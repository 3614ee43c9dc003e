"""Mutants of the library's rules that may survive, each with its reason, and what to do about those that may not."""

from collections.abc import Iterator
from itertools import groupby

from autograd_lite.testing.mutation.trial import Row

_SAME = "The laws worked by hand lead there, and it is the same: "
_VECTORS, _WRITE = "ops.spectra.singular_vectors: x", "ops.overwriting.overwrite: x"
# operation and input, fate, part of what was changed: why it may be so
REASONS: dict[tuple[str, str, str], str] = {
    (_VECTORS, "unreached", "skew >="): _SAME + "rounding is never to the last bit what is just allowed.",
    (_VECTORS, "unreached", "adjoint(inner) - inner"): _SAME + "the absolute value of a difference has no sign.",
    (_VECTORS, "unreached", "np.max(np.abs(g))"): _SAME + "the columns beyond the others are never none here.",
    (_WRITE, "unreached", "np.may_share_memory(whole, region)"): _SAME + "either order asks for the same.",
    (_WRITE, "unreached", "1 → 2"): _SAME + "all places lie in the real part, or all in the imaginary part.",
}


def reason(row: Row) -> str:
    """Return why a mutant may survive, "" if nobody has said."""
    known = [why for (*which, part), why in REASONS.items() if which == [row.place, row.fate] and part in row.source]
    return known[0] if known else ""


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
    lost = sorted([row for row in rows if row.fate == "unreached"], key=lambda row: (row.place, line_of(row.source)))
    for (place, line), group in groupby(lost, key=lambda row: (row.place, line_of(row.source))):
        there = list(group)
        yield f"unreached: {place}: {line} ({len(there)} mutant{'s' * (len(there) > 1)})"
        yield "    " + (reason(there[0]) or "Never run as drawn: let samples= draw arguments that lead there.")


def line_of(source: str) -> str:
    """Return file and line of what was changed: ``rules.py:3`` of ``rules.py:3: x[0:2] → x[0:3]``."""
    return source.partition(" → ")[0].partition(".py:")[0] + ".py:" + source.partition(".py:")[2].partition(":")[0]


def _what_to_do(row: Row) -> str:
    at = f", for example at {_short(row.case)}" if row.case else ""
    return f"No law noticed{at}. Let samples= draw arguments at which the two differ clearly."


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."
