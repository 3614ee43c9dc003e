"""Graphviz's language. Boxes are HTML-like tables, so that parameters are coloured rows of operations.

Three settings together make the picture: parameters as rows, ``newrank`` (without it weighted edges between clusters
point upward), and heavy edges along the spine.
"""

from collections.abc import Iterator, Mapping
from html import escape
from operator import attrgetter

from autograd_lite.viz.content import LONGEST_TIP, Line, around_module, lines, source_address, tip
from autograd_lite.viz.description import Box, Description, Edge, Group, short
from autograd_lite.viz.grouping import frames
from autograd_lite.viz.palette import LEGEND, Paint, Style, Theme, paint, theme
from autograd_lite.viz.thumbnails import GAP, HEIGHT, image_width
from autograd_lite.viz.uncollected import uncollected

FONT = "Helvetica,Arial,sans-serif"
_MANY = 1000  # boxes; above, Graphviz polishes positions for a quarter of the time, and lines may bend by some points
_MOST, _LONG_LINE = 10_000, 20
_FAR, _LONG_WAYS = 10, 400  # layers that an arrow passes, and that all such arrows pass


_NAMED = str.maketrans({
    "\\": "&#92;", "'": "&#39;", "→": "&rarr;", "◆": "&#9670;", "▫": "&#9643;", "▸": "&#9656;", "⊘": "&#8856;",
    "−": "&minus;", "ᵀ": "&#7488;", "∂": "&part;", "…": "&hellip;", "■": "&#9632;", "▣": "&#9635;", "●": "&#9679;",
})  # fmt: skip


def quoted(text: str) -> str:
    """Return `text` as a DOT string in which nothing is markup or an escape of Graphviz."""
    plain = short(text, 400)
    if "\\" in plain or '"' in plain:
        plain = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def html(text: str) -> str:
    """Return `text` for an HTML-like label.

    Signs of ours have their names, so that the text is one byte a character where no name needs more.
    """
    return escape(text, quote=True).translate(_NAMED)


def to_dot(description: Description, look: str | Theme = "light", pictures: Mapping[str, str] | None = None) -> str:
    """Return `description` in DOT.

    Parameters
    ----------
    description : what is drawn
    look : theme
    pictures : of each little picture its file, or the colour of the room that is kept for it; none are shown without

    Examples
    --------
    >>> from autograd_lite.viz.description import Box, Description
    >>> print(to_dot(Description([Box("x", "input", "x")])).splitlines()[0])
    digraph computation {
    """
    with uncollected():
        return _written(description, look if isinstance(look, Theme) else theme(look), pictures or {})


def _written(description: Description, colours: Theme, pictures: Mapping[str, str]) -> str:
    names = {box.id: f"n{number}" for number, box in enumerate(description.boxes)}
    out = ["digraph computation {", *head_lines(description, colours)]
    out += _boxes(description, names, NodeLines(colours, pictures))
    turned = any(edge.kind == "gradient" for edge in description.edges)
    paired = {(edge.source, edge.target) for edge in description.edges if turned and edge.kind == "flow"}
    out += [edge_line(edge, names, colours, paired) for edge in description.edges]
    out += ["}", ""]
    return "\n".join(out)


def head_lines(description: Description, colours: Theme) -> list[str]:
    """Return what holds for the whole graph: its label (title, captions, legend), and how nodes and edges look."""
    label = f'<B><FONT POINT-SIZE="15">{html(short(description.title, 100))}</FONT></B><BR ALIGN="LEFT"/>' * bool(
        description.title
    )
    label += "".join(
        f'<FONT POINT-SIZE="10" COLOR="{colours.faint}">{html(short(c, 160))}</FONT><BR ALIGN="LEFT"/>'
        for c in description.captions
    )
    label += _legend(description, colours)
    hurried = _hurry(description)
    return [
        f"  graph [newrank=true, {hurried}rankdir={description.direction}, ranksep=0.2, nodesep=0.28, compound=true,"
        f' pad=0.2, bgcolor="{colours.page}", fontname="{FONT}", fontcolor="{colours.text}", labelloc=t, labeljust=l,'
        f" label=<{label}>];",
        f'  node [shape=plain, fontname="{FONT}", fontsize=12, fontcolor="{colours.text}"];',
        f'  edge [fontname="{FONT}", fontsize=9, fontcolor="{colours.faint}", color="{colours.edge}", arrowsize=0.7];',
    ]


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
    return "nslimit=0.1, " if count > _MANY else ""


def legend_roles(description: Description) -> list[str]:
    """Return the roles that occur in the picture, in the order of the legend."""
    present = {box.role for box in description.boxes} | {row.role for box in description.boxes for row in box.rows}
    return [role for role in LEGEND if role in present] if len(description.boxes) > 3 else []


def _legend(description: Description, colours: Theme) -> str:
    parts = []
    for role in legend_roles(description):
        style = colours.roles[role]
        swatch = html(style.mark.strip() or _SWATCH[style.shape])
        parts.append(f'<FONT COLOR="{style.border}">{swatch}</FONT> {LEGEND[role]}')
    return f'<FONT POINT-SIZE="10">{"   ".join(parts)}</FONT><BR ALIGN="LEFT"/>' if parts else ""


_SWATCH = {"box": "■", "round": "●", "double": "▣"}


def _boxes(description: Description, names: dict[str, str], written: "NodeLines") -> Iterator[str]:
    """Yield the lines of boxes and clusters."""
    for frame in frames(description):
        indent, group = "  " * frame.depth, frame.group
        inside = f"{indent}  "
        if frame.ends:
            yield indent + "}"
        elif group is not None:
            yield indent + cluster_line(group, frame.number, written.colours)
        for box in frame.boxes:
            yield written.line(box, names[box.id], inside)


def cluster_line(group: Group, number: int, colours: Theme) -> str:
    """Return what opens a cluster; the closing brace is the caller's."""
    title = html(short(group.title, 60)) + (f"  × {group.times}" if group.times > 1 else "")
    return (
        f'subgraph "cluster_{number}" {{ id="g{number}"; style=rounded; labeljust=l;'
        f' labelloc=t; color="{colours.group_border}"; bgcolor="{colours.group}"; margin=8;'
        f' label=<<FONT POINT-SIZE="11" COLOR="{colours.faint}">{title}</FONT>>; tooltip={quoted(group.id)};'
    )


_said = attrgetter(  # all of a box that is written, but for its id, its module and its rows
    "title", "tip", "shape", "bytes", "role", "settings", "dtype", "notes", "warning", "times", "value", "heat",
    "emphasis", "line", "image",
)  # fmt: skip


class NodeLines:
    """Writes the statements of nodes; what equal boxes have in common is written once."""

    def __init__(self, colours: Theme, pictures: Mapping[str, str] | None = None) -> None:
        self.colours = colours
        self.pictures = pictures or {}
        self.known: dict[tuple[object, ...], tuple[str, str, str, int]] = {}
        self.modules: dict[str, str] = {"": ""}

    def line(self, box: Box, name: str, indent: str = "") -> str:
        """Return the statement of a node."""
        key = _said(box), id(box.rows)  # equal boxes share their rows
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._around_module(box)
        before, after, rest, room = found
        group = box.group
        if len(group) > room:
            return f'{indent}{name} [id="{name}", tooltip={quoted(tip(box))}{rest}'
        module = self.modules.get(group)
        if module is None:
            module = self.modules[group] = quoted(f"; in {group}")[1:-1]
        return f'{indent}{name} [id="{name}", tooltip="{before}{module}{after}"{rest}'

    def _around_module(self, box: Box) -> tuple[str, str, str, int]:
        """Return the tip before and after the module, the rest of the statement, and how long the module may be."""
        before, after = around_module(box)
        address = source_address(box.line) if box.line else ""
        link = f", URL={quoted(address)}" if address else ""
        room = LONGEST_TIP - len("; in ") - len(before) - len(after)
        return quoted(before)[1:-1], quoted(after)[1:-1], f"{link}, label=<{self._table(box)}>];", room

    def _table(self, box: Box) -> str:
        colours = self.colours
        style = colours.roles[box.role]
        colour = paint(colours, box.role, box.heat)
        edge, width = (colours.warning, 3) if box.warning else (style.border, 1)
        if box.emphasis in colours.marks:
            edge, width = colours.marks[box.emphasis], 4
        kind = {"round": ' STYLE="ROUNDED"', "box": "", "double": ""}[style.shape]
        kind = ' STYLE="DASHED"' if style.line == "dashed" and style.shape == "box" else kind
        rows = "".join(_cell(line, style, colours, colour) for line in lines(box))
        rows += self._picture(box.image) if box.image in self.pictures else ""
        thick = f'BORDER="{width}" ' * (width > 1)  # what is Graphviz's own default is left out: a third of the text
        look = f'BGCOLOR="{colour.fill}" COLOR="{edge}"{kind}'
        table = f'<TABLE {thick}CELLBORDER="0" CELLSPACING="0" {look}>{rows}</TABLE>'
        if style.shape == "double":
            outer = f'CELLBORDER="0" CELLPADDING="0" COLOR="{edge}"'
            return f"<TABLE {outer}><TR><TD>{table}</TD></TR></TABLE>"
        return table

    def _picture(self, image: str) -> str:
        """Return the row with a little picture: as large as it is, in the middle, whatever the dots of the page."""
        room = f'FIXEDSIZE="TRUE" WIDTH="{image_width(image) + GAP}" HEIGHT="{HEIGHT + GAP}"'
        given = self.pictures[image]
        if given.startswith("#"):
            return f'<TR><TD {room} BGCOLOR="{given}"></TD></TR>'
        return f'<TR><TD {room}><IMG SRC="{html(given)}" SCALE="TRUE"/></TD></TR>'


def _cell(line: Line, style: Style, colours: Theme, colour: Paint) -> str:
    text, usual = html(line.text), colours.text
    room = "&#160;" * (len(line.text) // _LONG_LINE + line.text.count("⚠"))  # a browser's signs may be wider
    room += "&#160;" * (style.shape == "round")  # where corners are round, a text must not touch them
    match line.kind:
        case "title":
            behind = f"  {_small(html(line.after), colour.ink, usual)}" if line.after else ""
            return f"<TR><TD> {_font(f'<B>{html(style.mark)}{text}</B>', '', colour.ink, usual)}{behind} </TD></TR>"
        case "row":
            row = colours.roles[line.role]
            return f'<TR><TD ALIGN="LEFT" BGCOLOR="{row.fill}">{_small(text + room, row.text, usual)}</TD></TR>'
        case "warning":
            return f"<TR><TD>{_small(f'<B>{room}{text}{room}</B>', colour.alarm, usual)}</TD></TR>"
    return f"<TR><TD>{_small(room + text + room, colour.ink, usual)}</TD></TR>"


def _small(text: str, ink: str, usual: str) -> str:
    return _font(text, ' POINT-SIZE="10"', ink, usual)


def _font(text: str, size: str, ink: str, usual: str) -> str:
    """Return a text in a font; what all nodes have anyway is not said."""
    colour = f' COLOR="{ink}"' if ink != usual else ""
    return f"<FONT{size}{colour}>{text}</FONT>" if size or colour else text


def edge_line(edge: Edge, names: dict[str, str], colours: Theme, paired: set[tuple[str, str]]) -> str:
    """Return the statement of an edge; gradients in `paired` are drawn along their forward arrow."""
    if edge.kind == "flow" and not edge.label and not edge.tip:
        return f"  {names[edge.source]} -> {names[edge.target]}{' [weight=100]' * edge.spine};"
    settings = []
    if edge.label:
        settings.append(f"label={quoted(' ' + short(edge.label, 60))}")
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
