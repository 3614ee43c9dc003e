"""Fault 17: a custom rule returns a gradient of the wrong shape, of no numbers, or too few of them.

Without the check a "gradient" of shape (7, 7) reaches a parameter of shape (2,), or an assertion fails without a word.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, primitive
from autograd_lite.errors import GradientShapeError


def _total(rule: Callable[..., Any]) -> Callable[[Any], Tensor]:
    """A sum with the given rule."""

    @primitive(x=rule)
    def total(x):  # type: ignore[no-untyped-def]
        return np.sum(x)

    return total


def _refused(rule: Callable[..., Any]) -> str:
    """The message of the error that a sum with this rule causes in a backward pass."""
    x, w = Tensor([1.0, 2.0], requires_grad=True), Tensor(1.0, requires_grad=True)
    with pytest.raises(GradientShapeError) as caught:
        (_total(rule)(x) * w).backward()
    assert x.grad is None
    assert w.grad is None
    return str(caught.value)


def test_wrong_shape() -> None:
    """The error names the operation, the shape it got and the shape it wanted, and what is often missing."""
    assert _refused(lambda g: np.ones((7, 7)) * g) == (
        "A rule of total returned a share of shape (7, 7) for an input of shape (2,). Wanted equal shapes: "
        "is a sum, a reshape or a transpose missing in the rule?"
    )


def test_scalar_where_an_array_is_due() -> None:
    """A number is no gradient of an array, though NumPy would broadcast it."""
    assert "share of shape () for an input of shape (2,)" in _refused(lambda g: g)


@pytest.mark.parametrize(
    ("returned", "kind"),
    [(None, "NoneType"), ((1.0, 2.0), "tuple"), ([1.0, 2.0], "list"), (0.0, "float"), ("ab", "str")],
)
def test_no_array(returned: object, kind: str) -> None:
    """A rule that returns something else than an array is told what it returned."""
    assert _refused(lambda g: returned) == (
        f"A rule of total returned a {kind} for an input of shape (2,). Wanted an array of that shape."
    )


@pytest.mark.parametrize("dtype", ["U1", object, "M8[s]"])
def test_no_numbers(dtype: str) -> None:
    """An array of something else than numbers is refused by its dtype."""
    assert _refused(lambda g: np.zeros(2, dtype=dtype)) == (
        f"A rule of total returned a share of dtype {np.dtype(dtype)}, not numbers."
    )


@pytest.mark.parametrize("count", [1, 3])
def test_wrong_count(count: int) -> None:
    """A rule for a list of arrays has to return one share for each of them."""

    @primitive(xs=lambda g: [g] * count, sequences=("xs",))
    def added(xs):  # type: ignore[no-untyped-def]
        return xs[0] + xs[1]

    x, y = Tensor([1.0, 2.0], requires_grad=True), Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(GradientShapeError) as caught:
        added([x, y]).sum().backward()
    assert str(caught.value) == f"A rule for a list of 2 arrays returned {count} shares. Wanted one for each array."
    assert x.grad is None
    assert y.grad is None


def test_wrong_dtype_is_cast() -> None:
    """A share in another float format is no fault: it is cast to the format of the input."""
    x = Tensor([1.0, 2.0], requires_grad=True, dtype=np.float32)
    _total(lambda g: np.full(2, g, dtype=np.float64))(x).backward()
    assert x.grad.dtype == np.float32


def test_second_order_too() -> None:
    """The recorded pass checks as well."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(GradientShapeError, match=r"shape \(7,\) for an input of shape \(2,\)"):
        _total(lambda g: np.ones(7) * g)(x).backward(create_graph=True)


def test_error_says_where() -> None:
    """An exception inside a rule carries a note that names the operation whose rule it was."""

    def rule(g: Any) -> Any:
        raise LookupError("inside")

    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(LookupError, match="inside") as caught:
        _total(rule)(x).backward()
    assert caught.value.__notes__ == ["while differentiating total, whose result has shape ()"]
