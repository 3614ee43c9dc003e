"""Lanes: where lines pass layers of boxes. Lines of one source share theirs, so they are looked at and drawn once."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from autograd_lite.viz.ordering import Piece

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
