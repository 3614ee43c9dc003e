"""Metrics: how good scores are, as plain numbers."""

from typing import Any

import numpy as np

from autograd_lite.errors import ShapeError
from autograd_lite.tensor import Tensor


def _values(array: Any) -> Any:
    return array._value() if isinstance(array, Tensor) else np.asarray(array)


def _labels(targets: Any, scores: Any) -> Any:
    """Return class numbers, also from one-hot rows."""
    targets = _values(targets)
    if targets.shape == scores.shape and scores.ndim > 1:
        targets = targets.argmax(-1)
    if targets.shape != scores.shape[:-1]:
        raise ShapeError(
            f"Got targets of shape {targets.shape} for scores of shape {scores.shape}. Wanted a class each."
        )
    return targets


def accuracy(scores: Any, targets: Any) -> float:
    """Share of examples whose highest score is that of their class.

    Parameters
    ----------
    scores : shape (…, classes)
    targets : class numbers, shape (…), or one-hot rows

    Examples
    --------
    >>> accuracy([[0.1, 0.9], [0.8, 0.2]], [1, 1])
    0.5
    """
    scores = _values(scores)
    return float((scores.argmax(-1) == _labels(targets, scores)).mean())


def top_k_accuracy(scores: Any, targets: Any, k: int = 5) -> float:
    """Share of examples whose class is among the `k` highest scores; between equal scores the first counts.

    Examples
    --------
    >>> top_k_accuracy([[0.1, 0.5, 0.4], [0.7, 0.2, 0.1]], [2, 2], k=2)
    0.5
    """
    scores = _values(scores)
    best = np.argsort(-scores, axis=-1, kind="stable")[..., :k]
    return float((best == _labels(targets, scores)[..., None]).any(-1).mean())


def confusion_matrix(scores: Any, targets: Any) -> Any:
    """Count of examples by true class (row) and by class of the highest score (column).

    Examples
    --------
    >>> confusion_matrix([[0.1, 0.9], [0.8, 0.2], [0.6, 0.4]], [1, 1, 0])
    array([[1, 0],
           [1, 1]])
    """
    scores = _values(scores)
    classes = scores.shape[-1]
    pairs = _labels(targets, scores).ravel() * classes + scores.argmax(-1).ravel()
    return np.bincount(pairs.astype(np.int64), minlength=classes * classes).reshape(classes, classes)


def precision(scores: Any, targets: Any) -> Any:
    """Of the examples given to each class, the share that belongs to it; 0 where none was.

    Examples
    --------
    >>> precision([[0.1, 0.9], [0.8, 0.2], [0.6, 0.4]], [1, 1, 0])
    array([0.5, 1. ])
    """
    matrix = confusion_matrix(scores, targets)
    return np.diag(matrix) / np.maximum(matrix.sum(0), 1)


def recall(scores: Any, targets: Any) -> Any:
    """Of the examples of each class, the share that was given to it; 0 where there are none.

    Examples
    --------
    >>> recall([[0.1, 0.9], [0.8, 0.2], [0.6, 0.4]], [1, 1, 0])
    array([1. , 0.5])
    """
    matrix = confusion_matrix(scores, targets)
    return np.diag(matrix) / np.maximum(matrix.sum(1), 1)


def f1_score(scores: Any, targets: Any) -> Any:
    """Harmonic mean of precision and recall of each class; 0 where both are.

    Examples
    --------
    >>> f1_score([[0.1, 0.9], [0.8, 0.2], [0.6, 0.4]], [1, 1, 0]).round(3)
    array([0.667, 0.667])
    """
    matrix = confusion_matrix(scores, targets)
    return 2 * np.diag(matrix) / np.maximum(matrix.sum(0) + matrix.sum(1), 1)


def mean_absolute_error(predictions: Any, targets: Any) -> float:
    """Mean distance.

    Examples
    --------
    >>> mean_absolute_error([1.0, 2.0], [1.0, 5.0])
    1.5
    """
    return float(np.abs(_alike(predictions, targets)).mean())


def r2_score(predictions: Any, targets: Any) -> float:
    """Share of the targets' variance that the predictions explain; 1 at best, 0 for their mean.

    Examples
    --------
    >>> r2_score([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]), r2_score([2.0, 2.0, 2.0], [1.0, 2.0, 3.0])
    (1.0, 0.0)
    """
    rest = (_alike(predictions, targets) ** 2).sum()
    targets = _values(targets)
    return float(1 - rest / ((targets - targets.mean(0)) ** 2).sum())


def _alike(predictions: Any, targets: Any) -> Any:
    predictions, targets = _values(predictions), _values(targets)
    if predictions.shape != targets.shape:
        raise ShapeError(
            f"Got predictions of shape {predictions.shape} for targets of shape {targets.shape}. Wanted equal."
        )
    return predictions - targets
