"""Local derivatives as text, from the rules' own source."""

import re
import sys
from importlib import import_module
from pkgutil import walk_packages

import pytest

import autograd_lite as ag
import autograd_lite.scipy
from autograd_lite.operation import Operation
from autograd_lite.ops.neural import activations, losses
from autograd_lite.ops.softmax import log_softmax, logsumexp, softmax
from autograd_lite.registry import operations
from autograd_lite.viz.backends.tikz import tex
from autograd_lite.viz.formulas.local import formula
from autograd_lite.viz.reading.backview import share_text


def every_operation() -> list[Operation]:
    """The registered operations, and those inside of other functions of the library."""
    for found in walk_packages(autograd_lite.scipy.__path__, "autograd_lite.scipy."):
        import_module(found.name)
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("autograd_lite.")]
    inner = [each for module in modules for each in vars(module).values() if isinstance(each, Operation)]
    return list(dict.fromkeys([each for each in operations() if isinstance(each, Operation)] + inner))


EVERY = [(operation, name) for operation in every_operation() for name in operation.rules]
WIDEST = 60  # characters that an arrow has room for
RAW = re.compile(
    r"lambda|keepdims|axis ?=|dtype|_shape|\.shape|\.ndim|\.reshape|\bnp\.|_share\(|_slope\(|\bself\b|None|True|False"
    r"|slice\(|\bisinstance|\bplain\(|\bspread\(|\bfitted\(|\bfolded\(|\bwhere\(|\[:|\[\.\.\.|(?<=[\w)])\[-?\d|…|\?|\b_\w|\*|'|\{|=="
)


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
        (ag.power, "y", "out·log(x)"),
        (ag.divide, "y", "−x / y²"),
        (ag.absolute, "x", "conj(sign(x))"),
        (ag.maximum, "x", "x > y"),
        (ag.clip, "x", "min ≤ x ≤ max"),
        (ag.max, "x", "g where x = out"),
        (ag.sum, "x", "g, repeated"),
        (ag.mean, "x", "g / n, repeated"),
        (ag.std, "x", "g·(x − mean(x)) / (n·out)"),
        (ag.arcsin, "x", "1 / √(1 − x²)"),
        (ag.sqrt, "x", "1 / (2·√x)"),
        (ag.cbrt, "x", "1 / (3·out²)"),
        (ag.log2, "x", "1 / (log(2)·x)"),
        (ag.linalg.inv, "x", "−outᵀ @ g @ outᵀ"),
        (ag.linalg.solve, "x", "−x⁻ᵀ @ g @ outᵀ"),
        (ag.linalg.solve, "y", "x⁻ᵀ @ g"),
        (ag.deg2rad, "x", "π / 180"),
        (ag.logaddexp, "x", "sigmoid(x − y)"),
        (softmax, "x", "out·(g − sum(g·out))"),
        (log_softmax, "x", "g − exp(out)·sum(g)"),
        (logsumexp, "x", "g·exp(x − out)"),
        (activations.silu, "x", "sigmoid(x)·(1 + x·(1 − sigmoid(x)))"),
        (activations.softsign, "x", "1 / (1 + |x|)²"),
        (activations.hardtanh, "x", "min_val < x < max_val"),
        (losses.huber, "x", "clip(x, −delta, delta)"),
        (ag.ldexp, "x", "2^n"),
        (ag.logaddexp2, "y", "2^y / (2^x + 2^y)"),
        (ag.linalg.det, "x", "g·out·x⁻ᵀ"),
    ],
)
def test_textbook_formulas(operation: object, name: str, text: str) -> None:
    """The formula reads as in a textbook; two rules on one line are told apart."""
    assert formula(operation, name) == text


@pytest.mark.parametrize(
    ("operation", "name", "text"),
    [
        (ag.divide, "x", "g / y"),
        (ag.sqrt, "x", "g / (2·√x)"),
        (ag.maximum, "y", "g where y > x"),
        (activations.relu, "x", "g where out > 0"),
        (activations.leaky_relu, "x", "g where x > 0, else g·negative_slope"),
        (activations.elu, "x", "g where x > 0, else g·alpha·exp(x)"),
        (activations.hardsigmoid, "x", "g / 6 where −3 < x < 3"),
        (ag.floor, "x", "0"),
    ],
)
def test_gradients_that_come_back(operation: object, name: str, text: str) -> None:
    """The gradient times the derivative is written as one product, and conditions stand behind it."""
    assert share_text(operation, name) == text


@pytest.mark.parametrize(("operation", "name"), EVERY, ids=lambda each: getattr(each, "name", each))
@pytest.mark.parametrize("real", [False, True])
def test_every_rule_has_a_text(operation: object, name: str, real: bool) -> None:
    """Every rule of every registered operation yields a line that an arrow has room for, with no code in it."""
    text = share_text(operation, name, real=real)
    assert text
    assert text.isprintable()
    assert len(text) <= WIDEST
    assert not RAW.search(text), text
    assert text.count("(") == text.count(")")


@pytest.mark.parametrize(("operation", "name"), EVERY, ids=lambda each: getattr(each, "name", each))
def test_every_rule_has_signs_that_tex_knows(operation: object, name: str) -> None:
    """TeX has a command for every sign; none is printed as its code."""
    assert "U+" not in tex(share_text(operation, name))


def test_real_numbers() -> None:
    """Of real arrays nothing is conjugated."""
    assert share_text(ag.absolute, "x", real=True) == "g·sign(x)"
    assert share_text(ag.vdot, "x", real=True) == "g·y"
