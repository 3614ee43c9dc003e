"""The lines of text in a box, the same for every backend."""

from math import prod
from typing import NamedTuple

from autograd_lite.viz.description import Box, bytes_text, shape_text, short


class Line(NamedTuple):
    """One line: ``kind`` is "title", "detail", "row", "note" or "warning"; ``role`` colours a row."""

    kind: str
    text: str
    role: str = ""


def lines(box: Box) -> list[Line]:
    """Return what stands in `box`, from top to bottom."""
    times = f"  × {box.times}" if box.times > 1 else ""
    found = [Line("title", short(box.title, 48) + times)]
    if box.settings:
        found.append(Line("detail", short(box.settings, 40)))
    shape = " ".join(part for part in (shape_text(box.shape), box.dtype) if part)
    if shape and shape != "()":
        found.append(Line("detail", f"→ {shape}" if box.role in ("operation", "module") else shape))
    parts = box.value.split(" | ") if len(box.value) > 26 else [box.value]
    found += [Line("value", short(part, 60)) for part in parts if part]
    if box.role == "module" and len(box.rows) > 4:
        size = sum(prod(row.shape or (0,)) for row in box.rows if row.role == "parameter")
        found.append(Line("row", f"◆ {size:,} parameters in {len(box.rows)} arrays", "parameter"))
    for row in () if box.role == "module" and len(box.rows) > 4 else box.rows[:8]:
        text = " ".join(part for part in (short(row.name, 36), shape_text(row.shape), row.dtype, row.note) if part)
        found.append(Line("row", ("◆ " if row.role == "parameter" else "▫ ") + text, row.role))
    if len(box.rows) > 8:
        found.append(Line("row", f"… {len(box.rows) - 8} more", "parameter"))
    found += [Line("note", short(note, 48)) for note in box.notes]
    if box.warning:
        found.append(Line("warning", f"⚠ {short(box.warning, 44)}"))
    return found


def tip(box: Box) -> str:
    """Return the longer text that is shown on hovering."""
    parts = [box.tip or box.title]
    if box.group:
        parts.append(f"in {box.group}")
    if box.shape is not None:
        parts.append(f"shape {shape_text(box.shape)}")
    if box.bytes:
        parts.append(f"keeps {bytes_text(box.bytes)} for the backward pass")
    if box.line:
        parts.append(box.line)
    return short("; ".join(parts), 300)
