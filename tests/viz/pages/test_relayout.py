"""The page that lays itself out anew: what it is given, and that every choice of open modules can be reached."""

import gzip
import hashlib
import itertools
import json
import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.modes import switched
from autograd_lite.viz import Drawing, draw
from autograd_lite.viz.backends.engines import EngineError
from autograd_lite.viz.description import Box, Description, Edge, Group
from autograd_lite.viz.drawing import FormatError
from autograd_lite.viz.pages.page import to_html
from autograd_lite.viz.pages.relayout import library, pieces
from autograd_lite.viz.pages.webpage import HERE
from autograd_lite.viz.shaping.closing import closed

Browser = Callable[..., list[str]]


def three() -> object:
    """Three modules beside and after each other, one of them with another inside."""
    x = y = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    for name, operation in [("a", np.sin), ("b", np.cos), ("c", np.tanh)]:
        with switched(scope=name):
            y = operation(np.exp(operation(operation(y)) * y))
            with switched(scope=f"{name}.inner"):
                y = np.exp(operation(np.exp(operation(y) + x)))
    return np.sum(y)


class TestPieces:
    def test_names_lead_from_arrows_to_boxes(self, graph: object) -> None:
        """Every arrow begins and ends at a box that is there, every box and module lies in a module that is there."""
        found = pieces(draw(graph, view="both").whole, "light")
        boxes = {box["key"] for box in found["boxes"]}
        groups = {"", *[group["key"] for group in found["groups"]]}
        assert {edge[end] for edge in found["edges"] for end in ("from", "to")} <= boxes
        assert {box["group"] for box in found["boxes"]} | {group["parent"] for group in found["groups"]} <= groups

    def test_a_closed_module_is_the_box_that_closing_makes(self) -> None:
        """What stands for a closed module on the page is what stands for it in a picture with that module closed."""
        whole = draw(three(), fold=False).whole
        for group in pieces(whole, "light")["groups"]:
            shut = Drawing(closed(whole, lambda each, _, own=group["path"]: each.id == own)).dot
            assert group["closed"].partition("label=")[2] in shut

    def test_the_library_is_the_one_that_was_published(self) -> None:
        """Its hash is the one that its licence names."""
        script = gzip.decompress(b64decode(library()))
        licence = (HERE / "vizjs" / "LICENSE.txt").read_text(encoding="utf-8")
        assert hashlib.sha256(script).hexdigest() in licence

    def test_size(self) -> None:
        """The page of 300 boxes with Graphviz in it stays under 2 MB."""
        x = y = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        for k in range(298):
            y = np.sin(y) if k % 3 else y * x
        drawing = draw(y, fold=False, engine="own")
        assert len(drawing.description.boxes) == 300
        assert len(to_html(drawing.description, relayout=True)) < 2_000_000


class TestRefusals:
    def test_only_a_page_can(self, tmp_path: Path) -> None:
        """Another format with relayout=True is refused, and no file is left."""
        with pytest.raises(FormatError, match=r"Got relayout=True for 'a\.svg'\. Only an html page can"):
            draw(three(), engine="own").save(tmp_path / "a.svg", relayout=True)
        assert not list(tmp_path.iterdir())

    def test_too_many_boxes(self) -> None:
        """More boxes than a browser lays out while somebody waits are refused with their number."""
        boxes = [Box(str(n), "input", "x") for n in range(5001)]
        with pytest.raises(
            EngineError, match=r"lays out up to 5,000 boxes in the browser; these are 5,001\. Leave rel"
        ):
            to_html(Description(boxes[:5]), Description(boxes), relayout=True)


LOOK = """
const keys = () => [...document.querySelectorAll("#stage .box")].map((box) => box.id).sort().join(" ");
const arrows = () => document.querySelectorAll("#stage .edge").length;
const click = (element) => element.dispatchEvent(new MouseEvent("click", { bubbles: true }));
const markup = "#stage script, #stage image, #stage a, #stage foreignObject";
"""


@pytest.mark.slow
class TestInABrowser:
    def test_every_choice_of_open_modules(self, browser: Browser, tmp_path: Path) -> None:
        """Any modules may be closed: boxes and arrows on the page are those of the picture with these closed."""
        drawing = draw(three(), engine="own", fold=False)
        page = drawing.save(tmp_path / "graph.html", relayout=True).read_text(encoding="utf-8")
        groups = [group.id for group in drawing.whole.groups]
        choices = [set(c) for n in range(len(groups) + 1) for c in itertools.combinations(groups, n)]
        script = LOOK + f"for (const open of {json.dumps([sorted(c) for c in choices])}) {{"
        script += "relaid(new Set(open), true); say(keys() + ' ' + arrows()); }"
        wanted = [counted(closed(drawing.whole, lambda g, _, c=c: g.id not in c), drawing.whole) for c in choices]
        assert browser(page, script, ready="viz") == wanted

    def test_clicks_and_buttons(self, browser: Browser) -> None:
        """A click closes a module and opens it again; the buttons close and open all; the note says what was done."""
        drawing = draw(three(), engine="own", fold=False)
        script = (
            LOOK
            + """
        const count = () => say(document.querySelectorAll("#stage .box").length);
        count();
        click(document.getElementById("g2")); count(); say(document.getElementById("note").textContent);
        click(document.getElementById("g2")); count();
        document.getElementById("none").click(); count();
        document.getElementById("all").click(); count();
        """
        )
        every = len(drawing.whole.boxes)
        said = browser(to_html(drawing.whole, relayout=True), script, ready="viz")
        assert said == [every, every - 9, "closed b", every, 6, every]

    def test_hostile_names_stay_text(self, browser: Browser, hostile: list[str]) -> None:
        """Names that are markup are text in what Graphviz draws on the page too, open and closed."""
        boxes = [Box("x", "input", "tanh", "g")]
        boxes += [Box(f"{n}{name}", "operation", name, "g", tip=name, line=name) for n, name in enumerate(hostile)]
        edges = [Edge(a.id, b.id, b.title) for a, b in itertools.pairwise(boxes)]
        page = to_html(Description(boxes, edges, [Group("g", hostile[0])], title=hostile[1]), relayout=True)
        script = (
            LOOK
            + """
        say(document.querySelectorAll("#stage .box").length);
        click(document.querySelector("#stage .group"));
        say(keys() + " " + document.querySelectorAll(markup).length);
        """
        )
        assert browser(page, script, ready="viz") == [len(boxes), "g0 0"]


def counted(shown: Description, whole: Description) -> str:
    """What the script says of a picture: the names of its boxes, and how many arrows it has."""
    names = {box.id: f"n{n}" for n, box in enumerate(whole.boxes)} | {
        group.id: f"g{n}" for n, group in enumerate(whole.groups)
    }
    return " ".join(sorted(names[box.id] for box in shown.boxes)) + f" {len(shown.edges)}"


def test_no_address_is_in_the_page() -> None:
    """What the page's own script does names no address; its policy forbids to fetch anything."""
    page = to_html(draw(three(), engine="own").whole, relayout=True)
    page = re.sub(r'<script type="text/plain".*?</script>', "", page)
    assert set(re.findall(r"https?://[^\s\"'\\\\<>]+", page)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in page
