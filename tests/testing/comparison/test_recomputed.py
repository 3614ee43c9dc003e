"""The second opinion: where floats hold no digit of the slope, decimals do; and without it nothing is learnt there."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.comparison import recomputed

SMALL = np.array([1e-9, 3e-8, 2e-7, 1e-5])
# Functions whose values cancel, with slopes that do not; each with points at which float64 shows nothing.
CANCELLING: dict[str, tuple[Any, Any, Any]] = {
    "x - sin x": (lambda x: x - np.sin(x), lambda x: 2 * np.sin(x / 2) ** 2, SMALL),
    "cos x - 1 + x²/2": (lambda x: np.cos(x) - 1 + x * x / 2, lambda x: x**3 / 6 - x**5 / 120, SMALL),
    "tanh, saturated": (np.tanh, lambda x: 1 / np.cosh(x) ** 2, np.array([20.0, -35.0])),
    "x sin(1/x)": (lambda x: x * np.sin(1 / x), lambda x: np.sin(1 / x) - np.cos(1 / x) / x, np.array([5e-14, 2e-13])),
}  # fmt: skip


def verdict(f: Any, slope: Any, x: Any, factor: float) -> str:
    """Return the verdict on a slope times a factor."""
    with np.errstate(all="ignore"):
        return examine_vjp(f, lambda g, x: g * factor * slope(x), x).verdict


@pytest.mark.parametrize("name", CANCELLING)
def test_cancellation(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right slope agrees and one per cent more is wrong; without the decimals neither is said."""
    assert verdict(*CANCELLING[name], 1.0) == "agrees"
    assert verdict(*CANCELLING[name], 1.01) == "wrong"
    monkeypatch.setattr(recomputed.Recomputed, "judge", lambda *_: None)
    assert verdict(*CANCELLING[name], 1.0) == "inconclusive"


def test_a_rule_that_loses_digits() -> None:
    """The formula 1 - cos x is right and gives 0 near 0, which the report says; 1.01 times as much is wrong."""
    f, x = lambda x: x - np.sin(x), np.array([1e-9, 2e-9])
    report = examine_vjp(f, lambda g, x: g * (1 - np.cos(x)), x)
    assert report.verdict == "agrees"
    assert report.worst.reason == "noise: the rule itself loses digits here"
    assert verdict(f, lambda x: 1 - np.cos(x), np.array([1e-7]), 1.01) == "wrong"


def test_corners() -> None:
    """The corner of |x| at 0 is one for decimals too, and a square root has no slope at 0."""
    for x, f, gap in [(0.0, np.abs, 2.0), (1e-6, np.abs, 0.0), (0.0, lambda x: np.sqrt(np.abs(x)), None)]:
        again = recomputed.Recomputed(f, [np.array(x)], [0], [np.array(1.0)], np.array([f(x)]), None)
        slope, _ = again._both([np.array(1.0)], again.digits)
        assert (slope and slope.gap) == gap


def test_floats_alone() -> None:
    """A function that takes floats alone is judged by differences, and complex arguments have no decimals."""
    f = lambda x: np.asarray(np.asarray(x, dtype=np.float64) ** 3)  # noqa: E731
    assert verdict(f, lambda x: 3 * x * x, np.array([0.5, 2.0]), 1.0) == "agrees"
    assert recomputed.Recomputed(f, [np.array(1j)], [0], [np.array(1j)], np.array([1.0, 0.0]), None).digits == 0
    again = recomputed.Recomputed(f, [np.array(1.0)], [0], [np.array(1.0)], np.array([1.0]), None)
    assert again.judge(recomputed.Finding("wrong", got=1.0), [np.array(1.0)], 1e-16, 1.0, lambda: 0.0) is None


def test_evaluations() -> None:
    """At most 45 evaluations a direction, the second opinion included."""
    for f, slope, x in CANCELLING.values():
        for factor in (1.0, 1.01):
            with np.errstate(all="ignore"):
                report = examine_vjp(f, lambda g, x: g * factor * slope(x), x[:1], laws=False)  # noqa: B023
            assert report.calls - 4 <= 45  # two for the comparison of values, one at the point itself in each precision


def test_a_plain_mistake_costs_one_precision() -> None:
    """Where floats tell plainly that a rule is wrong, many digits are asked once, for one of the elements."""
    for size in (1, 64, 1000):
        asked = []

        def sine(x: Any) -> Any:
            asked.append(x.dtype == object)  # noqa: B023
            return np.sin(x)

        x = np.linspace(0.5, 2.5, size)
        assert examine_vjp(sine, lambda g, x: 1.01 * g * np.cos(x), x, laws=False).verdict == "wrong"
        assert sum(asked) == 5


def test_very_small_and_very_large_inputs_take_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 1e-300 a derivative takes no more than 2040 digits, and what many digits cost is counted."""
    most = []

    def seen(digits: int, real: Any = recomputed.precision) -> Any:
        most.append(digits)
        return real(digits)

    monkeypatch.setattr(recomputed, "precision", seen)
    f = lambda x: x * x - x + 1e-300  # noqa: E731
    for x in (1e-300, 3.0):
        examine_vjp(f, lambda g, x: g * (2.02 * x - 1.01), np.array([x]))
    assert max(most) <= 60 + 4 * 300 + 780
    again = recomputed.Recomputed(f, [np.array(1e-300)], [0], [np.array(1.0)], np.array([0.0]), None)
    before = again.left
    with recomputed.precision(1260):
        again._values(recomputed.Decimal(0), [np.array(1.0)])
    assert before - again.left == 2 * 7**2
