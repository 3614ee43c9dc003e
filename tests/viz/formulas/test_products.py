"""Products, taken apart."""

import ast

import pytest

from autograd_lite.viz.formulas.products import Product


@pytest.mark.parametrize(
    ("text", "over", "under", "negative"),
    [
        ("g * (1 / y) / y", ["g"], ["y", "y"], False),
        ("-x / (y / z)", ["x", "z"], ["y"], True),
        ("0.5 / np.sqrt(x)", [], ["2", "np.sqrt(x)"], False),
        ("np.multiply(-2, x) * -3", ["2", "x", "3"], [], False),
        ("cosine(x, y) / z", ["x"], ["hypot(x, y)", "z"], False),
    ],
)
def test_factors(text: str, over: list[str], under: list[str], negative: bool) -> None:
    """Signs come together, ones vanish, a half divides by two."""
    product = Product(ast.parse(text, mode="eval").body)
    assert [ast.unparse(each) for each in product.over] == over
    assert [ast.unparse(each) for each in product.under] == under
    assert product.negative is negative


def test_conditions_and_choices() -> None:
    """A condition among the factors and a choice are kept apart from them; a factor of zero is noted."""
    product = Product(ast.parse("g * (x > 0) * np.where(y, a, b)", mode="eval").body)
    assert [ast.unparse(each) for each in product.conditions] == ["x > 0"]
    assert product.choice is not None
    assert ast.unparse(product.times(product.choice[1])) == "g * ((x > 0) * a)"
    assert Product(ast.parse("g * 0", mode="eval").body).zero
    assert not Product(ast.parse("g + 0", mode="eval").body).whole
