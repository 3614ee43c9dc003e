"""``diff``: what is added, removed and changed between two graphs, by the ids of their boxes."""

from dataclasses import replace
from typing import Any

from autograd_lite.viz.api import draw
from autograd_lite.viz.description import Box, Description, Edge, Group, shape_text
from autograd_lite.viz.drawing import Drawing

_SIGNS = {"added": "+ added", "removed": "− removed", "changed": "≠ changed"}


class Difference(Drawing):
    """A drawing of two graphs laid over each other, and what differs as lists of ids.

    Attributes
    ----------
    added, removed : ids of boxes that only the second, only the first graph has
    changed : by id, what is different about a box that both have
    sides : the two descriptions
    """

    def __init__(self, first: Description, second: Description, theme: str = "light", engine: str = "auto") -> None:
        old, new = ({box.id: box for box in each.boxes} for each in (first, second))
        self.added = [own for own in new if own not in old]
        self.removed = [own for own in old if own not in new]
        compared = {own: _changes(old[own], new[own]) for own in new if own in old}
        self.changed = {own: what for own, what in compared.items() if what}
        merged = self._merged(first, second)
        self.sides = first, second
        super().__init__(merged, theme, engine, merged)

    @property
    def side_by_side(self) -> Drawing:
        """The two graphs beside each other, each in a frame, with the same marks."""
        first, second = self.sides
        before = dict.fromkeys(self.removed, ("removed", "")) | dict.fromkeys(self.changed, ("changed", ""))
        after = dict.fromkeys(self.added, ("added", "")) | {own: ("changed", w) for own, w in self.changed.items()}
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
        edges: dict[tuple[str, str], Edge] = {(e.source, e.target): e for e in first.edges}
        edges.update({(e.source, e.target): e for e in second.edges})
        groups = {group.id: group for group in (*first.groups, *second.groups)}
        caption = f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed"
        merged = Description(boxes, list(edges.values()), list(groups.values()), "difference", (caption,))
        merged.direction = second.direction
        order = merged.boxes_in_order()
        if len(order) < len(boxes):  # the two orders contradict each other: the old arrows of removed boxes give way
            gone = set(self.removed)
            merged.edges = [e for e in merged.edges if not {e.source, e.target} & gone or e in second.edges]
            order = merged.boxes_in_order()
        return merged.changed(boxes=order)


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


def _changes(old: Box, new: Box) -> str:
    """Return what is different between two boxes of one id, in words."""
    found = []
    if old.shape != new.shape:
        found.append(f"shape {shape_text(old.shape)} → {shape_text(new.shape)}")
    if old.dtype != new.dtype:
        found.append(f"dtype {old.dtype or 'default'} → {new.dtype or 'default'}")
    if old.title != new.title:
        found.append(f"was {old.title}")
    if old.settings != new.settings:
        found.append(f"{old.settings or 'no settings'} → {new.settings or 'none'}")
    before, after = ({row.name: row.shape for row in box.rows} for box in (old, new))
    if before.keys() == after.keys():
        found += [f"{name} was {shape_text(shape)}" for name, shape in before.items() if shape != after[name]]
    else:
        found.append(
            "had " + (", ".join(f"{name} {shape_text(shape)}" for name, shape in before.items()) or "no arrays")
        )
    return "; ".join(found)


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
