"""``diff``: what is added, removed and changed between two graphs, by the ids of their boxes."""

from dataclasses import replace
from typing import Any

from autograd_lite.viz.api import draw
from autograd_lite.viz.description import Box, Description, Edge, Group, shape_text
from autograd_lite.viz.drawing import Drawing
from autograd_lite.viz.reading.summary import dtype_said
from autograd_lite.viz.shaping.rewiring import moved, renamed, rewired

_SIGNS = {"added": "+ added", "removed": "− removed", "changed": "≠ changed"}


class Difference(Drawing):
    """A drawing of two graphs laid over each other, and what differs as lists of ids.

    Attributes
    ----------
    added, removed : ids of boxes that only the second, only the first graph has
    changed : by id, what is different about a box that both have, or about a frame: what it takes, how often it repeats
    moved : by id in the first graph, under which id the second one has the same box
    sides : the two descriptions
    """

    def __init__(self, first: Description, second: Description, theme: str = "light", engine: str = "auto") -> None:
        self.sides = first, second
        self.moved = moved(first, second)
        first = renamed(first, self.moved)
        old, new = ({box.id: box for box in each.boxes} for each in (first, second))
        self.added = [own for own in new if own not in old]
        self.removed = [own for own in old if own not in new]
        ways, kinds = rewired(first, second), _kinds(first, second)
        names = {now: f"was {own}" for own, now in self.moved.items() if old[now].title == new[now].title}
        compared = {
            own: [names.get(own), *_changes(old[own], new[own], kinds), ways.get(own)] for own in new if own in old
        }
        self.changed = {own: "; ".join(filter(None, what)) for own, what in compared.items() if any(what)}
        self.changed |= _frames_changed(first.groups, second.groups)
        merged = self._merged(first, second)
        super().__init__(merged, theme, engine, merged)

    @property
    def side_by_side(self) -> Drawing:
        """The two graphs beside each other, each in a frame, with the same marks."""
        first, second = self.sides
        called = {now: own for own, now in self.moved.items()}  # as the first graph calls them
        before = dict.fromkeys(self.removed, ("removed", ""))
        before |= {called.get(own, own): ("changed", "") for own in self.changed}
        after = dict.fromkeys(self.added, ("added", "")) | {own: ("changed", w) for own, w in self.changed.items()}
        second = second.changed(groups=[self._frame(group) for group in second.groups])
        one, other = _framed(first, "before", before), _framed(second, "after", after)
        both = self.description.changed(
            boxes=one.boxes + other.boxes, edges=one.edges + other.edges, groups=one.groups + other.groups
        )
        return Drawing(both, self.theme, self.engine, both)

    def _merged(self, first: Description, second: Description) -> Description:
        boxes = [_marked(box, "removed") for box in first.boxes if box.id in set(self.removed)]
        for box in second.boxes:
            what = self.changed.get(box.id)
            if box.id in self.added:
                boxes.append(_marked(box, "added"))
            else:
                boxes.append(_marked(box, "changed", what) if what else replace(box, emphasis="same"))
        groups = {group.id: self._frame(group) for group in (*first.groups, *second.groups)}
        frames = _parents_first(groups, [box.group for box in boxes])
        caption = f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed"
        captions = (caption, *_counts(first, second))
        merged = Description(boxes, self._arrows(first, second), frames, "difference", captions, second.direction)
        return merged.changed(boxes=merged.boxes_in_order())

    def _frame(self, group: Group) -> Group:
        what = self.changed.get(group.id)
        return replace(group, title=f"{group.title} × {group.times}  ≠ {what}", times=1) if what else group

    def _arrows(self, first: Description, second: Description) -> list[Edge]:
        """Return the arrows of the second graph, and those of the first from and to what was removed.

        If the two orders contradict each other, arrows out of what was removed give way.
        """
        removed = set(self.removed)
        old = [edge for edge in first.edges if {edge.source, edge.target} & removed]
        boxes = {box.id: box for side in (second, first) for box in side.boxes}
        merged = Description(list(boxes.values()), old + second.edges)
        if len(merged.boxes_in_order()) < len(boxes):
            old = [edge for edge in old if edge.target in removed]
        return old + second.edges


def diff(first: Any, second: Any, *, theme: str | None = None, engine: str = "auto", **options: Any) -> Difference:
    """Compare two graphs.

    Parameters
    ----------
    first, second : Tensors (or lists or dicts of them) that were computed, Drawings or Descriptions
    theme : as in :func:`draw`; that of a Drawing among the two, the second first, where nothing is said
    engine : as in :func:`draw`
    **options : further arguments of :func:`draw`; here nothing is folded or left out unless they say so

    Returns
    -------
    Difference, a Drawing with ``added``, ``removed``, ``changed``

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> x = ag.Tensor([1.0, 2.0], requires_grad=True, name="x")
    >>> found = diff(np.sum(np.sin(x)), np.sum(np.exp(np.sin(x))))
    >>> found.added, found.removed, found.changed
    (['exp.0'], [], {})
    """
    options = {"fold": False, "limit": None, "views": True, **options}
    if theme is None:
        theme = next((given.theme for given in (second, first) if isinstance(given, Drawing)), "light")
    return Difference(_description(first, options), _description(second, options), theme, engine)


def _description(given: Any, options: dict[str, Any]) -> Description:
    if isinstance(given, Description):
        return given.check()
    if isinstance(given, Drawing):
        return given.description
    return draw(given, **options).description


def _counts(first: Description, second: Description) -> tuple[str, ...]:
    """Return the counts of both graphs where they differ."""
    before, after = (side.captions[:1] for side in (first, second))
    return () if before == after else tuple(f"{name}: {said}" for name, (said,) in
                                            (("before", before), ("after", after)) if said)  # fmt: skip


def _kinds(first: Description, second: Description) -> tuple[str, str]:
    """Return the dtypes that the boxes of each graph have where none is written to them."""
    before, after = (dtype_said(side.captions) for side in (first, second))
    return before, after


def _changes(old: Box, new: Box, kinds: tuple[str, str]) -> list[str]:
    """Return what is different between two boxes of one id, in words."""
    found = []
    if old.shape != new.shape:
        found.append(f"shape {shape_text(old.shape)} → {shape_text(new.shape)}")
    if (before := old.dtype or kinds[0]) != (after := new.dtype or kinds[1]):
        found.append(f"dtype {before or 'default'} → {after or 'default'}")
    if old.title != new.title:
        found.append(f"was {old.title}")
    if old.settings != new.settings:
        found.append(f"{old.settings or 'no settings'} → {new.settings or 'none'}")
    if old.times != new.times:
        found.append(f"repeated × {old.times} → × {new.times}")
    rows_before, rows_after = ({row.name: row.shape for row in box.rows} for box in (old, new))
    if rows_before.keys() == rows_after.keys():
        found += [f"{name} was {shape_text(shape)}" for name, shape in rows_before.items() if shape != rows_after[name]]
    else:
        had = ", ".join(f"{name} {shape_text(shape)}" for name, shape in rows_before.items())
        found.append(f"had {had or 'no arrays'}")
    return found


def _frames_changed(old: list[Group], new: list[Group]) -> dict[str, str]:
    """Return by id which frames stand for another number of repetitions than before, or for another kind of module."""
    before = {group.id: group for group in old}
    found = {}
    for group in new:
        was = before.get(group.id, replace(group, times=1))
        what = f"was {was.kind}; " * (was.kind != group.kind) + f"was × {was.times}" * (was.times != group.times)
        if what:
            found[group.id] = what.removesuffix("; ")
    return found


def _parents_first(groups: dict[str, Group], used: list[str]) -> list[Group]:
    """Return the groups around boxes, each after the one in which it lies: two graphs may nest them in other ways."""
    found: dict[str, Group] = {}
    for own in dict.fromkeys(used):
        around = []
        while own and own not in found:
            around.append(groups[own])
            own = groups[own].parent
        found.update({group.id: group for group in reversed(around)})
    return list(found.values())


def _framed(side: Description, name: str, marks: dict[str, tuple[str, str]]) -> Description:
    """Return one side in a frame with a name of its own, the boxes in `marks` marked and all others faint."""
    boxes = []
    for box in side.boxes:
        shown = _marked(box, *marks[box.id]) if box.id in marks else replace(box, emphasis="same")
        boxes.append(replace(shown, id=f"{name}:{box.id}", group=f"{name}:{box.group}" if box.group else name))
    edges = [replace(e, source=f"{name}:{e.source}", target=f"{name}:{e.target}") for e in side.edges]
    groups = [replace(g, id=f"{name}:{g.id}", parent=f"{name}:{g.parent}" if g.parent else name) for g in side.groups]
    return side.changed(boxes=boxes, edges=edges, groups=[Group(name, name), *groups])


def _marked(box: Box, kind: str, what: str = "") -> Box:
    said = [f"≠ {part}" for part in what.split("; ")] if what else [_SIGNS[kind]]
    return replace(box, emphasis=kind, notes=(*box.notes, *said))
