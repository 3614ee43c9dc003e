"""The law of memory layouts: what each of them is, and what breaks it."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing.comparison.layouts import LAYOUTS, layouts

X = np.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("name", "strides"),
    [("in Fortran order", (8, 16)), ("with gaps", (48, 16)), ("backwards", (-24, -8)), ("read-only", (24, 8))],
)
def test_the_layouts(name: str, strides: tuple[int, ...]) -> None:
    """The values stay, the strides are those of the name; the last can only be read."""
    found = LAYOUTS[name](X)
    np.testing.assert_array_equal(found, X)
    assert found.strides == strides
    assert found.flags.writeable == (name != "read-only")
    assert LAYOUTS[name](np.array(2.0)).shape == ()


def law(f: Any, rule: Any, x: Any = X) -> list[Any]:
    """What the law says of a function and a rule at one point."""
    return layouts(f, lambda args, g: [rule(g[0], args[0])], [x], [np.ones(np.shape(f(x)))], [f(x)])


def test_what_keeps_the_law() -> None:
    """Nothing is found."""
    assert law(lambda x: x * x, lambda g, x: 2 * x * g) == []
    assert law(np.sum, lambda g, x: np.full(x.shape, g)) == []


def test_a_value_that_follows_memory() -> None:
    """Elements in the order of memory are other ones in Fortran order."""
    (one,) = law(lambda x: x.ravel("K") * np.arange(6), lambda g, x: x)
    assert (one.verdict, one.law) == ("wrong", "layouts")
    assert one.reason == "the value changes when the arrays lie in Fortran order in memory"


def test_a_gradient_that_follows_memory() -> None:
    """So does a share that takes a transposed array for one that is not."""
    (one,) = law(lambda x: 2 * x, lambda g, x: np.ones(x.shape) + x.flags.f_contiguous)
    assert one.reason == "the gradient changes when the arrays lie in Fortran order in memory"


def test_rounding_is_no_change() -> None:
    """Another order of a sum changes the last digits, a million-millionth is more."""

    def off(by: float) -> Any:
        return lambda g, x: np.ones(x.shape) * (1 + by * (not x.flags.c_contiguous))

    assert law(lambda x: x * 1, off(1e-14)) == []
    assert len(law(lambda x: x * 1, off(1e-12))) == 1


def test_what_writes_to_its_arguments() -> None:
    """Read-only arrays find it, and the message asks the right question."""

    def writing(g: Any, x: Any) -> Any:
        x += 0
        return 2 * x * g

    (one,) = law(lambda x: x * x, writing)
    assert "read-only arrays are refused" in one.reason
    assert "does something write to them?" in one.reason


def test_other_errors_are_the_users() -> None:
    """A ValueError for another layout is not taken for one about read-only arrays."""

    def picky(g: Any, x: Any) -> Any:
        if not x.flags.c_contiguous:
            raise ValueError("rows, please")
        return 2 * x * g

    with pytest.raises(ValueError, match="rows, please"):
        law(lambda x: x * x, picky)


def test_another_shape_for_equal_numbers() -> None:
    """That is no question of memory."""
    (one,) = law(lambda x: x * 1, lambda g, x: x if x.flags.c_contiguous else x[:1])
    assert one.law == "determinism"
    assert "the gradient had shape [(2, 3)] and then, for equal numbers, [(1, 3)]" in one.reason


def test_nothing_is_asked_where_nothing_lies_otherwise() -> None:
    """One number lies in memory in one way; it can be read-only, which is the only layout that is tried."""
    asked: list[Any] = []

    def rule(g: Any, x: Any) -> Any:
        asked.append(x)
        return g

    assert law(lambda x: x * 1, rule, np.array(1.0)) == []
    assert [each.flags.writeable for each in asked] == [True, False]
