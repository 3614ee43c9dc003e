"""Wrong rules that checkers miss, and right ones at which they cry wolf: ours must do neither."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from autograd_lite.domains import Interval
from autograd_lite.operation import primitive
from autograd_lite.testing import examine_grads, examine_vjp
from autograd_lite.testing.strategies import arrays

X = np.random.default_rng(0).normal(size=8)
X32 = X.astype(np.float32)
ROWS, COLUMN = np.random.default_rng(1).normal(size=(3, 4)), np.random.default_rng(2).normal(size=4)


def cosine(factor: float = 1.0) -> Any:
    """Return the rule of the sine, off by a factor."""
    return lambda g, x: (g * factor * np.cos(x)).astype(x.dtype)


def offset(x: Any) -> Any:
    """Lose half of the digits, exactly linear all the same."""
    return (x + 1e8) - 1e8


def relu(x: Any) -> Any:
    """Rectify."""
    return np.maximum(x, 0)


def tripled(g: Any, x: Any, y: Any) -> Any:
    """Return shares of a broadcast product, the first row wrong."""
    share = g * y
    share[0] *= 3
    return share, (g * x).sum(0)


class Jitter:
    """Add a little noise of its own to what it is called with."""

    def __init__(self, size: float) -> None:
        self.rng, self.size = np.random.default_rng(0), size

    def __call__(self, values: Any) -> Any:
        """Return the values, a little off."""
        return values * (1 + self.size * self.rng.normal(size=np.shape(values)))


def one_of_many(g: Any, x: Any) -> Any:
    """Return the gradient of a sum of sines, with one element of 100 000 twice as large."""
    share = g * np.cos(x)
    share[70_001] *= 2
    return share


FORWARD, BACKWARD = Jitter(1e-6), Jitter(1e-3)
MANY = np.random.default_rng(3).uniform(-1, 1, 100_000)

WRONG = {
    "factor 1.001": (np.sin, cosine(1.001), (X,)),
    "factor 1.00001": (np.sin, cosine(1 + 1e-5), (X,)),
    "sign": (np.sin, cosine(-1), (X,)),
    "first row of a broadcast product": (lambda x, y: x * y, tripled, (ROWS, COLUMN)),
    "averaged where it is summed": (lambda x, y: x * y, lambda g, x, y: (g * y, (g * x).mean(0)), (ROWS, COLUMN)),
    "slope 1.3 at a kink": (relu, lambda g, x: g * np.where(x == 0, 1.3, x > 0), (np.array([0.0, 1.0, -1.0]),)),
    "cancellation, factor 1.5": (offset, lambda g, x: 1.5 * g, (X,)),
    "large inputs, factor 1.001": (np.square, lambda g, x: 2.002 * g * x, (1e8 * X,)),
    "small inputs, factor 1.5": (np.square, lambda g, x: 3 * g * x, (1e-8 * X,)),
    "small values, gradient 0": (lambda x: 1e-9 * np.sin(x), lambda g, x: 0 * g, (X,)),
    "float32, factor 1.01": (np.sin, cosine(1.01), (X32,)),
    "float32, factor 1.001": (np.sin, cosine(1.001), (X32,)),
    "one element of 100 000": (lambda x: np.sum(np.sin(x)), one_of_many, (MANY,)),
    "forward is random": (lambda x: FORWARD(np.sin(x)), cosine(), (X,)),
    "backward is random": (np.sin, lambda g, x: BACKWARD(g * np.cos(x)), (X,)),
}

RIGHT = {
    "sine": (np.sin, cosine(), (X,)),
    "broadcast product": (lambda x, y: x * y, lambda g, x, y: (g * y, (g * x).sum(0)), (ROWS, COLUMN)),
    "kink at the point": (relu, lambda g, x: g * (x > 0), (np.array([0.0, 1.0, -1.0]),)),
    "kink close by": (np.abs, lambda g, x: g * np.sign(x), (np.array([2e-7, -2e-7, 1.0]),)),
    "cancellation": (offset, lambda g, x: g * 1.0, (X,)),
    "large inputs": (np.square, lambda g, x: 2 * g * x, (1e8 * X,)),
    "small inputs": (np.log, lambda g, x: g / x, (1e-8 * np.abs(X),)),
    "float32": (np.sin, cosine(), (X32,)),
    "NaN on both sides": (np.log, lambda g, x: g / x, (np.array([-1.0]),)),
    "near a minimum": (lambda x: 1 - np.cos(x), lambda g, x: g * np.sin(x), (np.array([1e-9, 1e-7, 1e-3]),)),
    "many elements": (lambda x: np.sum(np.sin(x)), cosine(), (MANY,)),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_rules_are_caught(name: str) -> None:
    """A wrong rule is called wrong, not inconclusive."""
    with np.errstate(all="ignore"):
        report = examine_vjp(*WRONG[name])
    assert report.verdict == "wrong", str(report)


@pytest.mark.parametrize("name", RIGHT)
def test_right_rules_pass(name: str) -> None:
    """A right rule is never called wrong; only where the function is not finite may nothing be learnt."""
    with np.errstate(all="ignore"):
        report = examine_vjp(*RIGHT[name])
    assert report.verdict == ("inconclusive" if name == "NaN on both sides" else "agrees"), str(report)


@pytest.mark.parametrize(("name", "says"), [("forward is random", "value changes"), ("backward is random", "rule's")])
def test_randomness_is_named(name: str, says: str) -> None:
    """What is not deterministic is called that, not a mismatch."""
    reason = examine_vjp(*WRONG[name]).reason
    assert reason.startswith("not deterministic")
    assert says in reason


def test_the_wrong_one_of_many_is_found() -> None:
    """In 100 000 elements the report names the one that is wrong."""
    assert examine_vjp(*WRONG["one element of 100 000"]).worst.index == (70_001,)


def cubed(factor: float) -> Any:
    """Return a cube whose gradient is right and whose second derivative is off by a factor."""
    slope = primitive(x=lambda g, x: factor * 6 * g * x)(lambda x: 3 * x * x)
    return primitive(x=lambda g, x: g * slope(x))(lambda x: x**3)


def test_second_order() -> None:
    """A rule that is right in first order and wrong in second is caught by the second, and by nothing before."""
    assert examine_grads(cubed(1.0), X).verdict == "agrees"
    assert examine_grads(cubed(1.1), X, order=1).verdict == "agrees"
    assert examine_grads(cubed(1.1), X).verdict == "wrong"


def test_a_rare_branch_is_drawn() -> None:
    """A rule that is wrong only beyond 3 is caught by drawing, within sixty draws."""

    @settings(max_examples=60, derandomize=True, database=None, deadline=None)
    @given(arrays(Interval(-10, 10), min_side=1))
    def run(x: Any) -> None:
        rule = lambda g, x: g * np.where(x > 3, 2.0, 1.0) * np.cos(x)  # noqa: E731
        assert examine_vjp(np.sin, rule, (x,), laws=False).verdict != "wrong"

    with pytest.raises(AssertionError):
        run()
