"""Nodes in Graphviz's language: tables of text, parameters as coloured rows; and what must be quoted there."""

from collections.abc import Mapping
from html import escape
from operator import attrgetter

from autograd_lite.viz.backends.content import LONGEST_TIP, Line, around_module, lines, source_address, tip
from autograd_lite.viz.backends.thumbnails import GAP, HEIGHT, image_width
from autograd_lite.viz.description import Box, short
from autograd_lite.viz.layout.placing import box_size
from autograd_lite.viz.palette import Paint, Style, Theme, paint

_LONG_LINE = 20

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
    written = escape(text, quote=True)
    return written if written.isascii() and "\\" not in written else written.translate(_NAMED)


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
        self.group = self.module = ""  # that of the last box, and what its tip says of it

    def line(self, box: Box, name: str, indent: str = "") -> str:
        """Return the statement of a node."""
        key = _said(box), id(box.rows)  # equal boxes share their rows
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._around_module(box)
        before, after, rest, room = found
        group = box.group
        if group is not self.group:
            self.group, self.module = group, quoted(f"; in {group}")[1:-1] if group else ""
        if len(group) > room:
            return f'{indent}{name} [id="{name}", tooltip={quoted(tip(box))}{rest}'
        return f'{indent}{name} [id="{name}", tooltip="{before}{self.module}{after}"{rest}'

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


class RoomLines:
    """Writes the statements of nodes of which only the place is wanted: what lies inside is drawn by us."""

    def __init__(self, colours: Theme) -> None:
        self.colours = colours
        self.known: dict[tuple[object, ...], str] = {}

    def line(self, box: Box, name: str, indent: str = "") -> str:
        """Return the statement of a node: an empty rectangle, in inches."""
        key = _said(box), id(box.rows)
        size = self.known.get(key)
        if size is None:
            width, height = box_size(box)
            size = self.known[key] = f"width={width / 72:.3f}, height={height / 72:.3f}"
        return f'{indent}{name} [id="{name}", shape=box, fixedsize=true, label="", {size}];'


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
