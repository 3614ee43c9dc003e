"""Positions across the flow: every item as near to its neighbours as the room allows.

One layer at a time, this is a weighted least-squares problem with a minimal distance between neighbours. Subtracting
the distances turns it into isotonic regression, which pooling adjacent violators solves exactly.
"""

from collections.abc import Callable
from itertools import accumulate, pairwise

Link = tuple[str, str, float, float, float]  # from, to, weight, offset of the line's start and of its end


def spread_out(
    layers: list[list[str]], widths: dict[str, float], links: list[Link], gap: Callable[[str, str], float]
) -> dict[str, float]:
    """Return the centre of every item.

    Parameters
    ----------
    layers : items in the order in which they stand side by side
    widths : of the items
    links : lines between items of neighbouring layers; heavy ones become straight
    gap : least distance between two items that stand side by side
    """
    above: dict[str, list[tuple[str, float, float]]] = {}
    below: dict[str, list[tuple[str, float, float]]] = {}
    for a, b, weight, start, end in links:
        above.setdefault(b, []).append((a, weight, start - end))
        below.setdefault(a, []).append((b, weight, end - start))
    at: dict[str, float] = {}
    rows = [(layer, _offsets(layer, widths, gap)) for layer in layers]
    for layer, offsets in rows:
        _place(layer, offsets, dict.fromkeys(layer, (0.0, 1.0)), at)
    for sweep in range(12):
        down = sweep % 2 == 0
        for layer, offsets in rows if down else reversed(rows):
            _place(layer, offsets, _wishes(layer, above if down else below, at), at)
    for layer, offsets in reversed(rows):  # whoever has neighbours on one side only goes there; the others stay
        both = {item: [*above.get(item, ()), *below.get(item, ())] for item in layer}
        _place(layer, offsets, _wishes(layer, both, at), at)
    for layer, offsets in rows:
        _place(layer, offsets, _wishes(layer, above, at), at)
    return at


def _wishes(
    layer: list[str], side: dict[str, list[tuple[str, float, float]]], at: dict[str, float]
) -> dict[str, tuple[float, float]]:
    """Return for every item where it would like to stand, and how much: next to its heaviest neighbours."""
    wishes = {}
    for item in layer:
        near = side.get(item, ())
        if near:
            weight = sum(w for _, w, _ in near)
            wishes[item] = (sum((at[n] + shift) * w for n, w, shift in near) / weight, weight)
        else:
            wishes[item] = (at[item], 0.01)
    return wishes


def _offsets(layer: list[str], widths: dict[str, float], gap: Callable[[str, str], float]) -> list[float]:
    """Return how far each item at least stands from the first of its layer."""
    steps = [(widths[one] + widths[other]) / 2 + gap(one, other) for one, other in pairwise(layer)]
    return list(accumulate(steps, initial=0.0))[: len(layer)]


def _place(
    layer: list[str], offsets: list[float], wishes: dict[str, tuple[float, float]], at: dict[str, float]
) -> None:
    """Write to `at` the places nearest to the wishes at which no two items touch."""
    blocks: list[list[float]] = []  # place, weight, count
    for item, shift in zip(layer, offsets, strict=True):
        wish, weight = wishes[item]
        blocks.append([wish - shift, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            place, weight, count = blocks.pop()
            last = blocks[-1]
            last[0] = (last[0] * last[1] + place * weight) / (last[1] + weight)
            last[1] += weight
            last[2] += count
    numbers = iter(zip(layer, offsets, strict=True))
    for place, _, count in blocks:
        for _ in range(int(count)):
            item, shift = next(numbers)
            at[item] = place + shift
