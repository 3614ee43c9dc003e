"""What is said about mutants that were not killed."""

import pytest

from autograd_lite.testing.mutation import explained
from autograd_lite.testing.mutation.explained import advice
from autograd_lite.testing.mutation.trial import Row

SURVIVOR = Row("rules.f: x", "flip sign", "survived", "rules.py:3: -g → g", "f(array([0.,\n 1.]))")
LOST = [Row("rules.f: x", "bump a constant", "unreached", f"rules.py:9: {n} → {n + 1}") for n in range(2)]


def test_advice() -> None:
    """A survivor shows where it could have been noticed; lines that never ran are named once."""
    assert list(advice([SURVIVOR, *LOST, Row("f: x", "times 2", "killed", "")])) == [
        "survived: rules.f: x: flip sign: rules.py:3: -g → g",
        "    No law noticed, for example at f(array([0., 1.])). "
        "Let samples= draw arguments at which the two differ clearly.",
        "unreached: rules.f: x: rules.py:9 (2 mutants)",
        "    Never run as drawn: let samples= draw arguments that lead there.",
    ]


def test_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reviewed reason stands in the place of advice."""
    monkeypatch.setitem(explained.REASONS, ("rules.f: x", "survived", "-g"), "f is even")
    assert list(advice([SURVIVOR]))[1] == "    f is even"
