"""Choices, made shorter."""

import ast

import pytest

from autograd_lite.viz.formulas.simplifying import simplified


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("np.where(x > 0, x, -x)", "abs(x)"),
        ("np.where(x > low, x, low)", "larger(x, low)"),
        ("np.where(x > 0, f(np.where(x > 0, a, b)), g(np.where(x > 0, a, b)))", "np.where(x > 0, f(a), g(b))"),
        ("np.where(x > 0, x, y)", "np.where(x > 0, x, y)"),
        ("np.where(far, 1 / np.where(near, x, 1), 2)", "np.where(far, 1 / np.where(near, x, 1), 2)"),
    ],
)
def test_simplified(text: str, short: str) -> None:
    """What a choice means is said; inside of a case its condition is known."""
    assert ast.unparse(simplified(ast.parse(text, mode="eval").body)) == short
