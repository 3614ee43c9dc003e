"""Broken rules: each form once, whatever function of the rule's it is in, with what was changed and where."""

import inspect
from pathlib import Path

import numpy as np

from autograd_lite.testing.mutation.breaking import functions_of, mutants, tree_of, watched


def _inner(x):
    return x * 3


def _outer(x):
    return _inner(x) + _inner(x)


def rule(g, x):
    """Return a share, by a function that calls another."""
    return g * _outer(x)


def test_ways_of_breaking() -> None:
    """A rule is broken in many ways, and each broken form says what was changed in which line."""
    found = list(mutants(lambda x, y: x - 2 * y))
    line = inspect.currentframe().f_lineno - 1  # type: ignore[union-attr]
    assert {"flip sign", "times 1.001", "conjugate too many", "drop an operand"} <= {each.family for each in found}
    assert f"test_breaking.py:{line}: x - 2 * y → x + 2 * y" in {each.source for each in found}
    assert [each.rule(5.0, 1.0) for each in found if each.family == "flip sign"] == [-3.0]


def test_functions_that_a_rule_calls() -> None:
    """They are broken too, however deep, and each once."""
    assert functions_of(rule) == [rule, _outer, _inner]
    found = {each.source.partition(": ")[2]: each.rule(1.0, 1.0) for each in mutants(rule)}
    assert rule(1.0, 1.0) == 6
    assert found["3 → 4"] == 8
    assert found["_inner(x) + _inner(x) → _inner(x) - _inner(x)"] == 0
    sources = [each.source for each in mutants(rule)]
    assert len(sources) == len(set(sources))
    assert _inner(1.0) == 3  # the functions themselves are as they were


def chosen(g, x):
    """Return a share that depends on the sign."""
    if x > 0:
        return g * 2
    return g * 3


def test_what_is_run() -> None:
    """A watched rule does the same and tells where it came by: here not in the first branch."""
    seen: set[tuple[int, int]] = set()
    assert watched(chosen, seen)(1.0, -1.0) == 3
    run = {each.source.partition(": ")[2]: each.place in seen for each in mutants(chosen) if each.place}
    assert (run["3 → 4"], run["2 → 3"], run["x > 0 → x >= 0"]) == (True, False, True)


def test_without_source() -> None:
    """What has no source is broken as a whole alone."""
    made = eval("lambda g: g * 2")
    assert tree_of(made) is None
    assert {each.source.partition(" of ")[0] for each in mutants(made)} == {
        "flip sign",
        "times 1.001",
        "times 0.999",
        "times 2",
        "conjugate too many",
    }


def test_lambdas_in_one_line() -> None:
    """Two lambdas in one line are told apart."""
    pair = (lambda x: np.sin(x), lambda x: np.cos(x))
    assert Path(__file__).exists()
    assert ["another function" in {m.family for m in mutants(each)} for each in pair] == [True, True]
    assert any("np.cos → np.sin" in m.source for m in mutants(pair[1]))
