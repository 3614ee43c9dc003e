"""Clipping: norms worked by hand, and what is not finite."""

import math
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, errors
from autograd_lite.optim import clip_grad_norm_, clip_grad_value_, gradient_norm


def with_gradients(*gradients: Any, dtype: Any = float) -> list[Tensor]:
    """Parameters with these gradients."""
    made = [
        Tensor(np.zeros(np.shape(g)), dtype=dtype, requires_grad=True, name=f"p{k}") for k, g in enumerate(gradients)
    ]
    for p, g in zip(made, gradients, strict=True):
        p.grad = g
    return made


def test_norms() -> None:
    """3, 4 and 12 in two parameters: 19, 13 and 12 in the orders 1, 2 and infinity."""
    params = with_gradients([3.0, -4.0], [[12.0]])
    assert [gradient_norm(params, order) for order in (1, 2, math.inf)] == [19.0, 13.0, 12.0]


def test_all_gradients_are_scaled_alike() -> None:
    """A norm of 13 is scaled to 1, and the norm before is returned."""
    params = with_gradients([3.0, -4.0], [[12.0]])
    assert clip_grad_norm_(params, 1.0) == 13.0
    np.testing.assert_allclose(params[0].grad, [3 / 13, -4 / 13], rtol=1e-6)
    assert gradient_norm(params) == pytest.approx(1.0, rel=1e-6)
    assert gradient_norm(params) < 1


def test_small_gradients_stay() -> None:
    """A norm below the bound changes no bit."""
    params = with_gradients([0.1, 0.2])
    before = params[0].grad.copy()
    clip_grad_norm_(params, 1.0)
    assert np.array_equal(params[0].grad, before)


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_squares_that_overflow(dtype: str) -> None:
    """The norm of gradients whose squares overflow, or vanish, is right; the dtype stays."""
    big = 3e4 if dtype == "float16" else 3e30
    params = with_gradients([big, big], dtype=dtype)
    assert clip_grad_norm_(params, 1.0) == pytest.approx(big * 2**0.5, rel=1e-3)
    assert params[0].grad.dtype == dtype
    tiny = with_gradients([3e-30, 4e-30], dtype="float32")
    assert gradient_norm(tiny) == pytest.approx(5e-30)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_not_finite_raises_and_changes_nothing(bad: float) -> None:
    """The parameter is named, and no gradient has changed."""
    params = with_gradients([3.0, 4.0], [1.0, bad])
    with pytest.raises(errors.NonFiniteError, match=r"clip_grad_norm_ found (nan|inf) in the gradient of p1 \(shape"):
        clip_grad_norm_(params, 1.0)
    with pytest.raises(errors.NonFiniteError, match="clip_grad_value_ found"):
        clip_grad_value_(params, 1.0)
    assert params[0].grad.tolist() == [3.0, 4.0]


def test_as_pytorch_on_request() -> None:
    """With error_if_nonfinite=False a NaN spreads to all gradients, as PyTorch's default has it."""
    params = with_gradients([3.0, 4.0], [1.0, math.nan])
    assert math.isnan(clip_grad_norm_(params, 1.0, error_if_nonfinite=False))
    assert np.isnan(params[0].grad).all()


def test_value() -> None:
    """Every number is cut off at the bounds."""
    params = with_gradients([3.0, -0.2, -7.0])
    clip_grad_value_(params, 0.5)
    assert params[0].grad.tolist() == [0.5, -0.2, -0.5]


def test_who_takes_part() -> None:
    """One Tensor, an iterator, pairs with names; those without a gradient are passed over."""
    params = with_gradients([3.0, 4.0], [1.0])
    params[1].grad = None
    assert gradient_norm(params[0]) == gradient_norm(iter(params)) == gradient_norm([("w", params[0])]) == 5.0
    assert clip_grad_norm_([params[1]], 1.0) == 0.0


def test_refusals() -> None:
    """Negative bounds and orders that are no norm are refused."""
    params = with_gradients([1.0])
    with pytest.raises(errors.OptionError, match="max_norm=-1"):
        clip_grad_norm_(params, -1)
    with pytest.raises(errors.OptionError, match="clip_value=nan"):
        clip_grad_value_(params, math.nan)
    with pytest.raises(errors.OptionError, match="norm_type=0"):
        gradient_norm(params, 0)
