"""The choice among differences: each part is needed, for without it a right rule is called wrong."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing.comparison import verdict
from autograd_lite.testing.differences import extrapolation, line, settling
from autograd_lite.testing.differences.ladder import STEPS, climb, measure
from autograd_lite.testing.differences.readings import jumps
from autograd_lite.testing.differences.settling import spacing

SMALL = (lambda x: 1 - np.cos(x), np.sin, np.array([0.00975216251548855, -0.0002792968968980885]))
SINGLE = (lambda x: np.exp(-(x.astype(np.float32) ** 2)), lambda x: -2 * x * np.exp(-x * x), np.array([2.127e-7]))
RELU = (lambda x: np.maximum(x, 0), lambda x: (x > 0) * 1.0, np.array([0.0, 1.0]))
DIVIDED = (lambda x: np.log(1 + x * x) / x, lambda x: 2 / (1 + x * x) - np.log1p(x * x) / x**2, np.array([4.06e-7]))


def test_without_noise_a_right_rule_is_called_wrong(verdict_of_doubles: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounding makes differences agree by luck; the noise term says how little that means."""
    assert verdict_of_doubles(*SMALL) == "agrees"
    monkeypatch.setattr(line.Line, "far", lambda self: None)
    monkeypatch.setattr(extrapolation, "noise_of", lambda columns, steps, plausible: np.zeros_like(columns[0]))
    assert verdict_of_doubles(*SMALL) == "wrong"


def test_without_the_spacing_a_right_rule_is_called_wrong(
    verdict_of_doubles: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values on a grid, as single precision inside of a function makes them, look flat at short steps."""
    assert verdict_of_doubles(*SINGLE) == "inconclusive"
    monkeypatch.setattr(line.Line, "rest", lambda self: None)
    monkeypatch.setattr(settling, "spacing", lambda rungs, largest: np.zeros(rungs.central.shape[-1]))
    assert verdict_of_doubles(*SINGLE) == "wrong"


def test_without_kinks_a_right_rule_is_called_wrong(verdict_of_doubles: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a corner the central difference is the mean of both slopes, and neither of them."""
    assert verdict_of_doubles(*RELU) == "agrees"
    monkeypatch.setattr(settling, "kink", lambda gap, rounding: np.zeros(gap.shape[-1]))
    assert verdict_of_doubles(*RELU) == "wrong"


def test_corners_by_hand() -> None:
    """The corner of |x| at 0 has a gap of 2; at a distance of a millionth it is no corner of the point."""
    assert climb(lambda t: np.abs(np.array([t])), np.zeros(1), eps=2.2e-16).gap[0] == 2
    assert climb(lambda t: np.abs(np.array([1e-6 + t])), np.array([1e-6]), eps=2.2e-16).gap[0] == 0


def test_the_jump_of_a_slope_is_what_steps_see_or_where_they_lead() -> None:
    """A jump that grows towards 2 as the steps shrink may be 2; one that rounding lessens is what was seen."""
    growing, rounding = np.array([[1.6], [1.9], [1.975], [1.99375]]), np.zeros((4, 1))
    assert 2 <= settling.kink(growing, rounding)[0] < 2.01
    lessened = np.array([[2.2], [2.27], [2.24], [1.88]])
    np.testing.assert_allclose(settling.kink(lessened, rounding + 1e-6), 2.27 + 4e-6)


def test_vertical_tangent() -> None:
    """The differences of a cube root at 0 grow without bound, and the slope is called steep."""
    assert climb(lambda t: np.cbrt(np.array([t])), np.zeros(1), eps=2.2e-16).steep[0]


def test_values_on_a_grid() -> None:
    """The spacing is the least change if shorter steps bring none; a smooth function and a jump have none."""
    grid = lambda x: np.round(2.0**20 * np.array([x])) / 2.0**20  # noqa: E731
    rungs = measure(lambda t: grid(1 + t), grid(1), STEPS)
    assert spacing(rungs, 1e-6)[0] == 2.0**-20
    assert spacing(rungs, 1e-12)[0] == 0
    smooth = measure(lambda t: np.exp(np.array([t])), np.ones(1), STEPS)
    assert spacing(smooth, 1e-6)[0] == 0


def test_jumps_by_hand() -> None:
    """A stair of steps of 2⁻¹⁰ jumps by as much, a smooth function nowhere."""
    assert jumps(climb(lambda t: np.floor(2.0**10 * np.array([1.0001 + t])) / 2.0**10, np.ones(1), eps=2.2e-16)) > 1e-4
    for f in (np.exp, lambda x: np.exp(50 * x), lambda x: np.sin(50 * x), lambda x: x**3):
        slope = climb(lambda t: f(np.array([0.3 + t])), f(np.array([0.3])), eps=2.2e-16)  # noqa: B023
        assert jumps(slope) == 0


def test_rounding_that_a_division_makes_large(verdict_of_doubles: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two jumps of its rounding a function has another slope, to ten digits; longer steps know better."""
    f, slope, x = DIVIDED
    assert verdict_of_doubles(*DIVIDED) == "agrees"
    assert verdict_of_doubles(f, lambda x: 1.01 * slope(x), x) == "wrong"
    monkeypatch.setattr(line.Line, "far", lambda self: None)
    monkeypatch.setattr(verdict, "jumps", lambda slope: 0.0)
    assert verdict_of_doubles(*DIVIDED) == "wrong"


def test_jumps_of_its_own(verdict_of_doubles: Any) -> None:
    """A stair and a saw are taken at their word: their slopes are right, and one per cent more is wrong."""
    stair = lambda x: np.floor(1e3 * x) / 1e3 + x  # noqa: E731
    for f, slope in ((stair, 1.0), (lambda x: np.abs(np.abs(x - 1) - 1e-3), -1.0)):
        x = np.array([1.000_4])
        assert verdict_of_doubles(f, lambda x: slope + 0 * x, x) == "agrees"  # noqa: B023
        assert verdict_of_doubles(f, lambda x: 1.01 * slope + 0 * x, x) == "wrong"  # noqa: B023
