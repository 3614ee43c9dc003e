"""Graphs that several tests draw."""

import json
from collections.abc import Callable
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
