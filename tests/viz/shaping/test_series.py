"""Words that differ in their numbers alone."""

import pytest

from autograd_lite.viz.description import Box
from autograd_lite.viz.shaping.series import alike_so_far, numbers_in, spanned, stands_for


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["axis=0"] * 5, 5),
        (["axis=0", "axis=1"], 2),
        (["axis=0", "axis=1", "axis=0"], 2),
        (["[0]", "[1]", "[2]", "[3]", "[5]"], 4),
        (["[0:3]", "[3:6]", "[6:9]"], 3),
        (["[9]", "[8]", "[7]"], 3),
        (["scale=0.1", "scale=0.2", "scale=0.3"], 3),
        (["scale=1e−5", "scale=1e−4", "scale=1e−3"], 2),
        (["[1]", "[1:2]", "[3]", "[4]"], 2),
    ],
)
def test_how_far_a_series_goes(words: list[str], count: int) -> None:
    """Numbers that are the same or rise and fall in equal steps go on; the first that breaks the step ends them."""
    runs = [[Box(f"{n}", "operation", "f", settings=text)] for n, text in enumerate(words)]
    assert alike_so_far(runs) == count


def test_the_first_may_name_the_input() -> None:
    """The first operation of a loop names what goes in; its digits are no part of the series, its number is."""
    titles = ["x1 ** 2", "· ** 3", "· ** 4"]
    boxes = [Box(f"{n}", "operation", title, bytes=8) for n, title in enumerate(titles)]
    assert alike_so_far([[box] for box in boxes]) == 3
    assert (stands_for(boxes).title, stands_for(boxes).bytes) == ("· ** 2 … 4", 24)


def test_titles_of_modules_may_differ() -> None:
    """Modules have numbers of their own, which need not be a series."""
    runs = [[Box(f"{n}", "operation", f"{n}  Linear", module=f"{n}")] for n in (0, 1, 7)]
    assert alike_so_far(runs) == 3


def test_numbers_are_not_parts_of_names() -> None:
    """A weight's number is its name; a minus sign belongs to its number."""
    assert numbers_in("· @ w12 + b1, −2.5e−3") == ["−2.5e−3"]
    assert spanned(["· @ w1", "· @ w2", "· @ w3"]) == "· @ w1 … w3"
