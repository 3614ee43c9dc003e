"""Losses of labels: cross entropy and its relatives."""

from typing import Any

import numpy as np

from autograd_lite.errors import ShapeError
from autograd_lite.nn.functional.checks import (
    beside,
    here,
    in_range,
    integers,
    numbers,
    same_shape,
    values,
    wrong_shape,
)
from autograd_lite.nn.functional.reduction import check_reduction, not_empty, reduced
from autograd_lite.ops.neural.activations import logsigmoid
from autograd_lite.ops.neural.cross_entropy import softmax_cross_entropy
from autograd_lite.ops.neural.losses import binary_cross_entropy as binary
from autograd_lite.ops.softmax import log_softmax
from autograd_lite.tensor import Tensor


def cross_entropy(
    input: Any,
    target: Any,
    weight: Any = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Any:
    """Cross entropy between softmax(input) and labels.

    Parameters
    ----------
    input : scores before softmax, ``(N, C)``, ``(N, C, d₁, …)`` or ``(C,)``
    target : class indices, ``(N,)``, ``(N, d₁, …)`` or ``()``; or probabilities, floats of the shape of `input`
    weight : ``(C,)``, how much each class counts
    ignore_index : a label that counts nothing; class indices only
    reduction : "mean" (weighted), "sum" or "none"
    label_smoothing : share ε of every label that is spread evenly over all classes

    Raises
    ------
    ValueError
        For a label out of range (naming the first bad row, its value and the range), and for a mean over nothing.
    DTypeError
        For labels that are floats.
    ShapeError
        For shapes that do not belong together.

    Notes
    -----
    The mean over class indices divides by the sum of the labels' weights, the mean over probabilities by the number of
    rows; both as PyTorch does.

    Examples
    --------
    >>> import numpy as np
    >>> cross_entropy(np.array([[0.0, 0.0], [0.0, np.log(3.0)]]), np.array([0, 1])) * 2
    np.float64(0.9808292530117262)
    """
    plain = weight is None and not label_smoothing and reduction == "mean" and ignore_index < 0
    if plain and type(target) is np.ndarray and target.ndim == 1 and target.size and isinstance(input, Tensor):
        try:
            return softmax_cross_entropy.calls[3](input, target, 1 / len(target))
        except ShapeError:  # not one label a row, or one out of range or ignored: what follows sees which
            pass
    check_reduction("cross_entropy", reduction)
    if not 0.0 <= label_smoothing <= 1.0:
        raise ValueError(f"{here('cross_entropy')}got label_smoothing={label_smoothing}, wanted 0 to 1.")
    input, target = numbers(input), numbers(target)
    if target.dtype.kind == "f" and target.shape == input.shape != ():
        return _soft_labels(input, target, weight, reduction, label_smoothing)
    rows, labels, share, shape = _labelled("cross_entropy", input, target, weight, ignore_index)
    if reduction == "mean":
        share = 1 / len(labels) if share is ALIKE and len(labels) else _normalized("cross_entropy", share, len(labels))
    if not label_smoothing and reduction != "none":
        return softmax_cross_entropy(rows, labels, share)
    share = np.broadcast_to(np.asarray(share, input.dtype), labels.shape)
    log_p = log_softmax(rows, 1)
    losses = -log_p[np.arange(len(labels)), labels] * share
    if label_smoothing:
        spread = -np.sum(log_p if weight is None else log_p * values(weight), axis=1)
        kept = (share != 0) if weight is None or reduction != "mean" else (values(target).reshape(-1) != ignore_index)
        total = _total_of(weight, labels, kept) if weight is not None and reduction == "mean" else 1
        scale = share if weight is None else kept.astype(input.dtype) / total
        losses = losses * (1 - label_smoothing) + spread * (scale * (label_smoothing / rows.shape[1]))
    return np.sum(losses) if reduction != "none" else np.reshape(losses, shape)


ALIKE = 1.0  # the weight of every row, if all rows count alike


def _normalized(function: str, share: Any, count: int) -> Any:
    """Return the weights of the rows, an array or one number for all, such that they add up to 1."""
    not_empty(function, count)
    if isinstance(share, float):
        return share / count
    total = share.sum()
    if total == 0:
        raise ValueError(
            f"{here(function)}got no label that counts: all are ignore_index or have weight 0, so the mean is "
            "not defined. Skip the batch, or use reduction='sum'."
        )
    return share / total


def _total_of(weight: Any, labels: Any, kept: Any) -> Any:
    return (values(weight)[labels] * kept).sum()


def _labelled(
    function: str, input: Any, target: Any, weight: Any, ignore_index: int
) -> tuple[Any, Any, Any, tuple[int, ...]]:
    """Return scores ``(M, C)``, labels ``(M,)`` in range, the weight of every row, and the shape of the losses.

    The weight is `ALIKE` if all rows count alike.
    """
    labels, shape = integers(function, "labels", target), input.shape
    wanted = shape[:1] + shape[2:] if len(shape) > 1 else ()
    if not shape or labels.shape != wanted:
        raise wrong_shape(
            function, f"got scores of shape {shape} and labels of shape {labels.shape}, wanted labels {wanted}."
        )
    classes = shape[1] if len(shape) > 1 else shape[0]
    within = in_range(function, "label", labels, classes, ignore_index)
    rows = input
    if len(shape) != 2:
        rows = np.transpose(input, (0, *range(2, len(shape)), 1)) if len(shape) > 2 else input
        rows, labels = np.reshape(rows, (labels.size, classes)), labels.reshape(-1)
    if within and weight is None and not 0 <= ignore_index < classes:
        return rows, labels, ALIKE, wanted
    kept = labels != ignore_index
    labels = np.where(kept, labels, 0)
    share = kept.astype(input.dtype)
    if weight is not None:
        _check_weight(function, weight, classes)
        share = share * values(weight)[labels]
    return rows, labels, share, wanted


def _check_weight(function: str, weight: Any, classes: int) -> None:
    if np.shape(weight) != (classes,):
        raise ShapeError(f"{here(function)}got weight of shape {np.shape(weight)}, wanted ({classes},): one a class.")


def _soft_labels(input: Any, target: Any, weight: Any, reduction: str, label_smoothing: float) -> Any:
    axis = 1 if input.ndim > 1 else 0
    classes = input.shape[axis]
    if label_smoothing:
        target = target * (1 - label_smoothing) + label_smoothing / classes
    products = log_softmax(input, axis) * target
    if weight is not None:
        _check_weight("cross_entropy", weight, classes)
        products = products * values(weight).reshape(classes, *[1] * (input.ndim - 1 - axis))
    losses = -np.sum(products, axis=axis)
    if reduction == "none":
        return losses
    not_empty("cross_entropy", losses.size if reduction == "mean" else 1)
    return np.sum(losses) / losses.size if reduction == "mean" else np.sum(losses)


def nll_loss(input: Any, target: Any, weight: Any = None, ignore_index: int = -100, reduction: str = "mean") -> Any:
    """Minus the log-probability of the labels; :func:`cross_entropy` for an input that is log_softmax already."""
    check_reduction("nll_loss", reduction)
    rows, labels, share, shape = _labelled("nll_loss", numbers(input), target, weight, ignore_index)
    if reduction == "mean":
        share = _normalized("nll_loss", share, len(labels))
    losses = -rows[np.arange(len(labels)), labels] * share
    return np.sum(losses) if reduction != "none" else np.reshape(losses, shape)


def binary_cross_entropy(input: Any, target: Any, weight: Any = None, reduction: str = "mean") -> Any:
    """−t log p − (1 − t) log(1 − p) for probabilities p; each logarithm is −100 at least.

    Parameters
    ----------
    input : probabilities
    target : of the same shape, from 0 to 1
    weight : broadcasts to `input`
    reduction : "mean", "sum" or "none"
    """
    input, target = numbers(input), beside(input, target)
    same_shape("binary_cross_entropy", input, target)
    p = values(input)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError(
            f"{here('binary_cross_entropy')}got {p.min()} to {p.max()}, wanted probabilities from 0 to 1. For scores "
            "use binary_cross_entropy_with_logits."
        )
    losses = binary(input, target)
    return reduced("binary_cross_entropy", losses if weight is None else losses * beside(input, weight), reduction)


def binary_cross_entropy_with_logits(
    input: Any, target: Any, weight: Any = None, reduction: str = "mean", pos_weight: Any = None
) -> Any:
    """binary_cross_entropy of sigmoid(input), without overflow or rounding to 0 and 1.

    Parameters
    ----------
    input : scores
    target : of the same shape, from 0 to 1
    weight : broadcasts to `input`
    reduction : "mean", "sum" or "none"
    pos_weight : factor of the term of the positive class; broadcasts to `input`
    """
    input, target = numbers(input), beside(input, target)
    same_shape("binary_cross_entropy_with_logits", input, target)
    log_p = logsigmoid(input)
    if pos_weight is not None:
        log_p = log_p * (target * (beside(input, pos_weight) - 1) + 1)
    losses = input * (1 - target) - log_p
    losses = losses if weight is None else losses * beside(input, weight)
    return reduced("binary_cross_entropy_with_logits", losses, reduction)


def multi_margin_loss(
    input: Any, target: Any, p: int = 1, margin: float = 1.0, weight: Any = None, reduction: str = "mean"
) -> Any:
    """Σ_j max(0, margin − x_label + x_j)ᵖ / C over the other classes: the hinge loss of several classes."""
    input = numbers(input)
    single = input.ndim == 1
    x = np.reshape(input, (1, -1)) if single else input
    target = integers("multi_margin_loss", "labels", target)
    labels = target.reshape(-1)
    if x.ndim != 2 or labels.shape != x.shape[:1] or target.ndim > 1:
        raise wrong_shape(
            "multi_margin_loss",
            f"got scores of shape {input.shape} and labels of shape {target.shape}, wanted labels {x.shape[:1]}.",
        )
    in_range("multi_margin_loss", "label", labels, x.shape[1])
    rows = np.arange(len(labels))
    excess = margin - np.reshape(x[rows, labels], (-1, 1)) + x
    others = np.ones(x.shape, bool)
    others[rows, labels] = False
    terms = np.where(others & (excess > 0), excess if p == 1 else excess * excess, 0.0)
    if weight is not None:
        terms = terms * values(weight)[labels][:, None]
    losses = np.sum(terms, axis=1) / x.shape[1]
    return reduced("multi_margin_loss", losses[0] if single else losses, reduction)


def multilabel_soft_margin_loss(input: Any, target: Any, weight: Any = None, reduction: str = "mean") -> Any:
    """Mean over the classes of binary_cross_entropy_with_logits."""
    input, target = numbers(input), beside(input, target)
    same_shape("multilabel_soft_margin_loss", input, target)
    terms = binary_cross_entropy_with_logits(input, target, weight, "none")
    return reduced("multilabel_soft_margin_loss", np.sum(terms, axis=-1) / input.shape[-1], reduction)


def multilabel_margin_loss(input: Any, target: Any, reduction: str = "mean") -> Any:
    """Σ over labels i and other classes j of max(0, 1 − x_i + x_j) / C.

    Parameters
    ----------
    input : ``(N, C)`` or ``(C,)``
    target : integers of the same shape: the labels of a row, ended by −1 if fewer than C
    reduction : "mean", "sum" or "none"
    """
    input = numbers(input)
    labels = integers("multilabel_margin_loss", "labels", target)
    same_shape("multilabel_margin_loss", input, labels)
    single = input.ndim == 1
    x, labels = (np.reshape(input, (1, -1)), labels.reshape(1, -1)) if single else (input, labels)
    in_range("multilabel_margin_loss", "label", labels, x.shape[1], -1)
    listed = np.cumprod(labels >= 0, axis=1).astype(bool)
    rows = np.broadcast_to(np.arange(len(labels))[:, None], labels.shape)
    chosen = np.zeros(x.shape, bool)
    chosen[rows[listed], labels[listed]] = True
    own = x[rows, np.where(listed, labels, 0)]
    excess = 1 - np.expand_dims(own, 2) + np.expand_dims(x, 1)
    counted = listed[:, :, None] & ~chosen[:, None, :] & (excess > 0)
    losses = np.sum(np.where(counted, excess, 0.0), axis=(1, 2)) / x.shape[1]
    return reduced("multilabel_margin_loss", losses[0] if single else losses, reduction)
