"""The choice among differences: each part is needed, for without it a right rule is called wrong."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp, settling
from autograd_lite.testing.ladder import STEPS, climb, measure
from autograd_lite.testing.settling import silenced, spacing


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


SMALL = (Double(lambda x: 1 - np.cos(x)), np.sin, np.array([0.00975216251548855, -0.0002792968968980885]))
SQUARE = (Double(lambda x: (x + 1e4) ** 2 - 1e8), lambda x: 2 * (x + 1e4), np.array([1e-9, -4e-8, 1e-7]))
RELU = (lambda x: np.maximum(x, 0), lambda x: (x > 0) * 1.0, np.array([0.0, 1.0]))


def test_without_noise_a_right_rule_is_called_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounding makes differences agree by luck; the noise term says how little that means."""
    assert verdict_of(*SMALL) == "agrees"
    monkeypatch.setattr(settling, "noise_of", lambda columns, steps, plausible: np.zeros_like(columns[0]))
    assert verdict_of(*SMALL) == "wrong"


def test_without_the_spacing_nothing_is_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values on a grid look flat at short steps; the longer ones may speak only where the grid explains that."""
    assert verdict_of(*SQUARE) == "agrees"
    monkeypatch.setattr(settling, "spacing", lambda rungs, largest: np.zeros(rungs.central.shape[-1]))
    assert verdict_of(*SQUARE) == "inconclusive"


def test_without_kinks_a_right_rule_is_called_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a corner the central difference is the mean of both slopes, and neither of them."""
    assert verdict_of(*RELU) == "agrees"
    monkeypatch.setattr(settling, "kink", lambda gap, rounding: np.zeros(gap.shape[-1]))
    assert verdict_of(*RELU) == "wrong"


def test_corners_by_hand() -> None:
    """The corner of |x| at 0 has a gap of 2; at a distance of a millionth it is no corner of the point."""
    assert climb(lambda t: np.abs(np.array([t])), np.zeros(1), eps=2.2e-16).gap[0] == 2
    assert climb(lambda t: np.abs(np.array([1e-6 + t])), np.array([1e-6]), eps=2.2e-16).gap[0] == 0


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


def test_silence_after_changes() -> None:
    """The changes of a cubic fall 64 times from step to step, in units of its values; those of a grid stop at once."""
    steps = STEPS[:5]
    assert not silenced(1 + steps[:, None] ** 2, steps)[1:4].any()
    assert silenced(np.array([[1.0], [1.2], [1.0], [1.0], [1.0]]), steps)[2, 0]


def test_a_steep_function_is_no_grid() -> None:
    """The changes of exp(100x) fall fast at long steps and go on falling at shorter ones."""
    steps, table = STEPS, np.sinh(200 * STEPS[:, None]) / STEPS[:, None]
    assert not silenced(table, steps)[:6].any()
