"""From two numbers and an error to a verdict: slopes made by hand, with the bounds worked out."""

import math
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.comparison.verdict import Finding, blurred, faint, judge, own_doubt, plain_case
from autograd_lite.testing.differences.further import Nothing
from autograd_lite.testing.differences.ladder import climb
from autograd_lite.testing.differences.settling import Slope

EPS = 2.0**-52
LINE = climb(lambda t: np.array([1 + 2 * t]), np.ones(1), eps=EPS)


def slope(value: float, error: float, **others: Any) -> Slope:
    """A ladder that ends in a value with an error; all differences on it are that value."""
    changed = {
        name: np.array([each]) for name, each in {"value": value, "error": error, "size": abs(value), **others}.items()
    }
    return replace(LINE, table=np.full(LINE.table.shape, value), **changed)


def judged(
    got: float, value: float, error: float, rounding: float = 0.0, wobble: float = 0.0, **others: Any
) -> Finding:
    """The verdict where nothing more than one slope is known."""
    first = slope(value, error, **others)
    return judge(got, first, Nothing(first), EPS, rounding or abs(got), lambda: wobble)


@pytest.mark.parametrize(
    ("off", "error", "units"),
    [
        (0.0, 0.0, 0.0), (1e-7, 0.0, 0.5), (1.9e-7, 0.0, 0.95), (2.1e-7, 0.0, 1.05), (9e-4, 1e-4, 0.9),
        (2e-3, 1e-4, 2.0),
    ],
)  # fmt: skip
def test_ten_errors_and_a_ten_millionth(off: float, error: float, units: float) -> None:
    """A value of 2 may be off by ten errors and 2·10⁻⁷: in units of that, below 1 it agrees."""
    found = judged(2 + off, 2.0, error)
    assert found.units == pytest.approx(units, rel=1e-3, abs=1e-6)
    assert found.verdict == ("agrees" if found.units <= 1 else "wrong")
    assert (found.got, found.wanted, found.error) == (2 + off, 2, error)


def test_rounding_of_the_rule() -> None:
    """Terms of 10¹⁰ that cancel to 2 leave 64 units in the last place of theirs, which is 1.4·10⁻⁴."""
    for off, verdict in ((1.3e-4, "agrees"), (1.6e-4, "wrong")):
        assert judged(2 + off, 2.0, 0.0, rounding=1e10).verdict == verdict


def test_an_unclear_slope() -> None:
    """An error above a thousandth of the slope tells nothing, unless the rule says the very same."""
    assert judged(2.0, 2.0, 0.003).verdict == "agrees"
    found = judged(2.001, 2.0, 0.003)
    assert (found.verdict, found.reason) == ("inconclusive", "noise: rounding hides the derivative")
    assert judged(2.001, 2.0, 0.0019).verdict == "agrees"


def test_between_the_slopes_of_a_corner() -> None:
    """Around 2 with a gap of 6 all from −1 to 5 agrees, and says kink; 5.001 is wrong."""
    for got in (-1.0, 0.0, 2.0, 5.0):
        found = judged(got, 2.0, 0.0, gap=6.0)
        assert (found.verdict, found.kink, found.reason) == ("agrees", True, "kink")
        assert found.units <= 1
    assert judged(5.001, 2.0, 0.0, gap=6.0).verdict == "wrong"


def test_what_is_not_finite() -> None:
    """NaN beside finite differences is wrong; infinity at a vertical tangent is right, if it points the right way."""
    found = judged(np.nan, 2.0, 0.0)
    assert (found.verdict, found.units) == ("wrong", np.inf)
    assert found.reason.startswith("not finite: NaN or infinity")
    assert judged(np.inf, 2.0, 0.0).verdict == "wrong"
    assert judged(np.inf, 2.0, 0.0, steep=True).reason == "a vertical tangent"
    assert judged(-np.inf, 2.0, 0.0, steep=True).verdict == "wrong"


@pytest.mark.parametrize(
    ("edge", "got", "verdict", "reason"),
    [
        (True, 1.0, "inconclusive", "domain edge: finite values on one side only"),
        (False, 1.0, "inconclusive", "no finite values around the point"),
        (True, np.nan, "wrong", "not finite: NaN where the function is finite"),
        (False, np.nan, "inconclusive", "the function is not finite here"),
    ],
)
def test_without_differences(edge: bool, got: float, verdict: str, reason: str) -> None:
    """Where no difference is finite a finite rule is left alone, and NaN is wrong beside values on one side."""
    first = replace(slope(np.nan, np.inf, edge=edge), table=np.full(LINE.table.shape, np.nan))
    found = judge(got, first, Nothing(first), EPS, 1.0)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_a_rule_that_loses_digits() -> None:
    """Rounding of the rule itself excuses ten times as much: it agrees where it is a thousandth at most.

    The units are those of the tolerance that is granted then.
    """
    assert judged(2.01, 2.0, 0.0).verdict == "wrong"
    found = judged(2.01, 2.0, 0.0, wobble=0.002)
    assert (found.verdict, found.reason) == ("agrees", "noise: the rule itself loses digits here")
    assert found.units == pytest.approx(0.5)
    assert judged(2.01, 2.0, 0.0, wobble=0.003).verdict == "inconclusive"
    assert judged(2.01, 2.0, 0.0, wobble=0.0009).verdict == "wrong"


def test_doubts_at_a_corner_are_its_slopes() -> None:
    """What changes from neighbour to neighbour as the slopes of a corner do is no rounding."""
    assert [own_doubt(wobble, 1.0) for wobble in (0.09, 0.1, 1.0, 10.0, 11.0)] == [0.09, 0, 0, 0, 11]
    assert own_doubt(0.5, 0.0) == 0.5


def test_underflow() -> None:
    """Below 10⁻²⁸⁰ derivatives have underflowed half-way."""
    assert judged(3e-290, 2e-290, 0.0).reason == "underflow"
    assert judged(3e-270, 2e-270, 0.0).verdict == "wrong"


def test_plain_cases() -> None:
    """What agrees beyond doubt needs nothing further; a difference, a corner, an error or a zero does."""
    assert plain_case(2.0, 2.0, slope(2.0, 1e-9), EPS).verdict == "agrees"  # type: ignore[union-attr]
    for got, doubtful in (
        (2.1, slope(2.0, 1e-9)), (2.0, slope(2.0, 1e-7)), (2.0, slope(2.0, 1e-9, gap=0.1)), (0.0, slope(0.0, 0.0)),
        (np.inf, slope(2.0, 1e-9)),
    ):  # fmt: skip
        assert plain_case(got, 2.0, doubtful, EPS) is None


def test_blurred() -> None:
    """A thousandth is the limit, of the slope or of what cancels in it; a flat ladder cannot deny a slope."""
    assert not blurred(2.0, slope(2.0, 0.0019), 2.0)
    assert blurred(2.0, slope(2.0, 0.0021), 2.0)
    assert not blurred(2.0, slope(2.0, 0.0021), 5.0)
    assert blurred(2.0, slope(0.0, 0.0, flat=True), 2.0)
    assert not blurred(0.0, slope(0.0, 0.0, flat=True), 0.0)


def test_faint() -> None:
    """The values change by 2 · 2⁻⁴ at the longest step: above a noise of a tenth, below one of two tenths."""
    assert not faint(slope(2.0, 0.0), 0.1)
    assert faint(slope(2.0, 0.0), 0.2)


def test_other_steps_may_know_better() -> None:
    """Where relative steps are not sure, those that are decide, unless the sure ones contradict what was seen."""

    class Sure(Nothing):
        def second(self) -> Slope:
            return slope(2.0, 1e-9)

    unsure = replace(slope(1.9, 0.2), doubt=np.full(LINE.table.shape, 0.2))
    assert judge(2.1, unsure, Sure(unsure), EPS, 2.1).verdict == "wrong"
    assert judge(2.0, unsure, Sure(unsure), EPS, 2.0).wanted == 2
    contradicted = slope(1.9, 0.2)  # with differences that have no doubt
    assert judge(2.1, contradicted, Sure(contradicted), EPS, 2.1).wanted == 1.9
    sure = slope(1.9, 1e-9)
    assert judge(2.0, sure, Sure(sure), EPS, 2.0).verdict == "wrong"


TAILS = {
    "tanh": (lambda x: 0.5 * (1 + math.tanh(50 * (x - 1))), lambda x: 25 / math.cosh(50 * (x - 1)) ** 2, 0.5, 0.6),
    "erf": (lambda x: 1 + math.erf(8 * (x - 1)), lambda x: 9.027 * math.exp(-64 * (x - 1) ** 2), 0.1, 0.3),
    "falling": (lambda x: 1 - math.tanh(30 * (x - 1)), lambda x: -30 / math.cosh(30 * (x - 1)) ** 2, 1.7, 2.2),
}


@pytest.mark.parametrize("name", TAILS)
def test_tails_that_show_at_long_steps_alone(name: str) -> None:
    """Where a tail is rounded to 0 at all but long steps, a slope too small to show is not wrong, and 1e-3 is."""
    tail, slope, low, high = TAILS[name]
    for x in np.random.default_rng(0).uniform(low, high, 12):
        for share, verdict in ((slope(x), "inconclusive"), (1e-3, "wrong")):
            rule = partial(lambda share, g, _: g * share, share)
            assert examine_vjp(lambda v: np.float64(tail(float(v))), rule, (np.float64(x),)).verdict == verdict
