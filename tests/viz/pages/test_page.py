"""The interactive page: what is in it, and how it behaves in a browser where one is installed."""

import inspect
import itertools
import json
import re
from collections.abc import Callable

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.modes import switched
from autograd_lite.viz import Drawing, draw
from autograd_lite.viz.backends.svg import to_svg
from autograd_lite.viz.description import Box, Description, Edge, Group
from autograd_lite.viz.pages.page import to_html

Browser = Callable[..., list[str]]


def nested() -> object:
    """Two different modules, one of them with another inside."""
    x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    with switched(scope="outer"):
        y = np.exp(np.sin(np.cos(np.tanh(x))))
        with switched(scope="outer.inner"):
            y = np.tanh(np.exp(np.sin(np.cos(y))))
    with switched(scope="last"):
        return np.sum(np.sin(np.cos(np.tanh(np.exp(y)))))


def data_of(page: str) -> dict[str, object]:
    """The data that the script of the page reads."""
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


class TestStates:
    def test_modules_open_and_close(self) -> None:
        """There is a picture for each depth and for each module closed by itself."""
        states = data_of(draw(nested(), engine="own").html)["states"]
        opened = {tuple(state["open"]) for state in states}
        assert opened == {
            ("last", "outer", "outer.inner"),
            ("last", "outer"),
            (),
            ("last",),
            ("outer", "outer.inner"),
        }

    def test_nothing_is_fetched(self) -> None:
        """No address stands in the page but the name of SVG; its policy forbids to fetch anything."""
        page = draw(nested(), engine="own").html
        assert set(re.findall(r"https?://[^\s\"'\\<>]+", page)) == {"http://www.w3.org/2000/svg"}
        assert "default-src 'none'" in page

    def test_no_state_is_laid_out_in_vain(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of many modules hardly more states are laid out than the page has room for, and none twice."""
        y = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        for k in range(90):
            with switched(scope=f"m{k}"):
                y = np.sin(y * k) if k % 3 else np.tanh(np.exp(y))
        drawing, laid_out = draw(y, engine="own", fold=False, limit=None, views=True), []
        keep = lambda *given: laid_out.append(to_svg(*given)) or laid_out[-1]  # noqa: E731
        monkeypatch.setattr("autograd_lite.viz.pages.page.to_svg", keep)
        states = data_of(drawing.html)["states"]
        assert len(drawing.whole.groups) == 90
        assert len({(*state["open"], "|", *state["shut"]) for state in states}) == len(states) > 2
        assert len(laid_out) <= len(states) + 1

    def test_size(self) -> None:
        """The page of a picture of 300 boxes stays under 500 kB."""
        x = y = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        for k in range(290):
            y = np.sin(y) if k % 3 else y * x
        assert len(draw(y, fold=False, engine="own").html) < 500_000


class TestSourceLines:
    def test_each_operation_has_its_line(self) -> None:
        """A function that is drawn gives every operation file and line, and an address that a click opens."""
        first = inspect.currentframe().f_lineno + 1
        drawing = draw(lambda x: np.sum(np.tanh(x)), np.ones(3), engine="own")
        lines = data_of(drawing.html)["states"][0]["lines"]
        (line, address) = lines["n1"]
        assert line.endswith(f"test_page.py:{first}")
        assert address.endswith("test_page.py")
        assert address.startswith(("./", "file:///"))

    def test_without_a_recording_there_is_none(self) -> None:
        """A result that was computed before has no lines: they cost time, and nobody asked for them."""
        assert data_of(draw(nested(), engine="own").html)["states"][0]["lines"] == {}


READ = """
const boxes = () => document.querySelectorAll("#stage .box").length;
const placed = () => document.querySelector("#stage svg").style.transform;
const search = (text) => {
  document.getElementById("search").value = text;
  document.getElementById("search").dispatchEvent(new Event("input"));
  return document.getElementById("count").textContent;
};
const click = (element) => element.dispatchEvent(new MouseEvent("click", { bubbles: true }));
const markup = "#stage script, #stage image, #stage a, #stage foreignObject";
"""
TOUR = (
    READ
    + """
say("boxes " + boxes());
click(document.querySelector("#stage .group"));
say("closed " + boxes());
say("found " + search("tanh"));
document.getElementById("all").click();
say("all " + boxes());
const before = placed();
document.getElementById("in").click();
say("zoomed " + (placed() !== before));
document.dispatchEvent(new KeyboardEvent("keydown", { key: "0" }));
say("fits " + (placed() === before));
say("ours " + document.querySelectorAll(markup).length);
"""
)


@pytest.mark.slow
class TestInABrowser:
    def test_it_closes_searches_and_opens(self, browser: Browser) -> None:
        """A click closes a module, the search counts what it finds, a button opens all; no script fails."""
        drawing = draw(nested(), engine="own")
        count = len(drawing.description.boxes)
        assert browser(drawing.html, TOUR) == [
            f"boxes {count}", f"closed {count - 7}", "found 1 box", f"all {count}", "zoomed true", "fits true",
            "ours 0",
        ]  # fmt: skip

    def test_what_is_clicked_stays_in_its_place(self, browser: Browser) -> None:
        """A module that is closed and opened again stays where the pointer is, whatever grows or shrinks around it."""
        script = (
            READ
            + """
        const left = () => Math.round(corner("last").left), top = () => Math.round(corner("last").top);
        const module = () => [...svg.querySelectorAll(".box, .group")].find((b) => current.paths[b.id] === "last");
        const first = left() + " " + top();
        for (let k = 0; k < 2; k += 1) { click(module()); say((left() + " " + top() === first) + " " + boxes()); }
        """
        )
        count = len(draw(nested(), engine="own").description.boxes)
        assert browser(draw(nested(), engine="own").html, script) == [f"true {count - 4}", f"true {count}"]

    @pytest.mark.parametrize("relayout", [False, True])
    def test_the_search_looks_into_closed_modules(self, browser: Browser, relayout: bool) -> None:
        """What is in a closed module is said to be there, and Enter opens it; what is nowhere is not found."""
        drawing = draw(nested(), engine="own")
        script = (
            READ
            + """
        document.getElementById("none").click();
        say(search("tanh"));
        document.getElementById("search").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
        say(document.getElementById("count").textContent);
        say(search("no such thing"));
        """
        )
        page = to_html(drawing.whole, relayout=relayout)
        found = "3 boxes" if relayout else "1 box"  # all three modules, or the nearest state that the page holds
        assert browser(page, script, ready="viz" if relayout else "true") == [
            "in closed modules; Enter opens them", found, "0 boxes",
        ]  # fmt: skip

    def test_hostile_names_stay_text(self, browser: Browser, hostile: list[str]) -> None:
        """A page of boxes with names that are markup has just our boxes, runs none of them, and asks for nothing."""
        boxes = [Box("x", "input", "tanh", "g")]
        boxes += [Box(f"{n}{name}", "operation", name, "g", tip=name, line=name) for n, name in enumerate(hostile)]
        edges = [Edge(a.id, b.id, b.title) for a, b in itertools.pairwise(boxes)]
        page = Drawing(Description(boxes, edges, [Group("g", hostile[0])], title=hostile[1]), engine="own").html
        count = len(boxes)
        assert browser(page, TOUR) == [
            f"boxes {count}", "closed 1", "found in closed modules; Enter opens them", f"all {count}", "zoomed true",
            "fits true", "ours 0",
        ]  # fmt: skip

    def test_a_click_on_an_operation_shows_its_line(self, browser: Browser) -> None:
        """The line of the source stands below as a link, whose address is that of a file whatever its name is."""
        boxes = [Box("x", "input", "x"), Box("y", "operation", "tanh", line="train.py:12")]
        boxes.append(Box("z", "operation", "sin", line="javascript:alert(1):3"))
        page = Drawing(Description(boxes, [Edge("x", "y"), Edge("y", "z")]), engine="own").html
        look = (
            READ
            + """
        for (const box of ["n0", "n1", "n2"]) {
          click(document.getElementById(box));
          const link = document.querySelector("#note a");
          say(document.getElementById("note").textContent + " > " + (link && link.getAttribute("href")));
        }
        """
        )
        assert browser(page, look) == [
            "x > null",
            "tanh; train.py:12 — train.py:12 > ./train.py",
            "sin; javascript:alert(1):3 — javascript:alert(1):3 > ./javascript%3Aalert%281%29",
        ]

    def test_it_turns_dark_with_its_reader(self, browser: Browser) -> None:
        """Where the system is dark, page and boxes are in the colours of the dark theme; a name like a colour stays."""
        boxes = [Box("x", "input", "#FFFFFF"), Box("y", "operation", "heat", heat=0.0)]
        page = Drawing(Description(boxes, [Edge("x", "y")]), engine="own").html
        look = (
            READ
            + """
        const rect = document.querySelector("#n0 rect"), hot = document.querySelector("#n1 text");
        say(rect.getAttribute("fill") + " " + document.querySelector("#n0 text").textContent);
        say(getComputedStyle(document.body).backgroundColor + " " + hot.getAttribute("fill"));
        """
        )
        assert browser(page, look) == ["#CFE8F7 #FFFFFF", "rgb(255, 255, 255) #FEFEFE"]
        assert browser(page, look, dark=True) == ["#12384F #FFFFFF", "rgb(22, 24, 29) #FEFEFE"]

    def test_what_goes_wrong_is_noticed(self, browser: Browser) -> None:
        """These tests can fail: a script's error, a word to the console, a request that leaves the page are heard."""
        page = draw(nested(), engine="own").html
        broken = page.replace(
            "</body>", '<img src="http://127.0.0.1:9/x.png"><script>console.error("oh"); no();</script></body>'
        )
        said = browser(broken, "")
        assert any(word.startswith("request http://127.0.0.1:9") for word in said)
        assert "error oh" in said
        assert any("no is not defined" in word for word in said)
