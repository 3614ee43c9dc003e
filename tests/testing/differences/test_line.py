"""Differences along one line: longer steps where all were short, shorter ones where all were long, none twice."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_jvp, examine_vjp
from autograd_lite.testing.differences.evaluation import Function
from autograd_lite.testing.differences.ladder import FEW_STEPS, STEPS, WIDEST, longer
from autograd_lite.testing.differences.line import MOST, Line


def line(f: Any, x: float, calls: list[float]) -> Line:
    """Return the line through a point, of a function that counts."""

    def counted(x: Any) -> Any:
        calls.append(float(x))
        return np.asarray(f(np.asarray(x, dtype=np.float64)), dtype=np.float64)

    function = Function(counted, [np.array(x)], [0])
    calls.clear()
    return Line(function, [np.abs(np.array(x))], np.ones(1), np.abs(function.base), 8 * 2.2e-16)


def test_longer_steps() -> None:
    """They begin where the relative ones end and reach a quarter; beside numbers of size 1 there are few or none."""
    for x, count in ((1e-9, 8), (1e-3, 8), (0.5, 3), (1.0, 2), (4.0, 0), (1e8, 0)):
        steps = longer(x, 8)
        assert len(steps) == count
        assert np.all(steps[:-1] > steps[1:])
        assert not count or steps[0] * x == pytest.approx(WIDEST, rel=1e-15)
        assert not count or STEPS[0] < steps[-1] <= 20 * STEPS[0]


def test_evaluations() -> None:
    """Ten at first, twenty-six in all, and fourteen more when asked; the same again costs nothing."""
    calls: list[float] = []
    one = line(lambda x: 1 - np.cos(x), 1e-7, calls)
    assert len(calls) == 2 * FEW_STEPS[0]
    one.whole()
    assert len(calls) == 2 * len(STEPS)
    for _ in range(2):
        one.second()
        one.rough()
        assert len(calls) == 2 * len(STEPS) + 14 <= MOST
    assert max(calls) == WIDEST + 1e-7


def test_cancellation_is_seen_by_longer_steps() -> None:
    """Near 0 the values of x - tanh x hold few digits; from steps up to a quarter comes the slope x² all the same."""
    one = line(lambda x: x - np.tanh(x), 4.7e-6, [])
    first, second = one.whole(), one.second()
    wanted = 4.7e-6**3
    assert first.error[0] > 1e-3 * wanted
    assert abs(second.value[0] - wanted) < 10 * second.error[0] < 1e-2 * wanted


def test_a_corner_beside_the_point_is_no_rounding() -> None:
    """Beyond a corner the function leaves its slope on one side alone: then jumps are not taken for rounding."""
    bent = line(lambda x: np.abs(x - 1) + 5, 1.0001, [])
    assert bent.whole().value[0] == pytest.approx(1.0001)
    assert bent.rough() is None
    divided = line(lambda x: np.log(1 + x * x) / x, 4e-7, [])
    fine, coarse = divided.whole(), divided.rough()
    assert np.sign(fine.value[0]) == -1
    assert coarse is not None
    assert abs(coarse.value[0] - 4e-7) < 1e-12


def test_single_precision_inside() -> None:
    """Values with no more digits than single precision holds, and more than plain numbers need, are rounded like it."""
    single = lambda x: np.sin(np.asarray(x).astype(np.float32))  # noqa: E731
    assert line(single, 0.7, []).eps == np.finfo(np.float32).eps
    for f in (np.sin, lambda x: 1.5 * x, lambda x: 0 * x + 2.5):
        assert line(f, 0.75, []).eps == np.finfo(np.float64).eps
    report = examine_vjp(lambda x: single(x).astype(np.float64), lambda g, x: g * np.cos(x), np.array([0.7, 2e-4]))
    assert report.verdict != "wrong"


def test_outputs_that_do_not_move_bring_no_rounding(double: Any) -> None:
    """Beside exp(40) the slope of exp at 0.001 is known as if it stood alone."""
    x = np.array([1e-3, 40.0])
    for factor, verdict in ((1.0, "agrees"), (1.01, "wrong"), (3.0, "wrong")):
        rule = lambda g, x: g * np.exp(x) * np.array([factor, 1.0])  # noqa: B023, E731
        assert examine_vjp(double(np.exp), rule, x).verdict == verdict


@pytest.mark.parametrize(
    ("f", "slope", "x"),
    [
        (lambda x: (1 - np.cos(x)) / x**2, lambda x: -x / 12, 1.46676762e-08),
        (lambda x: x - np.sin(x) - x**3 / 6, lambda x: -(x**4) / 24, -1.1721296931161823e-07),
    ],
)
def test_long_steps_excuse(f: Any, slope: Any, x: float, double: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all relative steps lie within one unit of rounding, that looks smooth; the longer steps say otherwise."""
    rule = lambda g, x: g * slope(x)  # noqa: E731
    assert examine_vjp(double(f), rule, np.array([x])).verdict == "inconclusive"
    monkeypatch.setattr(Line, "far", lambda self: None)
    assert examine_vjp(double(f), rule, np.array([x])).verdict == "wrong"


KINDS: dict[str, tuple[Any, Any, tuple[float, ...]]] = {
    "smooth": (np.sin, np.cos, (0.7, 1e8)),
    "corner": (lambda x: np.abs(x - 1), lambda x: np.sign(x - 1), (1.0, 1 - 1e-9)),
    "corner of a logarithm": (lambda x: np.abs(np.log(x / 30)), lambda x: np.sign(x - 30) / x, (30.0,)),
    "corner of the slope": (lambda x: x * np.abs(x), lambda x: 2 * np.abs(x), (0.0, 1e-9)),
    "clipped": (lambda x: np.maximum(x, 0), lambda x: (x > 0) * 1.0, (0.0,)),
    "pole": (lambda x: 1 / (x - 1), lambda x: -1 / (x - 1) ** 2, (1 - 1e-9,)),
    "vertical": (lambda x: np.sqrt(np.abs(x)), lambda x: 0.5 / np.sqrt(np.abs(x) + 1e-30), (0.0, 1e-12)),
    "edge": (np.sqrt, lambda x: 0.5 / np.sqrt(x + 1e-30), (0.0, 1e-9)),
    "noise": (lambda x: np.exp(x) * (1 + 1e-9 * np.sin(1e15 * x)), np.exp, (0.3,)),
    "stairs": (np.floor, lambda x: 0 * x, (1e7 + 0.25, 3.0)),
    "ramps": (lambda x: np.mod(x, 1.0), lambda x: 1 + 0 * x, (0.4, 1.0)),
    "saturated": (np.tanh, lambda x: 1 / np.cosh(x) ** 2, (25.0,)),
    "underflow": (lambda x: 1e-310 * x, lambda x: 1e-310 + 0 * x, (0.7,)),
    "cancellation": (lambda x: x - np.sin(x), lambda x: 2 * np.sin(x / 2) ** 2, (1e-9, 1e-4)),
    "division": (lambda x: np.log(1 + x * x) / x, lambda x: 1 - 1.5 * x * x, (4e-7,)),
    "oscillation": (lambda x: x * np.sin(1 / x), lambda x: np.sin(1 / x) - np.cos(1 / x) / x, (1e-9, 1e-4)),
    "single inside": (lambda x: np.sin(np.float32(x)), np.cos, (0.7,)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_argument_of_one_number_needs_more_than_45(kind: str, double: Any) -> None:
    """All told, the point itself included, whether the rule is right or wrong, for reverse and forward mode."""
    f, slope, points = KINDS[kind]
    tries: list[tuple[Any, Any, Any]] = [
        (f, x, change) for x in points for change in (lambda s: 1.01 * s, lambda s: s + 1)
    ]
    tries += [(double(f), points[0], lambda s: s + 1), (f, np.float32(points[0]), lambda s: s)]
    for one, x, change in tries:
        for examine in (examine_vjp, examine_jvp)[: 1 + (x == points[-1])]:
            called = Counted(one)
            rule = lambda g, x: np.asarray(g * change(slope(x)), getattr(x, "dtype", None))  # noqa: B023, E731
            examine(called, rule, np.asarray(x))
            assert called.calls <= MOST + 4


class Counted:
    """A function that counts its calls."""

    __name__ = "counted"

    def __init__(self, f: Any) -> None:
        self.f, self.calls = f, 0

    def __call__(self, x: Any) -> Any:
        """Return the values."""
        self.calls += 1
        return self.f(x)


@pytest.mark.parametrize("x", [1e10, 1e16, 1e20, 1e100, 1e300])
def test_numbers_so_large_that_absolute_steps_do_not_move_them(x: float, double: Any) -> None:
    """The slope of a logarithm is known there from relative steps, and absolute ones say nothing against it."""
    for factor, verdict in ((1.0, "agrees"), (1.01, "wrong"), (-1.0, "wrong")):
        report = examine_vjp(double(np.log), lambda g, x: factor * g / x, np.array([x]))  # noqa: B023
        assert report.verdict == verdict


def test_an_oscillation_as_small_as_rounding(monkeypatch: pytest.MonkeyPatch, verdict_of_doubles: Any) -> None:
    """x² sin(1/x) at 2e-7 changes by less than a number beside it is rounded by: shorter steps tell all the same."""
    f, slope = lambda x: x * x * np.sin(1 / x), lambda x: 2 * x * np.sin(1 / x) - np.cos(1 / x)
    x = np.array([-2.33889368e-07, 44.3148778])
    assert verdict_of_doubles(f, slope, x) == "agrees"
    assert verdict_of_doubles(f, lambda x: 1.01 * slope(x), x) == "wrong"
    monkeypatch.setattr(Line, "rest", lambda self: None)
    assert verdict_of_doubles(f, slope, x) == "wrong"


def test_the_rest_of_the_relative_steps() -> None:
    """They are taken once, after longer ones too, if there is room for all of them."""
    calls: list[float] = []
    one = line(lambda x: 1 - np.cos(x), 1e-7, calls)
    one.reach(7)
    one.second()
    assert len(calls) == 2 * 7 + 2 * 7
    assert one.rest() is not None
    assert len(calls) == 2 * 7 + 2 * len(STEPS) <= MOST
    assert np.all(np.diff(one.rungs.steps) < 0)
    assert one.rest() is None
    one.pay(5)
    assert line(np.sin, 1.0, calls).rest() is not None


def test_an_edge_nearer_than_the_steps(verdict_of_doubles: Any) -> None:
    """A billionth from the edge of its domain the arc sine has a slope, which shorter steps find."""
    x = np.array([1 - 1e-9])
    slope = lambda x: 1 / np.sqrt((1 - x) * (1 + x))  # noqa: E731
    assert verdict_of_doubles(np.arcsin, slope, x) == "agrees"
    assert verdict_of_doubles(np.arcsin, lambda x: 1.01 * slope(x), x) == "wrong"
