"""What we put into Graphviz's pictures.

Little pictures are files that it reads, or, in an SVG, stand where it left room for them. Of a large graph we draw the
boxes, too: measuring and writing their text would take Graphviz half of the time. We do the same for a Graphviz that
was built without HTML-like labels.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from autograd_lite.viz.backends.dot import METRICS, head_text, legend_marks, to_dot
from autograd_lite.viz.backends.engines import Engine
from autograd_lite.viz.backends.svg import FONT, Rectangle, box_at
from autograd_lite.viz.backends.thumbnails import HEIGHT, enlarged, image_width
from autograd_lite.viz.description import Description
from autograd_lite.viz.palette import LEGEND, Theme, theme

_SHARP = 6  # dots of a picture in a bitmap or on a page, for each of its own
_NODE = re.compile(r'<g id="(n\d+)" class="node">\n<title>\1</title>\n<polygon [^>]*?points="([^"]*)"/>\n</g>')
_PLAIN = re.compile(r"(?<=/>\n)(?:<text [^\n]*</text>\n?)+")  # the lines behind the page: the first ones of all
_START = re.compile(r'<text [^>]*? x="([^"]*)" y="([^"]*)"')
_ROOM = re.compile(r'<polygon fill="(#fe[0-9a-f]{4})" stroke="[a-z]+" points="([^"]*)"/>')


def with_pictures(found: Engine, kind: str, uris: Iterable[str], write: Callable[[Mapping[str, str]], str]) -> bytes:
    """Return what an engine draws, the pictures in it.

    Parameters
    ----------
    found : who draws
    kind : "svg", "png" or "pdf"
    uris : the pictures, as data
    write : makes the DOT in which pictures stand for what they are given: a colour ("#fe0000") or the path of a file
    """
    pictures = list(dict.fromkeys(uris))
    if kind != "svg":
        with _files(pictures) as paths:
            return found.render(write(paths), kind)
    colours = {uri: f"#fe{number:04x}" for number, uri in enumerate(pictures)}
    drawn = found.render(write(colours), kind).decode()
    return _ROOM.sub(_filling({colour: uri for uri, colour in colours.items()}), drawn).encode()


def with_boxes(found: Engine, description: Description, look: str) -> bytes | None:
    """Return an SVG in which an engine has placed the boxes and drawn all else; None if it wrote what is unknown."""
    colours = theme(look)
    svg = found.render(to_dot(description, look, rooms=True), "svg").decode()
    placed = {node[1]: _rectangle(node[2]) for node in _NODE.finditer(svg)}
    if len(placed) < len(description.boxes):
        return None
    names = {f"n{number}": box for number, box in enumerate(description.boxes)}
    filled = _NODE.sub(lambda node: box_at(names[node[1]], node[1], placed[node[1]], colours), svg)
    filled = _headed(filled, description, colours).replace(f' font-family="{METRICS}"', "")
    return filled.replace("<svg ", f'<svg font-family="{FONT}" ', 1).encode()


def _headed(svg: str, description: Description, colours: Theme) -> str:
    """Return the picture with title, captions and legend in our sizes and colours, in place of plain lines."""
    plain = _PLAIN.search(svg)
    if plain is None:
        return svg
    places = _START.findall(plain[0])[1:]  # the first line is a free one
    said = head_text(description)
    rows = [_line(place, 10, colours.faint, escape(text)) for place, text in zip(places, said, strict=False)]
    if description.title:
        rows[0] = _line(places[0], 15, f'{colours.text}" font-weight="bold', escape(said[0]))
    if marks := legend_marks(description):
        parts = [
            f'<tspan fill="{colours.roles[role].border}">{mark}</tspan> {escape(LEGEND[role])}' for role, mark in marks
        ]
        rows[-1] = _line(places[len(said) - 1], 10, colours.text, "\u00a0\u00a0 ".join(parts))
    return svg[: plain.start()] + "\n".join([*rows, ""]) + svg[plain.end() :]


def _line(place: tuple[str, str], size: int, colour: str, text: str) -> str:
    return f'<text x="{place[0]}" y="{place[1]}" font-size="{size}" fill="{colour}">{text}</text>'


def _rectangle(points: str) -> Rectangle:
    """Return the rectangle with these corners."""
    corners = [tuple(map(float, corner.split(","))) for corner in points.split()]
    (left, top), (right, bottom) = min(corners), max(corners)
    return left, top, right - left, bottom - top


@contextmanager
def _files(pictures: list[str]) -> Iterator[dict[str, str]]:
    """Write pictures into a folder that is there for as long as it is needed, and give the path of each."""
    with TemporaryDirectory(prefix="autograd_lite_") as folder:
        paths = {uri: Path(folder, f"{number}.png") for number, uri in enumerate(pictures)}
        for uri, path in paths.items():
            path.write_bytes(enlarged(uri, _SHARP))
        yield {uri: path.as_posix() for uri, path in paths.items()}


def _filling(uris: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """Return what stands in place of a room: the picture of its colour, in its middle."""

    def image(room: re.Match[str]) -> str:
        uri = uris.get(room[1])
        if uri is None:
            return room[0]
        x, y, width, height = _rectangle(room[2])
        wide = image_width(uri)
        return (
            f'<image x="{x + (width - wide) / 2:.2f}" y="{y + (height - HEIGHT) / 2:.2f}" width="{wide}"'
            f' height="{HEIGHT}" style="image-rendering:pixelated" href="{uri}"/>'
        )

    return image
