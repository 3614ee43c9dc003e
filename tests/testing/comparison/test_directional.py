"""Derivatives in a direction, compared with differences of a weighted sum of the outputs."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing.comparison.comparing import MISS, Comparison
from autograd_lite.testing.comparison.directional import forward

X, G = np.array([1.0, 2.0, 3.0]), np.array([1.0, 10.0, 100.0])


def compared(f: Any, *args: Any, g: Any = G) -> Comparison:
    """A function with weights for its outputs; no rule that gives shares."""
    return Comparison(f, args, list(range(len(args))), [g], None, np.random.default_rng(0))


def test_a_right_direction() -> None:
    """The square changes by 2 x v: one finding a direction, with the weighted sum on both sides."""
    met: list[Any] = []

    def tangent(v: Any) -> list[Any]:
        met.append(v[0])
        return [2 * X * v[0]]

    comparison = compared(np.square, X)
    one, two = forward(comparison, tangent, 2, [0])
    assert (one.verdict, one.argument, one.index) == ("agrees", 0, None)
    assert one.got == pytest.approx(float(np.sum(G * 2 * X * met[0])), rel=1e-15)
    assert two.got != one.got
    assert comparison.miss == MISS**2


def test_the_output_that_is_wrong() -> None:
    """The second of three outputs is off by a hundredth: a finding for the direction, and one for that output."""
    found = forward(compared(np.square, X), lambda v: [2 * X * v[0] * [1, 1.01, 1]], 3, [0])
    assert [each.verdict for each in found] == ["wrong", "wrong"]
    assert found[1].index == (1,)
    assert found[1].reason == "output 1, of all outputs the one that is most wrong"
    assert found[1].got / found[1].wanted == pytest.approx(1.01, rel=1e-9)


def test_chosen_arguments() -> None:
    """Directions of an argument that is not chosen are not looked at; those of the chosen one leave the other."""

    def tangent(v: Any) -> list[Any]:
        assert not v[0].any()
        return [X * v[1]]

    found = forward(compared(lambda x, y: x * y, X, X + 1), tangent, 1, [1])
    assert [(each.verdict, each.argument) for each in found] == [("agrees", 1)]


def test_outputs_that_are_not_finite_are_left_out() -> None:
    """The logarithm of 0 is no number, and what a derivative says there is not compared."""
    x = np.array([0.0, 2.0, 3.0])
    with np.errstate(all="ignore"):
        comparison = compared(np.log, x)
        (one,) = forward(comparison, lambda v: [np.where(x > 0, v[0] / x, 7.0)], 1, [0])
    assert one.verdict == "agrees"


def test_directions_have_the_dtype_of_the_argument() -> None:
    """A rule for float32 gets a direction in float32."""
    met: list[Any] = []

    def tangent(v: Any) -> list[Any]:
        met.append(v[0].dtype)
        return [2 * X.astype(np.float32) * v[0]]

    (one,) = forward(compared(np.square, X.astype(np.float32), g=G.astype(np.float32)), tangent, 1, [0])
    assert one.verdict == "agrees"
    assert set(met) == {np.dtype(np.float32)}
