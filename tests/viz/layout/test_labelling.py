"""Words at arrows: on the free side, on no box."""

import itertools

import pytest

from autograd_lite.viz import draw
from autograd_lite.viz.backends.content import lines
from autograd_lite.viz.description import Box, Description, Edge
from autograd_lite.viz.layout.crowding import crosses
from autograd_lite.viz.layout.curves import flattened
from autograd_lite.viz.layout.labelling import SIZE, Label, labels_of, link, reach_of
from autograd_lite.viz.layout.measure import text_width
from autograd_lite.viz.layout.placing import line_width, placed
from autograd_lite.viz.shaping.calls import circles_opened


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


WAYS = [
    {"fold": False},
    {"view": "both"},
    {"view": "backward", "parameters": "nodes"},
    {"view": "forward", "direction": "LR"},
    {"view": "backward", "direction": "LR"},
    {"view": "both", "direction": "LR"},
]


@pytest.mark.parametrize("options", WAYS, ids=str)
def test_no_arrow_through_words(graph: object, options: dict[str, object]) -> None:
    """No arrow runs through a word at an arrow, and no word lies over another or over a box."""
    description = circles_opened(draw(graph, **options).description)
    place, keys = placed(description)
    across = description.direction == "LR"
    areas = [letters(label) for label in labels_of(description, place, keys)]
    ways = {(keys.boxes[e.source], keys.boxes[e.target]): e.kind for e in description.edges}
    for ends, kind in ways.items():
        points = link(place, *ends) if kind == "link" else flattened(place.routes[ends], across)
        for step in itertools.pairwise(points):
            assert not [area for area in areas if crosses(step, area)]
    boxes = [(x, y, x + width, y + height) for x, y, width, height in place.boxes.values()]
    for number, area in enumerate(areas):
        assert not [other for other in [*areas[:number], *boxes] if common(area, other)]


def letters(label: Label) -> tuple[float, float, float, float]:
    """What the letters of a label cover, the margin for wide fonts left out."""
    width = text_width(label.text, SIZE) / 1.15
    left = label.x - width if label.anchor == "end" else label.x
    return left, label.y - 6.5, left + width, label.y + 1.5


def common(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two rectangles share room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_words_that_fit_nowhere_get_room() -> None:
    """Two boxes side by side stand further apart than usual where the words at their arrows are wide."""
    boxes = [Box(own, "operation", own) for own in "abcd"]
    ways = [("a", "b"), ("c", "d")]
    widths = []
    for word in ("g", "g times a word that is wide"):
        gradients = [Edge(end, start, word, "gradient") for start, end in ways]
        place, _ = placed(Description(boxes, [*(Edge(*way) for way in ways), *gradients]))
        widths.append(place.boxes["n2"][0] - place.boxes["n0"][0])
        assert place.boxes["n0"][2] == place.boxes["n2"][2] == 40
    assert widths[0] == 40 + 22
    assert widths[1] == pytest.approx(text_width(word, SIZE) + 22)


def test_the_longest_straight_part_of_an_arrow_has_the_word() -> None:
    """The word at a gradient around three boxes stands beside its long upright part, not at the trunk it shares."""
    boxes = [Box(own, "operation", own) for own in "abcd"]
    ways = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]
    edges = [Edge(*way, spine=way != ("a", "d")) for way in ways]
    edges += [Edge(end, start, "g", "gradient") for start, end in ways]
    description = Description(boxes, edges)
    place, keys = placed(description)
    *_, label = labels_of(description, place, keys)
    assert place.boxes["n1"][1] < label.y < place.boxes["n3"][1]
    assert label.x > place.boxes["n1"][0] + place.boxes["n1"][2]
