"""The walk over the nodes: orders, plumbing, who takes what."""

import numpy as np

import autograd_lite as ag
from autograd_lite.viz.known import Known, innermost
from autograd_lite.viz.walking import Walk, depths_of, in_depth_order, inputs_first


def names(nodes: list[object]) -> list[str]:
    """The operations' names; leaves as a dot."""
    return [node.recipe.name if node.recipe else "." for node in nodes]


class TestOrders:
    def test_the_first_side_comes_first(self) -> None:
        """Without depths the first operand's side is walked first, with them the deepest side."""
        x = ag.Tensor(1.0, requires_grad=True)
        end = (np.sin(x) * np.exp(np.cos(x)))._node
        order = inputs_first([end])
        depth = depths_of(order)
        assert names(order) == [".", "sin", "cos", "exp", "multiply"]
        assert [depth[node] for node in order] == [1, 2, 2, 3, 4]
        assert not in_depth_order(order, depth)
        assert names(inputs_first([end], depth)) == [".", "cos", "exp", "sin", "multiply"]

    def test_equal_depths_keep_their_order(self) -> None:
        """Of two sides of one depth the first comes first in both orders, and no second walk is needed."""
        x = ag.Tensor(1.0, requires_grad=True)
        order = inputs_first([(np.sin(x) * np.exp(x))._node])
        assert in_depth_order(order, depths_of(order))
        assert names(inputs_first([order[-1]], depths_of(order))) == [".", "sin", "exp", "multiply"]

    def test_several_ends_share_what_they_have_in_common(self) -> None:
        """A node below two ends is walked once."""
        x = ag.Tensor(1.0, requires_grad=True)
        shared = np.sin(x)
        assert names(inputs_first([np.exp(shared)._node, np.cos(shared)._node])) == [".", "sin", "exp", "cos"]


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
