"""Stretches of boxes that repeat right after each other inside of one module, such as the steps of a loop."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from typing import Any

from autograd_lite.viz.description import Box, Description, Group
from autograd_lite.viz.shaping.closing import contracted
from autograd_lite.viz.shaping.likeness import Traits, Wires, chained
from autograd_lite.viz.shaping.once import inputs_once, range_title, ways_of_all, without_returns
from autograd_lite.viz.shaping.series import alike_so_far, stands_for

_LONG = 8  # boxes in a step of a loop, where others may be equal by chance
Run = tuple[list[list[Box]], dict[str, str]]  # equal stretches, and the inputs that each has for itself


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
        for stretches, own in repeats(boxes, wires):
            mapping.update(inputs_once(description, own, len(stretches)))
            frame = frame_of(stretches, taken, stretches[0][0].group) if len(stretches[0]) > 1 else None
            for k, box in enumerate(stretches[0]):
                one = once([stretch[k] for stretch in stretches])
                times = box.times if frame else box.times * len(stretches)
                one = replace(one, times=times, group=frame.id if frame else box.group)
                mapping.update({stretch[k].id: one for stretch in stretches})
            if frame is not None:
                frames.append(frame)
    return with_frames(description, frames, mapping) if mapping else description


def once(equal: list[Box]) -> Box:
    """Return the box that stands for equal ones, which counts the operations of all."""
    one = replace(stands_for(equal), count=sum(each.count for each in equal))
    return replace(one, title=range_title([equal[0].title, equal[-1].title])) if equal[0].module else one


def with_frames(description: Description, frames: list[Group], mapping: dict[str, Box]) -> Description:
    """Return the picture with what repeats drawn once, in its frames."""
    description = description.changed(groups=[*description.groups, *frames])
    return ways_of_all(without_returns(contracted(description, mapping), description), description, mapping)


def frame_of(stretches: list[list[Box]], taken: set[str], parent: str) -> Group:
    """Return the frame around a stretch that stands for several; it may lie in one that begins with the same box."""
    own = f"{stretches[0][0].id} repeated"
    while own in taken:
        own += " again"
    taken.add(own)
    return Group(own, "repeated", parent, "repeat", times=len(stretches))


def repeats(
    boxes: list[Box], wires: Wires, frames: Callable[[Box], str] = lambda _: "", late: bool = False
) -> list[Run]:
    """Return the runs of equal stretches in `boxes`, each with the inputs that :func:`chained` found.

    Parameters
    ----------
    boxes : in their order
    wires : between them
    frames : says in which frames a box lies, which must be the same as well
    late : where a run can begin at several places, let it end with the last box that fits, not begin with the first
    """
    known = Traits()
    traits = [known.of(box, (*wires.steady(box.id), frames(box))) for box in boxes]
    found, done = list[Run](), 0
    for start, end, run in [*long_runs(boxes, traits, wires), (len(boxes), 0, None)]:
        found += _one_by_one(boxes[done:start], traits[done:start], wires, late)
        if run is not None:
            found.append(run)
            done = end
    return found


def _one_by_one(boxes: list[Box], traits: list[Any], wires: Wires, late: bool) -> list[Run]:
    """Return the runs, each of which begins with the first box that can be a part of one."""
    following: dict[int, list[int]] = {}
    for n, trait in enumerate(traits):
        following.setdefault(id(trait), []).append(n)
    found, start = list[Run](), 0
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
        if late and best:
            later = start + _alike(traits, start, len(best[0])) % len(best[0])
            stretches, own = _stretches(boxes, traits, later, len(best[0]), wires)
            if len(stretches) == len(best):
                start, best, inputs = later, stretches, own
        if best:
            found.append((best, inputs))
        start += max(sum(map(len, best)), 1)
    return found


def long_runs(boxes: list[Box], traits: list[Any], wires: Wires) -> list[tuple[int, int, Run]]:
    """Return the runs of long stretches, steps of a loop, with the places where each begins and ends.

    In a step many boxes may be equal, so that the next equal box tells nothing: periods are those at which most boxes
    find their like again. A step begins where the fewest values are handed on.
    """
    found = list[tuple[int, int, Run]]()
    handed: list[int] = []
    for period in _long_periods(traits):
        n = 0
        while n + 2 * period <= len(boxes):
            alike = _alike(traits, n, period)
            if alike >= period and all(n + alike + period <= start or n >= end for start, end, _ in found):
                handed = handed or _handed_on(boxes, wires)
                begin = min(range(n, n + alike % period + 1), key=handed.__getitem__)
                stretches, own = _stretches(boxes, traits, begin, period, wires)
                if stretches:
                    found.append((begin, begin + len(stretches) * period, (stretches, own)))
            n += alike + 1
    return sorted(found, key=lambda run: run[0])


def _long_periods(traits: list[Any]) -> list[int]:
    """Return the distances at which most boxes, with those behind them, find their like again; the likeliest first."""
    last: dict[tuple[int, ...], int] = {}
    met = Counter[int]()
    marks = list(map(id, traits))
    for n, some in enumerate(zip(*[marks[k:] for k in range(_LONG)], strict=False)):
        if some in last:
            met[n - last[some]] += 1
        last[some] = n
    often = sorted(met, key=lambda gap: (-gap * met[gap], gap))
    return [gap for gap in often[:4] if gap >= _LONG and met[gap] > 1]


def _handed_on(boxes: list[Box], wires: Wires) -> list[int]:
    """Return by place how many boxes before it give something to it or to one behind it."""
    place = {box.id: n for n, box in enumerate(boxes)}
    change = [0] * (len(boxes) + 1)
    for n, box in enumerate(boxes):
        last = max([place.get(edge.target, 0) for edge in wires.out.get(box.id, ())], default=0)
        if last > n:
            change[n + 1] += 1
            change[last + 1] -= 1
    return list(accumulate(change))


def _stretches(boxes: list[Box], traits: list[Any], start: int, period: int, wires: Wires) -> Run:
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
    return _alike(traits, start, period) // period + 1


def _alike(traits: list[Any], start: int, period: int) -> int:
    """Return how many boxes behind the first stretch are as those one stretch before."""
    n = start + period
    while n < len(traits) and traits[n] is traits[n - period]:
        n += 1
    return n - start - period
