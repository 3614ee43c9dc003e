"""Little pictures in what Graphviz draws: as files that it reads, or, in an SVG, put where it left room for them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from autograd_lite.viz.engines import Engine
from autograd_lite.viz.thumbnails import HEIGHT, enlarged, image_width

_SHARP = 6  # dots of a picture in a bitmap or on a page, for each of its own
_ROOM = re.compile(r'<polygon fill="(#fe[0-9a-f]{4})" stroke="[a-z]+" points="([^"]*)"/>')


def with_pictures(found: Engine, kind: str, uris: Iterable[str], to_dot: Callable[[Mapping[str, str]], str]) -> bytes:
    """Return what an engine draws, the pictures in it.

    Parameters
    ----------
    found : who draws
    kind : "svg", "png" or "pdf"
    uris : the pictures, as data
    to_dot : makes the DOT in which pictures stand for what they are given: a colour ("#fe0000") or the path of a file
    """
    pictures = list(dict.fromkeys(uris))
    if kind != "svg":
        with _files(pictures) as paths:
            return found.render(to_dot(paths), kind)
    colours = {uri: f"#fe{number:04x}" for number, uri in enumerate(pictures)}
    drawn = found.render(to_dot(colours), kind).decode()
    return _ROOM.sub(_filling({colour: uri for uri, colour in colours.items()}), drawn).encode()


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
        corners = [tuple(map(float, corner.split(","))) for corner in room[2].split()]
        (left, top), (right, bottom) = min(corners), max(corners)
        width = image_width(uri)
        return (
            f'<image x="{(left + right - width) / 2:.2f}" y="{(top + bottom - HEIGHT) / 2:.2f}" width="{width}"'
            f' height="{HEIGHT}" style="image-rendering:pixelated" href="{uri}"/>'
        )

    return image
