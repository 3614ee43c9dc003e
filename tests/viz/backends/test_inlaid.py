"""What we put into Graphviz's pictures: little pictures of values, and the boxes of large graphs."""

import io
import itertools
import os
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.viz import Drawing, draw, drawing
from autograd_lite.viz.backends.content import lines
from autograd_lite.viz.backends.engines import Engine
from autograd_lite.viz.backends.inlaid import with_boxes
from autograd_lite.viz.backends.svg import FONT, Rectangle
from autograd_lite.viz.description import Description
from autograd_lite.viz.layout.placing import line_width

SVG = "{http://www.w3.org/2000/svg}"


def test_little_pictures_of_values_in_all_that_graphviz_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PNG, PDF and SVG hold the same little pictures, sharp; files that Graphviz read are gone, unnamed."""
    pytest.importorskip("pygraphviz")
    image = pytest.importorskip("PIL.Image")
    files = tmp_path / "files"
    files.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(files))
    # values ±1 and gradients ±2 of x, and the ones of its square, are as blue and as orange as can be
    x = ag.Tensor(np.repeat([[1.0], [-1.0]], 8, axis=1), requires_grad=True, name="x")
    drawing = draw(np.sum(x * x), values=True)
    png, pdf, svg = (drawing.save(tmp_path / f"graph.{kind}").read_bytes() for kind in ("png", "pdf", "svg"))
    with image.open(io.BytesIO(png)) as read:
        pixels = np.asarray(read.convert("RGB")).reshape(-1, 3)
    blue, orange = ((pixels == colour).all(axis=1).sum() for colour in ([0, 114, 178], [213, 94, 0]))
    half = 64 * 43 / 2  # of a picture of 48 × 32 points at 96 dots an inch
    assert (blue, orange) == (pytest.approx(2 * half, rel=0.1), pytest.approx(4 * half, rel=0.1))
    assert pdf.count(b"/Subtype /Image") == 2
    assert pdf.count(b"/Width 600") == 2
    assert svg.count(b'style="image-rendering:pixelated" href="data:image/png;base64,') == svg.count(b"<image") == 2
    for content in (png, pdf, svg):
        assert os.fspath(files).encode() not in content
    assert not list(files.iterdir())
    assert "IMG" not in drawing.dot
    assert "#fe0" not in drawing.dot
    assert png == drawing.image("png")


def test_files_of_little_pictures_go_when_graphviz_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of Graphviz leaves no file behind."""
    pygraphviz = pytest.importorskip("pygraphviz")
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path))
    drawing = draw(np.sum(ag.Tensor(np.ones(12), requires_grad=True, name="x") ** 2), values=True)

    def fail(*_: object, **__: object) -> None:
        raise OSError(f"{len(list(tmp_path.glob('*/*.png')))} pictures were there")

    monkeypatch.setattr(pygraphviz.AGraph, "draw", fail)
    with pytest.raises(OSError, match=r"^[12] pictures were there"):
        drawing.image("pdf")
    assert not list(tmp_path.iterdir())


class TestLargeGraphs:
    """Of many boxes Graphviz gives the places alone; what stands in them is ours."""

    @pytest.fixture
    def boxes(self, graph: object, monkeypatch: pytest.MonkeyPatch) -> tuple[Description, list[Rectangle]]:
        """Where the boxes of every graph stand, drawn as if it were large."""
        pytest.importorskip("pygraphviz")
        monkeypatch.setattr(drawing, "MANY", 2)
        made = draw(graph, fold=False, engine="pygraphviz")
        root = ET.fromstring(made.svg.encode())
        found = {e.get("id"): e.find(f"{SVG}rect") for e in root.iter(f"{SVG}g") if "box" in e.get("class", "").split()}
        places = [found[f"n{number}"] for number in range(len(made.description.boxes))]
        assert (len(found), root.get("font-family")) == (len(places), FONT)
        return made.description, [tuple(float(p.get(k)) for k in ("x", "y", "width", "height")) for p in places]

    def test_boxes_stand_along_the_flow_and_apart(self, boxes: tuple[Description, list[Rectangle]]) -> None:
        """Every arrow's target lies below its source, no box touches another, text is no wider than its box."""
        description, places = boxes
        at = {box.id: place for box, place in zip(description.boxes, places, strict=True)}
        assert all(at[e.source][1] + at[e.source][3] <= at[e.target][1] for e in description.flowing())
        for (x, y, w, h), (u, v, wide, high) in itertools.combinations(places, 2):
            assert x + w <= u or u + wide <= x or y + h <= v or v + high <= y
        for box in description.boxes:
            assert max(map(line_width, lines(box))) <= at[box.id][2]

    def test_an_unknown_svg_is_drawn_with_tables(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where an engine's nodes are not found in what it wrote, it draws the text too."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        description = draw(np.sum(np.tanh(x))).description
        asked = []

        def render(dot: str, _: str) -> bytes:
            asked.append("TABLE" in dot)
            return b"<svg >another program's</svg>"

        assert with_boxes(Engine("other", "1", render), description, "light") is None
        monkeypatch.setattr(drawing, "MANY", 2)
        monkeypatch.setattr(drawing, "engine", lambda *_: Engine("other", "1", render))
        assert "another program's" in Drawing(description).svg
        assert asked == [False, False, True]
