"""The ladder's parts: each is needed, for without it a right rule is called wrong or a wrong one passes."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import checks, examine_vjp
from autograd_lite.testing.comparison import comparing, verdict
from autograd_lite.testing.differences.ladder import FEW_STEPS, climb
from autograd_lite.testing.differences.readings import endless

X = np.array([0.3, 1.0, 2.5])


def test_with_a_wide_tolerance_a_wrong_rule_passes(verdict_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tolerance of a thousandth passes a factor of 1.0005."""
    slope = lambda x: 1.0005 * np.cos(x)  # noqa: E731
    assert verdict_of(np.sin, slope, X) == "wrong"
    monkeypatch.setattr(verdict, "RELATIVE", 1e-3)
    assert verdict_of(np.sin, slope, X) == "agrees"


def test_without_the_rule_s_own_rounding_an_inexact_rule_is_called_wrong(
    verdict_of_doubles: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A formula that cancels near 0 loses its digits there, which is a weakness and no mistake."""
    inexact = np.sinc, lambda x: (np.cos(np.pi * x) - np.sinc(x)) / x, np.array([2e-8, 3e-8])
    assert verdict_of_doubles(*inexact) != "wrong"
    monkeypatch.setattr(comparing.Comparison, "wobble", lambda self, v, got, line=None: 0.0)
    assert verdict_of_doubles(*inexact) == "wrong"


def test_without_the_second_argument_a_wrong_rule_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every argument is compared."""
    wrong = np.multiply, lambda g, x, y: (g * y, 1.5 * g * x), (X, X)
    assert examine_vjp(*wrong).verdict == "wrong"
    complete = checks.prepared
    monkeypatch.setattr(checks, "prepared", lambda args: (complete(args)[0], [0]))
    assert examine_vjp(*wrong).verdict == "agrees"


def test_oscillation_is_not_noise() -> None:
    """The function x sin(1/x) turns over at long steps; its slope is found at short ones, where it is smooth."""
    f = lambda x: x * np.sin(1 / x)  # noqa: E731
    slope = climb(lambda t: np.array([f(1e-3 + 1e-3 * t)]), np.array([f(1e-3)]), eps=2.2e-16)
    assert slope.value[0] == pytest.approx(1e-3 * (np.sin(1e3) - np.cos(1e3) * 1e3), abs=10 * slope.error[0])
    assert slope.error[0] < 1e-8


def oscillating(x: float) -> Any:
    """Return the function x sin(1/x) along the relative line through a point."""
    return lambda t: np.array([(x + x * t) * np.sin(1 / (x + x * t))])


def test_steps_that_are_all_too_long() -> None:
    """At 1e-7 the function x sin(1/x) turns over within the shortest step, which noise of a grid is not taken for."""
    steep = climb(oscillating(1e-7), oscillating(1e-7)(0), eps=2.2e-16)
    assert endless(steep, 2e-15)
    assert not endless(climb(oscillating(1e-3), oscillating(1e-3)(0), eps=2.2e-16), 2e-15)
    grid = climb(lambda t: np.round(1e6 * np.array([1 + t])) / 1e6, np.ones(1), eps=2.2e-16)
    assert not endless(grid, 2e-15)


BUDGET = {
    "smooth": (np.sin, np.cos, 0.7),
    "cancelling": (lambda x: 1 - np.cos(x), np.sin, 3e-8),
    "hopeless": (lambda x: x - np.sin(x), lambda x: 2 * np.sin(x / 2) ** 2, 1e-9),
    "saturated": (np.tanh, lambda x: 1 / np.cosh(x) ** 2, 30.0),
    "steep": (lambda x: x * np.sin(1 / x), lambda x: np.sin(1 / x) - np.cos(1 / x) / x, 1e-7),
    "kink": (np.abs, np.sign, 0.0),
    "pole": (lambda x: 1 / x, lambda x: -1 / x**2, 1e-9),
    "jump": (np.floor, np.zeros_like, 3.0),
    "vertical tangent": (np.cbrt, lambda x: 1 / (3 * np.cbrt(x) ** 2), 0.0),
    "domain edge": (np.sqrt, lambda x: 0.5 / np.sqrt(x), 0.0),
    "not finite": (np.log, lambda x: 1 / x, -1.0),
    "large": (np.sin, np.cos, 1e8),
}  # fmt: skip


@pytest.mark.parametrize("boxed", [False, True], ids=["with decimals", "double alone"])
@pytest.mark.parametrize("name", BUDGET)
def test_at_most_45_evaluations_a_direction(name: str, boxed: bool, double: Any) -> None:
    """However hard a point is, a direction through it costs at most 45 evaluations, all laws and trials included."""
    f, slope, x = BUDGET[name]
    calls = []

    def counted(x: Any) -> Any:
        calls.append(1)
        return double(f)(x) if boxed else f(x)

    for factor in (1.0, 1.01):
        calls.clear()
        with np.errstate(all="ignore"):
            examine_vjp(counted, lambda g, x: g * slope(x) * factor, np.array([x]))  # noqa: B023
        assert 2 * FEW_STEPS[0] < len(calls) <= 45


def test_smooth_functions_are_cheap() -> None:
    """Where rule and function are good, the longer steps tell: 10 evaluations for each of 64 elements."""
    x = np.linspace(0.5, 3.0, 64)
    assert examine_vjp(np.sin, lambda g, x: g * np.cos(x), x).calls <= 64 * 2 * FEW_STEPS[0] + 8
    wrong = examine_vjp(np.sin, lambda g, x: g * np.cos(x) * np.where(x == x[9], 1.001, 1), x)
    assert (wrong.verdict, wrong.worst.index) == ("wrong", (9,))


def test_a_small_corner_is_not_smooth(double: Any) -> None:
    """At a corner of a millionth of the slope the mean of both slopes agrees to seven digits, and one of them does."""
    f = double(lambda x: x * x + 1e-6 * np.abs(x - 1))
    for slope in (2 - 1e-6, 2.0, 2 + 1e-6):
        assert examine_vjp(f, lambda g, x: g * slope, np.ones(1)).verdict == "agrees"  # noqa: B023
    assert examine_vjp(f, lambda g, x: g * (2 + 1e-5), np.ones(1)).verdict == "wrong"
