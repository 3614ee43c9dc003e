"""A finished picture: files, notebooks, and that it holds on to nothing."""

import gc
import os
import weakref
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import MissingExtraError
from autograd_lite.viz import Drawing, animate, draw
from autograd_lite.viz.backends.engines import EngineError
from autograd_lite.viz.drawing import FormatError, PathError

TEXTS = ["svg", "html", "dot", "gv", "mmd", "tex", "tikz", "json", "txt"]


def small() -> Drawing:
    """A drawing of two operations."""
    x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    return draw(np.sum(np.tanh(x)))


class TestSave:
    def test_an_unknown_suffix(self, tmp_path: object) -> None:
        """The error lists the formats."""
        with pytest.raises(FormatError, match=r"with the suffix '\.bmp'\. Wanted one of svg, png, pdf, html"):
            small().save(tmp_path / "graph.bmp")

    def test_an_existing_file_survives_a_failure(self, bare: None, tmp_path: object) -> None:
        """A file is replaced only when the new one is complete."""
        path = tmp_path / "graph.png"
        path.write_bytes(b"old")
        with pytest.raises(MissingExtraError):
            small().save(path)
        assert path.read_bytes() == b"old"

    @pytest.mark.parametrize("place", ["missing/graph.svg", "folder.svg"])
    def test_a_path_that_cannot_be_written(self, tmp_path: object, place: str) -> None:
        """A folder that is not there, or stands where the file should, is named; nothing is left behind."""
        (tmp_path / "folder.svg").mkdir()
        with pytest.raises(PathError, match=r"Cannot write '.*\.svg' .* Wanted a file in a folder that exists"):
            small().save(tmp_path / place)
        assert [path.name for path in tmp_path.iterdir()] == ["folder.svg"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no limit on the size of files")
    def test_a_full_disk(self, tmp_path: Path) -> None:
        """Where there is no room, the error says so, the old file is as it was, and nothing is left beside it."""
        resource = pytest.importorskip("resource")
        path = tmp_path / "graph.svg"
        path.write_text("old")
        drawing = small()
        assert len(drawing.svg) > 2000
        usual = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, usual[1]))
        try:
            with pytest.raises(PathError, match=r"Cannot write '.*graph\.svg' \(.*large\)\. .* has room"):
                drawing.save(path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_link_stays_one(self, tmp_path: Path) -> None:
        """Through a symbolic link the file is replaced to which it leads."""
        real, link = tmp_path / "real.svg", tmp_path / "link.svg"
        real.write_text("old")
        link.symlink_to(real)
        drawing = small()
        assert drawing.save(link) == link
        assert link.is_symlink()
        assert real.read_text(encoding="utf-8") == drawing.svg

    def test_a_name_that_no_system_takes(self, tmp_path: Path) -> None:
        """A null byte in a name is our error, too."""
        with pytest.raises(PathError, match="null byte"):
            small().save(tmp_path / "a\0b.svg")

    @pytest.mark.parametrize("kind", TEXTS)
    def test_text_formats(self, bare: None, tmp_path: object, kind: str) -> None:
        """Every format of text is written without any package."""
        assert small().save(tmp_path / f"graph.{kind}").stat().st_size > 50

    @pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG\r\n"), ("pdf", b"%PDF-")])
    def test_bitmaps_and_pages(self, tmp_path: Path, kind: str, start: bytes) -> None:
        """PNG and PDF are written by Graphviz where it is installed."""
        pytest.importorskip("pygraphviz")
        assert small().save(tmp_path / f"graph.{kind}").read_bytes().startswith(start)

    def test_a_bitmap_that_nobody_could_read(self, tmp_path: Path) -> None:
        """Beyond 16,000 pixels the error says how long it would be, and what to do; SVG goes on."""
        pytest.importorskip("pygraphviz")
        y = ag.Tensor(1.0, requires_grad=True, name="x")
        for _ in range(350):
            y = np.sin(y)
        drawing = draw(y, fold=False, limit=None)
        with pytest.raises(
            EngineError, match=r"would be \d\d,\d{3} pixels long; more than 16,000 .* depth=1, fold=True"
        ):
            drawing.save(tmp_path / "graph.png")
        assert [path.name for path in tmp_path.iterdir()] == []
        assert drawing.save(tmp_path / "graph.svg").stat().st_size > 100_000

    def test_a_bitmap_is_measured_by_who_draws_it(self) -> None:
        """A long chain, whose SVG our own layout draws, is refused as a bitmap too."""
        pytest.importorskip("pygraphviz")
        y = ag.Tensor(1.0, requires_grad=True, name="x")
        for _ in range(1000):
            y = np.sin(y)
        drawing = draw(y, fold=False, limit=None)
        assert "laid out by" not in drawing.svg
        with pytest.raises(EngineError, match=r"would be \d\d,\d{3} pixels long"):
            drawing.image("png")


class TestNotebook:
    def test_what_it_shows(self, bare: None) -> None:
        """A notebook gets the SVG, and text where it shows text alone; without any package."""
        drawing = small()
        bundle = drawing._repr_mimebundle_(include=None, exclude=None)
        assert bundle == {"image/svg+xml": drawing.svg, "text/plain": drawing.text()}
        assert drawing._repr_svg_() == drawing.svg
        assert drawing._repr_html_() == f'<div style="overflow:auto">{drawing.svg}</div>'
        assert repr(drawing) == "<Drawing of 4 boxes and 3 arrows; .save('graph.svg') writes it>"

    def test_a_lesson(self) -> None:
        """A lesson is its page in a frame, in which scripts run and nothing else; no name ends the frame."""
        shown = animate(lambda apple: apple * 2.0, 1.0, title='"></iframe><script>')._repr_html_()
        assert shown.startswith('<iframe srcdoc="&lt;!doctype html&gt;')
        assert shown.endswith('sandbox="allow-scripts"></iframe>')
        assert shown.count("<") == 2


class TestWhatItHolds:
    def test_no_tensor_is_kept_alive(self) -> None:
        """While a drawing lives, its graph's Tensors and arrays may go; every format can still be written."""
        x = ag.Tensor(np.arange(20.0), requires_grad=True, name="x")
        y = np.sum(np.tanh(x))
        drawing = draw(y, values=True, view="both", heat="bytes")
        lesson = animate(np.sum(ag.Tensor(np.ones(2), requires_grad=True, name="z") ** 2))
        gone = [weakref.ref(x), weakref.ref(y), weakref.ref(x.data), weakref.ref(y._node.parents[0].saved[0])]
        del x, y
        gc.collect()
        assert [each() for each in gone] == [None] * 4
        assert "tanh" in drawing.svg + drawing.html + drawing.dot + drawing.mermaid + drawing.tikz + drawing.json
        assert len(lesson.frames) == len(lesson.steps)

    @pytest.mark.parametrize("view", ["forward", "backward", "both"])
    @pytest.mark.parametrize("parameters", ["rows", "nodes", "none"])
    def test_a_graph_that_was_freed(self, tmp_path: Path, view: str, parameters: str) -> None:
        """After backward() has freed what the rules kept, every view is drawn in every format of text."""
        x, w = (ag.Tensor(np.ones(s), requires_grad=True, name=n) for s, n in [((2, 3), "x"), ((3, 4), "w")])
        y = np.sum(np.tanh(x @ w)[0] ** 2)
        y.backward()
        drawing = draw(y, view=view, parameters=parameters, values=True, heat="bytes", engine="own")
        for kind in TEXTS:
            assert drawing.save(tmp_path / f"graph.{kind}").stat().st_size > 50
        assert x.grad is not None
