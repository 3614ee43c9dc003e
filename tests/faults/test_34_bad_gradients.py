"""Fault 34: a NaN gradient goes through clipping into every weight; bad learning rates and empty lists pass.

Without the check, clipping by the global norm turns all gradients into NaN, and the step all weights.
"""

from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, errors, optim


def two(bad: float) -> list[Tensor]:
    """Two parameters, the gradient of the second of which is not finite."""
    made = [Tensor(np.ones(3), requires_grad=True, name=name) for name in ("first", "second")]
    made[0].grad, made[1].grad = [3.0, 4.0, 0.0], [1.0, bad, 2.0]
    return made


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_clipping_raises_by_default(bad: float) -> None:
    """The parameter is named, and no gradient is changed."""
    params = two(bad)
    with pytest.raises(errors.NonFiniteError, match="in the gradient of second"):
        optim.clip_grad_norm_(params, 1.0)
    assert params[0].grad.tolist() == [3.0, 4.0, 0.0]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("make", [optim.SGD, optim.Adam, optim.RMSprop])
def test_a_step_raises_and_leaves_the_weights(make: Any, bad: float) -> None:
    """The parameter is named, and no weight is changed, not even those of healthy gradients."""
    params = two(bad)
    with pytest.raises(errors.NonFiniteError, match=r"found (nan|inf) in the gradient of second \(shape \(3,\)\)"):
        make(params).step()
    assert [p.data.tolist() for p in params] == [[1.0] * 3] * 2


@pytest.mark.parametrize("lr", [-0.1, float("nan"), float("inf")])
def test_bad_learning_rates(lr: float) -> None:
    """A learning rate that is negative or not finite is a ValueError, given or set later."""
    p = Tensor([1.0], requires_grad=True)
    p.grad = [1.0]
    with pytest.raises(errors.OptionError, match="lr=") as caught:
        optim.Adam([p], lr=lr)
    assert isinstance(caught.value, ValueError)
    optimizer = optim.Adam([p])
    optimizer.param_groups[0]["lr"] = lr
    with pytest.raises(errors.OptionError, match="lr="):
        optimizer.step()
    assert p.item() == 1.0


def test_no_parameters() -> None:
    """An empty list of parameters is a ValueError."""
    with pytest.raises(errors.OptionError, match="got no parameters"):
        optim.SGD([])
