"""What went into an operation: arrays, labels, settings, values that were cut from their history."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.operation import primitive
from autograd_lite.viz import draw
from autograd_lite.viz.description import Box, Description
from autograd_lite.viz.reading.summary import WHY_UNKEPT

F = nn.functional
LABELS = np.array([1, 0, 3])


def leaf(name: str, *shape: int) -> ag.Tensor:
    """A Tensor of increasing numbers that requires a gradient."""
    return ag.Tensor(np.arange(float(np.prod(shape))).reshape(shape), requires_grad=True, name=name)


def operation(drawn: Description) -> Box:
    """The first operation of a picture."""
    return next(box for box in drawn.boxes if box.role == "operation")


class TestLosses:
    def test_cross_entropy_of_scores_and_labels(self) -> None:
        """It is written as it was called; what the library keeps and works out inside is not shown."""
        drawn = draw(F.cross_entropy(leaf("logits", 3, 4), LABELS), view="backward").description
        box = operation(drawn)
        assert (box.title, box.settings) == ("cross_entropy(logits, labels)", "")
        assert [(row.name, row.shape, row.dtype) for row in box.rows] == [("labels", (3,), "int64")]
        assert drawn.edges[0].label == "g·(softmax(x) − one-hot) / N"
        assert drawn.captions[0] == "1 operation, float64 where nothing else is said"

    @pytest.mark.parametrize(
        ("options", "formula"),
        [
            ({"reduction": "sum"}, "g·(softmax(x) − one-hot)"),
            ({"weight": np.array([1.0, 2.0, 1.0, 1.0])}, "g·share·(softmax(x) − one-hot)"),
        ],
    )
    def test_other_means(self, options: dict[str, object], formula: str) -> None:
        """The sum has no N; rows that count differently have a share."""
        drawn = draw(F.cross_entropy(leaf("logits", 3, 4), LABELS, **options), view="backward").description
        assert drawn.edges[0].label == formula

    def test_the_formula_is_the_gradient(self) -> None:
        """(softmax − one-hot) / N is what the pass computes."""
        x = leaf("x", 3, 4)
        F.cross_entropy(x, LABELS).backward()
        powers = np.exp(x.data - np.max(x.data, axis=1, keepdims=True))
        expected = (powers / powers.sum(axis=1, keepdims=True) - np.eye(4)[LABELS]) / 3
        np.testing.assert_allclose(x.grad, expected, rtol=1e-12, atol=1e-15)

    def test_labels_that_have_a_name(self) -> None:
        """Of a function, labels are an input with an arrow."""
        drawn = draw(lambda scores, target: F.cross_entropy(scores, target), np.ones((3, 4)), LABELS).description
        assert operation(drawn).title == "cross_entropy(scores, target)"
        assert [box.role for box in drawn.boxes if box.title == "target"] == ["input"]

    def test_a_target_is_an_operand(self) -> None:
        """Binary cross entropy names what it compares with."""
        drawn = draw(F.binary_cross_entropy(F.sigmoid(leaf("x", 2)), np.ones(2))).description
        assert [b.title for b in drawn.boxes if b.operation == "binary_cross_entropy"] == [
            "binary_cross_entropy(·, target)"
        ]


class TestNames:
    def test_as_the_user_knows_them(self) -> None:
        """Parts of the library's functions bear the name of the function."""
        x = leaf("x", 3, 3)
        found = [
            np.linalg.svd(x + np.eye(3)).S,
            np.linalg.norm(x),
            np.pad(x, 1),
            F.max_pool2d(x.reshape(1, 1, 3, 3), 2),
        ]
        titles = [[b.title for b in draw(each).description.boxes if b.role == "operation"][-1] for each in found]
        assert titles == ["svd", "norm", "pad", "max_pool"]

    def test_an_operation_of_the_user(self) -> None:
        """What a user calls like a part of the library keeps its name."""

        @primitive(None, x=lambda g: g)
        def pooled(x: object) -> object:
            return np.array(x)

        assert operation(draw(pooled(leaf("x", 3))).description).title == "pooled"

    def test_a_mask_is_an_operand(self) -> None:
        """The condition of a choice stands first, where it was written."""
        drawn = draw(np.where(np.array([True, False]), leaf("x", 2), leaf("y", 2))).description
        assert operation(drawn).title == "where(condition, x, y)"

    def test_scale_and_shift(self) -> None:
        """A normalisation's parameters are written as product and sum, and their gradients as sums."""
        drawn = draw(nn.LayerNorm(4)(leaf("x", 3, 4)), view="backward").description
        (box,) = [box for box in drawn.boxes if box.operation == "scaled"]
        assert box.title == "· × weight + bias"
        assert box.notes == ("∂weight = Σ g·x", "∂bias = Σ g")


class TestWrites:
    def test_a_detached_value_is_marked(self) -> None:
        """``y[1] = v.detach()`` says so in the box, in a row and in the caption; an array does not."""
        x = leaf("x", 4)
        y = x * 2.0
        y[1] = np.sin(x)[0].detach()
        y[2] = 5.0
        drawn = draw(y).description
        boxes = {box.id: box for box in drawn.boxes}
        assert boxes["overwrite.0"].title == "[1] = detached"
        assert [row.role for row in boxes["overwrite.0"].rows] == ["detached"]
        assert boxes["overwrite.1"].rows == ()
        assert "detached, so that no gradient flows there: value of overwrite.0" in drawn.captions


class TestOfLists:
    def test_every_part_is_there(self) -> None:
        """What is joined with arrays without a history stands beside them: with its name, its kind, or its shape."""
        labels = np.eye(3)

        def joined(x: object) -> object:
            return np.concatenate([x, labels, np.zeros((3, 2))], axis=1)

        seen, kept = draw(joined, np.ones((3, 1))).description, draw(joined(leaf("x", 3, 1))).description
        assert [row[1:3] for row in operation(seen).rows] == [("labels", (3, 3)), ("zeros", (3, 2))]
        assert [row[1:3] for row in operation(kept).rows] == [("const", (3, 3)), ("const", (3, 2))]
        assert WHY_UNKEPT in kept.captions

    def test_shared_between_two(self) -> None:
        """A constant that two operations take is a row of each, whether in a list or not: no arrow leads there."""
        labels = np.eye(3)
        drawing = draw(lambda x: np.sum(np.stack([x, labels]) * labels), np.ones((3, 3)))
        rows = {box.title: [row.name for row in box.rows] for box in drawing.description.boxes}
        assert rows == {"x": [], "stack": ["labels"], "· × labels": ["labels"], "sum": [], "loss": []}

    def test_shared_where_nothing_else_flows(self) -> None:
        """An array that meets parameters alone has a box, from which arrows lead to all such operations."""
        a, b = (ag.Tensor(np.ones((2, 2)), requires_grad=True, name=name) for name in "ab")
        data = ag.Tensor(np.arange(4.0).reshape(2, 2))
        drawing = draw(np.sum(data @ a) + np.sum(data @ b))
        assert [edge.target for edge in drawing.description.edges if edge.source == "matmul.0:x"] == [
            "matmul.0",
            "matmul.1",
        ]

    def test_after_the_graph_was_freed(self) -> None:
        """Then nobody knows which of the parts had no history, and the picture is drawn of the others."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        loss = np.sum(np.concatenate([np.ones(2), x]))
        loss.backward()
        assert [box.title for box in draw(loss).description.boxes] == ["x", "concatenate", "sum", "loss"]


class TestUnkept:
    @pytest.mark.parametrize(
        ("other", "added", "told"),
        [
            (np.ones((3, 1)), np.ones((3, 4)), [("const (…, 4)", None, "")]),
            (np.ones(4), np.ones((3, 1)), [("const (3, ?)", None, "")]),
            (np.ones(()), np.ones((3, 4)), [("const", (3, 4), "")]),
            (np.ones((3, 4)), np.ones((3, 4)), []),
            (np.ones(3, np.float32), np.ones(3), [("const", None, "float64")]),
        ],
    )
    def test_what_the_result_tells(self, other: object, added: object, told: list[object]) -> None:
        """Of an operand that nothing kept, the axes are known that the other has not, and the dtype."""
        box = operation(draw(ag.Tensor(other, requires_grad=True, name="x") + added).description)
        assert box.title == "x + const"
        assert [(row.name, row.shape, row.dtype) for row in box.rows] == told
