"""Fault 33: a loss of (N, 1) against (N,) compares every element with all others; the mean over nothing is NaN.

Without the check the loss of equal values is 1.33 where 0 is right, and the network learns the mean.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import errors, nn
from autograd_lite.nn import functional as fn

LOSSES = [
    *(fn.mse_loss, fn.l1_loss, fn.smooth_l1_loss, fn.huber_loss, fn.kl_div, fn.poisson_nll_loss),
    *(fn.binary_cross_entropy, fn.binary_cross_entropy_with_logits, fn.soft_margin_loss, fn.hinge_embedding_loss),
    *(fn.multilabel_soft_margin_loss, fn.multilabel_margin_loss),
]


@pytest.mark.parametrize("loss", LOSSES)
def test_shapes_that_would_broadcast(loss: Callable[..., Any]) -> None:
    """(N, 1) against (N,) is an error that shows both shapes."""
    message = r"got input of shape \(3, 1\) and target of shape \(3,\), wanted equal shapes"
    with pytest.raises(errors.ShapeError, match=message):
        loss(np.full((3, 1), 0.5), np.ones(3, int))


@pytest.mark.parametrize("loss", LOSSES[:-1])
def test_mean_over_nothing(loss: Callable[..., Any]) -> None:
    """The mean loss of an empty batch is an error, its sum is 0."""
    with pytest.raises(ValueError, match="got an empty batch, whose mean loss is not defined"):
        loss(np.zeros((0, 3)), np.zeros((0, 3)))
    assert loss(np.zeros((0, 3)), np.zeros((0, 3)), reduction="sum") == 0


def test_cross_entropy_of_nothing() -> None:
    """The same for labels."""
    with pytest.raises(ValueError, match="empty batch"):
        fn.cross_entropy(np.zeros((0, 3)), np.zeros(0, int))
    assert fn.cross_entropy(np.zeros((0, 3)), np.zeros(0, int), reduction="sum") == 0


@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1)])
def test_batch_norm_of_one_row(shape: tuple[int, ...]) -> None:
    """While training, one value a channel has no variance; in evaluation it is fine."""
    layer = nn.BatchNorm1d(3)
    with pytest.raises(ValueError, match=r"got 1 values for each channel .*wanted two or more while training"):
        layer(np.ones(shape))
    assert layer.eval()(np.ones(shape)).shape == shape


def test_weights_and_classes_are_counted() -> None:
    """Class weights of another length are refused."""
    with pytest.raises(errors.ShapeError, match=re.escape("got weight of shape (2,), wanted (3,): one a class")):
        fn.cross_entropy(np.zeros((2, 3)), np.array([0, 1]), np.ones(2))
