"""Graphviz's language: what it is given so that it is quick."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.modes import switched
from autograd_lite.viz import Drawing, draw
from autograd_lite.viz.backends import dot


class TestBraces:
    """Many clusters side by side stand in braces, some at a time."""

    @staticmethod
    def modules(count: int) -> object:
        """A chain through modules of two operations each."""
        y = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
        for k in range(count):
            with switched(scope=f"layers.{k}"):
                y = y + np.tanh(np.sin(y)) * float(k)
        return y

    def test_how_many(self) -> None:
        """Up to 64 there are none; of 70 three."""
        lines_of = [draw(self.modules(count), fold=False, limit=None).dot.split("\n") for count in (64, 70)]
        assert [(written.count("  {"), written.count("  }")) for written in lines_of] == [(0, 64), (3, 73)]

    def test_they_show_nowhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The picture has the same bytes without them."""
        pytest.importorskip("pygraphviz")
        made = draw(self.modules(70), fold=False, limit=None, engine="pygraphviz")
        with_braces = made.dot, made.svg
        monkeypatch.setattr(dot, "_SHEAF", 1000)
        without = Drawing(made.description, engine="pygraphviz")
        assert without.dot != with_braces[0]
        assert without.svg == with_braces[1]
