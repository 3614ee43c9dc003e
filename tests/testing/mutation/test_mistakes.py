"""Mistakes in a formula: each family, by hand, and in the rules of the library."""

import ast

import pytest

from autograd_lite.operation import Operation
from autograd_lite.testing.laws.operations import all_operations
from autograd_lite.testing.mutants import ways
from autograd_lite.testing.mutation.hurting import FAULTS
from autograd_lite.testing.mutation.mistakes import WHOLE, mistakes

BY_HAND = {
    "drop an operand": ("x + y", "y"),
    "another operator": ("x * y", "x / y"),
    "swap operands": ("x @ y", "y @ x"),
    "swap arguments": ("f(x, y)", "f(y, x)"),
    "bump a constant": ("2", "3"),
    "count the axis from the other end": ("axis", "-1 - axis if isinstance(axis, int) else axis"),
    "stale flag": ("True", "False"),
    "stale keepdims": ("np.sum(x, keepdims=k)", "np.sum(x, keepdims=not k)"),
    "drop a keyword": ("np.sum(x, axis=1)", "np.sum(x)"),
    "drop a sign": ("-x", "x"),
    "another function": ("np.sin", "np.cos"),
    "mean for sum": ("np.sum", "np.mean"),
    "missing conjugate": ("np.conj(x)", "x"),
    "drop a transpose": ("x.T", "x"),
    "forget the broadcasting sum": ("unbroadcast(g, shape)", "g"),
    "shift a tie": ("x > y", "x >= y"),
    "swap branches": ("x if c else y", "y if c else x"),
    "wrong saved value": ("x", "out"),
}


@pytest.mark.parametrize("family", BY_HAND)
def test_by_hand(family: str) -> None:
    """Each family changes one thing in an expression."""
    right, wrong = BY_HAND[family]
    found = [(name, ast.unparse(new)) for name, new in mistakes(ast.parse(right, mode="eval").body, {"x", "out"})]
    assert (family, wrong) in found


RULES = ["divide", "hypot", "mean", "broadcast_to", "vecdot", "cumprod", "singular_vectors"]


def test_every_family_is_met_in_the_library() -> None:
    """No family is there in name alone: each breaks one of these rules."""
    chosen = [each for each in all_operations() if isinstance(each, Operation) and each.name in RULES]
    found = {way.family for each in chosen for name in each.rules for way in ways(each, name)}
    assert {*BY_HAND, *WHOLE, *FAULTS, "swap the shares"} == found
