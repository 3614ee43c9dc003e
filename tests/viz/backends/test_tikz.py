"""TikZ: what stands in it; and LaTeX sets it, where that is installed."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograd_lite.registry import operations
from autograd_lite.viz import draw
from autograd_lite.viz.backends.tikz import document, to_tikz
from autograd_lite.viz.description import Box, Description, Edge, Group, Row
from autograd_lite.viz.reading.backview import share_text
from autograd_lite.viz.shaping.annotating import unpictured


def missing() -> str:
    """What LaTeX lacks here; empty if nothing."""
    if shutil.which("pdflatex") is None or shutil.which("kpsewhich") is None:
        return "no LaTeX is installed (Debian: texlive-latex-extra, texlive-pictures, lmodern)"
    for name in ("standalone.cls", "tikz.sty", "lmodern.sty", "amssymb.sty"):
        if subprocess.run(["kpsewhich", name], capture_output=True, check=False).returncode:
            return f"LaTeX has no {name} here"
    return ""


class TestText:
    def test_type_can_be_read(self, graph: object) -> None:
        """No type is smaller than nine points."""
        picture = draw(graph, view="both", values=True).tikz
        assert min(map(float, re.findall(r"\\fontsize\{([\d.]+)\}", picture))) >= 9

    def test_a_dark_page(self) -> None:
        """A theme whose page is not white colours what is behind the picture."""
        boxes = [Box("x", "input", "x")]
        dark, light = (to_tikz(Description(boxes), look) for look in ("dark", "light"))
        assert ("background rectangle" in dark, "background rectangle" in light) == (True, False)

    def test_legend(self) -> None:
        """What the colours stand for is said below the captions."""
        boxes = [Box(str(k), role, role) for k, role in enumerate(["input", "operation", "operation", "output"])]
        picture = to_tikz(Description(boxes))
        assert r"\textcolor{inputline}{$\bullet$} input\quad \textcolor{operationline}{$\blacksquare$}" in picture

    def test_no_room_is_kept_for_pictures(self) -> None:
        """Where the values of a box are a little picture elsewhere, nothing is left free for it."""
        drawing = draw(lambda x: np.tanh(x), np.arange(20.0).reshape(4, 5), values=True)
        assert any(box.image for box in drawing.description.boxes)
        assert drawing.tikz == to_tikz(unpictured(drawing.description), "light")
        bare = [box.image for box in unpictured(drawing.description).boxes]
        assert bare == ["", "", ""]


def latex_is_there(test: Callable[..., None]) -> Callable[..., None]:
    """Skip a test where LaTeX is not installed, and where slow ones are not asked for."""
    skipped = pytest.mark.skipif(bool(missing()), reason=missing() or "LaTeX is there")
    return pytest.mark.slow(skipped(test))


def pages(pictures: list[str], folder: Path) -> int:
    """How many pages LaTeX makes of the pictures, one for each."""
    (folder / "pictures.tex").write_text(document("".join(pictures)), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "pictures.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=900, check=False)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-2000:]
    found = re.search(r"Output written on pictures\.pdf \((\d+) page", said)
    return int(found[1]) if found else 0


@latex_is_there
def test_graphs(graphs: dict[str, Callable[[], object]], tmp_path: Path) -> None:
    """Every graph in every view and theme is a page."""
    looks = [("forward", "print"), ("backward", "light"), ("both", "dark")]
    pictures = [draw(make(), view=view, theme=theme).tikz for make in graphs.values() for view, theme in looks]
    assert pages(pictures, tmp_path) == len(pictures)


@latex_is_there
def test_every_formula(tmp_path: Path) -> None:
    """The local derivative of every operation of the registry is text that LaTeX sets."""
    ways = [share_text(operation, name) for operation in operations() for name in getattr(operation, "rules", ())]
    boxes = [Box(str(n), "operation", "f", notes=(way,)) for n, way in enumerate(dict.fromkeys(ways))]
    assert len(boxes) > 100
    pictures = [to_tikz(Description(boxes[n : n + 10])) for n in range(0, len(boxes), 10)]
    assert pages(pictures, tmp_path) == len(pictures)


@latex_is_there
def test_hostile_names(hostile: list[str], tmp_path: Path) -> None:
    """Names that are commands, comments or characters that LaTeX lacks are set as text."""
    pictures = []
    for name in hostile:
        boxes = [Box("a", "operation", name, "g", rows=(Row("parameter", name),)), Box("b", "output", name)]
        pictures.append(to_tikz(Description(boxes, [Edge("a", "b", name)], [Group("g", name)], title=name)))
    assert pages(pictures, tmp_path) == len(pictures)
