"""A rule beside differences, on functions whose derivatives are worked by hand."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.comparison.comparing import MISS, Comparison
from autograd_lite.testing.comparison.verdict import Finding

X, Y, G = np.array([1.0, -2.0]), np.array(3.0), np.array([10.0, 100.0])


def product(x: Any, n: int, y: Any) -> Any:
    """x² y n, which has the shares 2 x y n g and the sum of x² n g."""
    return x * x * y * n


def compared(shares: Any = None, rule: Any = None) -> Comparison:
    """The product at X, 2, Y with shares of ours: right are (120, -2400) and 820."""
    return Comparison(product, (X, 2, Y), [0, 2], [G], shares, np.random.default_rng(0), rule=rule)


RIGHT = [np.array([120.0, -2400.0]), np.array(820.0)]


def test_each_element_alone() -> None:
    """Three findings, by argument and element, with the number that the rule gave and the one of differences."""
    found = compared(RIGHT).run(directions=1, per_element=8)
    assert [(each.argument, each.index) for each in found] == [(0, (0,)), (0, (1,)), (2, ())]
    assert [each.got for each in found] == [120, -2400, 820]
    assert [each.wanted for each in found] == pytest.approx([120, -2400, 820], rel=1e-10)
    assert {each.verdict for each in found} == {"agrees"}


def test_the_wrong_element() -> None:
    """One element of three is off by a hundredth, and it alone is wrong."""
    found = compared([RIGHT[0] * [1, 1.01], RIGHT[1]]).run(directions=1, per_element=8)
    assert [each.verdict for each in found] == ["agrees", "wrong", "agrees"]
    assert found[1].units > 1


def test_random_directions() -> None:
    """Above the size for single elements two directions for each argument, and the chance of a miss is squared."""
    comparison = compared(RIGHT)
    found = comparison.run(directions=2, per_element=0)
    assert [(each.argument, each.index) for each in found] == [(0, None), (0, None), (2, None), (2, None)]
    assert comparison.miss == MISS**2
    assert compared(RIGHT).miss == 0


def test_a_wrong_direction_leads_to_the_element() -> None:
    """The first wrong direction ends the search, and the element that is to blame stands behind it."""
    found = compared([RIGHT[0] * [1, 1.01], RIGHT[1]]).run(directions=3, per_element=0)
    assert [(each.argument, each.index, each.verdict) for each in found[:2]] == [
        (0, None, "wrong"),
        (0, (1,), "wrong"),
    ]
    assert found[1].wanted == pytest.approx(-2400, rel=1e-9)
    assert [each.argument for each in found[2:]] == [2, 2, 2]


def test_along_a_direction() -> None:
    """Along (1, 1) and 0.5 the product changes by 120 − 2400 + 410."""
    one = compared(RIGHT).along([np.ones(2), np.array(0.5)])
    assert one.got == -1870
    assert one.wanted == pytest.approx(-1870, rel=1e-10)
    assert compared(RIGHT).claimed([np.ones(2), np.array(0.5)]) == (-1870, 120 + 2400 + 410)


def test_a_direction_of_one_argument() -> None:
    """The others have zeros."""
    only = compared(RIGHT).only(1, np.array(7.0))
    assert [each.tolist() for each in only] == [[0, 0], 7]


def test_the_rule_is_asked_where_no_shares_are_given() -> None:
    """With the arguments and what comes back; each time, unless its answer is kept."""
    asked: list[Any] = []

    def rule(args: Any, g: Any) -> list[Any]:
        asked.append((args, g))
        return RIGHT

    comparison = compared(None, rule)
    assert comparison.shares is RIGHT
    assert comparison.shares is RIGHT
    assert len(asked) == 2
    assert asked[0][0][1] == 2
    assert asked[0][1][0] is G
    comparison.keep()
    assert comparison.shares == comparison.shares == RIGHT
    assert len(asked) == 3


def test_sizes_of_sums() -> None:
    """The weighted values are 6·10 and 24·100; evaluations are counted."""
    comparison = compared(RIGHT)
    assert comparison.size.tolist() == [2460]
    before = comparison.calls
    comparison.run(directions=1, per_element=0)
    assert comparison.calls > before + 4


@pytest.mark.parametrize(("size", "verdict"), [(2.4e-7, "agrees"), (2.6e-7, "inconclusive")])
def test_what_cannot_matter_agrees(size: float, verdict: str) -> None:
    """An unclear element is (1 + 2 + 1) times its size at most: that is a millionth of the other's change, or more."""
    x = np.array([size, 1.0])
    comparison = Comparison(np.positive, (x,), [0], [np.ones(2)], [np.ones(2)], np.random.default_rng(0))
    unclear = Finding("inconclusive", "noise", argument=0, index=(0,), got=1.0, wanted=2.0, error=1.0)
    clear = Finding("agrees", argument=0, index=(1,), got=1.0, wanted=1.0, error=0.0)
    assert comparison._weighed(unclear, [unclear, clear]).verdict == verdict
    assert comparison._weighed(unclear, [unclear]).verdict == "inconclusive"
    assert comparison._weighed(clear, [unclear, clear]) is clear


@pytest.mark.parametrize(
    ("f", "x", "reason"),
    [
        (lambda x: np.where(x > 0, np.nan, x), np.ones(1), "the function is not finite here"),
        (lambda x: x[:0], np.ones(1), "the function returned no elements"),
    ],
)
def test_nothing_to_compare(f: Any, x: Any, reason: str) -> None:
    """Where there are no values there is no verdict."""
    one = Comparison(f, (x,), [0], [f(x) * 0], [np.zeros(1)], np.random.default_rng(0)).along([np.ones(1)])
    assert (one.verdict, one.reason) == ("inconclusive", reason)


def test_a_function_that_raises_beside_the_point() -> None:
    """The reason names the error."""

    def edge(x: Any) -> Any:
        if x[0] != 1:
            raise OverflowError("too far")
        return x

    one = Comparison(edge, (np.ones(1),), [0], [np.ones(1)], [np.ones(1)], np.random.default_rng(0)).along([np.ones(1)])
    assert one.reason == "domain edge: the function raises OverflowError at a shifted point: too far"


# Functions whose values in single precision are others: digits are lost in them that the formula has.
STRAYING: dict[str, tuple[Any, Any, Any]] = {
    "(1 + x/n)^n": (
        lambda x: (1 + x / 1000000) ** 1000000, lambda x: np.exp(999999 * np.log1p(x / 1e6)), [0.0286, -0.0106],
    ),
    "1000 roots": (lambda x: 1e3 * np.sqrt(2 - 2 * np.cos(x)), lambda x: 1e3 * np.cos(x / 2), [1e-4, 0.1]),
}  # fmt: skip


@pytest.mark.parametrize("name", STRAYING)
def test_what_single_precision_loses(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that is right for the values in double precision is not wrong; one per cent more is, without a doubt."""
    f, slope, points = STRAYING[name]
    x = np.array(points, np.float32)

    def verdict(factor: float) -> str:
        rule = lambda g, x: (factor * g * slope(x.astype(float))).astype(x.dtype)  # noqa: E731
        return examine_vjp(f, rule, x).verdict

    assert verdict(1.0) == "agrees"
    assert verdict(1.01) != "agrees"
    monkeypatch.setattr(Comparison, "_as_meant", lambda *_: None)
    assert verdict(1.0) != "agrees"


def test_another_function_in_another_precision() -> None:
    """Who is right with the function in the precision of the arguments is right."""
    f = lambda x: x**2 if x.dtype == np.float32 else x**3  # noqa: E731
    x = np.array([1.5, 0.2], np.float32)
    for factor, verdict in ((1.0, "agrees"), (1.01, "wrong")):
        assert examine_vjp(f, lambda g, x: np.float32(factor) * g * 2 * x, x).verdict == verdict  # noqa: B023
