"""Large graphs: what is drawn of them, and that they are walked without recursion."""

import sys

import numpy as np

import autograd_lite as ag
from autograd_lite.modes import switched
from autograd_lite.viz import draw


def layers(count: int, steps: int) -> object:
    """Modules that differ, so that none is folded, each with a module inside."""
    y = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    for k in range(count):
        with switched(scope=f"layers.{k}"):
            y = np.tanh(np.sin(y) * (k + 1.0))
            with switched(scope=f"layers.{k}.inner"):
                for n in range(steps):
                    y = np.exp(np.cos(y) * (k + 1.5)) if (k + n) % 2 else np.sin(np.cos(y) + (k + 0.5))
    return np.sum(y)


class TestManyBoxes:
    def test_modules_close_from_within(self) -> None:
        """Above 300 boxes the deepest frames close first, here what repeats; the picture says how much is shown."""
        description = draw(layers(40, 5)).description
        assert len(description.boxes) <= 300
        assert description.captions[-1] == "241 of 721 operations shown; depth=… opens more"
        shut = {box.module for box in description.boxes if box.role == "module"}
        assert shut == {f"layers.{k}.inner/cos.0 repeated" for k in range(40)}

    def test_five_thousand_operations(self) -> None:
        """Of 5,000 operations in modules, too many for a page, 300 boxes at most are drawn, in every format."""
        drawing = draw(layers(120, 13), engine="own")
        assert len(drawing.description.boxes) <= 300
        assert drawing.description.captions[0].startswith("5,041 operations")
        assert " of 5,041 operations shown" in drawing.description.captions[-1]
        assert drawing.svg.count('<g class="box') == len(drawing.description.boxes)
        assert drawing.mermaid.count(":::") == len(drawing.description.boxes)

    def test_a_chain_of_fifty_thousand(self) -> None:
        """A chain is drawn, and written as DOT in full, under Python's own limit of recursion."""
        y = ag.Tensor(1.0, requires_grad=True, name="x")
        for _ in range(50_000):
            y = np.sin(y)
        limit = sys.getrecursionlimit()
        assert limit <= 1000 or "pytest" in sys.modules
        assert len(draw(y).description.boxes) <= 300
        assert draw(y, fold=False, limit=None).dot.count("\n  n") == 50_002 + 50_001 + 1  # boxes, arrows, "node"
        assert sys.getrecursionlimit() == limit
