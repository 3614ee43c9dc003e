"""Where the words at arrows stand: beside their arrow, on no box, and on no other arrow where that can be helped."""

from collections.abc import Iterator
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

from autograd_lite.viz.description import Description, Edge, short
from autograd_lite.viz.layout.crowding import BOX, LINE, WORD, Crowd, Rectangle, first_free
from autograd_lite.viz.layout.curves import flattened
from autograd_lite.viz.layout.keys import Keys, group_title
from autograd_lite.viz.layout.layered import Placed
from autograd_lite.viz.layout.measure import text_width

SIZE = 9.0  # of the type
_FRAME_TYPE = 11.0
_ASCENT, _DESCENT = 7.5, 2.0  # how far letters reach above and below their line
_STEP, _PARTS = 6.0, 20  # points along an arrow between the spots of its label, and how many on a straight part
_MOST = 300  # spots that are looked at
Point = tuple[float, float]


class Label(NamedTuple):
    """A word at an arrow: its edge, its text, and where it begins ("start") or ends ("end")."""

    edge: Edge
    text: str
    x: float
    y: float
    anchor: str


def labels_of(description: Description, place: Placed, keys: Keys) -> list[Label]:
    """Return the labels of all arrows that have one: on the usual side, elsewhere where something else is there."""
    return _labels(description, place, keys)[0]


def words_touched(description: Description, place: Placed, keys: Keys) -> dict[str, float]:
    """Return how much labels touch, but for frames, wherever they are put; by the box to which their arrow leads."""
    labels, crowd = _labels(description, place, keys)
    touched: dict[str, float] = {}
    for number, label in enumerate(labels):
        crowd.remove(number, _area(label))
        badness = crowd.badness(_area(label))
        crowd.add(number, _area(label), WORD)
        if badness >= LINE:
            ends = keys.boxes[label.edge.source], keys.boxes[label.edge.target]
            head = max(ends, key=lambda own: place.boxes[own][description.direction != "LR"])
            touched[head] = touched.get(head, 0.0) + badness
    return touched


def _labels(description: Description, place: Placed, keys: Keys) -> tuple[list[Label], Crowd]:
    """Return the labels, and all that they may touch, themselves too."""
    across = description.direction == "LR"
    labels = _usual(description, place, keys)
    if not labels:
        return [], Crowd()
    routes = _routes(description, place, keys)
    crowd = _crowd(description, place, keys, routes, across)
    free = [crowd.badness(_area(label)) == 0 for label in labels]
    order = sorted(range(len(labels)), key=lambda number: not free[number])  # who stands well keeps its place
    for number in order:
        labels[number] = _settled(labels[number], number, crowd, routes, place, keys, across)
    for number in order:  # now that all are there, some may find something better
        crowd.remove(number, _area(labels[number]))
        labels[number] = _settled(labels[number], number, crowd, routes, place, keys, across)
    return labels, crowd


def _settled(
    label: Label,
    number: int,
    crowd: Crowd,
    routes: dict[tuple[str, str, str], list[Point]],
    place: Placed,
    keys: Keys,
    across: bool,
) -> Label:
    """Return the label at the best spot along its arrow, and enter it there."""
    usual = _area(label)
    if crowd.badness(usual):
        edge = label.edge
        route = routes[keys.boxes[edge.source], keys.boxes[edge.target], edge.kind]
        spots = nsmallest(_MOST, _spots(usual, flattened(route, across), place.size.across))
        ranked = [(0.0, usual, label.anchor), *spots]
        _, (left, top, right, _), anchor = ranked[first_free(crowd, [(dislike, spot) for dislike, spot, _ in ranked])]
        label = label._replace(x=right if anchor == "end" else left, y=top + _ASCENT, anchor=anchor)
    crowd.add(number, _area(label), WORD)
    return label


def _spots(usual: Rectangle, points: list[Point], page: float) -> Iterator[tuple[float, Rectangle, str]]:
    """Yield where a label could stand, at both sides of many points of its arrow, above and below.

    Before each place stands how much it is disliked where it touches nothing: far from the usual one, or off the page;
    behind it, which end of the label is at the arrow.
    """
    left, top, across, along = usual[0], usual[1], usual[2] - usual[0], usual[3] - usual[1]
    for (x, y), (u, v) in pairwise(points):
        parts = min(max(1, int(max(abs(u - x), abs(v - y)) // _STEP)), _PARTS)
        for part in range(parts):
            a, b = x + (u - x) * (part + 0.5) / parts, y + (v - y) * (part + 0.5) / parts
            for dx, dy in ((5, 3), (3, -4), (3, 10), (13, 3), (3, -12)):  # the last two: beyond the arrow beside it
                high = b + dy - _ASCENT
                for start, anchor in ((a + dx, "start"), (a - dx - across, "end")):
                    off = max(-start, 0.0) + max(start + across - page, 0.0)
                    spot = start, high, start + across, high + along
                    yield abs(start - left) + abs(high - top) + 2 * off, spot, anchor


def _area(label: Label) -> Rectangle:
    """Return what the letters of a label cover."""
    width = _width(label.text)
    left = label.x - width if label.anchor == "end" else label.x
    return left, label.y - _ASCENT, left + width, label.y + _DESCENT


def _routes(description: Description, place: Placed, keys: Keys) -> dict[tuple[str, str, str], list[Point]]:
    """Return the points of every arrow."""
    routes = {}
    for edge in description.edges:
        source, target = keys.boxes[edge.source], keys.boxes[edge.target]
        straight = edge.kind == "link"
        routes[source, target, edge.kind] = link(place, source, target) if straight else place.routes[source, target]
    return routes


def _crowd(
    description: Description, place: Placed, keys: Keys, routes: dict[tuple[str, str, str], list[Point]], across: bool
) -> Crowd:
    """Return all that a label may touch."""
    crowd = Crowd()
    for key, (x, y, width, height) in place.boxes.items():
        crowd.add(key, (x, y, x + width, y + height), BOX)
    for group in description.groups:
        x, y, width, height = place.groups[keys.groups[group.id]]
        crowd.add_frame(group.id, (x, y, x + width, y + height))
        title = text_width(group_title(group.title, group.times), _FRAME_TYPE)
        crowd.add((group.id, "title"), (x + 9, y + 4, x + 9 + title, y + 18), WORD)
    for own, route in routes.items():
        crowd.add_line(own, route, across)
    return crowd


def _usual(description: Description, place: Placed, keys: Keys) -> list[Label]:
    """Return the labels where they stand if nothing is in the way."""
    entering: dict[str, float] = {}  # how far to the right arrows come in, and go out
    leaving: dict[str, float] = {}
    for (source, target), route in place.routes.items():
        if route[-1][1] >= route[0][1]:  # else a gradient that goes back beside its arrow
            entering[target] = max(entering.get(target, 0.0), route[-1][0])
            leaving[source] = max(leaving.get(source, 0.0), route[1][0])
    both = {edge.kind for edge in description.edges} >= {"flow", "gradient"}
    found = []
    for edge in description.edges:
        if edge.label:
            source, target = keys.boxes[edge.source], keys.boxes[edge.target]
            route = place.routes.get((source, target)) or link(place, source, target)
            up = route[-1][1] < route[0][1]
            crowd = max(entering.get(source, 0.0), leaving.get(target, 0.0)) if up else entering.get(target, 0.0)
            text = short(edge.label, 60)
            found.append(Label(edge, text, *_spot(text, route, place, description.direction == "LR", crowd, both)))
    return found


def reach_of(labels: list[Label]) -> tuple[float, float]:
    """Return how far the labels reach to the left and to the right."""
    found = [(la.x - w, la.x) if la.anchor == "end" else (la.x, la.x + w) for la in labels for w in [_width(la.text)]]
    return min((a for a, _ in found), default=0.0), max((b for _, b in found), default=0.0)


def _width(text: str) -> float:
    return text_width(text, SIZE)


def link(place: Placed, source: str, target: str) -> list[Point]:
    """Return a straight line between two boxes that stand side by side."""
    a, b = place.boxes[source], place.boxes[target]
    return [(a[0] + a[2], a[1] + a[3] / 2), (b[0], b[1] + b[3] / 2)]


def _spot(
    text: str, points: list[Point], place: Placed, across: bool, rightmost: float, both: bool
) -> tuple[float, float, str]:
    """Return where a label stands, and whether it begins or ends there."""
    (x0, y0), (x1, y1) = points[-2:]
    width = _width(text)
    if across:
        return (x1 - 5, y1 - 4, "end") if x1 > x0 else _leftward(points)
    if y1 < y0:
        return _upward(points, place, width, rightmost)
    aside = x1 < rightmost - 0.5 or (both and abs(x0 - x1) < 1)
    if len(points) > 2 and (x0 > x1 + 12 or (aside and x1 > x0 + 12)):  # from the side: above the bend, inside of it
        left = x0 - 5 - width if x0 > x1 else x0 + 5
        if not _covered((left, y0 - 12, width, 12), place):
            return left, y0 - 3, "start"
    down = y1 - 2.5 if x0 > x1 + 12 else max(0.3 * y0 + 0.7 * y1, y1 - 10)
    return (x1 - 5, down, "end") if aside else (x1 + 5, down, "start")


def _leftward(points: list[Point]) -> tuple[float, float, str]:
    """Return where the label of a gradient stands in a picture from left to right: below, where it is straight."""
    if len({round(y) for _, y in points}) == 1:
        return points[-1][0] + 9, points[-1][1] + 10, "start"
    (_, _), (x, y) = max(pairwise(points), key=lambda ends: (ends[0][1] == ends[1][1]) * (ends[0][0] - ends[1][0]))
    return x + 9, y + 10, "start"


def _upward(points: list[Point], place: Placed, width: float, rightmost: float) -> tuple[float, float, str]:
    """Return where the label of a gradient stands, which goes back beside its arrow."""
    (x0, y0), (x1, y1) = points[-2:]
    if all(abs(x - x1) < 1 for x, _ in points):  # left of both arrows, where others come in from the right
        aside = x0 < rightmost
        return (x1 - 13, (y0 + y1) / 2 - 3, "end") if aside else (x1 + 5, (y0 + y1) / 2 + 3, "start")
    straight = sorted(pairwise(points), key=lambda ends: ends[1][1] - ends[0][1])  # upwards: the longest first
    for (x, low), (u, high) in straight:
        middle = (low + high) / 2
        if abs(x - u) < 0.05 and not _covered((x + 5, middle - 9, width, 12), place):
            return x + 5, middle, "start"  # beside a straight piece of the line
    return max(x1, _crossing((x1, y1), (x0, y0), y1 + 17)) + 5, y1 + 15, "start"


def _crossing(top: Point, bottom: Point, y: float) -> float:
    """Return where the curve between two points, upright at both, crosses the height `y`."""
    share, low, high = (y - top[1]) / (bottom[1] - top[1]), 0.0, 1.0
    for _ in range(20):
        t = (low + high) / 2
        low, high = (t, high) if 1.5 * t * (1 - t) + t**3 < share else (low, t)
    return top[0] + (bottom[0] - top[0]) * (3 - 2 * low) * low**2


def _covered(label: tuple[float, float, float, float], place: Placed) -> bool:
    """Return True if a box stands where the label would."""
    x, y, width, height = label
    return any(
        x < left + wide and left < x + width and y < top + high and top < y + height
        for left, top, wide, high in place.boxes.values()
    )
