"""What two graphs have in common: boxes that have moved, and boxes that take something else than before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from autograd_lite.viz.description import Description
from autograd_lite.viz.shaping.likeness import traits_of


def moved(first: Description, second: Description) -> dict[str, str]:
    """Return the ids of boxes that the second graph has under another: equal ones, in the order of the computation.

    A layer that was put into a list of layers moves all behind it to the next number.
    """
    known = {box.id for box in first.boxes}
    fresh: dict[object, list[str]] = {}
    for box in reversed(second.boxes):
        if box.id not in known:
            fresh.setdefault(traits_of(box), []).append(box.id)
    kept = {box.id for box in second.boxes}
    found = {}
    for box in first.boxes:
        if box.id not in kept and fresh.get(traits_of(box)):
            found[box.id] = fresh[traits_of(box)].pop()
    return found


def renamed(description: Description, names: Mapping[str, str]) -> Description:
    """Return a description in which boxes have other ids."""
    if not names:
        return description
    boxes = [replace(box, id=names.get(box.id, box.id)) for box in description.boxes]
    edges = [
        replace(e, source=names.get(e.source, e.source), target=names.get(e.target, e.target))
        for e in description.edges
    ]
    return description.changed(boxes=boxes, edges=edges)


def rewired(first: Description, second: Description) -> dict[str, str]:
    """Return by id, of boxes that both graphs have, what they took and what they take.

    A box behind one that was added or removed takes the same as before, only by way of that.
    """
    old, new = taken(first), taken(second)
    lost, gained = ([box.id for box in one.boxes] for one in (first, second))
    gone, come = set(lost) - set(gained), set(gained) - set(lost)
    found = {}
    for own in gained:
        if own in come:
            continue
        before, now = old.get(own, []), new.get(own, [])
        if before == now:
            continue
        kept_before, kept_now = [s for s in before if s not in gone], [s for s in now if s not in come]
        missing = set(kept_before) - set(kept_now) - _behind(now, come, new)
        extra = set(kept_now) - set(kept_before) - _behind(before, gone, old)
        turned = sorted(before) == sorted(now)
        if missing or extra or turned:
            found[own] = f"takes {', '.join(before) or 'nothing'} → {', '.join(now) or 'nothing'}"
    return found


def taken(description: Description) -> dict[str, list[str]]:
    """Return by box what it takes, in the order of its arrows."""
    found: dict[str, list[str]] = {}
    for edge in description.flowing():
        found.setdefault(edge.target, []).append(edge.source)
    return found


def _behind(sources: Iterable[str], only: set[str], wires: Mapping[str, list[str]]) -> set[str]:
    """Return what stands behind those of `sources` that are among `only`, through others among them."""
    stack = [source for source in sources if source in only]
    seen, found = set(stack), set[str]()
    while stack:
        for source in wires.get(stack.pop(), ()):
            if source not in only:
                found.add(source)
            elif source not in seen:
                seen.add(source)
                stack.append(source)
    return found
