"""Layers, and the order of items inside of them: longest paths, then medians to take crossings away."""

from bisect import bisect_left, insort
from collections import Counter
from itertools import pairwise

Piece = tuple[str, str, str]
_CROWD = 8  # items side by side that a page has room for


def layers_of(
    items: list[str], ins: list[str], outs: list[str], pieces: list[Piece]
) -> tuple[list[list[str]], dict[Piece, list[str]]]:
    """Put items into layers, every piece of a line pointing to a later one.

    Parameters
    ----------
    items : boxes and inner groups, in the order of the computation
    ins, outs : ports, which go into a first and a last layer of their own
    pieces : ``(from, to, source)``

    Returns
    -------
    layers : of items, ports and lanes (where lines pass a layer; lines of one source share theirs)
    chains : for every piece the items and lanes that it runs through
    """
    rank = _all_ranks(items, ins, outs, pieces)
    offset = 1 if ins else 0
    layers: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1 + offset)]
    for item in [*ins, *items, *outs]:
        layers[rank[item] + offset].append(item)
    chains: dict[Piece, list[str]] = {}
    lanes = set[str]()
    for piece in pieces:
        start, end, source = piece
        chain = [start]
        for number in range(rank[start] + 1, rank[end]):
            lane = f"lane\0{source}\0{number}"
            if lane not in lanes:
                lanes.add(lane)
                layers[number + offset].append(lane)
            chain.append(lane)
        chains[piece] = [*chain, end]
    return layers, chains


def lanes_of(items: list[str], ins: list[str], outs: list[str], pieces: list[Piece]) -> int:
    """Return how many lanes :func:`layers_of` would make: where that is many, lines are long and cross each other."""
    rank = _all_ranks(items, ins, outs, pieces)
    reach: dict[str, tuple[int, int]] = {}
    for start, end, source in pieces:
        first, last = reach.get(source, (rank[start], rank[start]))
        reach[source] = min(first, rank[start]), max(last, rank[end])
    return sum(max(last - first - 1, 0) for first, last in reach.values())


def _all_ranks(items: list[str], ins: list[str], outs: list[str], pieces: list[Piece]) -> dict[str, int]:
    """Return the layer of every item and port; the first port's is -1."""
    rank = _ranks(items, pieces)
    last = max(rank.values(), default=-1) + 1
    return rank | dict.fromkeys(ins, -1) | dict.fromkeys(outs, last)


def _ranks(items: list[str], pieces: list[Piece]) -> dict[str, int]:
    """Return the layer of every item: as early as its inputs allow; without inputs, just before its consumer.

    In a crowded layer, those that can wait do so, too.
    """
    inside = set(items)
    after: dict[str, list[str]] = {item: [] for item in items}
    waiting = dict.fromkeys(items, 0)
    for start, end, _ in pieces:
        if start in inside and end in inside:
            after[start].append(end)
            waiting[end] += 1
    starts = [item for item in items if not waiting[item]]
    fed = {end for start, end, _ in pieces if start not in inside}  # by a port: these stay where they are
    rank = dict.fromkeys(items, 0)
    ready, order = list(reversed(starts)), []
    while ready:
        item = ready.pop()
        order.append(item)
        for consumer in after[item]:
            rank[consumer] = max(rank[consumer], rank[item] + 1)
            waiting[consumer] -= 1
            if not waiting[consumer]:
                ready.append(consumer)
    if max(Counter(rank.values()).values(), default=0) > _CROWD:
        _thinned_out(order, rank, after, pieces)
    for item in starts:
        if after[item] and item not in fed:
            rank[item] = min(rank[consumer] for consumer in after[item]) - 1
    return rank


def _thinned_out(order: list[str], rank: dict[str, int], after: dict[str, list[str]], pieces: list[Piece]) -> None:
    """Move items of crowded layers down to their consumers, where no line has to become longer for it.

    A slice of a sequence, say, is better taken in the step that takes it: the line to it from the sequence is there
    anyway, for later steps; lines of one source share their lanes.
    """
    crowd = Counter(rank.values())
    taken = Counter(source for source, _, _ in pieces)
    before: dict[str, list[str]] = {}
    for start, end, _ in pieces:
        before.setdefault(end, []).append(start)
    free = dict[str, bool]()  # whether an item can go down and no line becomes longer
    for item in order:
        free[item] = all(
            taken[source] > 2 or (taken[source] == 1 and free.get(source, False)) for source in before.get(item, ())
        )
    for item in reversed(order):
        if free[item] and after[item] and (crowd[rank[item]] > _CROWD or _waits(item, rank, after, taken)):
            rank[item] = min(rank[consumer] for consumer in after[item]) - 1


def _waits(item: str, rank: dict[str, int], after: dict[str, list[str]], taken: Counter[str]) -> bool:
    """Return True if the only consumer of an item went down."""
    return taken[item] == 1 and rank[after[item][0]] > rank[item] + 1


def crossings_removed(layers: list[list[str]], links: list[tuple[str, str, float]], sweeps: int = 8) -> None:
    """Sort each layer by the median of its neighbours, forth and back; keep the order with the fewest crossings."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for a, b, _ in links:
        above.setdefault(b, []).append(a)
        below.setdefault(a, []).append(b)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, below)
    for sweep in range(sweeps):
        if not fewest:
            break
        down = sweep % 2 == 0
        side = above if down else below
        numbers = range(1, len(layers)) if down else range(len(layers) - 2, -1, -1)
        for number in numbers:
            place = {item: n for n, item in enumerate(layers[number - 1 if down else number + 1])}
            layers[number] = _by_median(layers[number], side, place)
        count = _crossings(layers, below)
        if count < fewest:
            best, fewest = [list(layer) for layer in layers], count
    layers[:] = best


def _by_median(layer: list[str], side: dict[str, list[str]], place: dict[str, int]) -> list[str]:
    """Return the layer sorted by medians; items without neighbours keep their places."""
    medians = {}
    for item in layer:
        near = sorted(place[n] for n in side.get(item, ()) if n in place)
        if near:
            middle = len(near) // 2
            medians[item] = near[middle] if len(near) % 2 else (near[middle - 1] + near[middle]) / 2
    movable = iter(sorted((item for item in layer if item in medians), key=lambda item: medians[item]))
    return [next(movable) if item in medians else item for item in layer]


def _crossings(layers: list[list[str]], below: dict[str, list[str]]) -> int:
    """Count pairs of links that cross, layer by layer, in n log n."""
    total = 0
    for upper, lower in pairwise(layers):
        place = {item: n for n, item in enumerate(lower)}
        seen: list[int] = []
        for item in upper:
            ends = [place[n] for n in below.get(item, ()) if n in place]
            total += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
            for end in ends:
                insort(seen, end)
    return total
