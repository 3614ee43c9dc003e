"""Derivatives in a direction are checked as sharply as gradients are."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_jvp

X = np.array([0.5, 1.0, 3.0])


def root(x: Any) -> Any:
    """Return a function that hardly moves near 0."""
    return np.sqrt(1 - x**4)


def boxed_root(x: Any) -> Any:
    """Return the same in float64 alone."""
    return root(np.asarray(x, dtype=np.float64))


def root_ahead(v: Any, x: Any) -> Any:
    """Return its derivative."""
    return -2 * v * x**3 / root(x)


@pytest.mark.parametrize("x", [1e-4, 1.0863916792458108e-05, -2e-5, 1e-6])
@pytest.mark.parametrize("f", [root, boxed_root])
def test_no_false_alarm_where_values_hardly_move(f: Any, x: float) -> None:
    """Where no value moves along short steps, a right derivative is not called wrong."""
    assert examine_jvp(f, root_ahead, np.array(x)).verdict != "wrong"
    assert examine_jvp(f, root_ahead, np.full(100, x)).verdict != "wrong"


def test_decimals_are_asked() -> None:
    """Where floats hold no digit of the slope, function and derivative are computed with more digits."""
    assert examine_jvp(root, root_ahead, np.array(1e-6)).verdict == "agrees"
    assert examine_jvp(root, lambda v, x: 1.01 * root_ahead(v, x), np.array(1e-6)).verdict == "wrong"


def test_few_evaluations() -> None:
    """An argument of few elements takes no more directions than elements, and few steps if they tell."""
    assert examine_jvp(np.sin, lambda v, x: v * np.cos(x), np.array(0.5)).calls <= 16


DIAGNOSED = {
    "1.001 times": (np.sin, lambda v, x: 1.001 * v * np.cos(x), X),
    "sign is wrong": (np.sin, lambda v, x: -v * np.cos(x), X),
    "swapped": (lambda a, b: a * b, lambda v, a, b: v[0] * a + v[1] * b, (X, X + 1)),
    "only argument 1": (lambda a, b: a * b, lambda v, a, b: v[0] * b - v[1] * a, (X, X + 1)),
    "conjugat": (np.square, lambda v, z: 2 * v * np.conj(z), np.array([1 + 2j, 0.5 - 1j])),
}


@pytest.mark.parametrize("says", DIAGNOSED)
def test_diagnosis(says: str) -> None:
    """What is wrong with a derivative in a direction is guessed at as for a gradient, with code that shows it."""
    report = examine_jvp(*DIAGNOSED[says])
    assert says in report.diagnosis
    assert "is wanted; the rule says" in report.snippet


REFUSED = {
    r"jvp returned None\. Wanted a change for each result: float64 of shape \(3,\)": lambda v, x: None,
    r"float64 of shape \(2,\) for a result of float64 of shape \(3,\)": lambda v, x: v[:2],
    r"float32 of shape \(3,\) for a result of float64": lambda v, x: np.float32(v * np.cos(x)),
    r"jvp returned 2 arrays\. Wanted a change for each": lambda v, x: (v, v),
    r"not linear in the change of the arguments": lambda v, x: abs(v) * np.cos(x),
}


@pytest.mark.parametrize("says", REFUSED)
def test_what_jvp_returns_is_looked_at_first(says: str) -> None:
    """Count, shape and dtype of the changes, and that they are linear in the direction, need no differences."""
    report = examine_jvp(np.sin, REFUSED[says], X)
    assert report.verdict == "wrong"
    with pytest.raises(AssertionError, match=says):
        report.checked()


def test_several_results_and_settings() -> None:
    """Results may be several, and arguments that are no floats are settings."""
    both = lambda x, n: (np.sin(x), x**n)  # noqa: E731
    right = lambda v, x, n: (v * np.cos(x), v * n * x ** (n - 1))  # noqa: E731
    assert examine_jvp(both, right, (X, 3)).verdict == "agrees"
    assert examine_jvp(both, lambda v, x, n: (v * np.cos(x), v * x), (X, 3)).verdict == "wrong"


def test_a_corner() -> None:
    """At a corner every value between the slopes of both sides is right."""
    x = np.array([0.0, 1.0])
    assert examine_jvp(np.abs, lambda v, x: v * np.sign(x), x).kink
    assert examine_jvp(np.abs, lambda v, x: v * np.where(x == 0, 1.5, np.sign(x)), x).verdict == "wrong"


def test_one_output_of_many() -> None:
    """Among very many outputs the wrong one is named."""
    x = np.linspace(0.5, 1, 20_000)
    report = examine_jvp(np.exp, lambda v, x: v * np.exp(x) * (1 + (np.arange(x.size) == 777)), x)
    assert report.verdict == "wrong"
    assert "output 777," in report.reason
    assert examine_jvp(np.exp, lambda v, x: v * np.exp(x), x).miss < 1e-6
