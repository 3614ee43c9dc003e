"""How code is written on paper."""

import ast

import pytest

from autograd_lite.viz.formulas.notation import bare, chained, number, raised, repeats, sums


def parsed(text: str) -> ast.expr:
    """The expression of a text."""
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("np.reshape(g, x_shape)", "g"),
        ("np.expand_dims(plain(g), -1)[..., None].astype(dtype)", "g"),
        ("np.where(y == 0, 0.0, x / y)", "x / y"),
        ("np.where(np.equal(x, 0) & (y >= 0), 1, x)", "x"),
        ("np.where(np.all(out == -np.inf, axis=1), 0, g)", "g"),
        ("np.conj(x) if x.dtype.kind == 'c' else x", "np.conj(x)"),
        ("x if high is None else x & (x <= high)", "x & (x <= high)"),
        ("np.where(x > 0, 0.0, x)", "np.where(x > 0, 0.0, x)"),
        ("x[1:]", "x[1:]"),
    ],
)
def test_plumbing_is_left_out(text: str, left: str) -> None:
    """Reshapes, casts, guards and special cases leave what they are about; a choice and a part stay."""
    assert ast.unparse(bare(parsed(text))) == left


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("(x > a) & (x < b)", "a < x < b"),
        ("(x >= a) & (x <= b)", "a <= x <= b"),
        ("(x > a) & (y < b)", ""),
        ("(x < a) & (x < b)", ""),
    ],
)
def test_between(condition: str, text: str) -> None:
    """Two bounds of one value are one chain."""
    node = parsed(condition)
    assert isinstance(node, ast.BinOp)
    found = chained(node.left, node.right)
    assert (ast.unparse(found) if found else "") == text


def test_numbers() -> None:
    """1 for 1.0, i for 1j, raised digits."""
    assert [number(each) for each in (1.0, -2, 0.044715, 1j, -1j, 1e-12, float("inf"))] == [
        "1", "−2", "0.044715", "i", "−i", "1e−12", "∞"
    ]  # fmt: skip
    assert raised(-12) == "⁻¹²"


def test_what_is_repeated_and_what_is_summed() -> None:
    """The rule of a sum repeats, that of a bias sums."""
    assert repeats(parsed("selected(where, spread(g, x_shape, axis))"))
    assert not repeats(parsed("g * spread(x, shape, axis)"))
    assert sums(parsed("unbroadcast(g, shape)"))
