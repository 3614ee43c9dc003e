"""Mermaid's language, which code hosts and notebooks draw by themselves."""

import json
import re
from collections.abc import Iterator

from autograd_lite.viz.backends.content import lines
from autograd_lite.viz.description import Box, Description, Edge, short
from autograd_lite.viz.grouping import frames
from autograd_lite.viz.palette import Theme, theme

_PLAIN = set(" ()[],:=+*/→·×−◆▸▫…'_²³⁻¹ᵀ√∂°⊘↑←")
_BRACKETS = {"round": ("([", "])"), "box": ("[", "]"), "double": ("[[", "]]")}


def quoted(text: str) -> str:
    """Return `text` as a quoted label in which Mermaid finds neither markup nor entities of its own."""
    return "".join(
        c if _harmless(c, text[n - 1 : n], text[n + 1 : n + 2]) else f"#{ord(c)};" for n, c in enumerate(text)
    )


def _harmless(character: str, before: str, after: str) -> bool:
    """Return True for what stays as it is; ``1. `` and ``- `` would begin lists."""
    if character == ".":
        return after not in ("", " ")
    if character == "-":
        return before not in ("", " ")
    return character.isalnum() or character in _PLAIN


_HEAD = """---
title: {}
config:
  flowchart:
    wrappingWidth: 400
---"""


def _head(description: Description) -> str:
    """Return what Mermaid reads before a picture: title and captions, which it draws above, and room for our lines.

    The title is a string of YAML in which all but letters, digits and a few signs stand as their codes: Mermaid looks
    for directives and entities there too.
    """
    words = short(" · ".join(filter(None, [description.title, *description.captions])), 300)
    return _HEAD.format(re.sub(r"[^\w ,.:()×/=\\\"-]", lambda found: f"\\u{ord(found[0]):04x}", json.dumps(words)))


def to_mermaid(description: Description, look: str | Theme = "light") -> str:
    """Return `description` as a Mermaid flowchart.

    Examples
    --------
    >>> from autograd_lite.viz.description import Box, Description
    >>> print(to_mermaid(Description([Box("x", "input", "x")])).splitlines()[0])
    ---
    """
    colours = look if isinstance(look, Theme) else theme(look)
    names = {box.id: f"n{n}" for n, box in enumerate(description.boxes)}
    out = [_head(description), f"flowchart {description.direction}", *_boxes(description, names, colours)]
    forward = {(edge.source, edge.target) for edge in description.edges if edge.kind == "flow"}
    out += [_edge(edge, names, forward, description.direction) for edge in description.edges]
    return "\n".join([*out, *_styles(description, names, colours)]) + "\n"


def _styles(description: Description, names: dict[str, str], colours: Theme) -> Iterator[str]:
    """Yield the colours of roles, of frames, of gradients, and of boxes that differ or warn."""
    for role, style in colours.roles.items():
        if any(box.role == role for box in description.boxes):
            dash = ",stroke-dasharray:4 2" if style.line == "dashed" else ""
            yield f"  classDef {role}_ fill:{style.fill},stroke:{style.border},color:{style.text}{dash}"
    if description.groups:
        yield f"  classDef frame_ fill:{colours.group},stroke:{colours.group_border},color:{colours.text}"
        yield f"  class {','.join(f'g{n}' for n in range(len(description.groups)))} frame_"
    if back := [str(n) for n, edge in enumerate(description.edges) if edge.kind == "gradient"]:
        yield f"  linkStyle {','.join(back)} stroke:{colours.gradient},color:{colours.alarm}"
    for box in description.boxes:
        border = colours.marks.get(box.emphasis) or (colours.warning if box.warning else "")
        if border:
            yield f"  style {names[box.id]} stroke:{border},stroke-width:4px"


def _boxes(description: Description, names: dict[str, str], colours: Theme) -> Iterator[str]:
    """Yield the lines of boxes and nested frames."""
    for frame in frames(description):
        indent, group = "  " * frame.depth, frame.group
        if frame.ends:
            yield indent + "end"
        elif group is not None:
            times = f" × {group.times}" if group.times > 1 else ""
            yield indent + f'subgraph g{frame.number}["{quoted(short(group.title, 60) + times)}"]'
        for box in frame.boxes:
            yield f"{indent}  {_node(box, names[box.id], colours)}"


def _node(box: Box, name: str, colours: Theme) -> str:
    style = colours.roles[box.role]
    left, right = _BRACKETS[style.shape]
    label = "<br/>".join(quoted(line.whole) for line in lines(box))
    return f'{name}{left}"{label}"{right}:::{box.role}_'


def _edge(edge: Edge, names: dict[str, str], forward: set[tuple[str, str]], direction: str) -> str:
    """Return an arrow; a gradient beside its arrow as a line in that one's direction, or Mermaid would turn the layout.

    Its label says where it leads: up, or to the left.
    """
    link, label, ends = (
        {"flow": "-->", "gradient": "-.->", "link": "-.-"}[edge.kind],
        edge.label,
        (edge.source, edge.target),
    )
    if edge.kind == "gradient" and ends[::-1] in forward:
        link, ends = "-.-", ends[::-1]
        label = f"{'↑' if direction == 'TB' else '←'} {label}".strip()
    text = f'|"{quoted(short(label, 60))}"|' if label else ""
    return f"  {names[ends[0]]} {link}{text} {names[ends[1]]}"
