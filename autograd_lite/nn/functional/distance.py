"""Distances and similarities, and the losses that are made of them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.nn.functional.activations import norm
from autograd_lite.nn.functional.checks import beside, numbers, same_shape, values
from autograd_lite.nn.functional.reduction import reduced
from autograd_lite.ops.neural.activations import relu


def pairwise_distance(x1: Any, x2: Any, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> Any:
    """p-norm of x1 − x2 + eps along the last axis."""
    return norm(numbers(x1) - numbers(x2) + eps, p, -1, keepdim)


def cosine_similarity(x1: Any, x2: Any, dim: int = 1, eps: float = 1e-8) -> Any:
    """x1·x2 / (‖x1‖ ‖x2‖) along `dim`; each norm is `eps` at least."""
    x1, x2 = numbers(x1), numbers(x2)
    first, second = (np.maximum(norm(x, 2.0, dim, keepdim=True), eps) for x in (x1, x2))
    return np.sum((x1 / first) * (x2 / second), axis=dim)


def cosine_embedding_loss(input1: Any, input2: Any, target: Any, margin: float = 0.0, reduction: str = "mean") -> Any:
    """1 − cos where the target is 1, max(0, cos − margin) where it is −1.

    Parameters
    ----------
    input1, input2 : ``(N, D)`` or ``(D,)``
    target : ``(N,)`` or ``()``, 1 or −1
    margin : from −1 to 1
    reduction : "mean", "sum" or "none"
    """
    x1, x2, t = numbers(input1), numbers(input2), values(target)
    same_shape("cosine_embedding_loss", x1, x2)
    tiny = 1e-12
    squares = (np.sum(x1 * x1, axis=-1) + tiny) * (np.sum(x2 * x2, axis=-1) + tiny)
    cosine = np.sum(x1 * x2, axis=-1) / np.sqrt(squares)
    same_shape("cosine_embedding_loss", cosine, t)
    zero = x1.dtype.type(0)
    losses = np.where(t == 1, 1 - cosine, np.where(t == -1, relu(cosine - margin), zero))
    return reduced("cosine_embedding_loss", losses, reduction)


def margin_ranking_loss(input1: Any, input2: Any, target: Any, margin: float = 0.0, reduction: str = "mean") -> Any:
    """max(0, −target (x1 − x2) + margin): x1 shall be the larger where the target is 1, x2 where it is −1."""
    x1, x2, target = numbers(input1), numbers(input2), beside(input1, target)
    same_shape("margin_ranking_loss", x1, x2)
    same_shape("margin_ranking_loss", x1, target)
    return reduced("margin_ranking_loss", relu(-target * (x1 - x2) + margin), reduction)


def triplet_margin_loss(
    anchor: Any,
    positive: Any,
    negative: Any,
    margin: float = 1.0,
    p: float = 2.0,
    eps: float = 1e-6,
    swap: bool = False,
    reduction: str = "mean",
) -> Any:
    """max(0, d(anchor, positive) − d(anchor, negative) + margin), with p-norms along the last axis.

    Parameters
    ----------
    anchor, positive, negative : ``(N, D)`` or ``(D,)``
    margin : by how much the negative shall be farther away
    p, eps : of :func:`pairwise_distance`
    swap : use d(positive, negative) where it is the smaller
    reduction : "mean", "sum" or "none"
    """
    return triplet_margin_with_distance_loss(
        anchor,
        positive,
        negative,
        distance_function=lambda x, y: pairwise_distance(x, y, p, eps),
        margin=margin,
        swap=swap,
        reduction=reduction,
    )


def triplet_margin_with_distance_loss(
    anchor: Any,
    positive: Any,
    negative: Any,
    *,
    distance_function: Callable[[Any, Any], Any] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Any:
    """:func:`triplet_margin_loss` with any distance, by default :func:`pairwise_distance`."""
    same_shape("triplet_margin_loss", anchor, positive)
    same_shape("triplet_margin_loss", anchor, negative)
    distance = distance_function or pairwise_distance
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = np.minimum(far, distance(positive, negative))
    return reduced("triplet_margin_loss", relu(near - far + margin), reduction)
