"""Metrics: numbers worked by hand."""

import numpy as np
import pytest

from autograd_lite import Tensor, train
from autograd_lite.errors import ShapeError

SCORES = np.array([[0.9, 0.1, 0.0], [0.2, 0.5, 0.3], [0.3, 0.6, 0.1], [0.1, 0.2, 0.7]])
LABELS = np.array([0, 1, 2, 2])


def test_classification() -> None:
    """Three of four are right; the wrong one is a 2 taken for a 1, and its class is last."""
    assert train.accuracy(SCORES, LABELS) == 0.75
    assert train.confusion_matrix(SCORES, LABELS).tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 1]]
    assert train.precision(SCORES, LABELS).tolist() == [1.0, 0.5, 1.0]
    assert train.recall(SCORES, LABELS).tolist() == [1.0, 1.0, 0.5]
    assert train.f1_score(SCORES, LABELS).tolist() == pytest.approx([1.0, 2 / 3, 2 / 3])
    assert [train.top_k_accuracy(SCORES, LABELS, k) for k in (1, 2, 3)] == [0.75, 0.75, 1.0]


def test_one_hot_and_tensors() -> None:
    """Targets may be one-hot rows, and both may be Tensors."""
    one_hot = np.eye(3)[LABELS]
    assert train.accuracy(Tensor(SCORES, requires_grad=True), Tensor(one_hot)) == 0.75
    assert train.confusion_matrix(SCORES, one_hot).sum() == 4


def test_ties() -> None:
    """Between equal scores the first counts."""
    assert train.top_k_accuracy([[0.5, 0.5, 0.5]], [1], k=1) == 0.0
    assert train.top_k_accuracy([[0.5, 0.5, 0.5]], [1], k=2) == 1.0


def test_classes_without_examples() -> None:
    """Precision and recall of a class that does not occur are 0, without a warning."""
    assert train.precision([[1.0, 0.0]], [0]).tolist() == [1.0, 0.0]
    assert train.recall([[1.0, 0.0]], [0]).tolist() == [1.0, 0.0]


def test_regression() -> None:
    """Errors of 0, 1 and 2 against a spread of 2."""
    assert train.mean_absolute_error([1, 3, 5], [1, 2, 3]) == 1.0
    assert train.r2_score([1, 3, 5], [1, 2, 3]) == 1 - 5 / 2


@pytest.mark.parametrize("metric", [train.accuracy, train.top_k_accuracy, train.confusion_matrix])
def test_shapes(metric: object) -> None:
    """Targets of another shape are refused, as are predictions that would broadcast."""
    with pytest.raises(ShapeError, match=r"targets of shape \(4, 1\) for scores of shape \(4, 3\)"):
        metric(SCORES, LABELS[:, None])  # type: ignore[operator]
    with pytest.raises(ShapeError, match="Wanted equal"):
        train.mean_absolute_error(np.zeros(3), np.zeros((3, 1)))
