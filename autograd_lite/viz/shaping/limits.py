"""Pictures that can be read: above a number of boxes modules close, repeats fold, and long chains are cut."""

from dataclasses import replace
from functools import partial

from autograd_lite.viz.description import Box, Description, Group
from autograd_lite.viz.shaping.closing import closed, contracted, depths, in_order
from autograd_lite.viz.shaping.folding import folded


def operations_in(description: Description) -> int:
    """Return how many operations are drawn, each in a box of its own."""
    return sum(box.role == "operation" for box in description.boxes)


def limited(description: Description, most: int, fold: bool, total: int) -> Description:
    """Return `description` with at most `most` boxes, and a caption with how many of `total` operations are shown."""
    if len(description.boxes) <= most:
        return description
    before = description
    if fold:
        description = folded(description)
    for spared in (True, False):  # modules that were asked for close last
        level = max(depths(description.groups).values())
        while len(description.boxes) > most and level > 0:
            description = closed(description, partial(_as_deep_as, level, spared))
            if fold:
                description = folded(description)
            level -= 1
    if len(description.boxes) > most:
        description = _cut(description, most)
    shown = operations_in(description)
    advice = "depth=… opens more" if before.groups else "limit=… shows more"
    notice = f"{shown:,} of {total:,} operations shown; {advice}"
    return description.changed(captions=(*description.captions, notice))


def _as_deep_as(level: int, spared: bool, group: Group, depth: int) -> bool:
    return depth >= level and not (spared and group.named)


def _cut(description: Description, most: int) -> Description:
    """Keep the first and the last boxes; one box stands for the operations between them."""
    boxes = in_order(description.boxes, description.edges)
    room = most // 2 - 1
    middle = boxes[room : len(boxes) - room]
    count = sum(box.count for box in middle if box.role in ("operation", "module"))
    title = f"… {count:,} operations …"
    gap = Box("…", "module", title, "", "", "module", middle[-1].shape, middle[-1].dtype, count=count)
    cut = contracted(description.changed(groups=[]), {box.id: gap for box in middle})
    return cut.changed(boxes=[replace(box, group="") if box.group else box for box in cut.boxes])
