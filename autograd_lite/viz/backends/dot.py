"""Graphviz's language. Boxes are HTML-like tables, so that parameters are coloured rows of operations.

Three settings together make the picture: parameters as rows, ``newrank`` (without it weighted edges between clusters
point upward), and heavy edges along the spine.
"""

from collections.abc import Iterator, Mapping

from autograd_lite.viz.backends.nodes import NodeLines, RoomLines, html, quoted
from autograd_lite.viz.description import Description, Edge, Group, short
from autograd_lite.viz.grouping import frames
from autograd_lite.viz.palette import LEGEND, Theme, theme
from autograd_lite.viz.uncollected import uncollected

FONT = "Helvetica,Arial,sans-serif"
METRICS = "Arial"  # whose widths Graphviz knows by heart, should it find no fonts
BREAK = "\\l"  # ends a line that begins at the left
MANY = 1000  # boxes; above, Graphviz polishes positions for a quarter of the time, and lines may bend by some points
_MOST = 10_000
_SHEAF = 32  # clusters that stand in braces together where there are many
_FAR, _LONG_WAYS = 10, 400  # layers that an arrow passes, and that all such arrows pass


def to_dot(
    description: Description,
    look: str | Theme = "light",
    pictures: Mapping[str, str] | None = None,
    rooms: bool = False,
) -> str:
    """Return `description` in DOT.

    Parameters
    ----------
    description : what is drawn
    look : theme
    pictures : of each little picture its file, or the colour of the room that is kept for it; none are shown without
    rooms : leave the boxes empty, of the size that they have in our own pictures, and write all other text plainly,
        without HTML-like labels

    Examples
    --------
    >>> from autograd_lite.viz.description import Box, Description
    >>> print(to_dot(Description([Box("x", "input", "x")])).splitlines()[0])
    digraph computation {
    """
    with uncollected():
        colours = look if isinstance(look, Theme) else theme(look)
        return _written(description, colours, RoomLines(colours) if rooms else NodeLines(colours, pictures))


def _written(description: Description, colours: Theme, written: NodeLines | RoomLines) -> str:
    names = {box.id: f"n{number}" for number, box in enumerate(description.boxes)}
    plain = isinstance(written, RoomLines)
    out = ["digraph computation {", *head_lines(description, colours, plain)]
    out += _boxes(description, names, written)
    flow = [edge for edge in description.edges if edge.kind == "flow"]
    turned = len(flow) < len(description.edges)
    paired = {(edge.source, edge.target) for edge in flow} if turned else set[tuple[str, str]]()
    out += [edge_line(edge, names, colours, paired) for edge in description.edges]
    out += ["}", ""]
    return "\n".join(out)


def head_lines(description: Description, colours: Theme, plain: bool = False) -> list[str]:
    """Return what holds for the whole graph: its label (title, captions, legend), and how nodes and edges look."""
    label = _plain_label(description) if plain else f"<{_label(description, colours)}>"
    hurried, font = _hurry(description), METRICS if plain else FONT
    return [
        f"  graph [newrank=true, {hurried}rankdir={description.direction}, ranksep=0.2, nodesep=0.28, compound=true,"
        f' pad=0.18, bgcolor="{colours.page}", fontname="{font}", fontcolor="{colours.text}", labelloc=t, labeljust=l,'
        f" label={label}];",
        f'  node [shape=plain, fontname="{font}", fontsize=12, fontcolor="{colours.text}"];',
        f'  edge [fontname="{font}", fontsize=9, fontcolor="{colours.faint}", color="{colours.edge}", arrowsize=0.7];',
    ]


def _label(description: Description, colours: Theme) -> str:
    label = f'<B><FONT POINT-SIZE="15">{html(short(description.title, 100))}</FONT></B><BR ALIGN="LEFT"/>' * bool(
        description.title
    )
    label += "".join(
        f'<FONT POINT-SIZE="10" COLOR="{colours.faint}">{html(short(c, 160))}</FONT><BR ALIGN="LEFT"/>'
        for c in description.captions
    )
    label += _legend(description, colours)
    return label + '<FONT POINT-SIZE="9"> </FONT><BR/>' * bool(label)  # room between these lines and the first box


def _plain_label(description: Description) -> str:
    """Return the label as text of one size, a line each, between two free ones: who draws the boxes writes it anew."""
    said = [quoted(line)[1:-1] for line in head_text(description)]
    return f'"{"".join(f"{line}{BREAK}" for line in [" ", *said, " "])}", fontsize=10' if said else '""'


def head_text(description: Description) -> list[str]:
    """Return title, captions and legend as lines."""
    title = [short(description.title, 100)] if description.title else []
    legend = "   ".join(f"{mark} {LEGEND[role]}" for role, mark in legend_marks(description))
    return [*title, *(short(caption, 160) for caption in description.captions), *([legend] if legend else [])]


def legend_marks(description: Description) -> list[tuple[str, str]]:
    """Return the roles of the legend, each with its mark."""
    styles = theme("light").roles  # the marks are the same in all themes
    return [(role, styles[role].mark.strip() or _SWATCH[styles[role].shape]) for role in legend_roles(description)]


def _hurry(description: Description) -> str:
    """Return the settings that keep Graphviz from working for minutes.

    An arrow past a hundred layers is a hundred boxes to it: one input that a chain takes again and again made 120 boxes
    a matter of half a minute. Then positions are polished less and lines are straight.
    """
    count = len(description.boxes)
    if count > _MOST:
        return "nslimit=0.1, "  # nobody lays these out
    level = {box.id: 0 for box in description.boxes}
    leaving: dict[str, list[str]] = {}
    for edge in description.flowing():
        leaving.setdefault(edge.source, []).append(edge.target)
    for box in description.boxes_in_order():
        for target in leaving.get(box.id, ()):
            level[target] = max(level[target], level[box.id] + 1)
    spans = [level[target] - level[source] for source, targets in leaving.items() for target in targets]
    if sum(span for span in spans if span > _FAR) > _LONG_WAYS:
        return "nslimit=0.1, splines=line, "
    return "nslimit=0.1, " if count > MANY else ""


def legend_roles(description: Description) -> list[str]:
    """Return the roles that occur in the picture, in the order of the legend."""
    present = {box.role for box in description.boxes} | {row.role for box in description.boxes for row in box.rows}
    return [role for role in LEGEND if role in present] if len(description.boxes) > 3 else []


def _legend(description: Description, colours: Theme) -> str:
    parts = [
        f'<FONT COLOR="{colours.roles[role].border}">{html(mark)}</FONT> {LEGEND[role]}'
        for role, mark in legend_marks(description)
    ]
    return f'<FONT POINT-SIZE="10">{"   ".join(parts)}</FONT><BR ALIGN="LEFT"/>' if parts else ""


_SWATCH = {"box": "■", "round": "●", "double": "▣"}


def _boxes(description: Description, names: dict[str, str], written: NodeLines | RoomLines) -> Iterator[str]:
    """Yield the lines of boxes and clusters."""
    first, last = _sheaves(description.groups)
    for frame in frames(description):
        indent, group = "  " * frame.depth, frame.group
        inside = f"{indent}  "
        if frame.ends:
            yield indent + "}"
        elif group is not None:
            if group.id in first:
                yield indent + "{"
            yield indent + cluster_line(group, frame.number, written.colours, isinstance(written, RoomLines))
        yield from [written.line(box, names[box.id], inside) for box in frame.boxes]
        if frame.ends and group is not None and group.id in last:
            yield indent + "}"


def _sheaves(groups: list[Group]) -> tuple[set[str], set[str]]:
    """Return the groups before which braces open, and those behind which they close, where many stand side by side.

    The braces show nowhere. Graphviz, when it has drawn, looks for each node and edge in every subgraph of one that it
    is in: that is n² for n clusters, and n√n where some at a time have something around them.
    """
    beside: dict[str, list[str]] = {}
    for group in groups:
        beside.setdefault(group.parent, []).append(group.id)
    first, last = set[str](), set[str]()
    for own in beside.values():
        if len(own) > 2 * _SHEAF:
            first.update(own[::_SHEAF])
            last.update([*own[_SHEAF - 1 :: _SHEAF], own[-1]])
    return first, last


def cluster_line(group: Group, number: int, colours: Theme, plain: bool = False) -> str:
    """Return what opens a cluster; the closing brace is the caller's."""
    title, times = short(group.title, 60), f"  × {group.times}" if group.times > 1 else ""
    if plain:
        label = f'{quoted(title + times)}; fontsize=11; fontcolor="{colours.faint}"'
    else:
        label = f'<<FONT POINT-SIZE="11" COLOR="{colours.faint}">{html(title)}{times}</FONT>>'
    return (
        f'subgraph "cluster_{number}" {{ id="g{number}"; style=rounded; labeljust=l;'
        f' labelloc=t; color="{colours.group_border}"; bgcolor="{colours.group}"; margin=8;'
        f" label={label}; tooltip={quoted(group.id)};"
    )


def edge_line(edge: Edge, names: dict[str, str], colours: Theme, paired: set[tuple[str, str]]) -> str:
    """Return the statement of an edge; gradients in `paired` are drawn along their forward arrow."""
    if edge.kind == "flow" and not edge.label and not edge.tip:
        return f"  {names[edge.source]} -> {names[edge.target]}{' [weight=100]' * edge.spine};"
    settings = []
    if edge.label:
        settings.append(f"label={quoted(f' {short(edge.label, 60)} ')}")
    if edge.spine:
        settings.append("weight=100")
    source, target = names[edge.source], names[edge.target]
    if edge.kind == "gradient":
        settings.append(f'style=dashed, color="{colours.gradient}", fontcolor="{colours.alarm}"')
        if (edge.target, edge.source) in paired:  # beside its forward arrow: drawn along it, the head at the other end
            source, target = target, source
            settings.append("dir=back")
    if edge.kind == "link":
        settings.append(f'style=dotted, dir=none, constraint=false, color="{colours.faint}"')
    if edge.tip:
        settings.append(f"tooltip={quoted(edge.tip)}, labeltooltip={quoted(edge.tip)}")
    given = f" [{', '.join(settings)}]" if settings else ""
    return f"  {source} -> {target}{given};"
