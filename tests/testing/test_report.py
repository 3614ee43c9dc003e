"""Reports: a sentence, the worst element, a picture, and numbers for other programs."""

import json

import numpy as np
import pytest

from autograd_lite.testing import GradientCheckError, check_vjp, examine_grads, examine_vjp
from autograd_lite.testing.differences.ladder import STEPS

X = np.array([0.5, 1.0, 3.0])
RIGHT = examine_vjp(np.exp, lambda g, x: g * np.exp(x), X)
WRONG = examine_vjp(np.exp, lambda g, x: g * np.exp(x) * [1, 1, 1.5], X)


def test_verdicts() -> None:
    """A report is true if the gradient agrees, and names the worst element and the ratio if it is wrong."""
    assert RIGHT
    assert not WRONG
    assert WRONG.worst.index == (2,)
    assert WRONG.diagnosis == "only 1 of 3 elements are wrong, by a factor 1.5, at [(2,)]"
    assert str(RIGHT).startswith("exp: agrees in 3 derivatives (")


def test_error() -> None:
    """The error is an AssertionError and carries the report."""
    with pytest.raises(AssertionError, match="the gradient is WRONG") as caught:
        check_vjp(np.exp, lambda g, x: -g * np.exp(x), X)
    assert isinstance(caught.value, GradientCheckError)
    assert caught.value.report.verdict == "wrong"


def test_numbers_for_other_programs() -> None:
    """The report as JSON has verdict, counts and both numbers."""
    row = json.loads(WRONG.json())
    assert row["verdict"] == "wrong"
    assert float(row["got"]) == pytest.approx(1.5 * float(row["wanted"]), rel=1e-6)
    assert row["evaluations"] == WRONG.calls


def test_snippet_runs() -> None:
    """The snippet of a wrong check shows both numbers with NumPy alone."""
    shown: list[str] = []
    names = {"exp": np.exp, "print": lambda *parts: shown.append(" ".join(map(str, parts)))}
    exec(WRONG.snippet, names)
    wanted, _, got = shown[0].partition(" is wanted; the rule says ")
    assert float(got.removeprefix("np.float64(").removesuffix(")")) == pytest.approx(1.5 * float(wanted), rel=1e-4)


def test_snippet_of_a_nameless_function_with_two_results() -> None:
    """A lambda is called f in the snippet, and several results are summed up with their gradients."""
    f = lambda x: (np.exp(x), np.sin(x))  # noqa: E731
    report = examine_vjp(f, lambda g, x: g[0] * np.exp(x) + 2 * g[1] * np.cos(x), X)
    shown: list[float] = []
    exec(report.snippet, {"f": f, "print": lambda *parts: shown.extend(parts)})
    assert shown[0] == pytest.approx(report.worst.wanted, rel=1e-3)
    assert shown[2] == report.worst.got


def test_plot_of_what_agrees() -> None:
    """Where few steps told, the picture has all of them: on its left, rounding grows as the step shrinks."""
    pytest.importorskip("matplotlib").use("agg")
    report = examine_vjp(np.sin, lambda g, x: g * np.cos(x), X)
    assert report.worst.slope.steps.size < STEPS.size
    best = report.plot().get_lines()[0]
    np.testing.assert_array_equal(best.get_xdata(), STEPS)
    least = int(np.nanargmin(best.get_ydata()))
    assert 0 < least < STEPS.size - 1
    second = examine_grads(np.sin, X)
    assert second.plot().get_title()


def test_plot() -> None:
    """The picture has the differences to the best estimate and to the rule over the steps, both axes logarithmic."""
    pytest.importorskip("matplotlib").use("agg")
    ax = WRONG.plot()
    best, rule, step = ax.get_lines()
    assert ax.get_xscale() == ax.get_yscale() == "log"
    np.testing.assert_array_equal(best.get_xdata(), STEPS)
    assert np.nanmin(best.get_ydata()) < 1e-6 < 0.1 < np.nanmin(rule.get_ydata())
    assert step.get_xdata()[0] == WRONG.worst.step
    assert WRONG.plot(ax) is ax


def test_what_loses_digits_is_counted_apart() -> None:
    """The largest difference of a certificate is one within its tolerance; the digits a rule loses are said."""
    x = np.array([1e-9, 1.0])
    report = examine_vjp(lambda x: x - np.sin(x), lambda g, x: g * (1 - np.cos(x)), x)
    text = str(report)
    assert "1 of them but for digits that the rule loses" in text
    assert float(text.split("largest difference ")[1].split()[0]) <= 1
