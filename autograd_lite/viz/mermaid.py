"""Mermaid's language, which code hosts and notebooks draw by themselves."""

from autograd_lite.viz.content import lines
from autograd_lite.viz.description import Box, Description, Edge, Group, short
from autograd_lite.viz.palette import Theme, theme

_PLAIN = set(" ()[],:=+*/→·×−◆▸▫…'_²³⁻¹ᵀ√∂°")
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


def to_mermaid(description: Description, look: str | Theme = "light") -> str:
    """Return `description` as a Mermaid flowchart.

    Examples
    --------
    >>> from autograd_lite.viz.description import Box, Description
    >>> print(to_mermaid(Description([Box("x", "input", "x")])).splitlines()[0])
    flowchart TB
    """
    colours = look if isinstance(look, Theme) else theme(look)
    names = {box.id: f"n{n}" for n, box in enumerate(description.boxes)}
    out = [f"flowchart {description.direction}", *_boxes(description, names, colours)]
    out += [_edge(edge, names) for edge in description.edges]
    for role, style in colours.roles.items():
        if any(box.role == role for box in description.boxes):
            dash = ",stroke-dasharray:4 2" if style.line == "dashed" else ""
            out.append(f"  classDef {role}_ fill:{style.fill},stroke:{style.border},color:{style.text}{dash}")
    return "\n".join(out) + "\n"


def _boxes(description: Description, names: dict[str, str], colours: Theme) -> list[str]:
    """Return the lines of boxes and nested frames; not recursive."""
    out: list[str] = []
    inside: dict[str, list[Box]] = {}
    for box in description.boxes:
        inside.setdefault(box.group, []).append(box)
    children: dict[str, list[Group]] = {}
    for group in description.groups:
        children.setdefault(group.parent, []).append(group)
    number = 0
    stack: list[tuple[Group | None, bool]] = [(None, False)]
    depth = 1
    while stack:
        frame, closing = stack.pop()
        if closing:
            depth -= 1
            out.append("  " * depth + "end")
            continue
        if frame is not None:
            times = f" × {frame.times}" if frame.times > 1 else ""
            out.append("  " * depth + f'subgraph g{number}["{quoted(short(frame.title, 60) + times)}"]')
            number += 1
            depth += 1
            stack.append((frame, True))
        own = frame.id if frame is not None else ""
        out += ["  " * depth + _node(box, names[box.id], colours) for box in inside.get(own, ())]
        stack += [(child, False) for child in reversed(children.get(own, ()))]
    return out


def _node(box: Box, name: str, colours: Theme) -> str:
    style = colours.roles[box.role]
    left, right = _BRACKETS[style.shape]
    label = "<br/>".join(quoted(line.whole) for line in lines(box))
    return f'{name}{left}"{label}"{right}:::{box.role}_'


def _edge(edge: Edge, names: dict[str, str]) -> str:
    arrow = {"flow": "-->", "gradient": "-.->", "link": "-.-"}[edge.kind]
    label = f'|"{quoted(short(edge.label, 60))}"|' if edge.label else ""
    return f"  {names[edge.source]} {arrow}{label} {names[edge.target]}"
