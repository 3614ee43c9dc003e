"""Equal parts that follow each other, drawn once with "× 12": modules, and stretches of a chain inside of one."""

import re
from bisect import bisect_right
from dataclasses import replace
from typing import Any

from autograd_lite.viz.closing import contracted
from autograd_lite.viz.description import Box, Description, Edge, Group

_LONGEST = 40  # boxes in a stretch for which another order of the first is tried


def folded(description: Description) -> Description:
    """Return `description` with repeated modules, then repeated stretches of boxes, folded; until nothing repeats."""
    description = _folded_groups(description)
    return _folded_chains(description)


def _general(text: str) -> str:
    """Return a text with its numbers taken out: ``layers.0`` and ``layers.1`` are the same layer."""
    return re.sub(r"\d+", "#", text)


class _Wires:
    """Who takes from whom, both ways."""

    def __init__(self, description: Description) -> None:
        self.into: dict[str, list[Edge]] = {}
        self.out: dict[str, list[Edge]] = {}
        for edge in description.edges:
            self.into.setdefault(edge.target, []).append(edge)
            self.out.setdefault(edge.source, []).append(edge)
        self.boxes = {box.id: box for box in description.boxes}

    def steady(self, box: str) -> tuple[str, ...]:
        """Return the shared parameters that a box takes."""
        sources = (e.source for e in self.into.get(box, ()))
        return tuple(sorted(source for source in sources if self.boxes[source].role == "parameter"))

    def alike(self, one: str, other: str) -> bool:
        """Return True for two inputs of equal shape that one operation each takes."""
        a, b = self.boxes[one], self.boxes[other]
        single = all(len(self.out.get(i, ())) == 1 and not self.into.get(i) for i in (one, other))
        return single and (a.role, a.title, a.shape) == (b.role, b.title, b.shape)


# -- modules ----------------------------------------------------------------------------------------------------------


def _folded_groups(description: Description) -> Description:
    """Fold runs of equal sibling groups, inner ones first."""
    depth = {"": 0}
    for group in description.groups:
        depth[group.id] = depth[group.parent] + 1
    for level in range(max(depth.values()), 0, -1):
        siblings: dict[str, list[Group]] = {}
        for group in description.groups:
            if depth.get(group.id) == level:
                siblings.setdefault(group.parent, []).append(group)
        for groups in siblings.values():
            if len(groups) > 1:
                description = _fold_siblings(description, groups)
    return description


def _members(description: Description, groups: list[Group]) -> dict[str, list[Box]]:
    """Return the boxes below each of `groups`, in order."""
    parents = {group.id: group.parent for group in description.groups}
    wanted = {group.id for group in groups}
    top: dict[str, str] = {"": ""}
    for group in description.groups:
        top[group.id] = group.id if group.id in wanted else top[parents[group.id]]
    found: dict[str, list[Box]] = {group.id: [] for group in groups}
    for box in description.boxes:
        if top[box.group]:
            found[top[box.group]].append(box)
    return found


def _fold_siblings(description: Description, groups: list[Group]) -> Description:
    wires, members = _Wires(description), _members(description, groups)
    places = {box.id: n for n, box in enumerate(description.boxes)}
    groups = sorted(groups, key=lambda g: min((places[box.id] for box in members[g.id]), default=-1))
    prints = [_print(members[group.id], group.id, wires) for group in groups]
    start = 0
    while start < len(groups):
        end = start + 1
        while end < len(groups) and prints[end] == prints[start]:
            end += 1
        run = groups[start:end]
        own = _chained([members[g.id] for g in run], wires) if len(run) > 1 else None
        if own is not None:
            once = _drawn_once(description, run, [members[g.id] for g in run], own)
            return _fold_siblings(once, [*groups[:start], run[0], *groups[end:]])
        start = end if len(run) > 1 else start + 1
    return description


def _print(boxes: list[Box], group: str, wires: _Wires) -> tuple[Any, ...]:
    """Return what must be equal: operations, shapes, parameters' shapes, frames, wiring inside."""
    place = {box.id: n for n, box in enumerate(boxes)}
    return tuple(
        (
            _traits(box),
            _general(box.group.removeprefix(group).partition("@")[0]),
            tuple(sorted((place[e.source], e.label) for e in wires.into.get(box.id, ()) if e.source in place)),
            sum(e.source not in place for e in wires.into.get(box.id, ())),
        )
        for box in boxes
    )


def _traits(box: Box, free: bool = False) -> tuple[Any, ...]:
    """Return what two boxes must have in common; with `free`, the numbers in their settings may differ (an index)."""
    rows = tuple((row.role, _general(row.name), row.shape, row.dtype) for row in box.rows)
    title = "" if box.role == "operation" else _general(box.title)  # a title may name the input of the first part
    settings = _general(box.settings) if free else box.settings
    return box.role, box.operation, title, settings, box.shape, box.dtype, rows, box.notes, box.warning


def _chained(runs: list[list[Box]], wires: _Wires) -> dict[str, str] | None:
    """Return None unless each run takes what the one before it gives (or what all take) and gives to the next alone.

    Else the inputs that each run has for itself (the slices of a sequence), each with its counterpart in the first run.
    """
    inside = {box.id: (n, k) for n, run in enumerate(runs) for k, box in enumerate(run)}
    own: dict[str, str] = {}
    for n, run in enumerate(runs[1:], 1):
        for box, earlier_box in zip(run, runs[n - 1], strict=True):
            mine, before = ([e.source for e in wires.into.get(b.id, ())] for b in (box, earlier_box))
            if len(mine) != len(before):
                return None
            for source, earlier in zip(mine, before, strict=True):
                here, there = inside.get(source), inside.get(earlier)
                if here is None and there is None:
                    if source != earlier and not wires.alike(source, earlier):
                        return None
                    if source != earlier:
                        own[source] = own.get(earlier, earlier)
                elif here is None or not _one_further(here, there, n):
                    return None
    return own if _left_alike(runs, inside, wires) else None


def _one_further(here: tuple[int, int], there: tuple[int, int] | None, n: int) -> bool:
    """Return True if a source lies one run further than its counterpart; that of the first run lies before all."""
    return here[0] == 0 and n == 1 if there is None else here == (there[0] + 1, there[1])


def _left_alike(runs: list[list[Box]], inside: dict[str, tuple[int, int]], wires: _Wires) -> bool:
    """Return True if what leaves the earlier runs goes where the same box of the last run goes."""
    for run in runs[:-1]:
        for k, box in enumerate(run):
            outside = {e.target for e in wires.out.get(box.id, ()) if e.target not in inside}
            if outside - {e.target for e in wires.out.get(runs[-1][k].id, ())}:
                return False
    return True


def _drawn_once(
    description: Description, run: list[Group], members: list[list[Box]], own: dict[str, str]
) -> Description:
    """Keep the first of a run; arrows out of the last come out of the first."""
    kept = [replace(first, title=second.title) for first, second in zip(members[0], members[1], strict=True)]
    mapping = {box.id: one for boxes in members for box, one in zip(boxes, kept, strict=True)}
    mapping.update(_inputs_once(description, own, len(run)))
    gone = {group.id for group in run[1:]}
    times = sum(group.times for group in run)
    title = _range_title([group.title for group in run])
    groups = []
    for group in description.groups:
        if group.id in gone or group.parent in gone:
            gone.add(group.id)
        else:
            groups.append(replace(group, times=times, title=title) if group.id == run[0].id else group)
    return _without_returns(contracted(description.changed(groups=groups), mapping), description)


def _inputs_once(description: Description, own: dict[str, str], times: int) -> dict[str, Box]:
    """Return the box for each input that every run has for itself."""
    boxes = {box.id: box for box in description.boxes}
    kept = {first: replace(boxes[first], times=times) for first in own.values()}
    return {**kept, **{later: kept[first] for later, first in own.items()}}


def _without_returns(folded_one: Description, before: Description) -> Description:
    """Drop the arrows that led from one repetition to the next: folded, they would point upward."""
    place = {box.id: n for n, box in enumerate(before.boxes)}
    edges = [e for e in folded_one.edges if place[e.source] < place[e.target]]
    boxes = sorted(folded_one.boxes, key=lambda box: place[box.id])
    return folded_one.changed(boxes=boxes, edges=edges)


def _range_title(titles: list[str]) -> str:
    """Return ``layers.0 … 11  Block`` for ``layers.0  Block`` to ``layers.11  Block``."""
    first, last = re.split(r"(\d+)", titles[0]), re.split(r"(\d+)", titles[-1])
    if len(first) != len(last):
        return titles[0]
    different = [n for n, (a, b) in enumerate(zip(first, last, strict=True)) if a != b]
    if len(different) != 1:
        return titles[0].partition("  (call")[0]
    if "(call " in first[different[0] - 1]:
        return titles[0]
    first[different[0]] = f"{first[different[0]]} … {last[different[0]]}"
    return "".join(first)


# -- stretches of a chain ---------------------------------------------------------------------------------------------


def _folded_chains(description: Description) -> Description:
    """Fold stretches of boxes that repeat right after each other in one group."""
    wires = _Wires(description)
    by_group: dict[str, list[Box]] = {}
    for box in description.boxes:
        if box.role in ("operation", "module"):
            by_group.setdefault(box.group, []).append(box)
    mapping: dict[str, Box] = {}
    frames: list[Group] = []
    for boxes in by_group.values():
        for stretches, own in _repeats(boxes, wires):
            mapping.update(_inputs_once(description, own, len(stretches)))
            frame = _frame(stretches) if len(stretches[0]) > 1 else None
            for k, box in enumerate(stretches[0]):
                last = stretches[-1][k].title
                counted = _general(box.title) == _general(last)  # else the first names the input of the loop
                title = _range_title([box.title if counted else stretches[1][k].title, last])
                count = sum(stretch[k].count for stretch in stretches)
                times = box.times if frame else box.times * len(stretches)
                one = replace(box, title=title, times=times, count=count, group=frame.id if frame else box.group)
                mapping.update({stretch[k].id: one for stretch in stretches})
            if frame is not None:
                frames.append(frame)
    if not mapping:
        return description
    description = description.changed(groups=[*description.groups, *frames])
    return _without_returns(contracted(description, mapping), description)


def _frame(stretches: list[list[Box]]) -> Group:
    """Return the frame around a stretch that stands for several, one after the other."""
    first = stretches[0][0]
    return Group(f"{first.id} repeated", "repeated", first.group, "repeat", times=len(stretches))


def _repeats(boxes: list[Box], wires: _Wires) -> list[tuple[list[list[Box]], dict[str, str]]]:
    """Return the runs of equal stretches in `boxes`, each with the inputs that :func:`_chained` found."""
    traits = [(*_traits(box, free=True), wires.steady(box.id)) for box in boxes]
    following: dict[Any, list[int]] = {}
    for n, trait in enumerate(traits):
        following.setdefault(trait, []).append(n)
    found, start = [], 0
    while start < len(boxes):
        best: list[list[Box]] = []
        inputs: dict[str, str] = {}
        places = following[traits[start]]
        for place in places[bisect_right(places, start) :][:4]:
            stretches, own = _stretches(boxes, traits, start, place - start, wires)
            if sum(map(len, stretches)) > sum(map(len, best)):
                best, inputs = stretches, own
            if len(best) > 3:
                break  # shorter periods come first; the longer ones are their multiples
        if best:
            found.append((best, inputs))
        start += max(sum(map(len, best)), 1)
    return found


def _stretches(
    boxes: list[Box], traits: list[Any], start: int, period: int, wires: _Wires
) -> tuple[list[list[Box]], dict[str, str]]:
    """Return as many stretches of `period` boxes as follow each other from `start`; none if they do not."""
    count = _count(traits, start, period)
    while count >= (3 if period == 1 else 2):
        stretches = [boxes[start + n * period : start + (n + 1) * period] for n in range(count)]
        own = _chained(stretches, wires)
        if own is not None:
            return _with_the_first(boxes, traits, start, period, wires) or (stretches, own)
        count = count // 2 if count > 8 else count - 1
    return [], {}


def _with_the_first(
    boxes: list[Box], traits: list[Any], start: int, period: int, wires: _Wires
) -> tuple[list[list[Box]], dict[str, str]] | None:
    """Return a run that begins one stretch earlier, whose boxes stand in another order: the first step of a loop.

    In that step nothing is deep yet, so the order of the computation is that of the operands.
    """
    for shift in range(1, period if 1 < period <= _LONGEST else 0):
        begin = start + shift
        count = _count(traits, begin, period)
        first = boxes[max(begin - period, 0) : begin]
        if len(first) < period or not count:
            continue
        places: dict[Any, list[Box]] = {}
        for box, trait in zip(reversed(first), reversed(traits[begin - period : begin]), strict=True):
            places.setdefault(trait, []).append(box)
        wanted = traits[begin : begin + period]
        if any(len(places.get(trait, ())) != wanted.count(trait) for trait in wanted):
            continue
        sorted_first = [places[trait].pop() for trait in wanted]
        stretches = [sorted_first, *[boxes[begin + n * period : begin + (n + 1) * period] for n in range(count)]]
        own = _chained(stretches, wires)
        if own is not None and len(stretches) * period > _count(traits, start, period) * period:
            return stretches, own
    return None


def _count(traits: list[Any], start: int, period: int) -> int:
    """Return how often the stretch of `period` boxes from `start` stands there in a row."""
    n = start + period
    while n < len(traits) and traits[n] == traits[n - period]:
        n += 1
    return (n - start) // period
