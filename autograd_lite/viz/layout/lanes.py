"""Lanes: where lines pass layers of boxes. Lines of one source share theirs, so they are looked at and drawn once."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from autograd_lite.viz.layout.ordering import Piece

Extent = tuple[float, float, float, float]  # from where to where, across; then along the flow
_NEAR = 3.0  # points by which a neighbour may be longer
LONG = 60  # layers past which an arrow begins on the line that it shares with others


def branches(chains: dict[Piece, list[str]]) -> set[Piece]:
    """Return the pieces that are drawn from where they leave the longest of their source: else text grows as n²."""
    longest: dict[str, Piece] = {}
    for piece, chain in chains.items():
        if len(chain) > len(chains[longest.setdefault(piece[2], piece)]):
            longest[piece[2]] = piece
    return {piece for piece, chain in chains.items() if len(chain) > LONG and longest[piece[2]] != piece}


def bends(
    chains: dict[Piece, list[str]],
    begun: set[Piece],
    place: dict[str, tuple[float, float]],
    spans: dict[str, tuple[float, float]],
) -> dict[Piece, list[tuple[float, float]]]:
    """Return the points of every piece between its ends.

    Parameters
    ----------
    chains : what each piece runs through
    begun : those that begin on the line of another
    place : where everything stands, across first
    spans : from where to where its layer reaches along the flow
    """
    found = {}
    for piece, chain in chains.items():
        lanes = [(place[item][0], spans[item]) for item in (chain[-3:-1] if piece in begun else chain[1:-1])]
        found[piece] = [point for lane in bent(lanes) for point in lane]
    return found


def bent(lanes: list[tuple[float, tuple[float, float]]]) -> Iterator[list[tuple[float, float]]]:
    """Yield where a line enters and leaves each of its straight parts."""
    for across, straight in groupby(lanes, key=itemgetter(0)):
        spans = [span for _, span in straight]
        yield [(across, spans[0][0]), (across, spans[-1][1])]


def apart(chains: dict[Piece, list[str]], spine: dict[Piece, bool]) -> Iterator[tuple[Piece, list[str]]]:
    """Yield of every chain the part that runs through no lane of another: lines of one source share theirs."""
    met = set[str]()
    for piece, chain in sorted(chains.items(), key=lambda item: not spine[item[0]]):
        shared = bisect_left(chain, True, 1, len(chain) - 1, key=lambda item: item not in met)
        met.update(chain[shared:-1])
        yield piece, chain[shared - 1 :]


def extents(
    layers: list[list[str]], place: dict[str, tuple[float, float]], sizes: Mapping[str, tuple[float, float]]
) -> list[dict[str, Extent]]:
    """Return where the items of each layer that have a size begin and end, across and along the flow."""
    found: list[dict[str, Extent]] = []
    for layer in layers:
        found.append({})
        for item in layer:
            if item in sizes:
                (x, y), (wide, long) = place[item], sizes[item]
                found[-1][item] = (x - wide / 2, x + wide / 2, y, y + long)
    return found


def clear_of_neighbours(
    bends: dict[Piece, list[tuple[float, float]]],
    chains: dict[Piece, list[str]],
    layers: list[dict[str, Extent]],
    spans: dict[str, tuple[float, float]],
    port: Callable[[str, str, str], float],
) -> None:
    """Let lines turn aside where their layer ends or begins, if else they would run through a longer neighbour.

    Parameters
    ----------
    bends : points of every piece between its ends, to be added to
    chains : what each piece runs through
    layers : the extents of the items of each
    spans : from where to where the layer of an item reaches
    port : how far from the middle of an item a line of a source crosses its border
    """
    beside = {item: layer for layer in layers for item in layer}
    for piece, points in bends.items():
        first, last = chains[piece][0], chains[piece][-1]
        ends = [_middle(beside, item) + port(item, piece[2], side) for item, side in ((first, "out"), (last, "in"))]
        if first in beside and last in beside:
            turns = [points[0][0], points[-1][0]] if points else ends[::-1]
            if _in_the_way(beside[first], first, ends[0], turns[0], lower=True):
                points.insert(0, (ends[0], spans[first][1]))
            if _in_the_way(beside[last], last, ends[1], turns[1], lower=False):
                points.append((ends[1], spans[last][0]))


def _middle(beside: dict[str, dict[str, Extent]], item: str) -> float:
    left, right = beside[item][item][:2] if item in beside else (0.0, 0.0)
    return (left + right) / 2


def _in_the_way(layer: dict[str, Extent], own: str, start: float, end: float, lower: bool) -> bool:
    """Return True if an item of the layer is longer than `own`, at that side, and stands between two places across."""
    low, high = min(start, end), max(start, end)
    for item, (left, right, begins, stops) in layer.items():
        longer = stops - layer[own][3] if lower else layer[own][2] - begins
        if item != own and longer > _NEAR and left < high and low < right:
            return True
    return False
