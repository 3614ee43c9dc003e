"""Fault 32: a label −1 means the last class, a label beyond the last class reads other memory, 1.7 is cut off to 1.

Without the check a padded label trains the last class in silence.
"""

import re

import numpy as np
import pytest

from autograd_lite import Tensor, errors, nn
from autograd_lite.nn import functional as fn

SCORES = np.zeros((3, 4))


@pytest.mark.parametrize("loss", [fn.cross_entropy, fn.nll_loss, fn.multi_margin_loss])
@pytest.mark.parametrize(("labels", "bad", "row"), [([0, -1, 5], -1, 1), ([0, 1, 4], 4, 2)])
def test_label_out_of_range(loss: object, labels: list[int], bad: int, row: int) -> None:
    """The message names the first bad row, its value and the range."""
    with pytest.raises(ValueError, match=rf"got label {bad} at row {row}, wanted 0 to 3"):
        loss(SCORES, np.array(labels))  # type: ignore[operator]


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", ">i2", ">i8", "u1", "u2", "u4", "u8", ">u8"])
def test_labels_of_every_dtype(dtype: str) -> None:
    """Labels of any integer dtype and byte order give the same loss and gradient, and are found out of range."""
    x = Tensor(np.arange(12.0).reshape(3, 4) ** 2 % 5, requires_grad=True)
    labels = [3, 0, 2]
    loss = fn.cross_entropy(x, np.array(labels, dtype))
    loss.backward()
    exponentials = np.exp(x.numpy())
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(loss.item(), -np.log(probabilities[range(3), labels]).mean(), rtol=1e-14)
    np.testing.assert_allclose(x.grad, (probabilities - np.eye(4)[labels]) / 3, rtol=1e-13)
    for bad in [100] if "u" in dtype else [-1, 100]:
        with pytest.raises(ValueError, match=f"got label {bad} at row 1, wanted 0 to 3"):
            fn.cross_entropy(x, np.array([0, bad, 3], dtype))


def test_ignored_label_is_spoken() -> None:
    """A label that is to count nothing is the one that ignore_index names."""
    assert fn.cross_entropy(SCORES, np.array([0, -1, 1]), ignore_index=-1) == np.log(4)
    with pytest.raises(ValueError, match=re.escape("wanted 0 to 3 (or ignore_index=-1)")):
        fn.cross_entropy(SCORES, np.array([0, -1, -2]), ignore_index=-1)


def test_all_labels_ignored() -> None:
    """A mean over no label at all is an error, not NaN."""
    with pytest.raises(ValueError, match="no label that counts"):
        fn.cross_entropy(SCORES, np.full(3, -100))


def test_float_labels() -> None:
    """Labels that are floats are refused by name, not cut off."""
    with pytest.raises(errors.DTypeError, match=r"got labels of dtype float64, wanted integers\. Use astype\(int\)"):
        fn.cross_entropy(SCORES, np.array([0.0, 1.7, 2.0]))


def test_row_number_of_a_table() -> None:
    """An embedding refuses numbers out of range as well, and names its path."""
    model = nn.Sequential(nn.Embedding(4, 2, rng=0))
    with pytest.raises(ValueError, match=r"^0: got row number -1 at row \(0, 1\), wanted 0 to 3\. 1 of 2 are"):
        model(np.array([[0, -1]]))
