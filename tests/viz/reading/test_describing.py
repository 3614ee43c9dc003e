"""From nodes to boxes: what is a box, a row, an arrow, and what it is called."""

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.modes import switched
from autograd_lite.viz import draw
from autograd_lite.viz.description import Row
from autograd_lite.viz.reading.describing import read


def layer(x: object, path: str, inputs: int, outputs: int) -> object:
    """A linear layer in a module of its own."""
    weight = ag.Tensor(np.ones((inputs, outputs)), requires_grad=True, name=f"{path}.weight")
    bias = ag.Tensor(np.ones(outputs), requires_grad=True, name=f"{path}.bias")
    with switched(scope=path):
        return x @ weight + bias


def small_network() -> object:
    """Two layers, and the sum of squares as loss."""
    hidden = np.tanh(layer(ag.Tensor(np.ones((5, 4))), "fc1", 4, 3))
    return np.sum(layer(hidden, "fc2", 3, 2) ** 2)


class TestBoxes:
    def test_operations_are_titled_as_written(self) -> None:
        """A box bears the expression that the user wrote, with a dot for what flows in."""
        boxes = read({"loss": small_network()._node}).boxes
        assert [box.title for box in boxes] == [
            "input", "· @ weight", "· + bias", "tanh", "· @ weight", "· + bias", "· ** 2", "sum", "loss",
        ]  # fmt: skip

    def test_parameters_are_rows(self) -> None:
        """A parameter that one operation takes is a row of its box, with shape, and no box of its own."""
        by_id = {box.id: box for box in read({"loss": small_network()._node}).boxes}
        assert by_id["fc1/matmul.0"].rows == (Row("parameter", "weight", (4, 3)),)
        assert by_id["fc2/add.0"].rows == (Row("parameter", "bias", (2,)),)

    def test_ids_name_module_operation_and_count(self) -> None:
        """An id is path, operation and count in the module; nothing of this process is in it."""
        assert [box.id for box in read({"loss": small_network()._node}).boxes] == [
            "fc1/matmul.0:x", "fc1/matmul.0", "fc1/add.0", "tanh.0", "fc2/matmul.0", "fc2/add.0", "power.0", "sum.0",
            "out:loss",
        ]  # fmt: skip

    def test_scalars_are_boxes_of_their_own(self) -> None:
        """In a small picture of numbers every number is a box, as in the books."""
        apple, count, tax = (
            ag.Tensor(v, requires_grad=True, name=n) for v, n in [(100.0, "a"), (2.0, "n"), (1.1, "t")]
        )
        drawn = read({"price": (apple * count * tax)._node})
        assert [(box.id, box.role) for box in drawn.boxes] == [
            ("a", "input"), ("n", "input"), ("multiply.0", "operation"), ("t", "input"), ("multiply.1", "operation"),
            ("out:price", "output"),
        ]  # fmt: skip

    def test_plumbing_is_left_out(self) -> None:
        """A transpose is a mark at the name; other moves of numbers are a word at the arrow."""
        weight = ag.Tensor(np.ones((3, 4)), requires_grad=True, name="W")
        x = ag.Tensor(np.ones((2, 4)), requires_grad=True, name="x")
        y = np.reshape(np.tanh(x) @ weight.T, (6,))
        drawn = read({"y": np.exp(y)._node})
        assert [box.title for box in drawn.boxes] == ["x", "tanh", "· @ Wᵀ", "exp", "y"]
        assert [edge.label for edge in drawn.edges] == ["", "", "reshaped (6,)", ""]

    def test_plumbing_is_shown_when_asked_for(self) -> None:
        """With views=True every recorded node is a box."""
        x = ag.Tensor(np.ones((2, 4)), requires_grad=True, name="x")
        drawn = read({"y": np.exp(x.T)._node}, views=True)
        assert [box.operation for box in drawn.boxes] == ["", "transpose", "exp", ""]

    def test_weights_of_modules_are_no_inputs(self) -> None:
        """Where the input is tracked too, what a layer calls its weight and bias are rows of it, not inputs."""
        x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
        layer = nn.Linear(3, 2)
        boxes = draw(np.sum(nn.Sequential(layer)(x))).description.boxes
        assert (boxes[0].role, boxes[0].title) == ("input", "x")
        assert boxes[1].rows == (Row("parameter", "weight", (2, 3)), Row("parameter", "bias", (2,)))

    def test_parameters_without_a_name_have_their_mark(self) -> None:
        """A parameter that nobody named is the mark of its row, in the title too: a letter may be another's name."""
        x, w = (ag.Tensor(np.ones(s), requires_grad=True, name=n) for s, n in [((2, 3), "y"), ((3, 4), None)])
        (box,) = [box for box in draw(np.sin(x) @ w).description.boxes if box.operation == "matmul"]
        assert (box.title, box.rows) == ("· @ ◆", (Row("parameter", "", (3, 4)),))

    def test_shared_parameters_are_drawn_once(self) -> None:
        """A parameter that several operations take is one box, counted."""
        weight = ag.Tensor(np.ones((3, 3)), requires_grad=True, name="W")
        x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
        drawn = read({"y": (np.tanh(np.tanh(x) @ weight) @ weight)._node})
        (box,) = [box for box in drawn.boxes if box.role == "parameter"]
        assert (box.title, box.notes, [e.target for e in drawn.edges if e.source == box.id]) == (
            "W", ("◆◆ used 2 ×",), ["matmul.0", "matmul.1"],
        )  # fmt: skip

    def test_it_works_after_the_graph_was_freed(self) -> None:
        """A backward pass frees the saved values; the picture loses their shapes and nothing else."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        y = np.sum(np.tanh(x))
        before = [box.id for box in read({"y": y._node}).boxes]
        y.backward()
        assert [box.id for box in read({"y": y._node}).boxes] == before

    def test_a_chain_of_fifty_thousand(self) -> None:
        """The walk is not recursive."""
        y = ag.Tensor(1.0, requires_grad=True)
        for _ in range(50_000):
            y = -y
        assert len(read({"y": y._node}).boxes) == 50_002


class TestEdges:
    def test_spine(self) -> None:
        """The longest path to the result is marked; a shortcut is not."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        drawn = read({"y": (np.exp(np.tanh(x)) + x)._node})
        assert [(e.source, e.target, e.spine) for e in drawn.edges] == [
            ("x", "tanh.0", True), ("tanh.0", "exp.0", True), ("exp.0", "add.0", True), ("x", "add.0", False),
            ("add.0", "out:y", True),
        ]  # fmt: skip

    def test_broadcasting_is_said(self) -> None:
        """An arrow whose array is repeated says so, with both shapes in its tip."""
        x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
        drawn = read({"y": (np.tanh(x) * np.sum(x, axis=0))._node})
        (edge,) = [edge for edge in drawn.edges if edge.label]
        assert (edge.source, edge.label, edge.tip) == ("sum.0", "broadcast", "(3,) is repeated to (2, 3)")
