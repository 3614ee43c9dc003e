"""Stretches of boxes that repeat right after each other inside of one module, such as the steps of a loop."""

from bisect import bisect_right
from dataclasses import replace
from typing import Any

from autograd_lite.viz.closing import contracted
from autograd_lite.viz.description import Box, Description, Group
from autograd_lite.viz.likeness import Traits, Wires, chained
from autograd_lite.viz.once import inputs_once, range_title, ways_of_all, without_returns
from autograd_lite.viz.series import alike_so_far, stands_for


def folded_stretches(description: Description) -> Description:
    """Fold stretches of boxes that repeat right after each other in one group."""
    wires = Wires(description)
    by_group: dict[str, list[Box]] = {}
    for box in description.boxes:
        if box.role in ("operation", "module"):
            by_group.setdefault(box.group, []).append(box)
    mapping: dict[str, Box] = {}
    frames: list[Group] = []
    taken = {group.id for group in description.groups}
    for boxes in by_group.values():
        for stretches, own in _repeats(boxes, wires):
            mapping.update(inputs_once(description, own, len(stretches)))
            frame = _frame(stretches, taken) if len(stretches[0]) > 1 else None
            for k, box in enumerate(stretches[0]):
                equal = [stretch[k] for stretch in stretches]
                count, one = sum(each.count for each in equal), stands_for(equal)
                if box.module:
                    one.title = range_title([box.title, equal[-1].title])
                times = box.times if frame else box.times * len(stretches)
                one = replace(one, times=times, count=count, group=frame.id if frame else box.group)
                mapping.update({stretch[k].id: one for stretch in stretches})
            if frame is not None:
                frames.append(frame)
    if not mapping:
        return description
    description = description.changed(groups=[*description.groups, *frames])
    return ways_of_all(without_returns(contracted(description, mapping), description), description, mapping)


def _frame(stretches: list[list[Box]], taken: set[str]) -> Group:
    """Return the frame around a stretch that stands for several; it may lie in one that begins with the same box."""
    first = stretches[0][0]
    own = f"{first.id} repeated"
    while own in taken:
        own += " again"
    taken.add(own)
    return Group(own, "repeated", first.group, "repeat", times=len(stretches))


def _repeats(boxes: list[Box], wires: Wires) -> list[tuple[list[list[Box]], dict[str, str]]]:
    """Return the runs of equal stretches in `boxes`, each with the inputs that :func:`chained` found."""
    known = Traits()
    traits = [known.of(box, wires.steady(box.id)) for box in boxes]
    following: dict[int, list[int]] = {}
    for n, trait in enumerate(traits):
        following.setdefault(id(trait), []).append(n)
    found, start = [], 0
    while start < len(boxes):
        best: list[list[Box]] = []
        inputs: dict[str, str] = {}
        places = following[id(traits[start])]
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
    boxes: list[Box], traits: list[Any], start: int, period: int, wires: Wires
) -> tuple[list[list[Box]], dict[str, str]]:
    """Return as many stretches of `period` boxes as follow each other from `start`; none if they do not."""
    count, least = _count(traits, start, period), 3 if period == 1 else 2
    while count >= least:
        stretches = [boxes[start + n * period : start + (n + 1) * period] for n in range(count)]
        stretches = stretches[: alike_so_far(stretches)]
        if len(stretches) < least:
            break
        count = len(stretches)
        own = chained(stretches, wires)
        if own is not None:
            return stretches, own
        count = count // 2 if count > 8 else count - 1
    return [], {}


def _count(traits: list[Any], start: int, period: int) -> int:
    """Return how often the stretch of `period` boxes from `start` stands there in a row."""
    n = start + period
    while n < len(traits) and traits[n] is traits[n - period]:
        n += 1
    return (n - start) // period
