"""What is drawn: results, functions with what they are called with, Modules; and what cannot be drawn."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.errors import NoGradientError
from autograd_lite.viz import draw
from autograd_lite.viz.description import DescriptionError

X = np.array([1.0, 2.0, 3.0])


def inputs(drawing: object) -> list[str]:
    """Return the titles of the inputs of a drawing."""
    return [box.title for box in drawing.description.boxes if box.role == "input"]


def test_lists_and_dicts_of_arrays() -> None:
    """Arrays in an argument are inputs with their places as names; numbers there stay what they are."""
    assert inputs(draw(lambda xs: (xs[0] * xs[1]).sum(), [X, X])) == ["xs[0]", "xs[1]"]
    assert inputs(draw(lambda p: (p["a"] * p["b"][0]).sum(), {"a": X, "b": (X, None)})) == ["p[a]", "p[b][0]"]
    assert inputs(draw(lambda x, shape: x.reshape(shape) * 2, X, (3, 1))) == ["x"]


def test_results_without_a_history_are_named() -> None:
    """A loss beside a count is drawn, and the caption says what is not; alone the count is an error."""
    drawing = draw(lambda x: {"loss": (x * x).sum(), "right": 0.5, "shown": [X]}, X)
    assert [box.title for box in drawing.description.boxes if box.role == "output"] == ["loss"]
    assert "not drawn, since no operation recorded it: right, shown[0]" in drawing.description.captions
    with pytest.raises(NoGradientError, match=r"draw got a float for 'output\[0\]'"):
        draw(lambda x: (0.5, X), X)


def test_everything_has_a_history() -> None:
    """Then nothing is said."""
    x = ag.Tensor(X, requires_grad=True, name="x")
    assert not any("not drawn" in caption for caption in draw((x * 2, x.sum())).description.captions)


def test_calls_that_cannot_be() -> None:
    """A class, and a call with too few or too many inputs, are answered with the call that was wanted."""
    with pytest.raises(DescriptionError, match=r"got the class Linear\. Wanted .* draw\(Linear\(…\), x\)"):
        draw(nn.Linear)
    with pytest.raises(DescriptionError, match=r"no inputs for Linear, which takes x\. Wanted draw\(model, x\)"):
        draw(nn.Linear(2, 3))
    with pytest.raises(DescriptionError, match=r"2 inputs for half, which takes x\. Wanted draw\(half, x\)"):
        draw(half, X, X)


def half(x: ag.Tensor) -> ag.Tensor:
    """Half of x."""
    return x * 0.5
