"""Draw three models with four libraries, measure the pictures, and write ``docs/comparison.md``.

Run by hand, since the others need PyTorch and the program ``dot``::

    pip install torch torchviz torchview torchlens graphviz pygraphviz
    python docs/compare_pictures.py
"""

import re
import tempfile
import warnings
from collections.abc import Callable, Iterable
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import gallery
import numpy as np
import torch
import torchlens
import torchview
import torchviz

from autograd_lite import nn
from autograd_lite.viz import draw

HERE = Path(__file__).parent
PAGE = 468.0  # points: the text of a letter page, 6.5 inches
TOOLS = ("torchviz", "torchview", "torchlens", "autograd_lite")


PAGE_TEXT = """# The same models drawn by four libraries

Three models, the same in PyTorch and in this library: an MLP (784-128-10), a convolutional network with two equal
residual blocks, and a transformer encoder of two layers. Each is drawn as the first page of each library's
documentation draws, with every default left alone. One script, `docs/compare_pictures.py`, draws them all, measures
the SVG files and writes this page; nothing here is typed in by hand. Drawn with {versions}.

## How large

Boxes are nodes of the graph. A page has a text of 6.5 by 9 inches; a picture that is wider is scaled down to it, one
that is narrower is left as it is. The type is the smallest in the picture after that.

{sizes}

Small is not the same as good: torchview's pictures are small since they name neither parameters nor modules, and ours
have fewer boxes since parameters are rows of the operation that takes them and the second of two equal blocks is not
drawn. torchviz draws the backward pass and the others the forward pass; its boxes are not the same things.

## Which questions the words in the picture answer

Answered by looking for the words themselves in the SVG: the shape of an activation; the name and the shape of a
parameter; the attributes that tell two modules of one class apart (`fc1`, `block2`, `layers.1`); a sign that the two
equal blocks are two times the same. The last row draws a fourth model, in which one layer is used twice: its weight
stands there once, or the second use is marked as such.

{questions}

What ours does not show by default and others do: torchlens writes bytes at every box and the arguments of a
convolution, and the header counts tensors; torchview draws in colours what is a module and what a function; torchviz
shows which node of the backward pass accumulates. All three draw PyTorch's models, which this library does not.

## The convolutional network

### autograd_lite

![The network drawn by this library](comparison/cnn_autograd_lite.svg)

### torchview

![The network drawn by torchview](comparison/cnn_torchview.svg)

### torchlens

![The network drawn by torchlens](comparison/cnn_torchlens.svg)

### torchviz

![The network drawn by torchviz](comparison/cnn_torchviz.svg)
"""


class Residual(torch.nn.Module):
    """Two convolutions, and the input added."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = torch.nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = torch.nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Apply the block."""
        return torch.relu(x + self.conv2(torch.relu(self.conv1(x))))


class CNN(torch.nn.Module):
    """A stem, two equal blocks, a head."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = torch.nn.Conv2d(1, 8, 3, padding=1)
        self.block1, self.block2 = Residual(8), Residual(8)
        self.head = torch.nn.Linear(8, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Classify images."""
        return self.head(self.block2(self.block1(torch.relu(self.stem(x)))).mean((2, 3)))


class MLP(torch.nn.Module):
    """Two linear layers."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1, self.act, self.fc2 = torch.nn.Linear(784, 128), torch.nn.Tanh(), torch.nn.Linear(128, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Classify rows."""
        return self.fc2(self.act(self.fc1(x)))


class Tied(torch.nn.Module):
    """One layer used twice, for the question after shared weights."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(8, 8)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Apply the layer twice."""
        return self.layer(torch.tanh(self.layer(x)))


class OurTied(nn.Module):
    """The same."""

    def __init__(self) -> None:
        self.layer = nn.Linear(8, 8)

    def forward(self, x: object) -> object:
        """Apply the layer twice."""
        return self.layer(np.tanh(self.layer(x)))


class Case(NamedTuple):
    """A model in PyTorch and in this library, its input, and what the questions look for in the picture's text."""

    theirs: Callable[[], torch.nn.Module]
    ours: Callable[[], nn.Module]
    shape: tuple[int, ...]
    activation: tuple[int, ...]  # the shape of something inside
    parameter: tuple[str, tuple[int, ...]]  # the last part of a name, and the shape
    modules: tuple[str, ...]  # attribute paths that tell equal modules apart
    repeats: bool


def their_encoder() -> torch.nn.Module:
    """Return PyTorch's encoder of two layers."""
    return torch.nn.TransformerEncoder(torch.nn.TransformerEncoderLayer(16, 2, 64), 2, enable_nested_tensor=False)


CASES = {
    "MLP": Case(MLP, gallery.MLP, (32, 784), (32, 128), ("weight", (128, 784)), ("fc1", "fc2"), False),
    "CNN": Case(
        CNN, gallery.CNN, (2, 1, 8, 8), (2, 8, 8, 8), ("weight", (8, 1, 3, 3)), ("block1", "block2"), True,
    ),
    "transformer": Case(
        their_encoder, lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 64), 2), (5, 2, 16), (5, 2, 64),
        ("weight", (64, 16)), (r"layers\.0", r"layers\.1|layers\.0 … 1"), True,
    ),
    "tied": Case(Tied, OurTied, (4, 8), (4, 8), ("weight", (8, 8)), ("layer",), False),
}  # fmt: skip


def pictures(case: Case) -> Iterable[tuple[str, str]]:
    """Yield each tool's SVG, drawn as its first page of documentation draws."""
    model, x = case.theirs(), torch.zeros(case.shape)
    yield "torchviz", torchviz.make_dot(model(x).mean(), params=dict(model.named_parameters())).pipe("svg").decode()
    graph = torchview.draw_graph(model, input_data=x, expand_nested=True, device="cpu").visual_graph
    yield "torchview", graph.pipe("svg").decode()
    with tempfile.TemporaryDirectory() as folder:
        torchlens.trace(model, x).draw(vis_outpath=f"{folder}/graph", vis_fileformat="svg", vis_save_only=True)
        yield "torchlens", Path(f"{folder}/graph.svg").read_text(encoding="utf-8")
    yield "autograd_lite", draw(case.ours(), np.zeros(case.shape)).svg


class Measured(NamedTuple):
    """What was found in a picture."""

    boxes: int
    width: float
    height: float
    type_size: float  # of the smallest type once the picture is as wide as the page
    answers: dict[str, bool]


def measured(svg: str, case: Case) -> Measured:
    """Measure an SVG of Graphviz's."""
    found = re.search(r'<svg width="([\d.]+)pt" height="([\d.]+)pt"', svg)
    if found is None:
        raise ValueError("this SVG has no size in points")
    width, height = map(float, found.groups())
    scale = re.search(r"scale\(([\d.]+)", svg)
    smallest = min(map(float, re.findall(r'font-size="([\d.]+)"', svg))) * float(scale[1] if scale else 1)
    texts = [unescape(text).replace("\xa0", " ") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]
    return Measured(
        svg.count('class="node"'), width, height, smallest * min(1.0, PAGE / width), answers("\n".join(texts), case)
    )


def answers(text: str, case: Case) -> dict[str, bool]:
    """Return which questions the words in a picture answer."""
    name, shape = case.parameter
    return {
        "shapes of activations": bool(re.search(written(case.activation), text)),
        "parameters, with shapes": name in text and bool(re.search(written(shape), text)),
        "which module, by its name": all(re.search(path, text) for path in case.modules),
        "what repeats": not case.repeats or bool(re.search(r"(×|\bx) ?2\b(?!x)|2 ?×", text)),
        "what is shared": len(re.findall(r"\bweight\b(?!ᵀ)", text)) == 1 or "@layer:2" in text,
    }


def written(shape: tuple[int, ...]) -> str:
    """Return a pattern for the ways in which shapes are written."""
    return r"\(?" + r"(?:, ?|x|×)".join(map(str, shape)) + r"\)?"


def table(results: dict[str, dict[str, Measured]]) -> str:
    """Return the table of sizes."""
    rows = [
        "| model | drawn by | boxes | width × height, points | pages high | type at page width, points |",
        "|" + " --- |" * 6,
    ]
    for model in ("MLP", "CNN", "transformer"):
        for tool in TOOLS:
            m = results[model][tool]
            pages = m.height * min(1.0, PAGE / m.width) / 648
            rows.append(
                f"| {model} | {tool} | {m.boxes} | {m.width:.0f} × {m.height:.0f} | {pages:.1f} | {m.type_size:.1f} |"
            )
    return "\n".join(rows)


def questions(results: dict[str, dict[str, Measured]]) -> str:
    """Return the table of questions."""
    asked = list(results["CNN"]["torchviz"].answers)
    rows = ["| question | " + " | ".join(TOOLS) + " |", "|" + " --- |" * (len(TOOLS) + 1)]
    for question in asked:
        models = [model for model in results if (model == "tied") == ("shared" in question)]
        models = [model for model in models if CASES[model].repeats or "repeats" not in question]
        cells = []
        for tool in TOOLS:
            yes = [model for model in models if results[model][tool].answers[question]]
            some = f"only of the {' and the '.join(yes)}" if yes else "no"
            cells.append("yes" if len(yes) == len(models) else some)
        rows.append(f"| {question} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main() -> None:
    """Draw, measure, write the page."""
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    results: dict[str, dict[str, Measured]] = {}
    for model, case in CASES.items():
        results[model] = {}
        for tool, svg in pictures(case):
            results[model][tool] = measured(svg, case)
            if model == "CNN":
                (HERE / "comparison" / f"cnn_{tool}.svg").write_text(svg[svg.index("<svg") :], encoding="utf-8")
    versions = ", ".join(f"{name} {version(name)}" for name in ("torchviz", "torchview", "torchlens", "torch"))
    text = PAGE_TEXT.format(versions=versions, sizes=table(results), questions=questions(results))
    (HERE / "comparison.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
