"""The ladder's parts: each is needed, for without it a right rule is called wrong or a wrong one passes."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import checks, comparing, examine_vjp, ladder, verdict
from autograd_lite.testing.ladder import climb

X = np.array([0.3, 1.0, 2.5])


class Double:
    """A function that takes float64 alone, so that rounding is felt."""

    def __init__(self, f: Any) -> None:
        self.f = f
        self.__name__ = "double"

    def __call__(self, x: Any) -> Any:
        """Return the values, as float64."""
        return np.asarray(self.f(np.asarray(x, dtype=np.float64)))


def verdict_of(f: Any, slope: Any, x: Any) -> str:
    """Return the verdict for an elementwise function and its slope."""
    return examine_vjp(f, lambda g, x: g * slope(x), x).verdict


SMALL = (Double(lambda x: 1 - np.cos(x)), np.sin, np.array([3e-7, 1e-6, 5e-6]))
RELU = (lambda x: np.maximum(x, 0), lambda x: (x > 0) * 1.0, np.array([0.0, 1.0]))


def test_without_noise_a_right_rule_is_called_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values on a grid look converged at short steps; the noise term says that they are not."""
    assert verdict_of(*SMALL) == "agrees"
    monkeypatch.setattr(ladder, "noise_of", lambda columns, steps, plausible: np.zeros_like(columns[0]))
    assert verdict_of(*SMALL) == "wrong"


def test_with_a_wide_tolerance_a_wrong_rule_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tolerance of a thousandth passes a factor of 1.0005."""
    slope = lambda x: 1.0005 * np.cos(x)  # noqa: E731
    assert verdict_of(np.sin, slope, X) == "wrong"
    monkeypatch.setattr(verdict, "RELATIVE", 1e-3)
    assert verdict_of(np.sin, slope, X) == "agrees"


def test_without_kinks_a_right_rule_is_called_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a corner the central difference is the mean of both slopes, and neither of them."""
    assert verdict_of(*RELU) == "agrees"
    monkeypatch.setattr(ladder, "kink", lambda gap, rounding: np.zeros(gap.shape[-1]))
    assert verdict_of(*RELU) == "wrong"


def test_without_the_rule_s_own_rounding_an_inexact_rule_is_called_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A formula that cancels near 0 loses its digits there, which is a weakness and no mistake."""
    inexact = Double(np.sinc), lambda x: (np.cos(np.pi * x) - np.sinc(x)) / x, np.array([2e-8, 3e-8])
    assert verdict_of(*inexact) != "wrong"
    monkeypatch.setattr(comparing.Comparison, "_wobble", lambda self, v, got: 0.0)
    assert verdict_of(*inexact) == "wrong"


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


def test_corners_by_hand() -> None:
    """The corner of |x| at 0 has a gap of 2; at a distance of a millionth it is no corner of the point."""
    assert climb(lambda t: np.abs(np.array([t])), np.zeros(1), eps=2.2e-16).gap[0] == 2
    assert climb(lambda t: np.abs(np.array([1e-6 + t])), np.array([1e-6]), eps=2.2e-16).gap[0] == 0


def test_vertical_tangent() -> None:
    """The differences of a cube root at 0 grow without bound, and the slope is called steep."""
    assert climb(lambda t: np.cbrt(np.array([t])), np.zeros(1), eps=2.2e-16).steep[0]
