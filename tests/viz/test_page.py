"""The interactive page: what is in it, and how it behaves in a browser where one is installed."""

import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.modes import switched
from autograd_lite.viz import Drawing, animate, draw
from autograd_lite.viz.description import Box, Description, Edge, Group

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


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

    def test_size(self) -> None:
        """The page of a picture of 300 boxes stays under 500 kB."""
        x = y = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        for k in range(290):
            y = np.sin(y) if k % 3 else y * x
        assert len(draw(y, fold=False, engine="own").html) < 500_000


PROBE = """
<script>
const report = [];
window.addEventListener("error", (event) => report.push("error " + event.message));
document.addEventListener("securitypolicyviolation", (event) => report.push("request " + event.blockedURI));
for (const name of ["error", "warn"]) console[name] = (...words) => report.push(name + " " + words.join(" "));
const placed = () => document.querySelector("#stage svg").style.transform;
const boxes = () => document.querySelectorAll("#stage .box").length;
report.push("boxes " + boxes());
document.querySelector("#stage .group").dispatchEvent(new MouseEvent("click", { bubbles: true }));
report.push("closed " + boxes());
document.getElementById("search").value = "tanh";
document.getElementById("search").dispatchEvent(new Event("input"));
report.push("found " + document.getElementById("count").textContent);
document.getElementById("all").click();
report.push("all " + boxes());
const before = placed();
document.getElementById("in").click();
report.push("zoomed " + (placed() !== before));
document.dispatchEvent(new KeyboardEvent("keydown", { key: "0" }));
report.push("fits " + (placed() === before));
report.push("ours " + document.querySelectorAll("#stage script, #stage image, #stage a, #stage foreignObject").length);
setTimeout(() => { document.title = report.join("; "); }, 50);
</script>
"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
class TestInABrowser:
    def run(self, page: str, tmp_path: Path) -> str:
        """Return the document after its scripts ran."""
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=500"]
        command += ["--dump-dom", file.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    @pytest.mark.slow
    def test_it_closes_searches_and_opens(self, tmp_path: Path) -> None:
        """A click closes a module, the search counts what it finds, a button opens all; no script fails."""
        drawing = draw(nested(), engine="own")
        count = len(drawing.description.boxes)
        document = self.run(drawing.html.replace("</body>", PROBE + "</body>"), tmp_path)
        title = re.search(r"<title>(boxes .*?)</title>", document)
        assert title is not None
        wanted = f"boxes {count}; closed {count - 7}; found 1 box; all {count}; zoomed true; fits true; ours 0"
        assert title[1] == wanted

    @pytest.mark.slow
    def test_hostile_names_stay_text(self, tmp_path: Path, hostile: list[str]) -> None:
        """A page of boxes with names that are markup has just our boxes, runs none of them, and asks for nothing."""
        boxes = [Box("x", "input", "tanh", "g")]
        boxes += [Box(f"{n}{name}", "operation", name, "g", tip=name) for n, name in enumerate(hostile)]
        edges = [Edge(a.id, b.id, b.title) for a, b in itertools.pairwise(boxes)]
        page = Drawing(Description(boxes, edges, [Group("g", hostile[0])], title=hostile[1]), engine="own").html
        document = self.run(page.replace("</body>", PROBE + "</body>"), tmp_path)
        title = re.search(r"<title>(boxes .*?)</title>", document)
        assert title is not None
        count = len(boxes)
        wanted = f"boxes {count}; closed 1; found 0 boxes; all {count}; zoomed true; fits true; ours 0"
        assert title[1] == wanted

    @pytest.mark.slow
    def test_the_lesson_steps(self, tmp_path: Path) -> None:
        """The arrow key goes a step on."""
        page = animate(lambda apple, count: apple * count, 100.0, 2.0).html
        press = (
            '<script>document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));'
            'document.title = "at " + document.getElementById("where").textContent;</script></body>'
        )
        assert "<title>at 2 / 5</title>" in self.run(page.replace("</body>", press), tmp_path)
