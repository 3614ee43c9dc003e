"""The picture in plain text: for terminals, and for those who read with their ears."""

from autograd_lite.viz.backends.content import MARKS
from autograd_lite.viz.description import Box, Description, shape_text, short

_WIDTH = 200  # characters of a name


def to_text(description: Description) -> str:
    """Return an outline: modules indented, one line for each box with what flows in."""
    groups = {group.id: group for group in description.groups}
    incoming: dict[str, list[str]] = {}
    for edge in description.flowing():
        incoming.setdefault(edge.target, []).append(edge.source)
    out = [short(line, _WIDTH) for line in (description.title, *description.captions) if line]
    opened: list[str] = []
    for box in description.boxes:
        chain: list[str] = []
        place = box.group
        while place:
            chain.insert(0, place)
            place = groups[place].parent if place in groups else ""
        same = 0
        while same < min(len(chain), len(opened)) and chain[same] == opened[same]:
            same += 1
        for depth, group in enumerate(chain[same:], same):
            times = f" × {groups[group].times}" if groups[group].times > 1 else ""
            out.append("  " * depth + f"[{short(groups[group].title, _WIDTH)}{times}]")
        opened = chain
        out.append("  " * len(chain) + _line(box, incoming.get(box.id, [])))
    return "\n".join(out) + "\n"


def _line(box: Box, sources: list[str]) -> str:
    parts = [box.id, box.title if box.title not in (box.id, box.operation) else ""]
    if box.shape is not None:
        parts.append(shape_text(box.shape))
    parts += [f"{MARKS[row.role]} {row.name} {shape_text(row.shape)}".rstrip() for row in box.rows]
    parts += [*box.notes, *([f"⚠ {box.warning}"] if box.warning else [])]
    text = "  ".join(short(part, _WIDTH) for part in parts if part)
    return f"{text}  ← {', '.join(short(source, _WIDTH) for source in sources)}" if sources else text
