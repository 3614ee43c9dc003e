"""Modules as single boxes: closed by depth or by name; and small ones written out in one box."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from autograd_lite.viz.description import Box, Description, Edge, Group, Row
from autograd_lite.viz.reading.wording import ARROW, MASK


def depths(groups: Iterable[Group]) -> dict[str, int]:
    """Return how deep each group lies; 1 for the outermost."""
    found: dict[str, int] = {"": 0}
    for group in groups:
        found[group.id] = found[group.parent] + 1
    return found


def closed(description: Description, shut: Callable[[Group, int], bool]) -> Description:
    """Return `description` with a box in place of each group for which ``shut(group, depth)``; outer groups first."""
    deep, outer = depths(description.groups), {"": ""}
    for group in description.groups:
        around = outer[group.parent]
        outer[group.id] = around or (group.id if shut(group, deep[group.id]) else "")
    if not any(outer.values()):
        return description
    members: dict[str, list[Box]] = {}
    for box in description.boxes:
        if outer[box.group]:
            members.setdefault(outer[box.group], []).append(box)
    by_id = {group.id: group for group in description.groups}
    leaving = _leaving(description, {b.id: outer[b.group] for b in description.boxes})
    merged = {own: _closed_box(by_id[own], boxes, leaving.get(own, [])) for own, boxes in members.items()}
    mapping = {box.id: merged[own] for own, boxes in members.items() for box in boxes}
    groups = [group for group in description.groups if not outer[group.id]]
    return contracted(description.changed(groups=groups), mapping)


def _leaving(description: Description, outer: dict[str, str]) -> dict[str, list[str]]:
    """Return for each group the boxes from which an arrow leads out of it."""
    found: dict[str, list[str]] = {}
    for edge in description.edges:
        if outer[edge.source] and outer[edge.source] != outer[edge.target]:
            found.setdefault(outer[edge.source], []).append(edge.source)
    return found


def _closed_box(group: Group, boxes: list[Box], leaving: list[str]) -> Box:
    shapes = {box.shape for box in boxes if box.id in leaving}
    count = sum(box.count for box in boxes if box.role in ("operation", "module"))
    rows = tuple(_local(row, box.module or box.group, group.id) for box in boxes for row in box.rows)
    rows += tuple(Row("parameter", b.title, b.shape, b.dtype) for b in boxes if b.role == "parameter")
    warning = next((box.warning for box in boxes if box.warning), "")
    return Box(
        group.id, "module", group.title, group.parent, group.id, group.kind or "module",
        shape=shapes.pop() if len(shapes) == 1 else None, rows=rows, notes=(f"{count:,} operations",), warning=warning,
        count=count, times=group.times, bytes=sum(box.bytes for box in boxes),
    )  # fmt: skip


def _local(row: Row, inner: str, outer: str) -> Row:
    path = inner.removeprefix(outer).lstrip(".")
    return row._replace(name=f"{path}.{row.name}") if path and row.role == "parameter" else row


def contracted(description: Description, mapping: dict[str, Box]) -> Description:
    """Return `description` with the boxes in `mapping` replaced; arrows inside of a new box are dropped."""
    boxes: dict[str, Box] = {}
    for box in description.boxes:
        new = mapping.get(box.id, box)
        boxes.setdefault(new.id, new)
    edges: dict[tuple[str, str, str], Edge] = {}
    now = {own: box.id for own, box in mapping.items()}.get
    for edge in description.edges:
        source = now(edge.source, edge.source)
        target = now(edge.target, edge.target)
        if source == target:
            continue
        key = (source, target, edge.kind)
        if (kept := edges.get(key)) is not None:
            if edge.spine:
                kept.spine = True
            if not edge.cut:
                kept.cut = False
        elif source == edge.source and target == edge.target:
            edges[key] = edge
        else:
            same = target == edge.target  # else it ends in another box, whose rule is another
            ways = (edge.formula, edge.formula_tip) if same else ("", "")
            edges[key] = replace(edge, source=source, target=target, formula=ways[0], formula_tip=ways[1])
    return description.changed(boxes=in_order(list(boxes.values()), edges.values()), edges=list(edges.values()))


def in_order(boxes: list[Box], edges: Iterable[Edge]) -> list[Box]:
    """Return the boxes in the order of the computation again: a new one stood where its first member had.

    As they are, where modules that take turns lie on a circle.
    """
    order = Description(boxes, list(edges)).boxes_in_order()
    return order if len(order) == len(boxes) else boxes


def written_out(description: Description, most: int = 3) -> Description:
    """Return `description` with each small module (up to `most` operations in a row) as one box with its formula."""
    parents = {group.parent for group in description.groups}
    members: dict[str, list[Box]] = {group.id: [] for group in description.groups if group.id not in parents}
    for box in description.boxes:
        if box.group in members:
            members[box.group].append(box)
    small = {own: boxes for own, boxes in members.items() if _few_operations(boxes, most)}
    ins: dict[str, list[Edge]] = {box.id: [] for boxes in small.values() for box in boxes}
    for edge in description.edges if small else ():
        if edge.target in ins:
            ins[edge.target].append(edge)
    mapping, gone = {}, set()
    for group in description.groups:
        boxes = small.get(group.id, [])
        if not boxes or not _in_a_row(boxes, ins):
            continue
        new = _one_box(group, boxes)
        gone.add(group.id)
        mapping.update({box.id: new for box in boxes})
    if not mapping:
        return description
    return contracted(description.changed(groups=[g for g in description.groups if g.id not in gone]), mapping)


def _few_operations(boxes: list[Box], most: int) -> bool:
    """Return True for operations and nothing else, at most so many."""
    return 0 < len(boxes) <= most and all(box.role == "operation" for box in boxes)


def _in_a_row(boxes: list[Box], ins: dict[str, list[Edge]]) -> bool:
    """Return True for operations of which each takes just what the one before it gives."""
    return all([edge.source for edge in ins[box.id]] == [before.id] for before, box in pairwise(boxes))


_WINDOWS = ("stride", "padding", "dilation", "groups")


def _one_box(group: Group, boxes: list[Box]) -> Box:
    """Return the box of a small module, its operations written as one formula."""
    if group.kind.startswith("Dropout"):  # what it multiplies by has a name
        boxes = [replace(b, title=group.kind, rows=tuple(r._replace(name=MASK) for r in b.rows)) for b in boxes]
    formula = boxes[0].title
    for box in boxes[1:]:
        if box.title.count(ARROW) == 1:
            inner = f"({formula})" if " " in formula and not ("+" in box.title and "@" in formula) else formula
            formula = box.title.replace(ARROW, inner)
        else:
            formula = f"{box.title}({formula})"
    last = boxes[-1]
    rows = tuple(row for box in boxes for row in box.rows)
    settings = "; ".join(box.settings for box in boxes if box.settings)
    if not group.kind or ARROW in formula:
        lines = f"{formula}   {settings}" if settings else formula
    else:  # the class says what it does, but for the windows of a convolution
        lines = settings if settings.startswith(_WINDOWS) else ""
    plain = len(boxes) == 1 and group.kind.lower().replace("_", "") == boxes[0].title.lower().replace("_", "")
    if len(boxes) == 1:
        shown = settings if plain else lines
        return replace(
            last, title=group.title, group=group.parent, module=group.id, settings=shown, times=group.times,
            named=group.named,
        )  # fmt: skip
    return Box(
        last.id, "operation", group.title, group.parent, group.id, last.operation, last.shape, last.dtype,
        settings=lines, rows=rows, notes=tuple(n for box in boxes for n in box.notes),
        warning=next((box.warning for box in boxes if box.warning), ""), count=sum(box.count for box in boxes),
        times=group.times, bytes=sum(box.bytes for box in boxes), line=last.line,
        tip="; ".join(box.tip for box in boxes), named=group.named,
    )  # fmt: skip
