"""What differs between two graphs."""

import numpy as np

import autograd_lite as ag
from autograd_lite.modes import switched
from autograd_lite.viz import diff, draw


def network(width: int, extra: bool) -> object:
    """Two modules; the first may have one more operation, the second another width."""
    x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
    with switched(scope="a"):
        h = np.exp(np.sin(x))
        if extra:
            h = np.tanh(h)
        h = np.cos(np.sin(np.sin(h)))
    with switched(scope="b"):
        w = ag.Tensor(np.ones((3, width)), requires_grad=True, name="b.w")
        return np.sum(h @ w)


class TestDiff:
    def test_equal_graphs(self) -> None:
        """Two graphs of the same program differ in nothing."""
        found = diff(network(4, False), network(4, False))
        assert (found.added, found.removed, found.changed) == ([], [], {})

    def test_an_inserted_operation_changes_no_other_id(self) -> None:
        """One more operation in a module is one added box: every other keeps its id."""
        found = diff(network(4, False), network(4, True))
        assert (found.added, found.removed, found.changed) == (["a/tanh.0"], [], {})

    def test_another_shape_is_a_change(self) -> None:
        """A box that both have is compared: shapes, titles, settings, parameters."""
        found = diff(network(4, False), network(5, False))
        assert found.changed == {"b/matmul.0": "shape (2, 4) → (2, 5); w was (3, 4)"}

    def test_it_is_a_drawing(self) -> None:
        """The picture marks what differs by a word, not by colour alone."""
        found = diff(network(4, False), network(5, True), engine="own")
        assert found.description.captions == ("1 added, 0 removed, 1 changed",)
        assert "+ added" in found.svg
        assert "≠ shape (2, 4) → (2, 5)" in found.svg

    def test_side_by_side(self) -> None:
        """The two graphs stand in two frames, whole; what differs is marked on both sides, in words on both."""
        found = diff(network(4, False), network(5, True), engine="own")
        both = found.side_by_side.description
        assert [group.title for group in both.groups if not group.parent] == ["before", "after"]
        assert len(both.boxes) == sum(len(side.boxes) for side in found.sides)
        marks = {box.id: (box.emphasis, box.notes) for box in both.boxes if box.emphasis != "same"}
        assert marks == {
            "before:b/matmul.0": ("changed", ("≠ changed",)),
            "after:a/tanh.0": ("added", ("+ added",)),
            "after:b/matmul.0": ("changed", ("≠ shape (2, 4) → (2, 5)", "≠ w was (3, 4)")),
        }
        assert found.side_by_side.svg.count('class="group"') == 6


def test_the_theme_of_what_is_compared() -> None:
    """Two dark drawings have a dark difference, unless another theme is asked for."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True, name="x")
    one, other = draw(np.sum(np.sin(x)), theme="dark"), draw(np.sum(np.exp(x)), theme="dark")
    assert diff(one, other).theme == "dark"
    assert diff(one, other, theme="print").theme == "print"
