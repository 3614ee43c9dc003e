"""Mermaid's language, which code hosts and notebooks draw by themselves."""

from collections.abc import Iterator

from autograd_lite.viz.content import lines
from autograd_lite.viz.description import Box, Description, Edge, short
from autograd_lite.viz.grouping import frames
from autograd_lite.viz.palette import Theme, theme

_PLAIN = set(" ()[],:=+*/→·×−◆▸▫…'_²³⁻¹ᵀ√∂°⊘")
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


def _edge(edge: Edge, names: dict[str, str]) -> str:
    arrow = {"flow": "-->", "gradient": "-.->", "link": "-.-"}[edge.kind]
    label = f'|"{quoted(short(edge.label, 60))}"|' if edge.label else ""
    return f"  {names[edge.source]} {arrow}{label} {names[edge.target]}"
