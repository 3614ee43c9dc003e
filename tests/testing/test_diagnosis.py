"""What a report guesses at: each common mistake is named."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp

A, B = np.random.default_rng(0).normal(size=(2, 3, 3))
C = np.random.default_rng(1).normal(size=(4, 5))


def product(x: Any, y: Any) -> Any:
    """Multiply matrices."""
    return x @ y


def half_wrong(g: Any, x: Any) -> Any:
    """Return the gradient of a square, wrong in one row."""
    share = 2 * g * x
    share[1] = g[1] * 0.3
    return share


MISTAKES = {
    "sign": (np.sin, lambda g, x: -g * np.cos(x), (C,), "sign"),
    "twice": (np.sin, lambda g, x: 2 * g * np.cos(x), (C,), "twice"),
    "half": (np.square, lambda g, x: g * x, (C,), "half"),
    "factor": (np.sin, lambda g, x: 1.001 * g * np.cos(x), (C,), "1.001 times"),
    "zero": (np.sin, lambda g, x: 0 * g, (C,), "zero"),
    "mean for sum": (np.sum, lambda g, x: np.full(x.shape, g / x.size), (C,), "1/20 .*mean instead of a sum"),
    "sum for mean": (np.mean, lambda g, x: np.full(x.shape, g), (C,), "20 times"),
    "swapped": (lambda x, y: x * y, lambda g, x, y: (g * x, g * y), (A, B), "swapped"),
    "transposed": (lambda x: np.sum(x @ A), lambda g, x: (g * np.ones((3, 3)) @ A.T).T, (B,), "transpose"),
    "one row": (np.square, half_wrong, (C,), "only 5 of 20 elements .*whole lines along axis 1"),
    "one argument": (product, lambda g, x, y: (g @ y.T, -x.T @ g), (A, B), "only argument 1"),
    "NaN": (np.square, lambda g, x: g * 2 * x * np.where(x == 1, np.nan, 1), (np.ones(2),), "NaN"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_mistake_is_named(name: str) -> None:
    """The diagnosis of a common mistake says what it is."""
    import re

    f, vjp, args, says = MISTAKES[name]
    report = examine_vjp(f, vjp, args)
    assert report.verdict == "wrong"
    assert re.search(says, report.diagnosis), report.diagnosis


def test_the_report_says_what_where_and_how_sure() -> None:
    """A report has the worst element, both derivatives, the error, the step, and code that shows it."""
    report = examine_vjp(np.square, lambda g, x: g * x * [2, 3], np.array([1.0, 4.0]))
    worst = report.worst
    assert (worst.argument, worst.index, report.verdict, bool(report)) == (0, (1,), "wrong", False)
    assert worst.got / worst.wanted == pytest.approx(1.5, rel=1e-6)
    assert {"element (1,)", "±", "relative step", "up[index] +="} <= {
        s for s in ("element (1,)", "±", "relative step", "up[index] +=") if s in str(report)
    }


def test_a_passing_report_is_a_certificate() -> None:
    """What passed says what was tried and how close it came."""
    report = examine_vjp(np.sin, lambda g, x: g * np.cos(x), C)
    assert "agrees in 20 derivatives" in str(report)
    assert "of its tolerance" in str(report)


def test_at_most_45_evaluations_a_direction() -> None:
    """A direction costs at most 45 evaluations of the function."""
    calls = []
    f = lambda x: calls.append(1) or np.sum(np.sin(x))  # noqa: E731
    examine_vjp(f, lambda g, x: g * np.cos(x), np.linspace(-1, 1, 200), directions=1, laws=False)
    assert len(calls) <= 45
