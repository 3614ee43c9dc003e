from typing import Any

import numpy as np
import pytest

from autograd_lite.domains import ABOVE_ONE, NONZERO, POSITIVE, REAL, SMALL, UNIT, Interval, RandomDraw


@pytest.fixture
def draw() -> RandomDraw:
    """A source of choices with a fixed seed."""
    return RandomDraw(np.random.default_rng(0))


@pytest.mark.parametrize("interval", [REAL, POSITIVE, NONZERO, UNIT, ABOVE_ONE, SMALL, Interval(-2, 2, avoid=(1.0,))])
def test_place(interval: Interval) -> None:
    """Every number is moved into the interval and away from the avoided points, and stays if it was fine."""
    x = np.linspace(-10, 10, 2001)
    placed = interval.place(x)
    assert placed.min() >= interval.low
    assert placed.max() <= interval.high
    for point in interval.avoid:
        assert np.abs(placed - point).min() >= interval.margin
    np.testing.assert_array_equal(interval.place(placed), placed)


@pytest.mark.parametrize(("low", "high"), [(1.0, 0.0), (float("nan"), 1.0)])
def test_ends_in_order(low: float, high: float) -> None:
    """An interval runs from the smaller number to the larger one."""
    with pytest.raises(ValueError, match=rf"^An interval from {low} to {high}. Wanted two numbers, the smaller"):
        Interval(low, high)


def test_place_goes_to_the_nearer_side() -> None:
    """A number just below an avoided point is moved down, the point itself and one above are moved up."""
    assert NONZERO.place(np.array([-0.01, 0.0, 0.01, 1.0])).tolist() == [-0.125, 0.125, 0.125, 1.0]


def test_shapes(draw: RandomDraw) -> None:
    """Drawn shapes keep their limits, and empty and 0-d ones occur."""
    shapes = [draw.shape(max_ndim=2, max_side=3) for _ in range(300)]
    assert all(len(shape) <= 2 and all(side <= 3 for side in shape) for shape in shapes)
    assert () in shapes
    assert any(0 in shape for shape in shapes)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 0)])
def test_stretched(draw: RandomDraw, shape: tuple[int, ...]) -> None:
    """A stretched shape broadcasts to the whole."""
    for _ in range(50):
        assert np.broadcast_shapes(draw.stretched(shape), shape) == shape


def test_broadcastable(draw: RandomDraw) -> None:
    """Shapes that are drawn together broadcast together."""
    for _ in range(50):
        np.broadcast_shapes(*draw.broadcastable(3))


def test_axes(draw: RandomDraw) -> None:
    """Axes are distinct and valid; None, one axis and tuples all occur."""
    kinds: set[Any] = set()
    for _ in range(200):
        axes = draw.axes(3)
        kinds.add(type(axes))
        chosen = () if axes is None else (axes,) if isinstance(axes, int) else axes
        assert len({axis % 3 for axis in chosen}) == len(chosen)
        assert all(-3 <= axis < 3 for axis in chosen)
    assert kinds == {type(None), int, tuple}
    assert draw.axes(0) is None


def test_permutation_and_distinct(draw: RandomDraw) -> None:
    """Permutations hold every number once; distinct elements differ by the gap at least."""
    assert sorted(draw.permutation(5)) == [0, 1, 2, 3, 4]
    values = np.sort(draw.distinct((3, 4), gap=0.5), axis=None)
    assert np.diff(values).min() >= 0.5 - 1e-12


def test_choice_and_maybe(draw: RandomDraw) -> None:
    """Every option occurs, and so do None and the value."""
    assert {draw.choice("abc") for _ in range(100)} == set("abc")
    assert {draw.maybe(1) for _ in range(100)} == {None, 1}
