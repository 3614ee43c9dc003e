"""Numbers in sentences."""

from collections import namedtuple

import numpy as np

import autograd_lite as ag
from autograd_lite.viz.pages.telling import brief, call_text, of_results

Pair = namedtuple("Pair", "low high")


def test_many_numbers_are_said_by_their_shape() -> None:
    """Nine numbers are written out, ten are not; what is no number is said by its kind."""
    assert brief(np.arange(9)) == "[0, 1, 2, 3, 4, 5, 6, 7, 8]"
    assert brief(np.arange(10)) == "array (10,)"
    assert (brief(None), brief("abc"), brief([1.0])) == ("?", "str", "list")


def test_results_have_their_names() -> None:
    """Only those results are told that are used, by the names of their fields."""
    values = Pair(np.array([1.0]), np.array([2.0]))
    assert of_results(values, values, {0, 1}) == "low: [1], high: [2]"
    assert of_results(values, list(values), {1}) == "high: [2]"


def test_calls() -> None:
    """Infix, products with a transpose, functions with settings, by hand."""
    x, y = (ag.Tensor(np.ones((1, 1)), requires_grad=True) for _ in range(2))
    assert call_text((x / y)._node, ["[[1]]", "[[2]]"], []) == "[[1]] / [[2]]"
    assert call_text(ag.nn.functional.linear(x, y)._node, ["[[1]]", "[[2]]"], []) == "[[1]] @ [[2]]ᵀ"
    settings = [("axis", 0), ("keepdims", True)]
    assert call_text(np.sum(x)._node, ["[[1]]"], settings) == "sum([[1]], axis=0, keepdims=True)"
    assert call_text((-x)._node, ["−3"], []) == "−(−3)"
