"""Where boxes stand: a layered layout of our own. For some hundred boxes, or thousands if few lines pass among them.

Every group is laid out by itself, innermost first, and is then one item of the group around it. Lines that cross a
group's border do so at a port, which is an item of no size in the first or last layer inside. So frames never overlap,
and no arrow points against the flow. Coordinates: ``across`` and ``along`` the flow; the caller turns them into x, y.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from autograd_lite.viz.layout.lanes import apart, bends, branches, clear_of_neighbours, extents
from autograd_lite.viz.layout.ordering import crossings_removed, lanes_of, layers_of
from autograd_lite.viz.layout.spreading import spread_out

GAP_ALONG = 15.0
GAP_ACROSS = 22.0
LANE = 10.0  # width of a line that passes a layer
GAP_LANES = 4.0  # between two of them
PAD = 12.0
TITLE_AT, TITLE_END = 9.0, 20.0  # where the title of a frame begins across, and ends along the flow


class Size(NamedTuple):
    """Extent of a box across and along the flow."""

    across: float
    along: float


@dataclass(slots=True)
class Line:
    """A connection: from a box to a box, whether it belongs to the spine."""

    source: str
    target: str
    spine: bool = False


@dataclass(slots=True)
class Placed:
    """The result: rectangles ``(across, along, width, height)`` by id, and the points of every line."""

    boxes: dict[str, tuple[float, float, float, float]]
    groups: dict[str, tuple[float, float, float, float]]
    routes: dict[tuple[str, str], list[tuple[float, float]]]
    size: Size


@dataclass(slots=True)
class _Level:
    """One group while it is laid out: its items, the pieces of lines between them, and where they came to stand."""

    items: list[str] = field(default_factory=list)
    pieces: dict[tuple[str, str, str], bool] = field(default_factory=dict)  # (from, to, source box): spine?
    place: dict[str, tuple[float, float]] = field(default_factory=dict)  # centre across, start along
    bends: dict[tuple[str, str, str], list[tuple[float, float]]] = field(default_factory=dict)
    size: Size = field(default_factory=lambda: Size(0.0, 0.0))
    branches: set[tuple[str, str, str]] = field(default_factory=set)  # pieces that begin on the line of another

    def content(self) -> tuple[list[str], list[str], list[str], list[tuple[str, str, str]]]:
        """Return the items, the ports by which lines come in and go out, and the pieces of lines."""
        ins = list(dict.fromkeys(a for a, _, _ in self.pieces if a.startswith("in\0")))
        outs = list(dict.fromkeys(b for _, b, _ in self.pieces if b.startswith("out\0")))
        return self.items, ins, outs, list(self.pieces)


def arrange(
    sizes: dict[str, Size],
    group_of: dict[str, str],
    parents: dict[str, str],
    titles: dict[str, Size],
    lines: list[Line],
    pad: tuple[float, float] = (PAD, PAD),
    gap: float = GAP_ALONG,
    before: Mapping[str, float] | None = None,
) -> Placed:
    """Lay out boxes in nested groups.

    Parameters
    ----------
    sizes : of the boxes, in the order of the computation
    group_of : the group that a box lies in; "" for the outermost
    parents : the group around each group, outer groups first
    titles : room that the title of each group takes at its start
    lines : from box to box, along the flow
    pad : free room inside of a frame, across and along
    gap : free room between two layers
    before : more room before the layers of some boxes
    """
    layout = _Layout(sizes, group_of, parents, titles, (*pad, gap))
    layout.before = before or {}
    for line in lines:
        layout.split(line)
    for group in [*reversed(parents), ""]:
        layout.arrange_level(group)
    return layout.collected(lines)


def lanes_needed(boxes: list[str], group_of: dict[str, str], parents: dict[str, str], lines: list[Line]) -> int:
    """Return how many lanes the layout would need: places at which a line passes a row of boxes."""
    layout = _Layout(dict.fromkeys(boxes, Size(0.0, 0.0)), group_of, parents, {}, (0.0, 0.0, 0.0))
    for line in lines:
        layout.split(line)
    return sum(lanes_of(*level.content()) for level in layout.levels.values())


class _Layout:
    def __init__(
        self,
        sizes: dict[str, Size],
        group_of: dict[str, str],
        parents: dict[str, str],
        titles: dict[str, Size],
        pad: tuple[float, float, float],
    ) -> None:
        self.sizes = dict(sizes)  # of boxes; groups join as they are finished
        self.boxes, self.parents, self.titles, self.pad = sizes, parents, titles, pad
        self.before: Mapping[str, float] = {}
        self.around = {**group_of, **parents}
        self.levels: dict[str, _Level] = {group: _Level() for group in ["", *parents]}
        for item, group in self._in_order():
            self.levels[group].items.append(item)

    def _in_order(self) -> list[tuple[str, str]]:
        """Return boxes and groups with the group around them; a group stands where its first box does."""
        found: dict[str, str] = {}
        for box in self.boxes:
            chain = [box, *self._ancestors(box)]
            for inner in reversed(chain):
                if inner:
                    found.setdefault(inner, self.around[inner])
        for group in self.parents:
            found.setdefault(group, self.around[group])
        return list(found.items())

    def _ancestors(self, item: str) -> list[str]:
        """Return the groups around `item`, innermost first, the outermost "" last."""
        chain = []
        while item:
            item = self.around[item]
            chain.append(item)
        return chain

    def split(self, line: Line) -> None:
        """Cut a line into pieces, one for each level that it runs through."""
        here, there = self._ancestors(line.source), self._ancestors(line.target)
        common = next(group for group in here if group in set(there))
        for piece, level in self._pieces(line, here[: here.index(common)], there[: there.index(common)], common):
            spines = self.levels[level].pieces
            spines[piece] = spines.get(piece, False) or line.spine

    def _pieces(
        self, line: Line, out: list[str], into: list[str], common: str
    ) -> list[tuple[tuple[str, str, str], str]]:
        source = line.source
        found = []
        item = source
        for group in out:
            found.append(((item, f"out\0{source}", source), group))
            item = group
        target = line.target
        last = []
        for group in into:
            last.append(((f"in\0{source}", target, source), group))
            target = group
        return [*found, ((item, target, source), common), *reversed(last)]

    def arrange_level(self, group: str) -> None:
        """Lay out one group, whose inner groups are finished."""
        level = self.levels[group]
        layers, chains = layers_of(*level.content())
        ends = {piece: (chain[0], chain[-1]) for piece, chain in chains.items()}
        level.branches = branches(chains)
        passing = Counter(lane for chain in chains.values() for lane in chain[1:-1])
        links = [
            (a, b, 1e6 if level.pieces[piece] else (4.0 if len(chains[piece]) > 2 else 1.0) * passing.get(b, 1), piece)
            for piece, chain in apart(chains, level.pieces)
            for a, b in pairwise(chain)
        ]
        crossings_removed(layers, [(a, b, w) for a, b, w, _ in links])
        widths = {i: self.sizes[i].across if i in self.sizes else LANE for layer in layers for i in layer}
        offsets = [
            (
                a,
                b,
                w,
                self._port(a, piece[2], "out") * (a == ends[piece][0]),
                self._port(b, piece[2], "in") * (b == ends[piece][1]),
            )
            for a, b, w, piece in links
        ]
        across = spread_out(layers, widths, offsets, _gap)
        self._settle(group, level, layers, widths, across, chains)

    def _port(self, item: str, source: str, side: str) -> float:
        """Return how far from the middle of `item` a line of `source` crosses its border; 0 for boxes."""
        if item not in self.levels:
            return 0.0
        level = self.levels[item]
        return level.place[f"{side}\0{source}"][0] - level.size.across / 2

    def _settle(
        self,
        group: str,
        level: _Level,
        layers: list[list[str]],
        widths: dict[str, float],
        across: dict[str, float],
        chains: dict[tuple[str, str, str], list[str]],
    ) -> None:
        """Turn centres into places inside of the frame, and chains of items into points of lines."""
        pad_across, pad_along, gap = self.pad if group else (0.0, 0.0, self.pad[2])
        title = self.titles.get(group, Size(0.0, 0.0))
        left = min((across[i] - widths[i] / 2 for i in widths), default=0.0)
        right = max((across[i] + widths[i] / 2 for i in widths), default=0.0)
        width = max(right - left, title.across)
        shift = pad_across - left + (width - (right - left)) / 2
        along = pad_along + title.along
        turning = self._through_title(chains, across, TITLE_AT + title.across - shift) if title.along else set()
        along = max(along, TITLE_END + gap - 5.0) if turning else along
        spans = []
        ported = [all("\0" in i and i[0] in "io" for i in layer) for layer in layers]
        for layer, ports in zip(layers, ported, strict=True):
            along += max((self.before.get(i, 0.0) for i in layer), default=0.0)
            depth = max((self.sizes[i].along for i in layer if i in self.sizes), default=0.0)
            start = 0.0 if ports and layer is layers[0] else along
            for item in layer:
                free = depth - self.sizes[item].along if item in self.sizes else 0.0
                level.place[item] = (across[item] + shift, start + free / 2)
            spans.append((start, start + depth))
            along = max(along, start + depth) + (0.0 if ports else gap)
        end = along - gap * bool(level.items) + pad_along
        level.size = Size(width + 2 * pad_across, end)
        if layers and ported[-1]:
            for item in layers[-1]:
                level.place[item] = (level.place[item][0], end)
        where = {item: span for layer, span in zip(layers, spans, strict=True) for item in layer}
        level.bends = bends(chains, level.branches, level.place, where)
        clear_of_neighbours(level.bends, chains, extents(layers, level.place, self.sizes), where, self._port)
        for piece in turning:  # straight down past the title
            level.bends[piece].insert(0, (level.place[piece[0]][0], TITLE_END))
        self.sizes[group] = level.size

    def _through_title(
        self, chains: dict[tuple[str, str, str], list[str]], across: dict[str, float], reach: float
    ) -> set[tuple[str, str, str]]:
        """Return the pieces that turn aside where they come in, and so run through the title, which ends at `reach`."""
        found = set()
        for piece, (port, first, *_) in chains.items():
            there = across[first] + self._port(first, piece[2], "in")
            if port.startswith("in\0") and abs(across[port] - there) > 0.05 and min(across[port], there) < reach:
                found.add(piece)
        return found

    def collected(self, lines: list[Line]) -> Placed:
        """Add up the places of nested groups."""
        origin = {"": (0.0, 0.0)}
        for group in self.parents:
            level = self.levels[self.around[group]]
            base = origin[self.around[group]]
            centre, start = level.place[group]
            origin[group] = (base[0] + centre - self.sizes[group].across / 2, base[1] + start)
        boxes = {}
        for box, size in self.boxes.items():
            base, (centre, start) = origin[self.around[box]], self.levels[self.around[box]].place[box]
            boxes[box] = (base[0] + centre - size.across / 2, base[1] + start, size.across, size.along)
        frames = {group: (*origin[group], *self.sizes[group]) for group in self.parents}
        routes = {(line.source, line.target): self._route(line, origin, boxes) for line in lines}
        return Placed(boxes, frames, routes, self.levels[""].size)

    def _route(
        self, line: Line, origin: dict[str, tuple[float, float]], boxes: dict[str, tuple[float, float, float, float]]
    ) -> list[tuple[float, float]]:
        here, there = self._ancestors(line.source), self._ancestors(line.target)
        common = next(group for group in here if group in set(there))
        a, b = boxes[line.source], boxes[line.target]
        points = [(a[0] + a[2] / 2, a[1] + a[3])]
        for piece, group in self._pieces(line, here[: here.index(common)], there[: there.index(common)], common):
            level, (x, y) = self.levels[group], origin[group]
            if piece[0].startswith("in\0"):
                place = level.place[piece[0]]
                points.append((x + place[0], y + place[1]))
            if piece in level.branches:
                points = []
            points += [(x + bend[0], y + bend[1]) for bend in level.bends[piece]]
            if piece[1].startswith("out\0"):
                place = level.place[piece[1]]
                points.append((x + place[0], y + place[1]))
        return [*points, (b[0] + b[2] / 2, b[1])]


def _gap(one: str, other: str) -> float:
    return GAP_LANES if one.startswith("lane\0") and other.startswith("lane\0") else GAP_ACROSS
