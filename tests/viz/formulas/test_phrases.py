"""Rules that are programs, in words."""

import sys

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.operation import Operation, primitive
from autograd_lite.ops.neural.convolution import convolve
from autograd_lite.ops.neural.cross_entropy import softmax_cross_entropy
from autograd_lite.viz import draw
from autograd_lite.viz.formulas.phrases import _PHRASES, _place, phrase
from autograd_lite.viz.reading.backview import share_text


@pytest.mark.parametrize(
    ("operation", "name", "text"),
    [
        (ag.stack, "xs", "its part of g"),
        (ag.softmax, "x", "out·(g − sum(g·out))"),
        (softmax_cross_entropy, "x", "g·share·(softmax(x) − one-hot)"),
        (convolve, "x", "convᵀ(g, weight)"),
        (convolve, "weight", "conv(x, g)"),
        (ag.convolve, "x", "correlate(g, y)"),
    ],
)
def test_what_stands_at_the_arrows(operation: object, name: str, text: str) -> None:
    """Where the source of a rule is a program, the arrow says in words or in a formula what it does."""
    assert share_text(operation, name) == text


def test_every_phrase_has_its_operation() -> None:
    """No phrase is left over: each speaks of an input of an operation that there is."""
    modules = [module for name, module in sys.modules.items() if name.startswith("autograd_lite.")]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, Operation)]
    known = {f"{_place(operation)}.{operation.name}.{name}" for operation in found for name in operation.rules}
    loaded = {_place(operation) for operation in found}
    assert {key for key in _PHRASES if key.rsplit(".", 2)[0] in loaded} - known == set()


def test_what_a_setting_makes_simple() -> None:
    """The gradient of a Euclidean norm is x / out; of another norm it is what holds of all."""
    x = ag.Tensor(np.array([3.0, -4.0]), requires_grad=True, name="x")
    pictures = [draw(np.linalg.norm(x, ord=p), view="backward").description for p in (2, 3)]
    labels = [{edge.label for edge in picture.edges if edge.target == "x"} for picture in pictures]
    assert labels == [{"g·x / out"}, {"g·x·|x|^(p − 2) / out^(p − 1)"}]


def test_another_operation_of_the_same_name() -> None:
    """An operation of the user that is called like one of ours keeps the formula of its own rule."""

    @primitive(None, x=lambda g, x: g * x)
    def sort(x: object) -> object:
        return x

    assert phrase(sort, "x") == ""
    assert share_text(sort, "x") == "g·x"
