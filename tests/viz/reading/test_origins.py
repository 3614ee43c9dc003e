"""Arrays without a history say what they are."""

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.description import Box

ONLINE, TARGET = nn.Linear(3, 2), nn.Linear(3, 2)
STATE, NEXT, REWARD = np.ones((4, 3)), np.arange(12.0).reshape(4, 3), np.ones(4)
ACTION = np.array([0, 1, 1, 0])


def box_of(drawing: object, own: str) -> Box:
    """One of the boxes."""
    return next(box for box in drawing.description.boxes if box.id == own)


class TestTargets:
    """The target of Q-learning, which takes part in the loss as a constant."""

    def test_detached(self) -> None:
        """What was computed from a detached value is written out, with the mark, and named in the caption."""

        def loss(state: object, reward: object, following: object) -> object:
            target = reward + 0.9 * np.max(TARGET(following), axis=1).detach()
            return np.mean((ONLINE(state)[np.arange(4), ACTION] - target) ** 2)

        drawing = draw(loss, STATE, REWARD, NEXT)
        (row,) = box_of(drawing, "add.0").rows
        assert row.role == "detached"
        assert row.name == "0.9 × max(…(following, TARGET))"  # no room for more
        assert "detached, so that no gradient flows there: y of add.0" in drawing.description.captions
        assert "without a path to the result: following, TARGET.weight, TARGET.bias" in drawing.description.captions

    def test_without_recording(self) -> None:
        """Under ``no_grad`` the same holds of the whole target; each of two modules has its own weight."""

        def loss(state: object, reward: object, following: object) -> object:
            with ag.no_grad():
                target = reward + 0.9 * np.max(TARGET(following), axis=1)
            return np.mean((ONLINE(state)[np.arange(4), ACTION] - target) ** 2)

        drawing = draw(loss, STATE, REWARD, NEXT)
        (row,) = box_of(drawing, "subtract.0").rows
        assert row.role == "detached"
        assert row.name == "reward + 0.9 × …(following, TARGET)"
        assert box_of(drawing, "subtract.0").title == "· − (reward + 0.9 × …)"
        assert [row.name for row in box_of(drawing, "affine.0").rows] == ["ONLINE.weight", "ONLINE.bias"]

    def test_what_is_in_the_picture(self) -> None:
        """A value of the picture itself is named by its operation alone: its box tells the rest."""

        def f(x: object) -> object:
            y = np.tanh(x) * 2.0
            return np.sum(np.sin(y) * (3.0 * y.detach()))

        (row,) = box_of(draw(f, np.arange(3.0)), "multiply.1").rows
        assert (row.role, row.name) == ("detached", "3 × multiply(…)")

    def test_constants(self) -> None:
        """What is made of arrays alone is a constant with its expression, and of an array around it with its name."""

        def f(x: object, y: object) -> object:
            return np.sum(x * SCALE + x * (ag.Tensor(y) + 1))

        drawing = draw(f, np.ones(3), np.arange(3))
        assert [row[:2] for row in box_of(drawing, "multiply.0").rows] == [("constant", "SCALE")]
        assert box_of(drawing, "multiply.1").title == "x × (y + 1)"


SCALE = np.array([1.0, 2.0, 3.0])
STORE = ag.Tensor(np.ones(3), name="STORE")


def test_an_index_has_its_name() -> None:
    """``table[rows]`` is written so, though the index was copied; a table around the function is a parameter."""
    table = ag.Tensor(np.ones((5, 2)), requires_grad=True, name="table")
    drawing = draw(lambda rows: np.sum(table[rows]), np.array([3, 1, 4]))
    assert [(box.role, box.title) for box in drawing.description.boxes[:2]] == [
        ("parameter", "table"), ("operation", "table[rows]")
    ]  # fmt: skip
    assert box_of(draw(np.sum(table[[0, 2]])), "getitem.0").title == "table[[0, 2]]"


def test_parts_of_named_arrays() -> None:
    """A transposed array and a part of one are written with its name; an identity is called so."""
    move = np.array([[1.0, 2.0], [3.0, 4.0]])
    drawing = draw(lambda x: np.sum(x @ move.T + x * move[0] + x * np.eye(2)), np.ones((2, 2)))
    titles = [box.title for box in drawing.description.boxes if box.operation in ("matmul", "multiply")]
    assert titles == ["x @ moveᵀ", "x × move[0]", "x × identity"]


def test_zeros_tell_nothing() -> None:
    """A start of zeros is not taken for a product of zeros that was computed from it."""
    drawing = draw(nn.RNN(3, 4), np.ones((2, 2, 3)), fold=False)
    assert box_of(drawing, "affine.1:x").title == "zeros"


class TestWrittenSince:
    def test_an_array(self) -> None:
        """An array that the function writes to after use is shown with the numbers that went in, and says so."""
        scale = np.array([1.0, 2.0, 3.0])

        def f(x: object) -> object:
            y = x * scale
            scale[:] = 7.0
            return np.sum(y)

        drawing = draw(f, np.ones(3), values=True)
        (row,) = box_of(drawing, "multiply.0").rows
        assert (row.name, row.note) == ("scale as it was", "= [1, 2, 3]")
        assert any(said.startswith("as it was: somebody wrote to it since") for said in drawing.description.captions)

    def test_two_uses(self) -> None:
        """Before and after a write an array is two."""
        scale = np.array([2.0, 2.0, 2.0])

        def f(x: object) -> object:
            y = x * scale
            scale[:] = 7.0
            return np.sum(y * scale)

        drawing = draw(f, np.ones(3), values=True)
        notes = [box_of(drawing, f"multiply.{k}").rows[0] for k in (0, 1)]
        assert [(row.name, row.note) for row in notes] == [("scale as it was", "= [2, 2, 2]"), ("scale", "= [7, 7, 7]")]

    def test_a_tensor(self) -> None:
        """A Tensor without a history that is written to keeps its name and its numbers."""

        def f(x: object) -> object:
            y = x * STORE + STORE
            STORE[:] = 7.0
            return np.sum(y)

        drawing = draw(f, np.ones(3), values=True)
        rows = [box_of(drawing, own).rows[0] for own in ("multiply.0", "add.0")]
        assert [(row.name, row.note) for row in rows] == [("STORE", "= [1, 1, 1]")] * 2

    def test_a_parameter_that_was_stepped(self) -> None:
        """A parameter that a rule saved is shown as it was in the forward pass, not as a later step left it."""
        w = ag.Tensor(np.array([1.0, 2.0]), requires_grad=True, name="w")
        loss = np.sum(w**2)
        with ag.no_grad():
            w -= 0.5
        assert box_of(draw(loss, values=True), "w").value == "= [1, 2] | ∂ [2, 4]"


class TestRows:
    def test_of_whole_numbers(self) -> None:
        """The ends of a graph's edges are told from each other where they are read from and added to."""
        edges = np.array([[0, 1, 2, 2], [1, 2, 0, 1]])

        def passed(x: object, edges: object) -> object:
            return ag.scatter_add(x[edges[0]], (edges[1],), (3, 2))

        titles = [box.title for box in draw(passed, np.ones((3, 2)), edges).description.boxes]
        assert titles == ["x", "x[edges[0]]", "add at [edges[1]]", "output"]

    def test_of_an_array(self) -> None:
        """A row of an array that a function finds around it has the array's name and its number."""
        table = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
        boxes = draw(lambda x: x * table[1], np.ones(3)).description.boxes
        assert boxes[1].title == "x × table[1]"
