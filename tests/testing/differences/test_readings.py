"""What a ladder shows beside its slope: staircases have the slope of their shortest steps, at any size."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing.comparison import verdict
from autograd_lite.testing.differences.ladder import climb
from autograd_lite.testing.differences.readings import endless, finest, hidden, unresolved

STAIRS = {
    "floor": np.floor,
    "rint": np.rint,
    "whole part": lambda x: np.modf(x)[1],
    "x // 1": lambda x: x // 1,
    "x // 0.3": lambda x: x // 0.3,
    "sign of sin": lambda x: np.sign(np.sin(x)),
    "two places": lambda x: np.round(x, 2),
    "thousandths": lambda x: np.floor(1e3 * x) / 7,
}


def along(f: Any, x: float) -> Any:
    """Return the ladder of a function of one number."""
    return climb(lambda t: f(np.array([x * (1 + t)])), f(np.array([x])), eps=2.2e-16)


@pytest.mark.parametrize("name", STAIRS)
@pytest.mark.parametrize("x", [2.3, -77.61, 33027.739, 866359.867, -5210346.223, 35675451.493, 4100000.37])
def test_staircases(name: str, x: float, verdict_of: Any, verdict_of_doubles: Any) -> None:
    """The slope of a stair is 0, however small its steps are beside its values."""
    for check in (verdict_of, verdict_of_doubles):
        assert check(STAIRS[name], np.zeros_like, np.array([x])) == "agrees"


def test_slopes_between_jumps(verdict_of_doubles: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between its jumps x - floor x has the slope 1, and one per cent more is wrong; so is a slope for a stair."""
    for f in (lambda x: x - np.floor(x), lambda x: np.mod(x, 1.0)):
        x = np.array([33027.739, 866359.867])
        assert verdict_of_doubles(f, np.ones_like, x) == "agrees"
        assert verdict_of_doubles(f, lambda x: 1.01 + 0 * x, x) == "wrong"
    assert verdict_of_doubles(np.floor, lambda x: 0.5 + 0 * x, x) == "wrong"
    assert verdict_of_doubles(np.floor, np.zeros_like, x) == "agrees"
    monkeypatch.setattr(verdict, "unresolved", lambda slope, plausible: False)
    assert verdict_of_doubles(np.floor, np.zeros_like, x) == "wrong"


def test_at_a_jump(verdict_of_doubles: Any) -> None:
    """At a jump the slope of the side that is joined to the point agrees."""
    assert verdict_of_doubles(np.floor, np.zeros_like, np.array([4037500.0])) == "agrees"
    assert verdict_of_doubles(lambda x: x - np.floor(x), np.ones_like, np.array([4037500.0])) == "agrees"


def test_a_rule_that_drops_everything(verdict_of_doubles: Any) -> None:
    """Values that rounding alone keeps from moving at short steps are no staircase: the slope 0 is wrong."""
    assert verdict_of_doubles(lambda x: 1 - np.cos(x), np.zeros_like, np.array([1e-7])) == "wrong"


def test_steps_that_are_all_long() -> None:
    """Beside a pole the differences still converge at the shortest steps; a smooth function has long settled."""
    assert endless(along(lambda x: 1 / (x - 1), 1 + 1e-7), 1e-14)
    assert not endless(along(np.exp, 1.0), 4e-15)


def test_an_oscillation_finer_than_the_ladder(verdict_of_doubles: Any) -> None:
    """Small waves on a line have the slope that the shorter steps show; that of the line alone is contradicted."""
    f, slope = lambda x: x + 1e-6 * np.sin(1e6 * x), lambda x: 1 + np.cos(1e6 * x)
    x = np.array([54.23174675])
    assert unresolved(along(f, float(x[0])), 1e-13)
    assert verdict_of_doubles(f, slope, x) == "agrees"
    assert verdict_of_doubles(f, lambda x: 1.01 * slope(x), x) == "wrong"


def test_finest_by_hand() -> None:
    """The shortest steps of a stair do not move; at its jump the side to the right does not."""
    assert finest(along(np.floor, 2.5), 1e-14)[0][:2] == (0, 0)
    assert (0.0, 0.0) in [each[:2] for each in finest(along(np.floor, 3.0), 1e-14)]


def test_a_corner_at_which_values_stand_still(verdict_of_doubles: Any) -> None:
    """At 0, arccos(cos x) moves on a coarse grid: a slope within its corner is not called wrong, one beyond it is."""
    for at in (2.6e-4, -1.1e-5, 2.5e-6):
        wave = lambda x: np.arccos(np.cos(x - at))  # noqa: B023, E731
        assert verdict_of_doubles(wave, np.ones_like, np.array([at])) in ("agrees", "inconclusive")
        assert verdict_of_doubles(wave, lambda x: 2 + 0 * x, np.array([at])) == "wrong"


@pytest.mark.parametrize("dead", [1e-3, 1e-5, 1e-6])
def test_a_dead_zone(dead: float, verdict_of_doubles: Any) -> None:
    """Where values do not move within a small distance the slope is 0, and that of longer steps is wrong."""
    shrunk = lambda x: np.sign(x) * np.maximum(np.abs(x) - dead, 0)  # noqa: E731
    assert verdict_of_doubles(shrunk, np.zeros_like, np.zeros(1)) == "agrees"
    assert verdict_of_doubles(lambda x: np.abs(shrunk(x)), np.ones_like, np.zeros(1)) == "wrong"


@pytest.mark.parametrize("away", [1e-12, -3e-11, 2e-9, -5e-8])
def test_a_cusp_near_by(away: float, verdict_of: Any, verdict_of_doubles: Any) -> None:
    """Close to the cusp of abs(x - 1) ** 1.5 differences show next to no slope, and do not call the right one wrong."""
    f = lambda x: np.abs(x - 1) ** 1.5  # noqa: E731
    slope = lambda x: 1.5 * np.sign(x - 1) * np.sqrt(np.abs(x - 1))  # noqa: E731
    for x in (np.array([1 + away]), np.array([124.5, 1 + away, -1e-6])):
        assert verdict_of(f, slope, x) == "agrees"
        assert verdict_of_doubles(f, slope, x) in ("agrees", "inconclusive")
        assert verdict_of_doubles(f, lambda x: slope(x) + 1e-2, x) == "wrong"


@pytest.mark.parametrize(("at", "by"), [(1, 1.2110822863661e6), (4, 4.8293834385737e5), (2, -1.02e6)])
def test_short_steps_that_move_nothing(at: int, by: float, verdict_of_doubles: Any) -> None:
    """Where long steps move values by rounding, those that move nothing say nothing: no slope of 0 ± 0 follows."""
    x = np.full(6, 0.3)
    x[at] = by
    with_cancellation = {
        lambda x: np.sqrt(x * x + 1) - np.abs(x): lambda x: (
            -np.sign(x) / (np.hypot(x, 1) * (np.hypot(x, 1) + np.abs(x)))
        ),
        lambda x: x - (x * x - 1) / x: lambda x: -1 / x**2,
    }
    for f, slope in with_cancellation.items():
        assert verdict_of_doubles(f, slope, x) != "wrong"


def test_hidden_by_hand() -> None:
    """A change of 2e-10 at the first steps need not show at steps below 1e-8, whose slope is known to 2e-2."""
    stairs = climb(lambda t: np.array([1e-10 * np.rint(4 * t)]), np.zeros(1), eps=2.2e-16, steps=np.array([0.5, 0.1]))
    still = climb(lambda t: np.zeros(1), np.zeros(1), eps=2.2e-16, steps=np.array([1e-8, 1e-9]))
    assert hidden(still, stairs, 1.0) == pytest.approx(4e-2)
    assert hidden(still, stairs, 1e-12) == pytest.approx(1e-4)
    assert hidden(still, still, 1.0) == hidden(stairs, still, 1.0) == 0


def test_a_corner_seen_by_few_long_steps(verdict_of_doubles: Any) -> None:
    """Beside 0 the root of 1 - cos x stands still for all but five steps, far apart: both slopes may be right."""
    f = lambda x: np.sqrt(1 - np.cos(x))  # noqa: E731
    for slope, wanted in ((0.5**0.5, "inconclusive"), (-(0.5**0.5), "inconclusive"), (0.9, "wrong")):
        assert verdict_of_doubles(f, lambda x, slope=slope: slope + 0 * x, np.array([1e-12])) == wanted


def test_one_grain_is_no_corner(verdict_of_doubles: Any) -> None:
    """Near 0 an even function moves by one grain at its shortest moving steps, to both sides: its slope is known."""
    f, slope = lambda x: np.sqrt(1 + x * x), lambda x: x / np.sqrt(1 + x * x)
    x = np.array([4.826756e-06])
    assert verdict_of_doubles(f, slope, x) == "agrees"
    assert verdict_of_doubles(f, lambda x: 1.01 * slope(x), x) == "wrong"
