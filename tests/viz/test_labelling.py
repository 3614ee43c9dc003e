"""Words at arrows: on the free side, on no box."""

import pytest

from autograd_lite.viz import draw
from autograd_lite.viz.calls import circles_opened
from autograd_lite.viz.content import lines
from autograd_lite.viz.description import Box, Description, Edge
from autograd_lite.viz.labelling import labels_of, reach_of
from autograd_lite.viz.placing import line_width, placed


def test_beside_a_straight_arrow() -> None:
    """A word stands right of its arrow, near the tip."""
    description = Description([Box("a", "input", "a"), Box("b", "output", "b")], [Edge("a", "b", "as (2,)")])
    place, keys = placed(description)
    (label,) = labels_of(description, place, keys)
    (x, _), (_, tip) = place.routes["n0", "n1"]
    assert (label.text, label.x, label.anchor) == ("as (2,)", x + 5, "start")
    assert tip - 12 < label.y < tip


def test_both_ways_have_a_side_each() -> None:
    """Where arrows run both ways, the forward one has its word on the left, the gradient on the right."""
    boxes = [Box("a", "input", "a"), Box("b", "output", "b")]
    description = Description(boxes, [Edge("a", "b", "twice"), Edge("b", "a", "g·2", "gradient")])
    place, keys = placed(description)
    forward, back = labels_of(description, place, keys)
    assert (forward.anchor, back.anchor) == ("end", "start")
    assert forward.x < place.routes["n0", "n1"][0][0] < place.routes["n1", "n0"][0][0] < back.x
    assert reach_of([forward, back])[0] < forward.x


@pytest.mark.parametrize("view", ["forward", "backward"])
def test_no_word_begins_on_a_box(graph: object, view: str) -> None:
    """The point where a word begins or ends lies on no box."""
    description = circles_opened(draw(graph, view=view, fold=False).description)
    place, keys = placed(description)
    for label in labels_of(description, place, keys):
        for x, y, width, height in place.boxes.values():
            assert not (x < label.x < x + width and y < label.y - 3 < y + height), label


def test_titles_and_shapes_share_a_line() -> None:
    """A short title has the shape behind it, in the type of details: the line is as wide as both and a gap."""
    short, long = Box("a", "operation", "relu", shape=(2, 3)), Box("b", "operation", "x" * 40, shape=(2, 3))
    assert [(line.kind, line.text, line.after) for line in lines(short)] == [("title", "relu", "→ (2, 3)")]
    assert [(line.kind, line.after) for line in lines(long)] == [("title", ""), ("detail", "")]
    assert line_width(lines(short)[0]) > line_width(lines(short)[0]._replace(after=""))
