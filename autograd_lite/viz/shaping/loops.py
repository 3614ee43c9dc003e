"""Loops over modules: steps that each run through several modules in turn, as a recurrence over cell and head does."""

from collections import Counter

from autograd_lite.viz.description import Box, Description, Group
from autograd_lite.viz.shaping.likeness import Wires
from autograd_lite.viz.shaping.once import inputs_once
from autograd_lite.viz.shaping.stretches import frame_of, once, repeats, with_frames

_TURNS = 3  # how often a module must be entered, so that a loop is looked for


def folded_loops(description: Description) -> Description:
    """Return `description` with equal steps that run through several frames drawn once, in a frame of their own."""
    for parent in _around_loops(description):
        description = _folded_in(description, parent)
    return description


def _around_loops(description: Description) -> list[str]:
    """Return the frames, inner ones first, in which a module is entered again and again."""
    chains = _chains(description.groups)
    turns = Counter[tuple[str, str]]()
    before: list[str] = []
    for box in _steps(description):
        chain = chains[box.group]
        for depth, frame in enumerate(chain):
            if before[: depth + 1] != chain[: depth + 1]:
                turns[chain[depth - 1] if depth else "", _path(frame)] += 1
        before = chain
    found = dict.fromkeys(parent for (parent, _), count in turns.items() if count >= _TURNS)
    return sorted(found, key=lambda own: -len(chains[own]))


def _steps(description: Description) -> list[Box]:
    return [box for box in description.boxes if box.role in ("operation", "module")]


def _chains(groups: list[Group]) -> dict[str, list[str]]:
    """Return for each frame those around it and itself, outer ones first."""
    chains: dict[str, list[str]] = {"": []}
    for group in groups:
        chains[group.id] = [*chains[group.parent], group.id]
    return chains


def _path(frame: str) -> str:
    """Return the path of the module, without the number of its call."""
    return frame.partition("@")[0]


def _folded_in(description: Description, parent: str) -> Description:
    """Fold the steps of loops inside of one frame."""
    chains, by_id = _chains(description.groups), {group.id: group for group in description.groups}
    if parent and parent not in by_id:
        return description
    deep = len(chains[parent])
    inside = {own: chain[deep:] for own, chain in chains.items() if chain[:deep] == chains[parent]}

    def place(box: Box) -> str:
        return "/".join(f"{_path(frame)} × {by_id[frame].times}" for frame in inside[box.group])

    mapping: dict[str, Box] = {}
    frames: list[Group] = []
    taken = set(by_id)
    wires = Wires(description)
    for stretches, own in repeats([box for box in _steps(description) if box.group in inside], wires, place, late=True):
        if len({box.group for box in stretches[0]}) < 2:
            continue
        mapping.update(inputs_once(description, own, len(stretches)))
        step = _Step(frame_of(stretches, taken, parent), by_id)
        for equal in zip(*stretches, strict=True):
            one = once(list(equal))
            one.group = step.frame_for(inside[equal[0].group])
            mapping.update({box.id: one for box in equal})
        frames += step.frames
    return _without_empty(with_frames(description, frames, mapping)) if mapping else description


class _Step:
    """The frame around a step, and in it one for each that the step runs through."""

    def __init__(self, around: Group, by_id: dict[str, Group]) -> None:
        self.around, self.by_id, self.frames = around, by_id, [around]
        self.made: dict[str, str] = {}

    def frame_for(self, chain: list[str]) -> str:
        """Return the frame that stands for the innermost of `chain`."""
        parent = self.around.id
        for own in chain:
            if own not in self.made:
                group, new = self.by_id[own], f"{own} in {self.around.id}"
                title = group.title.partition("  (call")[0]
                self.frames.append(Group(new, title, parent, group.kind, group.times, group.named))
                self.made[own] = new
            parent = self.made[own]
        return parent


def _without_empty(description: Description) -> Description:
    """Drop frames in which nothing is left."""
    chains = _chains(description.groups)
    filled = {own for box in description.boxes for own in chains[box.group]}
    return description.changed(groups=[group for group in description.groups if group.id in filled])
