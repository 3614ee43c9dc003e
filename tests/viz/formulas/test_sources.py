"""Functions are found again in their files."""

import ast

import autograd_lite as ag
from autograd_lite.viz.formulas.sources import function_source, parameters_of

PAIR = (lambda x: x + 1, lambda x: x * 2)


def _plain(x: float, *, y: float = 1.0) -> float:
    return x - y


def test_two_lambdas_on_one_line() -> None:
    """Which of two is meant is told by where its code stands."""
    assert [ast.unparse(function_source(each).body) for each in PAIR] == ["x + 1", "x * 2"]


def test_a_function_and_its_parameters() -> None:
    """A function by def is found, with its keywords among the parameters."""
    assert parameters_of(function_source(_plain)) == ("x", "y")


def test_no_source() -> None:
    """What was not written in a file has no source, and nothing is raised."""
    assert function_source(eval("lambda x: x")) is None
    assert function_source(len) is None
    assert function_source(ag.tanh) is None
