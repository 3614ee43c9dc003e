"""Functions with as many digits as are asked for: numbers that stand in tables, and what the ends of domains give."""

from decimal import Decimal, getcontext
from typing import Any

import pytest

from autograd_lite.testing.differences import digits
from autograd_lite.testing.differences.digits import ONE, TWO, careful, pi, precision

ONES = {
    "sin": "0.8414709848078965066525023216302989996226",
    "cos": "0.5403023058681397174009366074429766037323",
    "arctan": "0.7853981633974483096156608458198757210493",
    "sinh": "1.175201193643801456882381850595600815156",
    "tanh": "0.7615941559557648881194582826047935904128",
    "log1p": "0.6931471805599453094172321214581765680755",
    "expm1": "1.718281828459045235360287471352662497757",
    "arcsinh": "0.8813735870195430252326093249797923090282",
    "erf": "0.8427007929497148693412206350826092592961",
    "radians": "0.01745329251994329576923690768488612713443",
}


@pytest.mark.parametrize("name", ONES)
def test_forty_digits_at_one(name: str) -> None:
    """At 1 every function has the forty digits of the tables."""
    with precision(40):
        assert str(ONE[name](Decimal(1))) == ONES[name]


def test_pi_has_the_digits_of_the_moment() -> None:
    """π is computed anew for more digits, and with fewer it is rounded."""
    with precision(50):
        assert str(pi())[:52] == "3.14159265358979323846264338327950288419716939937510"
        with precision(5):
            assert str(+pi()) == "3.1416"


def test_the_precision_ends_with_its_block() -> None:
    """Outside of the block numbers have as many digits as before, also where the block raises."""
    before = getcontext().prec
    with precision(77):
        assert getcontext().prec == 77
    assert getcontext().prec == before
    with pytest.raises(KeyError), precision(77):
        {}["raise"]
    assert getcontext().prec == before


def test_nothing_signals() -> None:
    """Overflow gives infinity, and what is undefined NaN."""
    with precision(20):
        assert Decimal(10) ** Decimal(10**7) == Decimal("Infinity")
        assert (Decimal(0) / Decimal(0)).is_nan()
        assert ONE["log"](Decimal(-1)).is_nan()


@pytest.mark.parametrize(
    ("name", "second", "power"), [("expm1", 1 / 2, 2), ("log1p", -1 / 2, 2), ("sinh", 1 / 6, 3), ("sin", -1 / 6, 3)]
)
def test_small_arguments_cost_no_digits(name: str, second: float, power: int) -> None:
    """The second term of the series of f(x) = x + c xⁿ is there, however far it is below the first."""
    x = Decimal("1e-15")
    with precision(45):
        rest = ONE[name](x) - x
    assert float(rest / x**power) == pytest.approx(second, rel=1e-13)


def test_large_arguments_cost_no_digits() -> None:
    """The sine of 10²² is -0.8522008497671888017727…, a number on which many libraries once failed."""
    with precision(22):
        assert str(ONE["sin"](Decimal(10**22))) == "-0.8522008497671888017727"


def test_what_would_need_too_many_digits_is_nan() -> None:
    """A function says NaN rather than a number of which no digit is known, and asks for as many as it needs."""
    asked = careful(lambda x: Decimal(getcontext().prec))
    with precision(30):
        assert asked(Decimal("1e50")) == 30 + 10 + 100
        assert asked(Decimal("1e-50")) == 30 + 10 + 100
        assert asked(Decimal("1e1985")).is_nan()
        assert asked(Decimal("NaN")).is_nan()
        assert asked(Decimal("Infinity")) == 30


def test_erfc_far_out() -> None:
    """The complement of erf(10) has thirty digits of its own: 2.08848758376254475700078629496E-45."""
    with precision(30):
        assert str(ONE["erfc"](Decimal(10))) == "2.08848758376254475700078629496E-45"
        assert ONE["erfc"](Decimal(61)) == 0
        assert ONE["erf"](Decimal(-61)) == -1


def test_angles_of_all_quarters() -> None:
    """The angle of a point on each axis and in each quarter, in parts of π."""
    with precision(30):
        quarters = {(1, 1): 1, (-1, 1): 3, (-1, -1): -3, (1, -1): -1, (0, 1): 2, (0, -1): -2, (-1, 0): 4, (1, 0): 0}
        for (x, y), parts in quarters.items():
            assert float(TWO["arctan2"](Decimal(y), Decimal(x)) * 4 / pi()) == pytest.approx(parts, rel=1e-25)
        assert TWO["arctan2"](Decimal(0), Decimal(0)) == 0


def test_remainders_have_the_sign_of_the_divisor() -> None:
    """−7 // 3 is −3 with 2 left, 7 // −3 is −3 with −2 left, as NumPy has it."""
    for x, y, whole, rest in ((7, 3, 2, 1), (-7, 3, -3, 2), (7, -3, -3, -2)):
        assert TWO["floor_divide"](Decimal(x), Decimal(y)) == whole
        assert TWO["remainder"](Decimal(x), Decimal(y)) == rest


@pytest.mark.parametrize(
    ("f", "args", "wanted"),
    [
        (digits.power, (0, 0), 1), (digits.cbrt, (-27,), -3), (digits.cbrt, (0,), 0), (TWO["xlogy"], (0, 0), 0),
        (TWO["heaviside"], (0, 5), 5), (TWO["heaviside"], (-2, 5), 0), (TWO["hypot"], (3, -4), 5),
        (ONE["rint"], ("2.5",), 2), (ONE["rint"], ("-3.5",), -4), (ONE["trunc"], ("-3.5",), -3),
        (ONE["floor"], ("-3.5",), -4), (ONE["ceil"], ("-3.5",), -3), (ONE["sign"], (0,), 0), (ONE["sign"], (-8,), -1),
    ],
)  # fmt: skip
def test_conventions(f: Any, args: Any, wanted: int) -> None:
    """Zeros, halves and signs are NumPy's."""
    with precision(30):
        assert f(*map(Decimal, args)) == pytest.approx(Decimal(wanted), abs=Decimal("1e-28"))
