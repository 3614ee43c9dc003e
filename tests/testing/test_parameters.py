"""What a check of a model tells: a table, the worst first, and a picture with verdicts."""

from typing import Any

import numpy as np
import pytest

from autograd_lite import nn
from autograd_lite.operation import primitive
from autograd_lite.testing import GradientCheckError, check_module, examine_module
from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.parameters import Reports
from autograd_lite.testing.report import Report

X = np.random.default_rng(0).normal(size=(6, 4))


@primitive(x=lambda g, x: 1.01 * g * (1 - np.tanh(x) ** 2))
def wrong_tanh(x: Any) -> Any:
    """Return the hyperbolic tangent, whose rule is off by one per cent."""
    return np.tanh(x)


class Net(nn.Module):
    """Two layers, between which the gradient goes wrong."""

    def __init__(self, between: Any) -> None:
        super().__init__()
        self.a, self.between, self.b = nn.Linear(4, 5), between, nn.Linear(5, 1)

    def forward(self, x: Any) -> Any:
        """Return one number for each row."""
        return self.b(self.between(self.a(x)))


def squares(model: Any, x: Any) -> Any:
    """Return a loss."""
    return np.sum(model(x) ** 2)


WRONG = examine_module(Net(wrong_tanh), X, squares)
RIGHT = examine_module(Net(np.tanh), X, squares)


def test_table() -> None:
    """Each line has a parameter, its verdict and why; what is wrong stands first."""
    lines = str(WRONG).splitlines()
    assert [line.split()[0] for line in lines[:2]] in (["a.weight", "a.bias"], ["a.bias", "a.weight"])
    assert all("WRONG: the gradient is 1.01 times what it should be" in line for line in lines[:2])
    assert all("agrees in" in line for line in lines[2:])
    assert (WRONG.verdict, RIGHT.verdict) == ("wrong", "agrees")


def test_order() -> None:
    """Wrong comes before inconclusive, that before what agrees, and the larger difference first."""
    kinds = {"c": "agrees", "a": "wrong", "b": "inconclusive", "d": "wrong"}
    found = [(name, Report(name, [Finding(kind, units=ord(name))])) for name, kind in kinds.items()]
    assert list(Reports(found)) == ["d", "a", "b", "c"]


def test_picture() -> None:
    """Each parameter bears its verdict in word and colour, whatever else the picture has."""
    boxes = {box.title: box for box in WRONG.draw().description.boxes}
    assert boxes["a.weight"].emphasis == boxes["a.bias"].emphasis == "removed"
    assert boxes["b.weight"].emphasis == "added"
    assert boxes["b.weight"].notes[-1] == "✓ agrees"
    assert boxes["a.weight"].notes[-1] == "✗ wrong: 1.01 times"
    assert "✗ wrong: 1.01 times" in WRONG.draw(direction="LR").svg
    assert {box.emphasis for box in RIGHT.draw().whole.boxes} == {"added", ""}


def test_reports_without_a_model() -> None:
    """What cannot be drawn says whom to ask."""
    with pytest.raises(ValueError, match="Ask examine_module"):
        Reports().draw()


def test_check() -> None:
    """The check raises with the worst report, and returns the table if all is well."""
    with pytest.raises(GradientCheckError, match=r"^a\.(weight|bias): the gradient is WRONG"):
        check_module(Net(wrong_tanh), X, squares)
    assert set(check_module(Net(np.tanh), X, squares)) == set(RIGHT)


def test_a_bias_before_a_normalisation() -> None:
    """What the mean takes away again has no gradient but rounding, and agrees; a rule that gives it one is wrong."""
    model = nn.Sequential(nn.Linear(2, 3, rng=np.random.default_rng(0)), nn.BatchNorm1d(3))
    x = np.random.default_rng(1).normal(size=(4, 2))
    reports = check_module(model, x, lambda model, x: np.mean(model(x) ** 3))
    assert reports["0.bias"].worst.verdict == "agrees"  # type: ignore[union-attr]
    wrong = examine_module(model, x, lambda model, x: np.mean(model(x) ** 3) + wrong_tanh(model[0].bias)[0])
    assert wrong["0.bias"].verdict == "wrong"
