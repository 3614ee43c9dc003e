"""Dropout, written into the operations beside it."""

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw


class Fed(nn.Module):
    """A layer whose output is dropped of, and added to its input; then a nonlinearity that is dropped of."""

    def __init__(self) -> None:
        self.inner, self.last = nn.Linear(8, 8), nn.Linear(8, 2)
        self.drop, self.after = nn.Dropout(0.5, rng=0), nn.Dropout(0.25, rng=1)

    def forward(self, x: object) -> object:
        """Drop twice."""
        return self.last(self.after(np.tanh(x + self.drop(self.inner(x)))))


class TestMasks:
    def test_it_stands_where_code_has_it(self) -> None:
        """What is dropped of is written into the sum that takes it, or around the operation before; nothing is lost."""
        description = draw(Fed(), np.ones((4, 8))).description
        titles = [box.title for box in description.boxes]
        assert titles == ["x", "inner  Linear", "x + drop(·)", "after(tanh)", "last  Linear", "output"]
        assert [box.count for box in description.boxes if box.role == "operation"] == [1, 2, 2, 1]
        assert [edge.source for edge in description.edges if edge.target == "add.0"] == ["inner/affine.0", "x"]

    def test_order_of_the_operands(self) -> None:
        """Of two operands, it is the one that was dropped of that is written so."""

        def joined(x: object, y: object) -> object:
            return nn.functional.dropout(np.tanh(x), rng=0) - np.sin(y)

        boxes = draw(joined, np.ones((4, 8)), np.ones((4, 8))).description.boxes
        assert [box.title for box in boxes] == ["x", "tanh", "y", "sin", "(· × mask) − ·", "output"]
        (row,) = next(box.rows for box in boxes if box.rows)
        assert (row.role, row.name, row.shape) == ("constant", "mask", (4, 8))

    def test_by_themselves_where_each_operation_counts(self) -> None:
        """With gradients, values, or every operation asked for, dropout is a box of its own."""
        for options in ({"view": "both"}, {"values": True}, {"views": True}):
            boxes = draw(Fed(), np.ones((4, 8)), **options).description.boxes
            assert [box.id for box in boxes if box.operation == "multiply"] == ["drop/multiply.0", "after/multiply.0"]

    def test_two_ways_out(self) -> None:
        """What is taken twice after it was dropped of stays a box, so that both arrows begin at it."""

        def twice(x: object) -> object:
            kept = nn.functional.dropout(np.tanh(x), rng=0)
            return np.sum(kept @ kept.T) + np.sum(np.sin(kept))

        boxes = draw(twice, np.ones((8, 8)) + np.eye(8)).description.boxes
        assert [box.title for box in boxes][1:3] == ["tanh", "· × mask"]

    def test_attention(self) -> None:
        """The weights of attention that are dropped of say so, in every layer alike."""
        model = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, rng=0), 3)
        description = draw(model, np.ones((6, 4, 8))).description
        titles = [box.title for box in description.boxes]
        assert [group.times for group in description.groups] == [3, 1]
        assert {"(· × mask) @ ·", "dropout1(·) + ·", "dropout(relu)", "dropout2(·) + ·"} <= set(titles)

    def test_the_graph_by_itself(self) -> None:
        """A loss that was computed before tells of its masks as well."""
        x = ag.Tensor(np.ones((4, 8)), requires_grad=True, name="x")
        boxes = draw(np.sum(nn.functional.dropout(np.tanh(x), rng=0))).description.boxes
        assert [box.title for box in boxes] == ["x", "(tanh × mask)", "sum", "loss"]
