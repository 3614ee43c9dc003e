"""SVG of our own layout: the same bytes everywhere, nothing to install."""

from html import escape

from autograd_lite.viz.backends.content import Line as TextLine, lines, tip
from autograd_lite.viz.backends.dot import legend_roles
from autograd_lite.viz.backends.thumbnails import image_width
from autograd_lite.viz.description import Box, Description, Edge, short
from autograd_lite.viz.layout.curves import Point, pieces
from autograd_lite.viz.layout.labelling import SIZE, Label, labels_of, link, reach_of
from autograd_lite.viz.layout.layered import Placed
from autograd_lite.viz.layout.measure import text_width
from autograd_lite.viz.layout.placing import AFTER, DETAIL, TITLE, Keys, group_title, leading_of, placed
from autograd_lite.viz.palette import FADED, LEGEND, Paint, Theme, paint, theme
from autograd_lite.viz.shaping.calls import circles_opened

FONT = "Helvetica, Arial, sans-serif"
Rectangle = tuple[float, float, float, float]  # x, y, width, height
EDGE = 20.0  # free room around everything


def to_svg(
    description: Description,
    look: str | Theme = "light",
    result: tuple[Placed, Keys] | None = None,
    widest: tuple[str, ...] = (),
) -> str:
    """Return the picture as SVG text, laid out by ourselves.

    Parameters
    ----------
    description : what is drawn
    look : theme
    result : a layout made before, for frames in which nothing may move
    widest : captions to leave room for
    """
    colours = look if isinstance(look, Theme) else theme(look)
    if result is None:
        description = circles_opened(description)
    place, keys = result or placed(description)
    head, top, head_width = _head(description, colours)
    head_width = max([head_width, *(text_width(caption, DETAIL) for caption in widest)])
    labels = labels_of(description, place, keys)
    left, right = reach_of(labels)
    left, right = min(left, 0.0), max(right, place.size.across)
    width, height = max(right - left, head_width) + 2 * EDGE, place.size.along + top + EDGE
    shift = (width - (right - left)) / 2 - left
    out = [
        *_opening(description, width, height, colours),
        *head,
        f'<g class="picture" transform="translate({shift:.1f} {top:.1f})">',
    ]
    across = description.direction == "LR"
    out += [_frame(keys.groups[g.id], place, colours) for g in description.groups]
    out += [_edge(edge, place, keys, colours, across) for edge in description.edges]
    out += [_frame_title(group_title(g.title, g.times), keys.groups[g.id], place, colours) for g in description.groups]
    out += [_label(found.edge, found, colours) for found in labels]
    out += [box_at(box, keys.boxes[box.id], place.boxes[keys.boxes[box.id]], colours) for box in description.boxes]
    return "\n".join([*out, "</g>", "</svg>", ""])


def _opening(description: Description, width: float, height: float, colours: Theme) -> list[str]:
    """Return what an SVG begins with: its size, its name, its words for those who cannot see it, its arrowheads."""
    label = escape(short(description.title or "computation graph", 100))
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.1f} {height:.1f}" role="img" aria-labelledby="title desc" font-family="{FONT}">',
        f'<title id="title">{label}</title>',
        f'<desc id="desc">{escape(alternative(description))}</desc>',
        "<defs>" + "".join(_arrowhead(name, c) for name, c in (("flow", colours.edge), ("gradient", colours.gradient))),
        "</defs>",
        f'<rect width="100%" height="100%" fill="{colours.page}"/>',
    ]


def alternative(description: Description) -> str:
    """Return the picture in words, for those who cannot see it."""
    results = [box.title for box in description.boxes if box.role == "output"]
    inputs = [box.title for box in description.boxes if box.role == "input"]
    steps = [box.title for box in description.boxes if box.role in ("operation", "module")]
    text = f"Computation graph from {', '.join(inputs) or 'its inputs'} to {', '.join(results) or 'its results'}: "
    return short(text + "; ".join([*description.captions, "steps: " + ", ".join(steps)]), 1000)


def _arrowhead(name: str, colour: str) -> str:
    return (
        f'<marker id="arrow-{name}" viewBox="0 0 8 6" refX="7" refY="3" markerWidth="7" markerHeight="6" orient="auto">'
        f'<path d="M0,0 L8,3 L0,6 z" fill="{colour}"/></marker>'
    )


def _head(description: Description, colours: Theme) -> tuple[list[str], float, float]:
    """Return title, captions and legend, the height that they take, and the width."""
    out, y, width = [], EDGE, 0.0
    if description.title:
        title = short(description.title, 100)
        y += 12
        out.append(_text(title, EDGE, y, 15, colours.text, bold=True))
        width = text_width(title, 15, bold=True)
        y += 6
    for caption in description.captions:
        y += 13
        out.append(_text(short(caption, 160), EDGE, y, 10, colours.faint))
        width = max(width, text_width(short(caption, 160), 10))
    x = EDGE
    roles = legend_roles(description)
    if roles:
        y += 19
    for role in roles:
        style = colours.roles[role]
        rounding = 5 if style.shape == "round" else 1
        dashed = ' stroke-dasharray="2 1.5"' if style.line == "dashed" else ""
        out.append(
            f'<rect x="{x:.1f}" y="{y - 9:.1f}" width="14" height="10" rx="{rounding}" fill="{style.fill}"'
            f' stroke="{style.border}"{dashed}/>'
        )
        text = style.mark + LEGEND[role]
        out.append(_text(text, x + 18, y, 10, colours.text))
        x += 18 + text_width(text, 10) + 14
    return out, y + 18 if out else EDGE, max(width, x - EDGE)


def _text(
    text: str, x: float, y: float, size: float, colour: str, bold: bool = False, anchor: str = "", halo: str = ""
) -> str:
    style = ' font-weight="bold"' if bold else ""
    style += f' text-anchor="{anchor}"' if anchor else ""
    style += f' stroke="{halo}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}"{style}>{_spaced(text)}</text>'


def _spaced(text: str) -> str:
    """Return text for an SVG, of which no two spaces become one: browsers let a page say whether they do."""
    return escape(text).replace("  ", " \u00a0")


def _frame(key: str, place: Placed, colours: Theme) -> str:
    x, y, width, height = place.groups[key]
    return (
        f'<g class="group" id="{key}"><rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="8"'
        f' fill="{colours.group}" stroke="{colours.group_border}"/></g>'
    )


def _frame_title(title: str, key: str, place: Placed, colours: Theme) -> str:
    """Return the title of a frame: written over the arrows that enter there, and letting clicks through."""
    x, y, _, _ = place.groups[key]
    text = _text(title, x + 9, y + 15, 11, colours.faint, halo=colours.group)
    return f'<g class="frame-title" pointer-events="none">{text}</g>'


def _edge(edge: Edge, place: Placed, keys: Keys, colours: Theme, across: bool) -> str:
    key = (keys.boxes[edge.source], keys.boxes[edge.target])
    if edge.kind == "link":
        points = link(place, *key)
        style = f'stroke="{colours.faint}" stroke-dasharray="1 3"'
    else:
        points = place.routes[key]
        colour = colours.gradient if edge.kind == "gradient" else colours.edge
        dash = ' stroke-dasharray="5 3"' if edge.kind == "gradient" else ""
        thick = "3" if edge.emphasis == "lit" else "1.2"
        head = f'marker-end="url(#arrow-{"gradient" if dash else "flow"})"'
        style = f'stroke="{colour}" stroke-width="{thick}"{dash} {head}'
    path = _path(points, across)
    hint = f"<title>{escape(short(edge.tip, 300))}</title>" if edge.tip else ""
    look = ' visibility="hidden"' if edge.emphasis == "hidden" else ""
    return f'<g class="edge"{look} id="{key[0]}-{key[1]}">{hint}<path d="{path}" fill="none" {style}/></g>'


def _label(edge: Edge, found: Label, colours: Theme) -> str:
    if edge.emphasis == "hidden":
        return "<g/>"  # the frames of an animation have the same lines
    colour = colours.alarm if edge.kind == "gradient" else colours.faint
    anchor = "end" if found.anchor == "end" else ""
    return _text(found.text, found.x, found.y, SIZE, colour, anchor=anchor, halo=colours.page)


def _path(points: list[Point], across: bool) -> str:
    out = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
    for piece in pieces(points, across):
        out += (" L" if len(piece) == 1 else " C") + " ".join(f"{x:.1f},{y:.1f}" for x, y in piece)
    return out


def box_at(box: Box, key: str, frame: Rectangle, colours: Theme) -> str:
    """Return a box: its outline, its text, and the little picture of its values."""
    x, y, width, _ = frame
    style, colour = colours.roles[box.role], paint(colours, box.role, box.heat)
    faded = f' opacity="{FADED}"' if box.emphasis in ("waiting", "same") else ""
    out = [f'<g class="box {box.role}" id="{key}"{faded}><title>{escape(tip(box))}</title>']
    out += _outline(box, frame, colours, colour)
    down = y + 3
    for line in lines(box):
        leading = leading_of(line)
        if line.kind == "row":
            row = colours.roles[line.role]
            out.append(
                f'<rect x="{x + 0.6:.1f}" y="{down:.1f}" width="{width - 1.2:.1f}" height="{leading:.1f}"'
                f' fill="{row.fill}"/>'
            )
            out.append(_text(line.text, x + 6, down + 11, DETAIL, row.text))
        else:
            out.append(_line(line, x + width / 2, down, style.mark, colour))
        down += leading
    if box.image:
        wide = image_width(box.image)
        out.append(
            f'<image x="{x + (width - wide) / 2:.1f}" y="{down + 1:.1f}" width="{wide}" height="32"'
            f' style="image-rendering:pixelated" href="{box.image}"/>'
        )
    return "".join([*out, "</g>"])


def _outline(box: Box, frame: Rectangle, colours: Theme, colour: Paint) -> list[str]:
    """Return the shape of a box: rounded, dashed or double by its role, thick where something is to be seen."""
    x, y, width, height = frame
    style = colours.roles[box.role]
    border, thick = (colours.warning, 2.5) if box.warning else (style.border, 1.2)
    if box.emphasis == "lit":
        border, thick = colours.warning, 3.5
    elif box.emphasis in colours.marks:
        border, thick = colours.marks[box.emphasis], 3.5
    rounding = min(height / 2, 14) if style.shape == "round" else 2
    dashed = ' stroke-dasharray="4 2"' if style.line == "dashed" else ""
    out = [
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{rounding:g}"'
        f' fill="{colour.fill}" stroke="{border}" stroke-width="{thick}"{dashed}/>'
    ]
    if style.shape == "double":
        outer = f'x="{x - 3:.1f}" y="{y - 3:.1f}" width="{width + 6:.1f}" height="{height + 6:.1f}" rx="3"'
        out.append(f'<rect {outer} fill="none" stroke="{border}"/>')
    return out


def _line(line: TextLine, middle: float, down: float, mark: str, colour: Paint) -> str:
    if line.kind == "title":
        title = _text(mark + line.text, middle, down + 13, TITLE, colour.ink, bold=True, anchor="middle")
        behind = f'<tspan dx="{AFTER:g}" font-size="{DETAIL:g}" font-weight="normal">{_spaced(line.after)}</tspan>'
        return title.replace("</text>", f"{behind}</text>") if line.after else title
    if line.kind == "warning":
        return _text(line.text, middle, down + 11, DETAIL, colour.alarm, bold=True, anchor="middle")
    return _text(line.text, middle, down + 11, DETAIL, colour.ink, anchor="middle")
