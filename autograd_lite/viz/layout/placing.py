"""From a description to places on the page: how large the boxes are, and where our own layout puts them."""

from autograd_lite.viz.backends.content import DETAIL as DETAIL, TITLE as TITLE, Line as TextLine, lines
from autograd_lite.viz.description import Box, Description, short
from autograd_lite.viz.layout.keys import Keys as Keys, group_title as group_title, keys_of as keys_of
from autograd_lite.viz.layout.labelling import SIZE, words_touched
from autograd_lite.viz.layout.layered import GAP_ALONG, Line, Placed, Size, arrange, lanes_needed
from autograd_lite.viz.layout.measure import text_width

LEADING = {"title": 19.0}
_LONG = 110.0  # points; words at arrows that are longer lie over a box
_PATIENCE = 300  # boxes up to which a layout is tried anew
_TRIES, _MORE = 6, 16.0  # points that a layer gets each time
AFTER = 5.0  # free room between a title and what stands behind it


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
    """Lay the description out; in the result, places are as on the page: x, y, width, height.

    Where words at arrows touch something, all is laid out anew with more room before the boxes there.
    """
    keys = keys_of(description)
    before = _long_words(description, keys)
    result = _placed(description, keys, before)
    touched = words_touched(description, result, keys) if len(description.boxes) <= _PATIENCE else {}
    least = sum(touched.values())
    for _ in range(_TRIES):
        if not touched:
            break
        before.update({head: before.get(head, 0.0) + _MORE for head in touched})
        other = _placed(description, keys, before)
        touched = words_touched(description, other, keys)
        if sum(touched.values()) < least:
            result, least = other, sum(touched.values())
    return result, keys


def _long_words(description: Description, keys: Keys) -> dict[str, float]:
    """Return the room that words need before boxes where they lie along their arrows and are longer than most."""
    before: dict[str, float] = {}
    for edge in description.edges:
        if edge.label and description.direction == "LR":
            more = text_width(short(edge.label, 60), SIZE) - _LONG
            for end in (edge.source, edge.target) if more > 0 else ():
                before[keys.boxes[end]] = max(before.get(keys.boxes[end], 0.0), more)
    return before


def _placed(description: Description, keys: Keys, before: dict[str, float]) -> Placed:
    across = description.direction == "LR"
    sizes, rooms = {}, {} if across else _rooms(description, keys)
    for box in description.boxes:
        key = keys.boxes[box.id]
        width, height = box_size(box)
        sizes[key] = Size(height, width) if across else Size(max(width, rooms.get(key, 0.0)), height)
    titles = {}
    lies_in = {box.id: box.group for box in description.boxes}
    labelled = {lies_in[e.target] for e in description.edges if e.label and lies_in[e.source] != lies_in[e.target]}
    for group in description.groups:
        width = text_width(group_title(group.title, group.times), 11.0) + 4.0
        titles[keys.groups[group.id]] = (
            Size(16.0, 0.0) if across else Size(width, 26.0 if group.id in labelled else 16.0)
        )
    runs = _runs(description, keys)
    result = arrange(
        sizes,
        {keys.boxes[box.id]: keys.groups[box.group] for box in description.boxes},
        {keys.groups[group.id]: keys.groups[group.parent] for group in description.groups},
        titles,
        runs,
        pad=(20.0, 12.0) if across else (12.0, 12.0),
        gap=_gap(description),
        before=before,
    )
    if rooms:
        _shrunk(result, {keys.boxes[box.id]: box_size(box)[0] for box in description.boxes})
    _entries_spread(result, runs)
    _beside(result, description, keys)
    return _turned(result) if across else result


def _rooms(description: Description, keys: Keys) -> dict[str, float]:
    """Return how wide the words are at the arrows of each box, where boxes stand so near that they would not fit."""
    widths: dict[str, float] = {}
    for edge in description.edges:
        if edge.label:
            width = text_width(short(edge.label, 60), SIZE)
            for end in (edge.source, edge.target):
                widths[keys.boxes[end]] = max(widths.get(keys.boxes[end], 0.0), width)
    return widths


def _shrunk(result: Placed, widths: dict[str, float]) -> None:
    """Give each box its own width, in the middle of the room that it was given."""
    for key, (x, y, width, height) in result.boxes.items():
        result.boxes[key] = (x + (width - widths[key]) / 2, y, widths[key], height)


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


def _gap(description: Description) -> float:
    """Return the room between layers: more where formulas stand at the arrows, most where arrows run both ways."""
    forward = any(edge.kind == "flow" for edge in description.edges)
    formulas = any(edge.kind == "gradient" and edge.label for edge in description.edges)
    if description.direction == "LR":  # words lie along the arrows
        words = [text_width(short(edge.label, 60), 9.0) for edge in description.edges if edge.label]
        return max(GAP_ALONG, min(max(words, default=0.0), _LONG) + 16.0 * bool(words))
    return GAP_ALONG if not formulas else 40.0 if forward else 30.0


def _entries_spread(placed: Placed, lines: list[Line], step: float = 14.0) -> None:
    """Let several lines that end at one box end side by side; one of the spine keeps the middle."""
    ending: dict[str, list[Line]] = {}
    for line in lines:
        ending.setdefault(line.target, []).append(line)
    for target, coming in ending.items():
        if len(coming) < 2:
            continue
        x, y, width, _ = placed.boxes[target]
        coming.sort(key=lambda line: placed.routes[line.source, line.target][-2][0])
        middle = next((n for n, line in enumerate(coming) if line.spine), (len(coming) - 1) / 2)
        reach = max(middle, len(coming) - 1 - middle)
        step_here = min(step, (width / 2 - 6) / reach)
        for n, line in enumerate(coming):
            placed.routes[line.source, line.target][-1] = (x + width / 2 + (n - middle) * step_here, y)


def _beside(result: Placed, description: Description, keys: Keys) -> None:
    """Lead each gradient arrow back beside its forward arrow."""
    pairs = {(edge.source, edge.target) for edge in description.edges if edge.kind == "flow"}
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
