"""Tests with drawn inputs: they pass, fail with the least input, or say that nothing could be learnt."""

import ast
import re
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import reproduce_failure, seed, settings

from autograd_lite.domains import POSITIVE, REAL, Interval
from autograd_lite.testing import GradientCheckError, examine_vjp, properties, report
from autograd_lite.testing.properties import gradients, simpler


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Record the reports of the checks in a test."""
    monkeypatch.setattr(report, "recording", True)
    before = list(report.RECORD)
    report.RECORD.clear()
    yield report.RECORD
    report.RECORD[:] = before


def test_a_right_rule(recorded: list[Any]) -> None:
    """All draws agree, and one report tells of all of them."""
    gradients(np.log, POSITIVE, vjp=lambda g, x: g / x, examples=10)(lambda: None)()
    (one,) = recorded
    assert one.verdict == "agrees"
    assert one.calls > 100


def test_a_function_without_a_name(recorded: list[Any]) -> None:
    """The report of a lambda bears the name of the test, and the error says everything once."""

    @gradients(lambda x: np.sin(x), vjp=lambda g, x: g, examples=10)
    def test_of_sines() -> None:
        """Wrong."""

    with pytest.raises(GradientCheckError, match=r"^test_of_sines: the gradient is WRONG") as caught:
        test_of_sines()
    assert recorded[-1].name == "test_of_sines"
    assert not any("WRONG" in note for note in getattr(caught.value, "__notes__", []))


def test_what_is_no_domain() -> None:
    """A pair of numbers is no domain, and neither is a rule that is not given by name."""
    with pytest.raises(TypeError, match=r"^gradients got \(0, 1\) for a domain. Wanted gradients\(f, Interval\("):
        gradients(np.sin, (0, 1))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^gradients got <function .* for a domain. .* and the rule by name"):
        gradients(np.sin, lambda g, x: g * np.cos(x))  # type: ignore[arg-type]


def test_no_lines_of_the_library_are_explained() -> None:
    """A failure shows the report and the least input, and no list of lines that Hypothesis saw inside the check."""

    @gradients(np.sin, vjp=lambda g, x: g, examples=10)
    def test_of_sines() -> None:
        """Wrong."""

    with pytest.raises(GradientCheckError) as caught:
        test_of_sines()
    notes = "".join(getattr(caught.value, "__notes__", []))
    assert "reproduce_failure" in notes
    assert "Explanation" not in notes


def test_the_printed_line_reproduces_a_failure() -> None:
    """``@reproduce_failure``, as the error prints it, runs the failing draw alone."""
    seen: list[Any] = []

    def rule(g: Any, x: Any) -> Any:
        seen.append(np.array(x))
        return g * np.cos(x) * np.where(x > 2, 2, 1)

    def test_of_sines() -> None:
        """Wrong beyond 2."""

    with pytest.raises(GradientCheckError) as caught:
        gradients(np.sin, vjp=rule, examples=60)(test_of_sines)()
    (line,) = [note for note in caught.value.__notes__ if "@reproduce_failure" in note]
    version, blob = re.search(r"@reproduce_failure\('(.*?)', (b'.*?')\)", line).groups()  # type: ignore[union-attr]
    seen.clear()
    with pytest.raises(GradientCheckError):
        reproduce_failure(version, ast.literal_eval(blob))(gradients(np.sin, vjp=rule)(test_of_sines))()
    assert all(np.any(x > 1.9) for x in seen)  # the draw, and the points beside it


# name: function, rule, domain, and the shape and values of the least example
LEAST: dict[str, Any] = {
    "factor": (np.sin, lambda g, x: 1.01 * g * np.cos(x), REAL, [0.0]),
    "sign": (np.exp, lambda g, x: -g * np.exp(x), REAL, [0.0]),
    "beyond 1": (np.square, lambda g, x: g * np.where(x > 1, 2.1 * x, 2 * x), REAL, [2.0]),
    "negative": (np.square, lambda g, x: g * 2 * np.abs(x), REAL, [-1.0, -0.5]),
    "zero": (np.expm1, lambda g, x: g * np.where(x == 0, 0.5, np.exp(x)), REAL, [0.0]),
    "averaged": (np.sum, lambda g, x: np.full(x.shape, g / max(x.size, 1)), Interval(-4, 4), None),
    "last": (np.cos, lambda g, x: -g * np.sin(x) * np.where(np.arange(x.size).reshape(x.shape) == 1, 2, 1), REAL, None),
}


@pytest.mark.parametrize("name", LEAST)
def test_failures_shrink(name: str, recorded: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The least example has at most two elements, all of them halves or integers where the fault allows it."""
    f, vjp, domain, values = LEAST[name]
    seen: list[Any] = []

    def noted(f: Any, vjp: Any, args: Any, **options: Any) -> Any:
        seen.append(np.array(args[0]))
        return examine_vjp(f, vjp, args, **options)

    monkeypatch.setattr(properties, "examine_vjp", noted)
    found = seed(0)(gradients(f, domain, vjp=vjp, examples=60)(lambda: None))  # one search in a hundred ends at 3.7
    with pytest.raises(GradientCheckError):
        found()
    assert recorded[-1].verdict == "wrong"
    assert seen[-1].size <= 2
    np.testing.assert_array_equal(seen[-1] * 2, np.round(seen[-1] * 2))
    assert values is None or set(seen[-1].ravel()) <= {*values, 0.0}


@pytest.mark.parametrize("start", range(12))
def test_failures_are_told_with_simple_numbers(start: int) -> None:
    """Wherever the search for the least input ends, the report is about integers if the gradient is wrong there too."""
    rule = lambda g, x: g * np.cos(x) * np.where(x > 1, 2, 1)  # noqa: E731
    found = seed(start)(gradients(np.sin, vjp=rule, examples=40, directions=1, laws=False)(lambda: None))
    with pytest.raises(GradientCheckError, match=r"array\(\[?(2|3|4|10|37)\."):
        found()


def test_a_slow_machine_is_no_failure() -> None:
    """No decorator of Hypothesis brings a limit of time back: a check that takes long is as right as a quick one."""

    def slow(g: Any, x: Any) -> Any:
        time.sleep(0.25)
        return g * np.cos(x)

    checked = gradients(np.sin, Interval(1, 2), vjp=slow, examples=2, directions=1, laws=False)
    seed(0)(checked(lambda: None))()


def test_settings_of_hypothesis_count() -> None:
    """Settings that a decorator changes are kept, beside those of the test."""
    seen: list[Any] = []

    def rule(g: Any, x: Any) -> Any:
        seen.append(x)
        return g * np.cos(x)

    few = gradients(np.sin, vjp=rule, examples=40, laws=False)(lambda: None)
    settings(max_examples=3, database=None)(few)()
    assert len({each.tobytes() for each in seen}) <= 3


def test_simpler_arguments() -> None:
    """Integers come before halves; what lies there already, or would leave the domain, stays."""
    x, y = np.array([[1.2, -0.4]]), np.array(0.0625)
    first, second = simpler((x, y), (REAL, POSITIVE))
    assert [each.tolist() for each in first] == [[[1.0, 0.0]], 0.0625]
    assert [each.tolist() for each in second] == [[[1.0, -0.5]], 0.0625]
    assert not simpler((np.array([2.0]),), (REAL,))


def test_a_domain_in_which_nothing_is_learnt() -> None:
    """Too many draws at which differences cannot tell fail the test, and not the rule."""
    rule = lambda g, x: g * np.where(x > 40, 1e-30, 0)  # noqa: E731
    with pytest.raises(AssertionError, match=r"Nothing could be learnt .* The reason, mostly: \w+"):
        gradients(lambda x: np.tanh(np.asarray(x, np.float64)), Interval(50, 60), vjp=rule, examples=10)(lambda: None)()
