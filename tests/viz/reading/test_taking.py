"""What operations take without a history: constants, and values that were cut from theirs."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw
from autograd_lite.viz.description import Box, Row


def box_of(drawing: object, own: str) -> Box:
    """One of the boxes."""
    return next(box for box in drawing.description.boxes if box.id == own)


class TestDetached:
    def test_a_row_and_a_caption(self) -> None:
        """tanh(x) · tanh(x).detach(): a row with the mark, a title, a caption; no box and no arrow of its own."""
        x = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
        h = np.tanh(x)
        drawing = draw(np.sum(h * h.detach()))
        assert box_of(drawing, "multiply.0").rows == (Row("detached", "detached", (2, 3)),)
        assert box_of(drawing, "multiply.0").title == "· × detached"
        assert drawing.description.captions[1] == "detached, so that no gradient flows there: y of multiply.0"
        assert [box.role for box in drawing.description.boxes] == ["input", *["operation"] * 3, "output"]

    def test_what_no_node_keeps(self) -> None:
        """A sum keeps no operand: the mark says that it was detached, and neither shape nor dtype is made up."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        drawing = draw(np.sum(np.tanh(x) + x.detach()))
        assert box_of(drawing, "add.0").rows == (Row("detached", "detached"),)
        assert drawing.description.captions[0] == "3 operations, all float64"

    def test_a_function_knows_the_shape(self) -> None:
        """Where the function is called for the picture, what no node keeps is known too."""
        drawing = draw(lambda x: np.sum(np.tanh(x) + x.detach()), np.ones(3))
        assert box_of(drawing, "add.0").rows == (Row("detached", "detached x", (3,)),)

    def test_views_of_it(self) -> None:
        """A part or a transposition of a detached value is detached."""
        x = ag.Tensor(np.ones((2, 2)), requires_grad=True, name="x")
        cut = x.detach()
        description = draw(np.sum(np.tanh(x) * cut[0] + cut.T)).description
        assert description.captions[1] == "detached, so that no gradient flows there: y of multiply.0, y of add.0"

    def test_numbers(self) -> None:
        """A detached number is marked as well; a mere number is not."""
        x = ag.Tensor(3.0, requires_grad=True, name="x")
        drawing = draw(np.tanh(x) * x.detach() * 2.0)
        assert [box_of(drawing, f"multiply.{k}").title for k in (0, 1)] == ["· × detached", "· × 2"]
        assert [row.role for row in box_of(drawing, "multiply.0").rows] == ["detached"]

    def test_what_is_not_detached(self) -> None:
        """The detached form of what had no history, and what is computed from a detached value, bear no mark."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        plain = ag.Tensor(np.ones(3)).detach()
        description = draw(np.sum(np.tanh(x) * plain * (x.detach() * 2.0))).description
        assert len(description.captions) == 1
        assert {row.role for box in description.boxes for row in box.rows} == {"constant"}

    def test_a_name(self) -> None:
        """Where a name is given for it, it has a box of its own with that name and with the mark of its role."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        cut = x.detach()

        def loss() -> object:
            return np.sum(np.tanh(x) * cut)

        drawing = draw(loss, names={"x": x, "target": cut})
        assert (box_of(drawing, "target").role, box_of(drawing, "multiply.0").title) == ("detached", "· × target")

    def test_a_box_of_its_own(self) -> None:
        """Where nothing else flows in, the detached value has a box, and no gradient leads back to it."""
        x, w = (ag.Tensor(np.ones(s), requires_grad=True, name=n) for n, s in [("x", (2, 3)), ("w", (3, 2))])
        drawing = draw(np.sum(x.detach() @ w), view="both")
        box = box_of(drawing, "matmul.0:x")
        assert (box.role, box.title, box.shape) == ("detached", "detached", (2, 3))
        assert all(edge.target != box.id for edge in drawing.description.edges if edge.kind == "gradient")

    @pytest.mark.parametrize("kind", ["dot", "svg", "mermaid", "tikz"])
    def test_every_backend(self, kind: str) -> None:
        """The mark is in every format; pictures that are looked at explain it in the legend."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        drawing = draw(np.sum(np.tanh(x) * x.detach()), engine="own")
        text = getattr(drawing, kind)
        mark = {"tikz": r"$\oslash$", "dot": "&#8856;"}.get(kind, "⊘")
        assert text.count(mark) == {"mermaid": 1}.get(kind, 2)

    def test_in_a_closed_module(self) -> None:
        """A closed module counts what was detached apart from its parameters."""

        class Gated(nn.Module):
            def __init__(self) -> None:
                self.layers = [nn.Linear(2, 2) for _ in range(3)]

            def forward(self, x: object) -> object:
                for layer in self.layers:
                    x = layer(x) * x.detach()
                return x

        class Net(nn.Module):
            def __init__(self) -> None:
                self.gated = Gated()

            def forward(self, x: object) -> object:
                return np.tanh(self.gated(x))

        drawing = draw(Net(), np.ones((1, 2)), depth=0, fold=False)
        assert "⊘ 3 detached" in drawing.mermaid
        assert "◆ 18 parameters in 6 arrays" in drawing.mermaid


class TestWhatNoNodeKeeps:
    def test_the_caption_says_why(self) -> None:
        """A sum keeps nothing of what is added: the caption says so, and that calling the function shows it."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
        drawing = draw(np.sum(np.tanh(x) + np.ones(3)))
        assert box_of(drawing, "add.0").title == "· + const"
        assert drawing.description.captions[1].startswith("const: a value without a history")
        told = draw(lambda x: np.sum(np.tanh(x) + np.full(3, 2.0)), np.ones(3))
        assert box_of(told, "add.0").rows == (Row("constant", "all 2", (3,)),)
        assert len(told.description.captions) == 1

    def test_a_name_is_no_such_value(self) -> None:
        """The caption stands where a title has that word for a value, not where it is part of a name."""
        x = ag.Tensor(np.ones(3), requires_grad=True, name="my_const")
        assert len(draw(np.sum(np.tanh(x) + x)).description.captions) == 1


def test_writes_have_values_and_lines() -> None:
    """What a write leaves, and the line where it stands, are seen as those of other operations: 2 · 1, then 2 + 1."""

    def written(x: object) -> object:
        y = x * 1.0
        y[1] = 2.0 * y[0]
        y[:2] += x[:2]
        return np.sum(y)

    boxes = {box.id: box for box in draw(written, np.ones(3), values=True, fold=False, views=True).description.boxes}
    first = written.__code__.co_firstlineno
    assert [boxes[f"overwrite.{k}"].value.partition(" | ")[0] for k in (0, 1)] == ["= [1, 2, 1]", "= [2, 3, 1]"]
    assert [int(boxes[f"overwrite.{k}"].line.rpartition(":")[2]) - first for k in (0, 1)] == [2, 3]


def test_an_array_of_one_number_says_that_number() -> None:
    """What the library makes of one number is called by it, not by how it was made; a name of the user stays."""

    def product(x: object, v: object) -> object:
        (slope,) = ag.gradients(np.sum(np.tanh(x)), [x], create_graph=True)
        return ag.gradients(np.sum(slope * v), [x], create_graph=True)[0]

    titles = [box.title for box in draw(product, np.ones(3), np.ones(3)).description.boxes]
    assert ("ones × v" in titles, "all −2 × ·" in titles) == (True, True)
    scale = ag.Tensor(np.zeros(3), name="scale")
    named = draw(lambda x: x * np.exp(scale), np.ones(3))
    assert [box.title for box in named.description.boxes if box.role == "operation"] == ["x × exp(scale)"]
    plain = draw(lambda x: x * (np.ones(3) > 0), np.ones(3))
    assert [box.title for box in plain.description.boxes] == ["x", "x × all True", "output"]
