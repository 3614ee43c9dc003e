"""Equal elements: a share is right that is a slope beside the point, in whatever order they are told apart."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.comparison.ties import Ties


def sorting(g: Any, x: Any, last: bool = False) -> Any:
    """Return the gradient of a sort that leaves equal elements in their order, or turns it round."""
    order = x.size - 1 - np.argsort(x[::-1], kind="stable") if last else np.argsort(x, kind="stable")
    share = np.empty_like(g)
    share[order] = g
    return share


def evenly(g: Any, x: Any) -> Any:
    """Return the gradient of a sort that gives equal elements equal shares."""
    share = sorting(g, x)
    return np.array([share[x == value].mean() for value in x])


RULES: list[Callable[..., Any]] = [sorting, lambda g, x: sorting(g, x, last=True), evenly]
POINTS = ([2.0, 2.0, 2.0], [0.0, 0.0, 1.0, 0.0], [5.0, 5.0, 5.0, 5.0, 5.0, 1.0])


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("rule", RULES)
def test_any_order_of_equal_elements_is_right(point: list[float], rule: Any, double: Any) -> None:
    """For a sort and for a median, as NumPy code and as a black box; a tenth more than that is wrong."""
    x = np.array(point)
    for f in (np.sort, double(np.sort)):
        assert examine_vjp(f, rule, x).verdict == "agrees"
        assert examine_vjp(f, lambda g, x: rule(g, x) * 1.3, x).verdict == "wrong"
    middle = np.zeros(x.size)
    middle[(x.size - 1) // 2 : x.size // 2 + 1] = 1 / (1 + (x.size % 2 == 0))
    report = examine_vjp(np.median, lambda g, x: rule(g * middle, x), x)
    assert report.verdict == "agrees"
    assert report.kink


def test_equal_elements_do_not_excuse_a_wrong_rule(double: Any) -> None:
    """Where the function is smooth one of equal elements is asked, and no other; the rule stays wrong."""
    x = np.full(4, 0.7)
    for f in (np.sin, double(np.sin), double(lambda x: np.exp(np.sum(x)) * np.ones(1))):
        report = examine_vjp(f, lambda g, x: 1.01 * np.sum(g) * np.cos(x), x)
        assert report.verdict == "wrong"
        assert report.calls <= 45 * x.size


def test_noise_and_bends_are_no_corners(double: Any) -> None:
    """Slopes that are others at a quarter of the distance, as noise makes them, and waves, allow nothing."""
    noisy = double(lambda x: np.sum(x) ** 2 + 1e-6 * np.sin(1e9 * np.sum(x)))
    for factor in (1.5, 3.0):
        rule = lambda g, x: g * factor * 2 * np.sum(x) + 0 * x  # noqa: B023, E731
        assert examine_vjp(noisy, rule, np.full(3, 0.7)).verdict != "agrees"


def test_equal_elements_of_all_inputs() -> None:
    """They are found in every input, exactly equal ones; pairs need no excuse."""
    ties = Ties([np.array([1.0, 2.0]), np.array([[1.0], [1.0]]), np.array(1.0 + 1e-15)])
    one = ties.among([np.array([0.0, 0.0]), np.array([[0.0], [1.0]]), np.array(0.0)])
    assert one is not None
    assert [(e.input, e.where) for e in ties.beside(one)] == [(0, (0,)), (1, (0, 0))]
    assert ties.among([np.array([0.0, 1.0]), np.zeros((2, 1)), np.array(0.0)]) is None
    assert ties.among([np.ones(2), np.zeros((2, 1)), np.array(0.0)]) is None
