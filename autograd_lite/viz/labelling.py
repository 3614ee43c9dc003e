"""Where the words at arrows stand: beside their arrow, on no box, and on no other arrow where that can be helped."""

from itertools import pairwise
from typing import NamedTuple

from autograd_lite.viz.description import Description, Edge, short
from autograd_lite.viz.layout import Placed
from autograd_lite.viz.measure import text_width
from autograd_lite.viz.placing import Keys

SIZE = 9.0  # of the type
Point = tuple[float, float]


class Label(NamedTuple):
    """A word at an arrow: its edge, its text, and where it begins ("start") or ends ("end")."""

    edge: Edge
    text: str
    x: float
    y: float
    anchor: str


def labels_of(description: Description, place: Placed, keys: Keys) -> list[Label]:
    """Return the labels of all arrows that have one."""
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
        return x1 - 5, y1 - 4, "end"
    if y1 < y0:
        return _upward(points, place, width, rightmost)
    aside = x1 < rightmost - 0.5 or (both and abs(x0 - x1) < 1)
    if len(points) > 2 and (x0 > x1 + 12 or (aside and x1 > x0 + 12)):  # from the side: above the bend, inside of it
        left = x0 - 5 - width if x0 > x1 else x0 + 5
        if not _covered((left, y0 - 12, width, 12), place):
            return left, y0 - 3, "start"
    down = y1 - 2.5 if x0 > x1 + 12 else max(0.3 * y0 + 0.7 * y1, y1 - 10)
    return (x1 - 5, down, "end") if aside else (x1 + 5, down, "start")


def _upward(points: list[Point], place: Placed, width: float, rightmost: float) -> tuple[float, float, str]:
    """Return where the label of a gradient stands, which goes back beside its arrow."""
    (x0, y0), (x1, y1) = points[-2:]
    if abs(x0 - x1) < 1:  # left of both arrows, where others come in from the right
        aside = x0 < rightmost
        return (x1 - 13, (y0 + y1) / 2 - 3, "end") if aside else (x1 + 5, (y0 + y1) / 2 + 3, "start")
    for (x, low), (u, high) in pairwise(points):
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
