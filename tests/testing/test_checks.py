"""Checks of hand-written derivatives, as they are called: what goes in, what is asked of the rule, what comes out."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import GradientCheckError, check_jvp, check_vjp, examine_jvp, examine_vjp

X, A = np.array([0.5, -1.5, 2.0]), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def linear(a: Any, x: Any) -> Any:
    """A matrix times a vector: shares g xᵀ and aᵀ g."""
    return a @ x


def shares(g: Any, a: Any, x: Any) -> tuple[Any, Any]:
    """The shares of both."""
    return np.outer(g, x), a.T @ g


def test_a_right_rule_is_reported() -> None:
    """One finding for each of nine elements; the report has the function's name and knows its evaluations."""
    report = check_vjp(linear, shares, (A, X))
    places = [(each.argument, each.index) for each in report.findings if each.law == "difference"]
    assert places == [(0, index) for index in np.ndindex(2, 3)] + [(1, (k,)) for k in range(3)]
    assert (report.verdict, report.name, report.miss) == ("agrees", "linear", 0)
    assert report.calls > 2 * len(places)


def test_a_wrong_rule_raises_with_its_report() -> None:
    """A matrix that is not transposed: the error names the argument, and its report can be asked."""
    square = A[:, :2]
    with pytest.raises(GradientCheckError, match="only argument 1 is wrong") as caught:
        check_vjp(linear, lambda g, a, x: (np.outer(g, x), a @ g), (square, X[:2]))
    assert caught.value.report.verdict == "wrong"
    assert caught.value.report.worst.argument == 1
    assert "import numpy" in caught.value.report.snippet


def test_examining_raises_nothing() -> None:
    """The same rule, and a report instead of an error."""
    assert examine_vjp(np.sin, lambda g, x: g, X).verdict == "wrong"
    assert examine_jvp(np.sin, lambda v, x: v, X).verdict == "wrong"
    with pytest.raises(GradientCheckError):
        check_jvp(np.sin, lambda v, x: v, X)


def test_integers_among_the_arguments() -> None:
    """They have None as their share, and stand still."""
    report = check_vjp(lambda x, n: x**n, lambda g, x, n: (g * n * x ** (n - 1), None), (X, 3))
    assert {each.argument for each in report.findings if each.law == "difference"} == {0}


def test_several_results() -> None:
    """What comes back to them is a tuple, in the order in which they stand in a dict."""
    f = lambda x: {"double": 2 * x, "square": x * x}  # noqa: E731
    assert examine_vjp(f, lambda g, x: 2 * g[0] + 2 * x * g[1], X).verdict == "agrees"
    assert examine_vjp(f, lambda g, x: 2 * g[1] + 2 * x * g[0], X).verdict == "wrong"


def test_directions_where_elements_are_many() -> None:
    """Above `per_element` there are so many directions, each of them may miss by one in 200."""
    report = examine_vjp(np.square, lambda g, x: 2 * g * x, X, per_element=2, directions=2)
    found = [each for each in report.findings if each.law == "difference"]
    assert [each.index for each in found] == [None, None]
    assert report.miss == 0.005**2
    with_elements = examine_vjp(np.square, lambda g, x: 2 * g * x, X, per_element=3, directions=2)
    assert [each.index for each in with_elements.findings if each.law == "difference"] == [(0,), (1,), (2,)]


def test_a_seed_is_a_seed() -> None:
    """The same seed gives the same incoming gradient, another one another."""
    met: list[Any] = []

    def rule(g: Any, x: Any) -> Any:
        met.append(g.copy())
        return g

    for seed in (1, 1, 2):
        met.append(None)
        examine_vjp(np.positive, rule, X, seed=seed)
    starts = [k + 1 for k, each in enumerate(met) if each is None]
    one, again, other = (met[k] for k in starts)
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_laws_on_request() -> None:
    """A rule that takes rows for columns in another memory layout is wrong, unless nobody asks."""
    rule = lambda g, a: g * (1 + 0.5 * (not a.flags.c_contiguous))  # noqa: E731
    assert examine_vjp(np.positive, rule, A).worst.law == "layouts"  # type: ignore[union-attr]
    assert examine_vjp(np.positive, rule, A, laws=False).verdict == "agrees"


def test_results_that_are_not_finite() -> None:
    """Nothing comes back to them, so that what a rule says of them does not matter."""
    met: list[Any] = []

    def rule(g: Any, x: Any) -> Any:
        met.append(g)
        return np.where(x > 0, g / np.where(x > 0, x, 1), 0)

    assert examine_vjp(np.log, rule, np.array([0.0, 1.0])).verdict == "agrees"
    assert met[0][0] == 0
    assert met[0][1] != 0


def test_nothing_to_compare() -> None:
    """Without elements a rule can be neither right nor wrong."""
    for examine, rule in ((examine_vjp, lambda g, x: 2 * g), (examine_jvp, lambda v, x: 2 * v)):
        report = examine(lambda x: 2 * x, rule, np.zeros(0))
        assert (report.verdict, report.reason) == (
            "inconclusive",
            "nothing to compare: no elements, or no finite values",
        )


def test_names() -> None:
    """A report is called what it is asked to be called, and else what the function is."""
    assert examine_vjp(np.sin, lambda g, x: g * np.cos(x), X, name="wave").name == "wave"
    assert examine_vjp(np.sin, lambda g, x: g * np.cos(x), X).name == "sin"
    assert examine_jvp(lambda x: x, lambda v, x: v, X).name == "<lambda>"


def test_derivatives_in_a_direction() -> None:
    """A change for each argument; a share of one of them that is forgotten is found."""
    right = lambda v, a, x: v[0] @ x + a @ v[1]  # noqa: E731
    assert examine_jvp(linear, right, (A, X)).verdict == "agrees"
    report = examine_jvp(linear, lambda v, a, x: a @ v[1], (A, X))
    assert report.verdict == "wrong"
    assert report.findings[-1].argument == 0 or report.worst.argument == 0  # type: ignore[union-attr]


def test_a_picture_can_take_differences_again() -> None:
    """The report of few elements keeps the way to its ladder."""
    report = examine_vjp(np.square, lambda g, x: 2 * g * x, X)
    assert report.ladder is not None
    assert len(report.ladder(report.findings[-1]).steps) == 13
