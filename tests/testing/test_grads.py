"""Checks of functions on Tensors, and of whole models by the names of their parameters."""

from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.testing import GradientCheckError, check_grads, check_module, examine_grads, examine_module

X = np.array([0.5, -1.0, 2.0])


def test_trees_of_arguments() -> None:
    """Lists and dicts of arrays are arguments too, integers among them stay as they are."""
    assert check_grads(lambda p, n: np.sum(p["w"] * p["b"][0]) ** n, ({"w": X, "b": [X + 2]}, 2)).verdict == "agrees"


def test_orders_and_modes() -> None:
    """A rule that is wrong in second order passes when first order alone is asked for."""
    slope = ag.primitive(x=lambda g, x: 2 * g * np.sin(x))(lambda x: np.cos(x))
    wave = ag.primitive(x=lambda g, x: g * slope(x))(lambda x: np.sin(x))
    assert examine_grads(wave, X, order=1).verdict == "agrees"
    report = examine_grads(wave, X)
    assert report.verdict == "wrong"
    assert report.worst.reason.startswith("second order")


class Line(ag.nn.Module):
    """A line with two parameters, through an operation whose rule may be off by a factor."""

    def __init__(self, factor: float) -> None:
        self.weight, self.bias = ag.nn.Parameter(np.array([1.5, -0.5])), ag.nn.Parameter(np.array(0.25))
        self.scaled = ag.primitive(x=lambda g, x: factor * g * 2 * x)(lambda x: x * x)

    def forward(self, x: Any) -> Any:
        """Return the weighted sum, with the weights squared."""
        return x @ self.scaled(self.weight) + self.bias


def loss(model: Any, batch: Any) -> Any:
    """Return the mean square."""
    return np.mean((model(batch[0]) - batch[1]) ** 2)


BATCH = (np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]]), np.array([1.0, 0.0, 2.0]))


def test_a_right_model() -> None:
    """Every parameter has a report under its dotted name, and the parameters are as before."""
    model = Line(1.0)
    reports = check_module(model, BATCH, loss)
    assert set(reports) == {"weight", "bias"}
    assert all(reports.values())
    np.testing.assert_array_equal(model.weight.data, [1.5, -0.5])


def test_frozen_parameters() -> None:
    """A parameter that requires no gradient is left out; if none is left, there is nothing that could agree."""
    model = Line(1.0)
    model.bias.requires_grad = False
    assert set(examine_module(model, BATCH, loss)) == {"weight"}
    model.weight.requires_grad = False
    with pytest.raises(ValueError, match="no parameter that requires a gradient: there is nothing to check"):
        examine_module(model, BATCH, loss)


def test_what_is_no_model_and_no_loss() -> None:
    """A model without parameters, and a loss that cannot be called with model and batch, are refused by name."""
    with pytest.raises(TypeError, match=r"^model is None. Wanted an object with named_parameters\(\)"):
        check_module(None, BATCH, loss)
    with pytest.raises(TypeError, match=r"^loss is 3, no function. Wanted loss\(model, batch\), which returns one"):
        check_module(Line(1.0), BATCH, 3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^loss takes \(y\), and is called as loss\(model, batch\): it runs the model"):
        check_module(Line(1.0), BATCH, lambda y: np.sum(y))


def test_a_wrong_model() -> None:
    """The wrong parameter comes first, with its diagnosis, and the other one is right."""
    reports = examine_module(Line(1.01), BATCH, loss)
    assert [(name, report.verdict) for name, report in reports.items()] == [("weight", "wrong"), ("bias", "agrees")]
    assert "1.01 times" in reports["weight"].diagnosis
    with pytest.raises(GradientCheckError, match="weight: the gradient is WRONG"):
        check_module(Line(1.01), BATCH, loss)
