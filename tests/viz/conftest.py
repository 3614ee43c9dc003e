"""Graphs that several tests draw."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.modes import switched


class Block(nn.Module):
    """A residual block with two linear layers."""

    def __init__(self, n: int) -> None:
        self.inner = nn.Linear(n, 2 * n)
        self.outer = nn.Linear(2 * n, n)

    def forward(self, x: object) -> object:
        """Add what the layers make of `x` to it."""
        return x + self.outer(np.tanh(self.inner(x)))


class Deep(nn.Module):
    """Equal blocks and a head."""

    def __init__(self, n: int, count: int) -> None:
        self.blocks = [Block(n) for _ in range(count)]
        self.head = nn.Linear(n, 2)

    def forward(self, x: object) -> object:
        """Run the blocks, then the head."""
        for block in self.blocks:
            x = block(x)
        return self.head(x)


def purchase() -> object:
    """The books' apples and oranges."""
    values = {"apple": 100.0, "count": 2.0, "orange": 150.0, "number": 3.0, "tax": 1.1}
    apple, count, orange, number, tax = (ag.Tensor(v, requires_grad=True, name=n) for n, v in values.items())
    return (apple * count + orange * number) * tax


def deep(count: int = 3) -> object:
    """A loss of blocks."""
    model = Deep(4, count)
    return np.sum(model(np.ones((3, 4))) ** 2)


def recurrent(steps: int = 5) -> object:
    """A recurrence in one module, with shared weights."""
    w, u, b = (ag.Tensor(np.ones(s), requires_grad=True, name=n) for n, s in [("W", (2, 3)), ("U", (3, 3)), ("b", 3)])
    h = ag.Tensor(np.zeros((4, 3)))
    for _ in range(steps):
        with switched(scope="cell"):
            h = np.tanh(ag.Tensor(np.ones((4, 2))) @ w + h @ u + b)
    return np.sum(h)


def normalised() -> object:
    """Batch normalisation from primitives: an array is used on several ways."""
    x = ag.Tensor(np.arange(12.0).reshape(4, 3), requires_grad=True, name="x")
    centred = x - np.sum(x, axis=0) / 4
    spread = np.sqrt(np.sum(centred * centred, axis=0) / 4 + 1e-5)
    return np.sum(centred / spread)


def called_twice() -> object:
    """One module on two inputs, the second of which depends on the first."""
    layer = nn.Linear(3, 3)
    x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
    layer._stamp("layer")
    return np.sum(layer(np.sin(layer(x))))


def taking_turns() -> object:
    """Two modules whose operations alternate without either being left and entered on one way."""
    x, y = (ag.Tensor(np.ones(3), requires_grad=True, name=n) for n in "xy")
    with switched(scope="a"):
        a1 = np.exp(np.sin(x))
    with switched(scope="b"):
        b1 = np.exp(np.sin(y))
        b2 = np.cos(np.tanh(a1))
    with switched(scope="a"):
        a2 = np.cos(np.tanh(b1))
    return np.sum(a2 + b2)


def second_order() -> object:
    """The graph of a gradient."""
    x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    (g,) = ag.gradients(np.sum(np.tanh(x) ** 2), [x], create_graph=True)
    return np.sum(g * g)


GRAPHS: dict[str, Callable[[], object]] = {
    "purchase": purchase,
    "deep": deep,
    "recurrent": recurrent,
    "normalised": normalised,
    "called_twice": called_twice,
    "taking_turns": taking_turns,
    "second_order": second_order,
}


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest) -> object:
    """Every one of the graphs."""
    return GRAPHS[request.param]()


@pytest.fixture
def graphs() -> dict[str, Callable[[], object]]:
    """All of the graphs, by name."""
    return GRAPHS


@pytest.fixture
def hostile() -> list[str]:
    """Names that are markup or commands somewhere, and a long one."""
    return [*json.loads(Path(__file__).with_name("hostile.json").read_text(encoding="utf-8")), "x" * 10_000]


EARS = """<script>
const heard = [], say = (text) => heard.push(text);
window.addEventListener("error", (event) => say("error " + event.message));
window.addEventListener("unhandledrejection", (event) => say("error " + event.reason));
document.addEventListener("securitypolicyviolation", (event) => say("request " + event.blockedURI));
for (const name of ["error", "warn"]) console[name] = (...words) => say(name + " " + words.join(" "));
</script>"""
LAST = """<script type="module">
const ready = () => Boolean(%s);
while (!ready()) await new Promise((go) => setTimeout(go, 20));
%s
await new Promise((go) => setTimeout(go, 50));
for (const entry of performance.getEntriesByType("resource")) say("request " + entry.name);
document.title = JSON.stringify(heard);
</script></body>"""


@pytest.fixture
def browser(tmp_path: Path) -> Callable[..., list[str]]:
    """Open a page in a browser without a window, run a script in it, and return what that has said.

    Errors, words to the console and requests for anything are said too; a test that compares all that was said finds
    them.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed")

    def run(page: str, script: str, dark: bool = False, ready: str = "true") -> list[str]:
        file = tmp_path / "page.html"
        heard = page.replace("<head>", "<head>" + EARS, 1).replace("</body>", LAST % (ready, script), 1)
        file.write_text(heard, encoding="utf-8")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000"]
        command += ["--blink-settings=preferredColorScheme=0"] if dark else []
        command += ["--dump-dom", file.as_uri()]
        document = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
        title = re.search(r"<title>(\[.*?\])</title>", document)
        assert title is not None, "the page's script has not come to its end"
        return json.loads(unescape(title[1]))

    return run
