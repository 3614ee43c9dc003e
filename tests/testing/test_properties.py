"""Tests with drawn inputs: they pass, fail with the least input, or say that nothing could be learnt."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import seed

from autograd_lite.domains import POSITIVE, REAL, Interval
from autograd_lite.testing import GradientCheckError, report
from autograd_lite.testing.properties import gradients


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
def test_failures_shrink(name: str, recorded: list[Any]) -> None:
    """The least example has at most two elements, all of them halves or integers where the fault allows it."""
    f, vjp, domain, values = LEAST[name]
    seen: list[Any] = []

    def noted(g: Any, x: Any) -> Any:
        seen.append(np.array(x))
        return vjp(g, x)

    found = seed(0)(gradients(f, domain, vjp=noted, examples=60)(lambda: None))  # one search in a hundred ends at 3.7
    with pytest.raises(GradientCheckError):
        found()
    assert recorded[-1].verdict == "wrong"
    assert seen[-1].size <= 2
    np.testing.assert_array_equal(seen[-1] * 2, np.round(seen[-1] * 2))
    assert values is None or set(seen[-1].ravel()) <= {*values, 0.0}


def test_a_domain_in_which_nothing_is_learnt() -> None:
    """Too many draws at which differences cannot tell fail the test, and not the rule."""
    rule = lambda g, x: g * np.where(x > 40, 1e-30, 0)  # noqa: E731
    with pytest.raises(AssertionError, match="Nothing could be learnt"):
        gradients(lambda x: np.tanh(np.asarray(x, np.float64)), Interval(50, 60), vjp=rule, examples=10)(lambda: None)()
