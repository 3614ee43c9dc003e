"""The walk over the nodes: orders, plumbing, who takes what."""

import numpy as np

import autograd_lite as ag
from autograd_lite.viz.reading.known import Known, innermost
from autograd_lite.viz.reading.walking import Walk


def names(nodes: list[object]) -> list[str]:
    """The operations' names; leaves as a dot."""
    return [node.recipe.name if node.recipe else "." for node in nodes]


class TestOrder:
    def test_operations_stand_as_they_ran(self) -> None:
        """The order is that in which the program ran, whatever side of a product was deep or came first."""
        x = ag.Tensor(1.0, requires_grad=True)
        late, early = np.sin(x), np.exp(np.cos(x))
        assert names(Walk([(early * late)._node], Known(), False).order) == [".", "sin", "cos", "exp", "multiply"]

    def test_several_ends_share_what_they_have_in_common(self) -> None:
        """A node below two ends is walked once."""
        x = ag.Tensor(1.0, requires_grad=True)
        shared = np.sin(x)
        ends = [np.exp(shared)._node, np.cos(shared)._node]
        assert names(Walk(ends, Known(), False).order) == [".", "sin", "exp", "cos"]


class TestWalk:
    def test_plumbing_is_followed(self) -> None:
        """A transposed weight is the weight, and the transposition is on the way."""
        w = ag.Tensor(np.ones((2, 3)), requires_grad=True)
        end = np.tanh(w.T)._node
        walk = Walk([end], Known(), views=False)
        (operand,) = walk.read(end).operands
        assert operand.source is w._node
        assert names(operand.way) == ["transpose"]
        assert walk.consumers == {w._node: [end]}
        assert names(walk.operations) == ["tanh"]


def test_the_innermost_module_that_holds_all() -> None:
    """Paths are compared part by part, not letter by letter."""
    assert innermost(["a.b.c", "a.b", "a.bc"]) == "a"
    assert innermost(["a.b", "a.b"]) == "a.b"
    assert innermost(["a", ""]) == ""
