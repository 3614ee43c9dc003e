"""A function as one expression."""

import ast
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite.viz.formulas.inlining import expression_of

_ROOT_TWO_PI, _HALF = math.sqrt(2 * math.pi), 0.5


def _squared(x: Any, times: float = 1.0) -> Any:
    return times * x * x


def _named(g: Any, x: Any) -> Any:
    """Return a product, by way of names."""
    if x is None:
        return g
    t = np.tanh(x)
    u, v = t * t, 1 - t
    u += v
    with np.errstate(all="ignore"):
        return g * u


def _looped(g: Any) -> Any:
    total = 0
    for each in g:
        total += each
    return total


def _often(x: Any) -> Any:
    a = x * x + x
    b = a * a + a
    c = b * b + b
    return c * c + c


def _chosen(g: Any, x: Any, large: bool) -> Any:
    if x.dtype.kind == "c":
        x = np.conj(x)
    if large:
        g = 2 * g
    return g * x


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (lambda g, x: g * _squared(x), "g * (1.0 * x * x)"),
        (lambda g, x: _squared(times=g, x=x + 1), "g * (x + 1) * (x + 1)"),
        (lambda x: x / _ROOT_TWO_PI, "x / np.sqrt(2 * np.pi)"),
        (lambda x: x * _HALF, "x * 0.5"),
        (_named, "g * (np.tanh(x) * np.tanh(x) + (1 - np.tanh(x)))"),
        (_chosen, "(2 * g if large else g) * x"),
    ],
)
def test_one_expression(function: Callable[..., Any], text: str) -> None:
    """Names, helpers and constants are put in their places; special cases are left out."""
    found = expression_of(function, {})
    assert found is not None
    assert ast.unparse(found) == text


@pytest.mark.parametrize("function", [_looped, _often, len, lambda: _ROOT_TWO_PI and None])
def test_no_expression(function: Callable[..., Any]) -> None:
    """A loop, what would be too long, and a builtin are none; what is computed of nothing is."""
    found = expression_of(function, {})
    assert (found is None) == (getattr(function, "__name__", "") != "<lambda>")


def test_what_is_kept_stays_a_call() -> None:
    """A helper that has a form of its own is not opened; nor is one whose inside is no expression."""
    found = [expression_of(lambda g, x: g * _squared(x), {"squared": 0}), expression_of(lambda g: _looped(g), {})]
    assert [ast.unparse(each) for each in found if each] == ["g * _squared(x)", "_looped(g)"]
