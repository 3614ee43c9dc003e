"""Attention: weighted means of values, by how well queries and keys agree."""

import math
from typing import Any

import numpy as np

from autograd_lite.nn.functional.checks import here, numbers, values, wrong_shape
from autograd_lite.nn.functional.noise import dropout
from autograd_lite.nn.init import Rng
from autograd_lite.ops.softmax import softmax
from autograd_lite.tensor import Tensor


def additive(mask: Any, dtype: Any, true_means_seen: bool) -> Any:
    """Return a mask as numbers to be added to the scores: −∞ where nothing shall be seen."""
    mask = numbers(mask)
    if mask.dtype != bool:
        return mask
    hidden = ~values(mask) if true_means_seen else values(mask)
    return Tensor._wrap(np.where(hidden, np.array(-np.inf, dtype), np.array(0, dtype)))


def causal(length: int, sources: int, dtype: Any) -> Any:
    """Return the mask to be added so that position i sees positions 0 to i."""
    return Tensor._wrap(np.triu(np.full((length, sources), -np.inf, dtype), 1))


def attend(query: Any, key: Any, value: Any, mask: Any, dropout_p: float, rng: Rng, scale: float) -> tuple[Any, Any]:
    """Return the weighted means and the weights."""
    scores = np.matmul(query * scale, np.swapaxes(key, -1, -2))
    if mask is not None:
        scores = scores + mask
    weights = softmax(scores, -1)
    if dropout_p:
        weights = dropout(weights, dropout_p, rng=rng)
    return np.matmul(weights, value), weights


def scaled_dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
    *,
    rng: Rng = None,
) -> Any:
    """softmax(Q Kᵀ / √E) V (Vaswani et al., 2017).

    Parameters
    ----------
    query : ``(…, L, E)``
    key : ``(…, S, E)``
    value : ``(…, S, Ev)``
    attn_mask : broadcasts to ``(…, L, S)``; True where a query may look, or numbers added to the scores
    dropout_p : probability with which weights are dropped (always, so give 0 in evaluation)
    is_causal : query i sees keys 0 to i; instead of a mask
    scale : factor of the scores, 1/√E by default
    enable_gqa : repeat keys and values (axis −3) for groups of queries
    rng : generator, seed or None, for the dropout

    Returns
    -------
    ``(…, L, Ev)``; zeros for a query that may look nowhere
    """
    q, k, v = numbers(query), numbers(key), numbers(value)
    if min(q.ndim, k.ndim, v.ndim) < 2 or q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise wrong_shape(
            "scaled_dot_product_attention",
            f"got shapes {q.shape}, {k.shape}, {v.shape}, wanted (…, L, E), (…, S, E), (…, S, Ev).",
        )
    if is_causal and attn_mask is not None:
        raise ValueError(f"{here('scaled_dot_product_attention')}got attn_mask and is_causal=True, wanted one of them.")
    if enable_gqa:
        k, v = (np.repeat(x, q.shape[-3] // x.shape[-3], axis=-3) for x in (k, v))
    mask = None if attn_mask is None else additive(attn_mask, q.dtype, true_means_seen=True)
    if is_causal:
        mask = causal(q.shape[-2], k.shape[-2], q.dtype)
    scale = 1 / math.sqrt(q.shape[-1]) if scale is None else scale
    return attend(q, k, v, mask, dropout_p, rng, scale)[0]
