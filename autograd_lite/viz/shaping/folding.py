"""Equal modules that follow each other, drawn once with "× 12"; then stretches of boxes inside of one."""

from dataclasses import replace
from typing import Any, NamedTuple

from autograd_lite.viz.description import Box, Description, Group
from autograd_lite.viz.shaping.closing import contracted
from autograd_lite.viz.shaping.likeness import Traits, Wires, chained, general
from autograd_lite.viz.shaping.loops import folded_loops
from autograd_lite.viz.shaping.once import inputs_once, range_title, ways_of_all, without_returns
from autograd_lite.viz.shaping.series import alike_so_far, stands_for
from autograd_lite.viz.shaping.stretches import folded_stretches


def folded(description: Description) -> Description:
    """Return `description` with repeated modules, then repeated stretches of boxes, folded; until nothing repeats."""
    description = _folded_groups(description)
    return folded_loops(folded_stretches(description))


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
    wires, members = Wires(description), _members(description, groups)
    begun = {members[group.id][0].id: group for group in groups if members[group.id]}  # by their first boxes
    empty = [group for group in groups if not members[group.id]]
    groups = empty + [begun[box.id] for box in description.boxes if box.id in begun]
    known = Traits(free=False)
    times = _marks(description.groups)
    prints = [_print(members[group.id], group.id, wires, known, times) for group in groups]
    runs, left, start = list[_Run](), list[Group](), 0
    while start < len(groups):
        end = start + 1
        while end < len(groups) and prints[end] == prints[start]:
            end += 1
        run, own = _chain([members[group.id] for group in groups[start:end]], wires)
        if own is not None:
            runs.append(_Run(groups[start : start + len(run)], run, own))
            left.append(groups[start])
            start += len(run)
        else:
            step = 1 if end - start <= _TRIED else end - start
            left += groups[start : start + step]
            start += step
    return _fold_siblings(_drawn_once(description, runs), left) if runs else description


class _Run(NamedTuple):
    """Equal groups, the boxes of each, and the inputs that each has for itself."""

    groups: list[Group]
    members: list[list[Box]]
    own: dict[str, str]


def _marks(groups: list[Group]) -> dict[str, tuple[int, int]]:
    """Return what makes a frame unlike others, by its id: its count, and how deep in it modules were asked for."""
    named = {"": 0}
    for group in groups:
        named[group.id] = named[group.parent] + 1 if group.named else named[group.parent]
    return {g.id: (g.times, named[g.id]) for g in groups if g.times > 1 or named[g.id]}


_TRIED = 16  # equal modules among which a run is looked for that begins behind the first


def _chain(runs: list[list[Box]], wires: Wires) -> tuple[list[list[Box]], dict[str, str] | None]:
    """Return the runs, from the first on, that one can stand for, and their inputs; None if they are none."""
    count = alike_so_far(runs)
    while count > 1:
        own = chained(runs[:count], wires)
        if own is not None:
            return runs[:count], own
        count = count // 2 if count > 8 else count - 1
    return [], None


def _print(boxes: list[Box], group: str, wires: Wires, known: Traits, times: dict[str, tuple[int, int]]) -> list[Any]:
    """Return what must be equal: operations, shapes, parameters' shapes, frames and their counts, wiring inside."""
    place = {box.id: n for n, box in enumerate(boxes)}
    into, placed, traits = wires.into.get, place.get, known.of
    found: list[Any] = [times.get(group)]
    for box in boxes:
        edges = into(box.id, ())
        found += (traits(box), times and times.get(box.group), len(edges))
        if box.group != group:
            found.append(general(box.group.removeprefix(group).partition("@")[0]))
        for edge in edges:
            here = placed(edge.source)
            found.append(here)
            if edge.label and here is not None:
                found.append(edge.label)
    return found


def _drawn_once(description: Description, runs: list[_Run]) -> Description:
    """Keep the first of each run; arrows out of the last come out of the first."""
    mapping: dict[str, Box] = {}
    gone = set[str]()
    first: dict[str, tuple[int, str]] = {}
    for run, members, own in runs:
        kept = [stands_for(boxes) for boxes in zip(*members, strict=True)]
        for boxes in members:
            mapping.update(zip([box.id for box in boxes], kept, strict=True))
        mapping.update(inputs_once(description, own, len(run)))
        gone.update([group.id for group in run[1:]])
        first[run[0].id] = sum(group.times for group in run), range_title([group.title for group in run])
    groups = []
    for group in description.groups:
        if group.id in gone or group.parent in gone:
            gone.add(group.id)
        elif group.id in first:
            times, title = first[group.id]
            groups.append(replace(group, times=times, title=title))
        else:
            groups.append(group)
    once = without_returns(contracted(description.changed(groups=groups), mapping), description)
    return ways_of_all(once, description, mapping)
