"""Every backend: nothing that a user wrote becomes markup, every box and arrow is there, the same bytes each time."""

import itertools
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import autograd_lite as ag
from autograd_lite.viz import Drawing, draw
from autograd_lite.viz.backends.dot import to_dot
from autograd_lite.viz.backends.jsontext import from_json, to_json
from autograd_lite.viz.backends.mermaid import quoted, to_mermaid
from autograd_lite.viz.backends.outline import to_text
from autograd_lite.viz.backends.svg import to_svg
from autograd_lite.viz.backends.tikz import tex, to_tikz
from autograd_lite.viz.description import Box, Description, DescriptionError, Edge, Group, Row, short
from autograd_lite.viz.pages.page import to_html
from autograd_lite.viz.shaping.folding import folded

HOSTILE = [*json.loads(Path(__file__).with_name("hostile.json").read_text(encoding="utf-8")), "x" * 10_000, "\ud800"]
names = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))
SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def descriptions(draw_: st.DrawFn) -> Description:
    """Random graphs with hostile names: boxes, arrows forward, nested groups."""
    count = draw_(st.integers(1, 7))
    groups = [Group(f"{n}{draw_(names)}", draw_(names)) for n in range(draw_(st.integers(0, 3)))]
    for n, group in enumerate(groups):
        group.parent = draw_(st.sampled_from(["", *[g.id for g in groups[:n]]]))
    roles = st.sampled_from(["input", "parameter", "operation", "output", "constant", "module"])
    boxes = []
    for n in range(count):
        box = Box(
            f"{n}{draw_(names)}", draw_(roles), draw_(names), draw_(st.sampled_from(["", *[g.id for g in groups]]))
        )
        box.rows = (Row("parameter", draw_(names), (2, 3)),) * draw_(st.integers(0, 2))
        box.settings, box.warning, box.line = draw_(names), draw_(st.sampled_from(["", "NaN"])), draw_(names)
        boxes.append(box)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chosen = draw_(st.lists(st.sampled_from(pairs), unique=True, max_size=10)) if pairs else []
    edges = [Edge(boxes[a].id, boxes[b].id, draw_(names)) for a, b in chosen]
    return Description(boxes, edges, groups, title=draw_(names), captions=(draw_(names),))


class TestHostileNames:
    @settings(max_examples=25, deadline=None)
    @given(descriptions())
    def test_svg(self, description: Description) -> None:
        """The SVG is well-formed, has just our boxes and arrows, and no element that is not ours."""
        root = ET.fromstring(to_svg(description).encode())
        ours = {"svg", "title", "desc", "defs", "marker", "path", "rect", "g", "text", "tspan", "image"}
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ours
        classes = [element.get("class", "").split(" ")[0] for element in root.iter(f"{SVG}g")]
        assert (classes.count("box"), classes.count("edge")) == (len(description.boxes), len(description.edges))

    @settings(max_examples=25, deadline=None)
    @given(descriptions())
    def test_html(self, description: Description) -> None:
        """The page holds one data element and one script; what users wrote is in the data, escaped."""
        page = to_html(description)
        assert len(re.findall(r"<script", page)) == 2
        data = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
        assert data is not None
        assert not re.search("</|<!|<s", data[1], re.IGNORECASE)
        assert json.loads(data[1])["states"]

    @settings(max_examples=25, deadline=None)
    @given(descriptions())
    def test_mermaid(self, description: Description) -> None:
        """Every line is one of the few forms that we write; no name leaves its quotes."""
        forms = [
            "---",
            r'title: "([\w ,.:()×/=-]|\\[\\"bfnrt]|\\u[0-9a-f]{4})*"',
            r"config:|flowchart:|wrappingWidth: 400",
            r"flowchart (TB|LR)",
            r'subgraph g\d+\["[^"]*"\]',
            r"end",
            r'n\d+(\(\[|\[|\[\[)"[^"]*"(\]\)|\]|\]\]):::\w+_',
            r'n\d+ -->(\|"[^"]*"\|)? n\d+',
            r"classDef \w+_ [\w:#,\- ]+",
            r"class [g\d,]+ frame_",
            r"linkStyle [\d,]+ stroke:#\w{6},color:#\w{6}",
            r"style n\d+ stroke:#\w{6},stroke-width:4px",
        ]
        text = to_mermaid(description)
        assert text.isprintable() or "\n" in text
        for line in text.splitlines():
            assert any(re.fullmatch(form, line.strip()) for form in forms), line
        words = short(" · ".join(filter(None, [description.title, *description.captions])), 300)
        head = re.match(r"---\ntitle: (.*)\nconfig:", text)
        assert head is not None
        assert json.loads(head[1]) == words

    @settings(max_examples=25, deadline=None)
    @given(names)
    def test_tex(self, name: str) -> None:
        """What a user wrote has no command, no group, no comment and no mathematics of its own."""
        written = tex(name)
        commands = r"\\(text\w+(\{[^{}$\\]*\}|\{\$-\$\})|ldots\{\}|[{}$&%#_ ])"
        known = re.sub(commands + r"|\$\\?[a-zA-Z!-]+\$|\{[-\[\]]\}", "", written)
        assert not set(known) & set("\\{}$&%#_^~"), (name, written)
        assert all(" " <= c <= "ÿ" for c in written)

    @settings(max_examples=25, deadline=None)
    @given(descriptions())
    def test_json_comes_back(self, description: Description) -> None:
        """What is read from the JSON is what was written."""
        assert from_json(to_json(description)) == description

    @settings(max_examples=25, deadline=None)
    @given(descriptions())
    def test_outline(self, description: Description) -> None:
        """Every box is one line of the outline, whatever is in its name."""
        for box in description.boxes:
            box.group = ""
        lines = to_text(description).splitlines()
        head = len([line for line in (description.title, *description.captions) if line])
        assert len(lines) == head + len(description.boxes)

    @settings(max_examples=25, deadline=None)
    @given(descriptions())
    def test_dot(self, description: Description) -> None:
        """Graphviz reads just our nodes and edges."""
        pygraphviz = pytest.importorskip("pygraphviz")
        graph = pygraphviz.AGraph(string=to_dot(description))
        assert sorted(graph.nodes()) == sorted(f"n{n}" for n in range(len(description.boxes)))
        assert len(graph.edges()) == len({(e.source, e.target) for e in description.edges})

    @pytest.mark.parametrize("name", HOSTILE[:-1])
    def test_graphviz_draws_them(self, name: str) -> None:
        """Graphviz draws each of the names as text: its SVG is well-formed and has no element of theirs."""
        pytest.importorskip("pygraphviz")
        description = Description(
            [Box("a", "operation", name, rows=(Row("parameter", name),)), Box("b", "output", name)]
        )
        description.edges = [Edge("a", "b", name)]
        root = ET.fromstring(Drawing(description, engine="pygraphviz").svg.encode())
        assert not [e for e in root.iter() if e.tag.removeprefix(SVG) in ("script", "img", "image", "foreignObject")]
        assert len([e for e in root.iter(f"{SVG}g") if e.get("class") == "node"]) == 2

    def test_quoting_by_hand(self) -> None:
        """The marks that would end a label or begin a list are written as codes."""
        assert quoted('"]; x') == "#34;]#59; x"
        assert quoted("1. item") == "1#46; item"
        assert tex("$\\input{x}$ 50%") == r"\$\textbackslash{}input\{x\}\$ 50\%"


class TestSameBytes:
    def test_in_every_process(self, tmp_path: Path) -> None:
        """DOT, Mermaid, TikZ, JSON, SVG, HTML are the same for three hash seeds."""
        script = tmp_path / "script.py"
        script.write_text(
            "import sys, hashlib\nsys.path.insert(0, sys.argv[1])\n"
            "import numpy as np\nfrom conftest import GRAPHS\nfrom autograd_lite.viz import draw, animate\n"
            "np.random.seed\n"
            "for name in ('purchase', 'recurrent', 'normalised', 'second_order'):\n"
            "    d = draw(GRAPHS[name](), engine='own', view='both')\n"
            "    text = d.dot + d.mermaid + d.tikz + d.json + d.svg + d.html + d.text()\n"
            "    print(name, hashlib.sha256(text.encode()).hexdigest())\n"
            "print(hashlib.sha256(animate(GRAPHS['purchase']()).html.encode()).hexdigest())\n"
        )
        root = Path(ag.__file__).parents[1]
        outputs = set()
        for seed in ("0", "1", "77"):
            environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
            command = [sys.executable, str(script), str(Path(__file__).parent)]
            outputs.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
        assert len(outputs) == 1
        assert outputs.pop().count("\n") == 5

    def test_no_address_in_any_text(self, graph: object) -> None:
        """Nothing that looks like a memory address stands in the texts."""
        drawing = draw(graph, engine="own")
        for text in (drawing.dot, drawing.mermaid, drawing.tikz, drawing.json, drawing.svg):
            assert not re.search(r"0x[0-9a-f]{6,}|\b\d{12,}\b", text)


@pytest.mark.parametrize("options", [{"limit": 12}, {"depth": 1}, {"fold": False, "views": True}, {"view": "both"}])
def test_what_we_draw_could_have_been_made_by_hand(
    graphs: dict[str, Callable[[], object]], options: dict[str, object]
) -> None:
    """Whatever closes, folds or is cut, ids stay one for each box and frame, and arrows lead somewhere, in no circle.

    But for two closed modules that take from each other: those do lie on one.
    """
    drawings = [draw(make(), **options) for n, make in graphs.items() if n != "taking_turns" or "limit" not in options]
    for description in itertools.chain.from_iterable((d.description, folded(d.description)) for d in drawings):
        assert replace(description, edges=[e for e in description.edges if e.kind == "flow"]).check()


class TestDescriptionsByHand:
    @pytest.mark.parametrize(
        ("description", "message"),
        [
            (Description([Box("a", "input", "a"), Box("a", "input", "a")]), "Two boxes have the id 'a'"),
            (Description([Box("a", "input", "a")], [Edge("a", "b")]), r"An edge names \['b'\], which no box has"),
            (Description([Box("a", "input", "a", "g")]), "'a' lies in the group 'g', which does not exist"),
            (
                Description([Box("a", "input", "a"), Box("b", "input", "b")], [Edge("a", "b"), Edge("b", "a")]),
                "The arrows run in a circle through 'a'",
            ),
            (Description([Box("a", "king", "a")]), "The box 'a' has the role 'king'. There are input, parameter, op"),
            (
                Description([Box("a", "input", "a", "g")], [], [Group("g", "g", "h"), Group("h", "h")]),
                "The group 'g' stands before 'h', in which it lies",
            ),
            (
                Description([Box("a", "input", "a", "g")], [], [Group("g", "g"), Group("g", "h", "g")]),
                "Two groups have the id 'g'",
            ),
        ],
    )
    def test_what_cannot_be_drawn(self, description: Description, message: str) -> None:
        """A description with a double id, an edge to nowhere, or a circle is refused by name."""
        with pytest.raises(DescriptionError, match=message):
            description.check()
        with pytest.raises(DescriptionError, match=message):
            Drawing(description)

    @pytest.mark.parametrize("text", ["{}", "nonsense", "[]", '{"boxes": [{"id": "a"}], "edges": [], "groups": []}'])
    def test_json_that_is_not_ours(self, text: str) -> None:
        """JSON that lacks what we write is refused with what is missing."""
        with pytest.raises(DescriptionError, match="This JSON is not one that to_json wrote"):
            from_json(text)


class TestPictures:
    def test_svg_says_what_it_is(self, graph: object) -> None:
        """Readers of screens get a title, a description and a role."""
        root = ET.fromstring(draw(graph, engine="own", title="A graph").svg)
        assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
        assert root.findtext(f"{SVG}title") == "A graph"
        assert "Computation graph from" in (root.findtext(f"{SVG}desc") or "")

    def test_braces_balance_in_tikz(self, graph: object) -> None:
        """Braces balance, and every path ends."""
        text = re.sub(r"\\[{}]", "", to_tikz(draw(graph).description))
        assert text.count("{") == text.count("}")
        assert all(line.endswith(";") for line in text.splitlines() if line.startswith((r"\node", r"\draw", r"\fill")))

    def test_values_become_pictures(self) -> None:
        """Many numbers become a little picture in a data URI, few are written."""
        x = ag.Tensor(np.arange(20.0).reshape(4, 5), requires_grad=True, name="x")
        svg = draw(np.sum(np.tanh(x)), values=True).svg
        assert 'href="data:image/png;base64,' in svg
        assert "0 … 19, mean 9.5" in svg
