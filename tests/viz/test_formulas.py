"""Local derivatives as text, from the rules' own source."""

import pytest

import autograd_lite as ag
from autograd_lite.registry import operations
from autograd_lite.viz.backview import share_text
from autograd_lite.viz.formulas import formula
from autograd_lite.viz.tikz import tex

EVERY = [(operation, name) for operation in operations() for name in getattr(operation, "rules", ())]


@pytest.mark.parametrize(
    ("operation", "name", "text"),
    [
        (ag.tanh, "x", "1 − out²"),
        (ag.subtract, "x", "1"),
        (ag.subtract, "y", "−1"),
        (ag.sin, "x", "cos(x)"),
        (ag.cos, "x", "−sin(x)"),
        (ag.exp, "x", "out"),
        (ag.matmul, "x", "g @ yᵀ"),
        (ag.matmul, "y", "xᵀ @ g"),
        (ag.power, "x", "y·x^(y − 1)"),
        (ag.absolute, "x", "conj(sign(x))"),
        (ag.maximum, "x", "x > y"),
        (ag.max, "x", "g where x = out"),
        (ag.std, "x", "g·(x − mean(x)) / (n·out)"),
        (ag.arcsin, "x", "1 / √(1 − x²)"),
        (ag.linalg.inv, "x", "−outᵀ @ g @ outᵀ"),
        (ag.deg2rad, "x", "π / 180"),
    ],
)
def test_textbook_formulas(operation: object, name: str, text: str) -> None:
    """The formula reads as in a textbook; two rules on one line are told apart."""
    assert formula(operation, name) == text


@pytest.mark.parametrize(("operation", "name"), EVERY, ids=lambda each: getattr(each, "name", each))
def test_every_rule_has_a_text(operation: object, name: str) -> None:
    """Every rule of every registered operation yields a line of text, also for TeX."""
    text = share_text(operation, name)
    assert text
    assert text.isprintable()
    assert "lambda" not in text
    assert tex(text)
