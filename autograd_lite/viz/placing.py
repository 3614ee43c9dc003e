"""From a description to places on the page: how large the boxes are, and where our own layout puts them."""

from typing import NamedTuple

from autograd_lite.viz.content import Line as TextLine, lines
from autograd_lite.viz.description import Box, Description, short
from autograd_lite.viz.layout import GAP_ALONG, Line, Placed, Size, arrange, entries_spread, lanes_needed
from autograd_lite.viz.measure import text_width

TITLE, DETAIL = 12.0, 10.0  # type sizes
LEADING = {"title": 19.0}
_LONG = 110.0  # points; words at arrows that are longer lie over a box
AFTER = 5.0  # free room between a title and what stands behind it


class Keys(NamedTuple):
    """Names for boxes and groups that hold nothing a user wrote."""

    boxes: dict[str, str]
    groups: dict[str, str]


def keys_of(description: Description) -> Keys:
    """Return ``n0, n1, …`` for the boxes and ``g0, g1, …`` for the groups."""
    return Keys(
        {box.id: f"n{n}" for n, box in enumerate(description.boxes)},
        {"": "", **{group.id: f"g{n}" for n, group in enumerate(description.groups)}},
    )


def line_width(line: TextLine) -> float:
    """Return the width of a line of text in its type."""
    width = text_width(line.text, TITLE if line.kind == "title" else DETAIL, line.kind in ("title", "warning"))
    return width + (AFTER + text_width(line.after, DETAIL) if line.after else 0.0)


def box_size(box: Box) -> tuple[float, float]:
    """Return width and height that the text of a box needs."""
    texts = lines(box)
    mark = 14.0 if box.role in ("module", "parameter") else 0.0
    width = max(map(line_width, texts))
    height = sum(leading_of(t) for t in texts) + 6.0 + (36.0 if box.image else 0.0)
    return round(max(width + mark + 16.0, 40.0, 112.0 if box.image else 0.0), 1), height


def leading_of(line: TextLine) -> float:
    """Return how far down a line of text takes."""
    return LEADING.get(line.kind, 15.0)


def placed(description: Description) -> tuple[Placed, Keys]:
    """Lay the description out; in the result, places are as on the page: x, y, width, height."""
    keys = keys_of(description)
    across = description.direction == "LR"
    sizes = {}
    for box in description.boxes:
        width, height = box_size(box)
        sizes[keys.boxes[box.id]] = Size(height, width) if across else Size(width, height)
    titles = {}
    lies_in = {box.id: box.group for box in description.boxes}
    labelled = {lies_in[e.target] for e in description.edges if e.label and lies_in[e.source] != lies_in[e.target]}
    for group in description.groups:
        width = text_width(group_title(group.title, group.times), 11.0) + 4.0
        titles[keys.groups[group.id]] = (
            Size(16.0, 0.0) if across else Size(width, 26.0 if group.id in labelled else 16.0)
        )
    pairs = {(edge.source, edge.target) for edge in description.edges if edge.kind == "flow"}
    runs = _runs(description, keys)
    result = arrange(
        sizes,
        {keys.boxes[box.id]: keys.groups[box.group] for box in description.boxes},
        {keys.groups[group.id]: keys.groups[group.parent] for group in description.groups},
        titles,
        runs,
        pad=(20.0, 12.0) if across else (12.0, 12.0),
        gap=_gap(description, bool(pairs)),
    )
    entries_spread(result, runs)
    _beside(result, description, keys, pairs)
    return (_turned(result) if across else result), keys


def _runs(description: Description, keys: Keys) -> list[Line]:
    """Return the lines that the layout is made for: the forward arrows, and gradients that run beside none."""
    pairs = {(edge.source, edge.target) for edge in description.edges if edge.kind == "flow"}
    flows = [edge for edge in description.edges if edge.kind == "flow" or (edge.target, edge.source) not in pairs]
    return [Line(keys.boxes[e.source], keys.boxes[e.target], e.spine) for e in flows if e.kind != "link"]


def lanes_in(description: Description) -> int:
    """Return how many places there would be at which a line passes a row of boxes."""
    keys = keys_of(description)
    around = {keys.boxes[box.id]: keys.groups[box.group] for box in description.boxes}
    parents = {keys.groups[group.id]: keys.groups[group.parent] for group in description.groups}
    return lanes_needed(list(around), around, parents, _runs(description, keys))


def _gap(description: Description, forward: bool) -> float:
    """Return the room between layers: more where formulas stand at the arrows, most where arrows run both ways."""
    formulas = any(edge.kind == "gradient" and edge.label for edge in description.edges)
    if description.direction == "LR":  # words lie along the arrows
        words = [text_width(short(edge.label, 60), 9.0) for edge in description.edges if edge.label]
        return max(GAP_ALONG, min(max(words, default=0.0), _LONG) + 16.0 * bool(words))
    return GAP_ALONG if not formulas else 40.0 if forward else 30.0


def _beside(result: Placed, description: Description, keys: Keys, pairs: set[tuple[str, str]]) -> None:
    """Lead each gradient arrow back beside its forward arrow."""
    for edge in description.edges:
        if edge.kind == "gradient" and (edge.target, edge.source) in pairs:
            source, target = keys.boxes[edge.source], keys.boxes[edge.target]
            forth = result.routes[target, source]
            result.routes[source, target] = [(x + 8.0, y) for x, y in reversed(forth)]


def _turned(result: Placed) -> Placed:
    """Exchange the axes: what flowed downwards flows to the right."""
    return Placed(
        {key: (r[1], r[0], r[3], r[2]) for key, r in result.boxes.items()},
        {key: (r[1], r[0], r[3], r[2]) for key, r in result.groups.items()},
        {key: [(y, x) for x, y in points] for key, points in result.routes.items()},
        Size(result.size.along, result.size.across),
    )


def group_title(title: str, times: int) -> str:
    """Return the title of a frame, with how often it stands for the same."""
    return short(title, 60) + (f"  × {times}" if times > 1 else "")
