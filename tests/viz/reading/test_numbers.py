"""Numbers of a graph: what can be computed again is, and what cannot stays unknown."""

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw


def test_an_operation_that_refuses_is_left_without_a_number() -> None:
    """Where an operand was not kept the operation may refuse; the picture comes without its number."""
    x = ag.Tensor(np.ones(3), requires_grad=True, name="x")
    boxes = {b.id: b for b in draw(np.exp(np.where([True, False, True], x, 2.0)), values=True).description.boxes}
    assert boxes["where.0"].value == "∂ [2.72, 7.39, 2.72]"
    assert boxes["exp.0"].value == "= [2.72, 7.39, 2.72] | ∂ [1, 1, 1]"


def test_an_operation_with_several_results() -> None:
    """Batch normalisation gives a result and statistics; a picture with values can be drawn of it."""
    model = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 1).eval()
    assert "<svg" in draw(model, np.zeros((2, 1, 4)), values=True, engine="own").svg


def test_no_number_for_an_untracked_input() -> None:
    """Beside an untracked input an arrow bears the rule and no number, since that would be several."""
    x = ag.Tensor(2.0, requires_grad=True, name="x")
    drawn = draw(x * np.ones(2), view="both").description
    assert [(e.target, e.label) for e in drawn.edges if e.kind == "gradient"] == [("x", "Σ g·y"), ("multiply.0", "")]
