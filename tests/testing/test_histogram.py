"""What is drawn is a mixture: simple numbers, decades, special points, ties, and all kinds of shapes."""

import numpy as np
import pytest

from autograd_lite.domains import POSITIVE, REAL, Interval
from autograd_lite.ops.elementwise.exponential import exp
from autograd_lite.ops.sorting import sort
from autograd_lite.testing.drawing import LAYOUTS, laid_out, table
from autograd_lite.testing.histogram import Drawn, histogram, layouts_of


def share(interval: Interval, kind: str) -> float:
    """Return the share of a kind among the numbers drawn from an interval."""
    drawn = histogram(lambda draw: ((draw.array((4, 5), interval),), {}), count=100)
    return drawn.kinds[kind] / sum(drawn.decades.values())


@pytest.mark.parametrize(("interval", "negative"), [(REAL, 0.45), (POSITIVE, 0.0), (Interval(-1e6, 1e6), 0.45)])
def test_shares_of_the_mixture(interval: Interval, negative: float) -> None:
    """A fifth at least is read at a glance, a fifth at least is not; ties are common, and both signs alike."""
    assert share(interval, "halves and integers") > 0.15
    assert share(interval, "others") > 0.2
    assert share(interval, "equal to another") > 0.05
    assert abs(share(interval, "negative") - negative) < 0.08


def test_decades() -> None:
    """Every decade from a millionth to a million is drawn where the interval has it."""
    drawn = histogram(lambda draw: ((draw.array((50,), Interval(-1e7, 1e7)),), {}), count=100)
    assert {None, *range(-6, 7)} <= set(drawn.decades)
    assert min(drawn.decades[d] for d in range(-6, 7)) > 0.02 * sum(drawn.decades.values())


def test_special_points_and_their_neighbours() -> None:
    """A special point stands in the table with what is beside it: a unit in the last place, 1e-8 and 1e-3 away."""
    near = table(Interval(-4.0, 4.0, special=(0.7,)))
    for offset in (0.0, 1e-8, -1e-8, 1e-3, -1e-3, np.spacing(0.7), -np.spacing(0.7)):
        assert np.any(near == 0.7 + offset)


def test_shapes() -> None:
    """Scalars, empty axes and axes of length 1 are among the shapes."""
    drawn = histogram(lambda draw: ((draw.array(),), {}), count=300)
    assert {"0 axes", "1 axis", "2 axes", "3 axes", "2 axes, one empty", "2 axes, one of length 1"} <= set(drawn.shapes)


def test_layouts() -> None:
    """Every layout is drawn, none rarely, and so are arrays without axes and empty ones."""
    drawn = histogram(lambda draw: ((draw.array(),), {}), count=600)
    assert set(drawn.layouts) == {"no axes", "empty", "C", "F", "strided", "reversed", "view", "read-only"}
    assert min(drawn.layouts.values()) > 20


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_seen_for_what_it_is(layout: str) -> None:
    """What is laid out in one way is counted as that; an array without axes has one layout for all."""
    assert layout in layouts_of(laid_out(np.ones((2, 3)), layout))
    assert layouts_of(np.ones((2, 0))) == ["empty"]
    assert layouts_of(np.array(1.0)) == ["no axes"]


def test_operations_let_the_layouts_through() -> None:
    """What an operation makes of the drawn arrays leaves it some of every layout; elements without ties too."""
    assert set(LAYOUTS) <= set(histogram(exp.samples, count=300).layouts)
    assert set(LAYOUTS) <= set(histogram(sort.samples, count=300).layouts)


def test_bars_by_hand() -> None:
    """The longest bar has forty blocks, the others their part of it."""
    drawn = Drawn(draws=2)
    drawn.add(np.array([1.0, 0.0, 20.0, 30.0]))
    lines = drawn.lines()
    assert lines[0] == "2 draws"
    assert lines[lines.index("decades") + 1 :][:3] == [
        "  0           1 " + "█" * 20,
        "  1e+00       1 " + "█" * 20,
        "  1e+01       2 " + "█" * 40,
    ]
