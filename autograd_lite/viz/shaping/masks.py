"""Dropout as code has it: written into what takes its result, or into what it drops of, and no box of its own.

``x + self.dropout1(y)`` is the box ``dropout1(·) + ·``; ``dropout(relu(x))`` is the box ``dropout(relu)``.
"""

from dataclasses import replace

from autograd_lite.viz.description import Box, Description
from autograd_lite.viz.reading.wording import ARROW, INFIX, MASK
from autograd_lite.viz.shaping.closing import contracted
from autograd_lite.viz.shaping.likeness import Wires

_SIGNS = set(INFIX.values())
_EITHER = {"+", "×"}  # where the first is the same as the second: first what is longer in the making, as arrows stand


def masks_written_in(description: Description) -> Description:
    """Return `description` with the boxes that multiply by a mask written into plain operations beside them."""
    masks = [box for box in description.boxes if box.operation == "multiply" and _is_mask(box)]
    if not masks:
        return description
    wires = Wires(description)
    mapping: dict[str, Box] = {}
    for box in masks:
        into, out = wires.into.get(box.id, ()), wires.out.get(box.id, ())
        if len(into) != 1 or len(out) != 1 or box.named or box.id in mapping:
            continue
        taker, giver = wires.boxes[out[0].target], wires.boxes[into[0].source]
        joined = _taken(box, taker, wires) if not out[0].label and _plain(taker, box) else None
        alone = len(wires.out.get(giver.id, ())) == 1 and not into[0].label and _plain(giver, box)
        joined = joined or (_given(box, giver) if alone else None)
        if joined is not None and taker.id not in mapping and giver.id not in mapping:
            mapping |= {box.id: joined, joined.id: joined}
    return contracted(description, mapping) if mapping else description


def _is_mask(box: Box) -> bool:
    """Return True for a product of what flows in and a mask of its own, and nothing else."""
    masked = len(box.rows) == 1 and box.rows[0].name == MASK
    return masked and (bool(box.module) or box.title == f"{ARROW} × {MASK}")


def _plain(box: Box, beside: Box) -> bool:
    """Return True for an operation by itself, in the same frame."""
    return box.role == "operation" and not box.module and box.group == beside.group and not box.warning


def _taken(box: Box, taker: Box, wires: Wires) -> Box | None:
    """Return the operation that takes what was dropped of, with that written in; None where its title has no place."""
    sources = [edge.source for edge in wires.into[taker.id]]
    title = f" {taker.title} ".join([ARROW, ARROW]) if taker.title in _SIGNS and len(sources) == 2 else taker.title
    parts = title.split(ARROW)
    if len(parts) != len(sources) + 1:  # inputs are there by their names
        sources = [own for own in sources if wires.boxes[own].role in ("operation", "module")]
    if len(parts) != len(sources) + 1:
        return None
    place = 0 if taker.title in _EITHER else sources.index(box.id)
    within = ARROW.join(parts[: place + 1]) + _written(box, ARROW) + ARROW.join(parts[place + 1 :])
    return _joined(taker, box, within)


def _given(box: Box, giver: Box) -> Box:
    """Return the operation of whose result is dropped, with that written around it."""
    return _joined(giver, box, _written(box, giver.title))


def _written(box: Box, inner: str) -> str:
    """Return the dropping of `inner`: a call of the module, or a product with the mask."""
    if box.module:
        return f"{box.title.partition('  ')[0]}({inner})"
    return f"({inner} × {MASK})"


def _joined(kept: Box, box: Box, title: str) -> Box:
    """Return one box for both; a mask of the shape that one sees anyway needs no line, if a name tells of it."""
    rows = [row for row in box.rows if not (box.module and row.shape == box.shape)]
    return replace(
        kept, title=title, rows=(*rows, *kept.rows), count=kept.count + box.count, bytes=kept.bytes + box.bytes,
        tip=f"{box.tip}; {kept.tip}",
    )  # fmt: skip
