"""What a word would touch, by hand."""

import pytest

from autograd_lite.viz.layout.crowding import BORDER, BOX, LINE, WORD, Crowd, crosses, first_free


@pytest.fixture
def crowd() -> Crowd:
    """A box, a word, an arrow and a frame."""
    made = Crowd()
    made.add("box", (0, 0, 40, 20), BOX)
    made.add(7, (100, 0, 140, 10), WORD)
    made.add_line("arrow", [(20, 20), (20, 300)])
    made.add_frame("frame", (-10, -10, 200, 400))
    return made


@pytest.mark.parametrize(
    ("rectangle", "badness"),
    [
        ((60, 40, 90, 50), 0),
        ((40, 0, 60, 10), 0),  # beside the box
        ((39, 0, 60, 10), BOX),
        ((10, 250, 30, 260), LINE),  # far from both ends of the arrow
        ((10, 10, 30, 30), BOX + LINE),
        ((190, 100, 210, 110), BORDER),
        ((50, 5, 105, 8), WORD),
    ],
)
def test_what_is_touched(crowd: Crowd, rectangle: tuple[float, ...], badness: float) -> None:
    """Each thing counts once, boxes most; what only lies beside counts nothing, nor does the inside of a frame."""
    assert crowd.badness(rectangle) == badness


def test_a_word_goes_away(crowd: Crowd) -> None:
    """Where a word was, there is room again; all else stays."""
    crowd.remove(7, (100, 0, 140, 10))
    assert crowd.badness((100, 0, 140, 10)) == 0
    assert crowd.badness((10, 250, 30, 260)) == LINE


@pytest.mark.parametrize(
    ("segment", "met"),
    [
        (((0, 0), (10, 10)), True),
        (((0, 5), (10, 5)), True),
        (((5, 0), (5, 3)), False),
        (((0, 8), (8, 16)), False),
        (((5, 5), (5, 5)), True),
        (((3, 0), (3, 10)), False),
    ],
)
def test_a_line_and_a_rectangle(segment: tuple[tuple[float, float], ...], met: bool) -> None:
    """A line meets the rectangle from (4, 4) to (6, 6) only where a part of it lies inside."""
    assert crosses(segment, (4, 4, 6, 6)) == met


def test_the_first_spot_that_is_free(crowd: Crowd) -> None:
    """Of spots, best liked first, the first that touches nothing is taken; if all do, the one that touches least."""
    on_box, on_border, free = (0, 0, 9, 9), (195, 50, 205, 60), (60, 60, 70, 70)
    assert first_free(crowd, [(0, on_box), (1, free), (2, free)]) == 1
    assert first_free(crowd, [(0, on_box), (1, on_border)]) == 1
