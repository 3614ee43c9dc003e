"""Every law of an operation has a wrong rule that this law alone catches."""

from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.testing.laws.derivatives import Findings, first_order, second_order
from autograd_lite.testing.laws.operations import Case, all_operations, label
from autograd_lite.testing.mutants import Way, broken
from autograd_lite.testing.mutation.hurting import only_where

X = np.array([[0.3, -1.2, 2.0], [1.5, 0.7, -0.4]])
NAMED = {label(each): each for each in all_operations()}


def both(operation: Any, *args: Any) -> tuple[Findings, Findings]:
    """Return what both laws find."""
    case = Case(operation, args, {})
    with np.errstate(all="ignore"):
        return first_order(case, np.random.default_rng(0)), second_order(case, np.random.default_rng(0))


def wave(slope: Any) -> Any:
    """Return a sine whose rule calls `slope` for its derivative."""
    return ag.primitive(x=lambda g, x: g * slope(x))(lambda x: np.sin(x))


def test_right_rules_keep_all_laws() -> None:
    """The cosine is the derivative of the sine, to any order."""
    assert both(wave(np.cos), X) == ([], [])


def test_differences() -> None:
    """A factor of 1.00001 is found by differences in first order, since it is the same in every mode."""
    first, second = both(wave(lambda x: np.cos(x) * 1.00001), X)
    assert "differences say" in first[0]
    assert second == []  # the gradient's derivative is that of the gradient, wrong as both are


def test_second_order() -> None:
    """A slope that is right and whose own rule is wrong is found in second order alone."""
    slope = ag.primitive(x=lambda g, x: -1.01 * g * np.sin(x))(lambda x: np.cos(x))
    first, second = both(wave(slope), X)
    assert first == []
    assert "second order in input 0" in second[0]


def test_symmetry_of_the_hessian() -> None:
    """Shares that are right at a point and no gradient around it break the symmetry of second derivatives alone."""
    y = X + 1
    product = ag.primitive(x=lambda g, y: g * (1.5 * y - 0.5 * (X + 1)), y=lambda g, x: g * x)(lambda x, y: x * y)
    first, second = both(product, X, y)
    assert first == []
    assert "the Hessian is not symmetric" in second[0]


def test_the_value_with_and_without_a_gradient() -> None:
    """An operation that computes something else when it is recorded is found before any difference is taken."""

    @ag.primitive(x=lambda g, x: g * np.cos(x))
    def moody(x):
        moody.calls += 1
        return np.sin(x) + 1e-3 * (moody.calls == 1)

    moody.calls = 0
    assert any("the value changes when a gradient is asked for" in each for each in both(moody, X)[0])


def test_inputs_are_left_alone() -> None:
    """A rule that writes to an input is found even if its share is right."""

    def rule(g, x):
        share = g * np.cos(x)
        if isinstance(X, np.ndarray):
            X[...] = X + 0.0
            X[0, 0] = np.nextafter(X[0, 0], 1)
        return share

    found = both(ag.primitive(x=rule)(lambda x: np.sin(x)), X)[0]
    assert "an input was written to" in found


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_reverse_mode_is_finite_where_forward_mode_is(value: float) -> None:
    """A share that is NaN in the fast pass alone is not passed over as unknown."""
    fault = lambda share, g, saved, recorded: share if recorded else share * value  # noqa: E731
    operation = NAMED["ops.elementwise.trigonometric.sin"]
    with broken(operation, "x", Way("", "", None, fault)):
        found = both(operation, X)[0]
    assert found == ["input 0: reverse mode is not finite where forward mode is"]


def test_forward_against_reverse() -> None:
    """A fault of the fast pass alone leaves forward mode right, which differences vouch for; the two disagree."""
    fault = lambda share, g, saved, recorded: share if recorded else share * 1.001  # noqa: E731
    operation = NAMED["ops.elementwise.trigonometric.sin"]
    with broken(operation, "x", Way("", "", None, fault)):
        found = both(operation, X)[0]
    assert len(found) == 1
    assert "where forward mode says" in found[0]


def test_memory_layout_of_what_comes_back() -> None:
    """A rule that is wrong for gradients in another order of memory is found, since they come back in several."""
    fault = only_where(lambda g, _: any(not a.flags.c_contiguous for a in g))
    operation = NAMED["ops.elementwise.trigonometric.sin"]
    with broken(operation, "x", Way("", "", None, fault)):
        assert any(first_order(Case(operation, (X,), {}), np.random.default_rng(n)) for n in range(3))
