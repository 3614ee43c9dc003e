"""A point at which nothing is seen: the rule is asked near by, and what is said there counts only if it is wrong."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.comparison import nearby

SATURATED = np.array([25.0])


def slope(x: Any) -> Any:
    """Return the slope of the hyperbolic tangent."""
    return 1 / np.cosh(np.asarray(x, dtype=np.float64)) ** 2


def told(double: Any, rule: Any, x: Any = SATURATED) -> tuple[str, str]:
    """Return the verdict on a rule for the tangent in doubles, and its law."""
    report = examine_vjp(double(np.tanh), rule, x)
    return report.verdict, report.worst.law


def test_a_wrong_rule_is_called_wrong_where_it_can_be_seen(double: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 25 the tangent does not move; at a quarter of that a factor of 1.01 shows. A right rule stays open."""
    wrong = lambda g, x: 1.01 * g * slope(x)  # noqa: E731
    assert told(double, wrong) == ("wrong", "difference near by")
    assert "0.25 times" in examine_vjp(double(np.tanh), wrong, SATURATED).reason
    assert told(double, lambda g, x: g * slope(x))[0] == "inconclusive"
    monkeypatch.setattr(nearby, "wrong_elsewhere", lambda *_: None)
    assert told(double, wrong)[0] == "inconclusive"


def test_rules_that_know_one_point_alone(double: Any) -> None:
    """Numbers made for the point, and what the function saved when it was last called, are not asked elsewhere."""
    here = slope(SATURATED)
    assert told(double, lambda g, x: 1.01 * g * here)[0] == "inconclusive"

    class Saving:
        """A function that remembers its argument for its rule."""

        def __call__(self, x: Any) -> Any:
            """Return the values."""
            self.x = np.array(np.asarray(x, dtype=np.float64))
            return np.tanh(self.x)

        def back(self, g: Any, _: Any) -> Any:
            """Return the share for the argument of the last call."""
            return np.asarray(g) * slope(self.x)

    saving = Saving()
    assert examine_vjp(saving, saving.back, SATURATED, laws=False).verdict != "wrong"


def test_beyond_the_domain(double: Any) -> None:
    """A point at which function or rule raise, or are not finite, tells nothing."""

    def rule(g: Any, x: Any) -> Any:
        if np.any(np.asarray(x) < 20):
            raise ValueError("too small")
        return g * 1.01 * slope(x)

    assert told(double, rule)[0] == "inconclusive"
    assert told(double, lambda g, x: g * np.where(np.asarray(x) < 20, np.nan, slope(x)))[0] == "inconclusive"


def test_elements_too_small_to_matter(double: Any) -> None:
    """Beside 3 and 4 the share 2e-10 of an element of 1e-9 hardly shows, and cannot matter; one of 1e-9 is wrong."""
    norm = double(lambda x: np.sqrt(np.sum(x**2)))
    x = np.array([3.0, 1e-9, 4.0])
    report = examine_vjp(norm, lambda g, x: g * x / np.sqrt(np.sum(x**2)), x)
    assert report.verdict == "agrees"
    assert [each.reason.partition(":")[0] for each in report.findings if each.index == (1,)] == ["negligible"]
    wrong = examine_vjp(norm, lambda g, x: g * np.where(x < 1, x, x / 5), x)
    assert (wrong.verdict, wrong.worst.index) == ("wrong", (1,))


def test_every_element_is_asked_near_by(double: Any) -> None:
    """What the lines of other elements cost takes nothing from an element's own evaluations."""
    x = np.array([25.0, 22.0, -30.0, 27.0])
    wrong = examine_vjp(double(np.tanh), lambda g, x: np.where(x < -2, 1.01, 1.0) * g * slope(x), x)
    assert (wrong.verdict, wrong.worst.law, wrong.worst.index) == ("wrong", "difference near by", (2,))


def test_a_series_for_the_point_alone(double: Any) -> None:
    """A rule that is a short series, right at the point, is not wrong for what it is elsewhere."""
    f, series = double(lambda x: np.cos(x) - 1 + x * x / 2), lambda x: x**3 / 6 - x**5 / 120
    assert examine_vjp(f, lambda g, x: g * series(x), np.array([1e-5])).verdict != "wrong"
