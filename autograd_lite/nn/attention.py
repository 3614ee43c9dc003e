"""Multi-head attention."""

import math
from typing import Any

import numpy as np

from autograd_lite.nn import init
from autograd_lite.nn.functional.attention import additive, attend, causal
from autograd_lite.nn.functional.checks import counts, numbers, wrong_shape
from autograd_lite.nn.functional.products import linear
from autograd_lite.nn.linear import Linear
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Parameter


def _xavier(shape: tuple[int, ...], dtype: Any, rng: np.random.Generator) -> Parameter:
    return init.xavier_uniform_(Parameter(np.zeros(shape), dtype=dtype), rng=rng)  # type: ignore[no-any-return]


class MultiheadAttention(Module):
    """Attention of several heads, each over its own projections of queries, keys and values (Vaswani et al., 2017).

    Parameters
    ----------
    embed_dim : number of features, divisible by
    num_heads : number of heads
    dropout : probability with which weights are dropped while training
    bias : whether the projections have biases
    add_bias_kv : add a learnt key and value to the sequence
    add_zero_attn : add a key and value of zeros to the sequence
    kdim, vdim : numbers of features of keys and values, by default `embed_dim`
    batch_first : sequences are ``(N, L, features)`` and not ``(L, N, features)``
    dtype : of the parameters, by default float64
    rng : generator, seed or None; also for the dropout

    Attributes
    ----------
    in_proj_weight : ``(3 embed_dim, embed_dim)``, the projections of queries, keys and values stacked; with `kdim` or
        `vdim` instead ``q_proj_weight``, ``k_proj_weight``, ``v_proj_weight``
    in_proj_bias : ``(3 embed_dim,)``
    out_proj : :class:`Linear`
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        counts("MultiheadAttention", embed_dim=embed_dim, num_heads=num_heads)
        if num_heads < 1 or embed_dim % num_heads:
            raise ValueError(f"Got embed_dim={embed_dim} and num_heads={num_heads}. Wanted a divisor of embed_dim.")
        self.embed_dim, self.num_heads, self.head_dim = embed_dim, num_heads, embed_dim // num_heads
        self.dropout, self.batch_first, self.add_zero_attn = dropout, batch_first, add_zero_attn
        self.kdim, self.vdim = embed_dim if kdim is None else kdim, embed_dim if vdim is None else vdim
        self.rng = draw = init.generator(rng)
        self._joined = self.kdim == self.vdim == embed_dim
        if self._joined:
            self.in_proj_weight = _xavier((3 * embed_dim, embed_dim), dtype, draw)
        else:
            self.q_proj_weight = _xavier((embed_dim, embed_dim), dtype, draw)
            self.k_proj_weight = _xavier((embed_dim, self.kdim), dtype, draw)
            self.v_proj_weight = _xavier((embed_dim, self.vdim), dtype, draw)
        self.in_proj_bias = Parameter(np.zeros(3 * embed_dim), dtype=dtype) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias, dtype=dtype, rng=draw)
        if self.out_proj.bias is not None:
            init.zeros_(self.out_proj.bias)
        self.bias_k, self.bias_v = (
            init.xavier_normal_(Parameter(np.zeros((1, 1, embed_dim)), dtype=dtype), rng=draw) if add_bias_kv else None
            for _ in range(2)
        )

    def forward(
        self,
        query: Any,
        key: Any,
        value: Any,
        key_padding_mask: Any = None,
        need_weights: bool = True,
        attn_mask: Any = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Any, Any]:
        """Attend.

        Parameters
        ----------
        query, key, value : ``(L, N, embed_dim)``, ``(S, N, kdim)``, ``(S, N, vdim)``; N first with `batch_first`, no N
            for a single sequence
        key_padding_mask : ``(N, S)`` or ``(S,)``; True where a key is not to be seen, or numbers added to the scores
        need_weights : return the weights too
        attn_mask : ``(L, S)`` or ``(N · heads, L, S)``; True where a query must not look, or numbers
        average_attn_weights : return the mean of the heads' weights
        is_causal : query i sees keys 0 to i

        Returns
        -------
        output, of the shape of `query`, and the weights ``(N, L, S)`` or ``(N, heads, L, S)``, or None
        """
        inputs = [numbers(x) for x in (query, key, value)]
        single = inputs[0].ndim == 2
        self._check(inputs)
        if single:
            inputs = [np.expand_dims(x, 0) for x in inputs]
        elif not self.batch_first:
            same = query is key is value
            inputs = [np.swapaxes(inputs[0], 0, 1)] * 3 if same else [np.swapaxes(x, 0, 1) for x in inputs]
        q, k, v = self._projected(inputs, query is key is value)
        k, v, added = self._lengthened(k, v)
        mask = self._mask(key_padding_mask, attn_mask, is_causal, q, k.shape[1] - added, added, single)
        q, k, v = (self._split(x) for x in (q, k, v))
        p = self.dropout if self.training else 0.0
        out, weights = attend(q, k, v, mask, p, self.rng, 1 / math.sqrt(self.head_dim))
        out = np.reshape(np.swapaxes(out, 1, 2), (out.shape[0], out.shape[2], self.embed_dim))
        out = self.out_proj(out)
        out = out[0] if single else out if self.batch_first else np.swapaxes(out, 0, 1)
        if not need_weights:
            return out, None
        weights = np.mean(weights, axis=1) if average_attn_weights else weights
        return out, weights[0] if single else weights

    def _check(self, inputs: list[Any]) -> None:
        wanted = (self.embed_dim, self.kdim, self.vdim)
        for what, x, features in zip(("query", "key", "value"), inputs, wanted, strict=True):
            if x.ndim not in (2, 3) or x.shape[-1] != features:
                raise wrong_shape(
                    type(self).__name__,
                    f"got a {what} of shape {x.shape}, wanted {features} features.",
                )

    def _projected(self, inputs: list[Any], same: bool) -> list[Any]:
        """Return queries, keys and values, each (N, length, embed_dim); one product for self-attention."""
        size = self.embed_dim
        if self._joined and same:
            all_three = linear(inputs[0], self.in_proj_weight, self.in_proj_bias)
            return [all_three[..., k * size : (k + 1) * size] for k in range(3)]
        if self._joined:
            weights = [self.in_proj_weight[k * size : (k + 1) * size] for k in range(3)]
        else:
            weights = [self.q_proj_weight, self.k_proj_weight, self.v_proj_weight]
        bias = self.in_proj_bias
        biases = [None if bias is None else bias[k * size : (k + 1) * size] for k in range(3)]
        return [linear(x, w, b) for x, w, b in zip(inputs, weights, biases, strict=True)]

    def _lengthened(self, k: Any, v: Any) -> tuple[Any, Any, int]:
        """Add the learnt key and value, and those of zeros; return how many were added."""
        added, batch = 0, k.shape[0]
        if self.bias_k is not None and self.bias_v is not None:
            shape = (batch, 1, self.embed_dim)
            k = np.concatenate([k, np.broadcast_to(self.bias_k, shape)], axis=1)
            v = np.concatenate([v, np.broadcast_to(self.bias_v, shape)], axis=1)
            added += 1
        if self.add_zero_attn:
            zeros = np.zeros((batch, 1, self.embed_dim), k.dtype)
            k, v = np.concatenate([k, zeros], axis=1), np.concatenate([v, zeros], axis=1)
            added += 1
        return k, v, added

    def _split(self, x: Any) -> Any:
        """Return (N, heads, length, head_dim)."""
        return np.swapaxes(np.reshape(x, (*x.shape[:2], self.num_heads, self.head_dim)), 1, 2)

    def _mask(
        self, padding: Any, attn_mask: Any, is_causal: bool, q: Any, sources: int, added: int, single: bool
    ) -> Any:
        """Return what is added to the scores, of a shape that broadcasts to (N, heads, L, S), or None."""
        batch, length, dtype = q.shape[0], q.shape[1], q.dtype
        total: Any = causal(length, sources, dtype) if is_causal and attn_mask is None else None
        if attn_mask is not None:
            total = additive(attn_mask, dtype, true_means_seen=False)
            if total.shape not in ((length, sources), (batch * self.num_heads, length, sources)):
                raise wrong_shape(
                    type(self).__name__, f"got attn_mask of shape {total.shape}, wanted {(length, sources)}."
                )
            if total.ndim == 3:
                total = np.reshape(total, (batch, self.num_heads, length, sources))
        if padding is not None:
            hidden = additive(padding, dtype, true_means_seen=False)
            if hidden.shape != ((sources,) if single else (batch, sources)):
                raise wrong_shape(
                    type(self).__name__, f"got key_padding_mask of shape {hidden.shape}, wanted {(batch, sources)}."
                )
            hidden = np.reshape(hidden, (batch, 1, 1, sources))
            total = hidden if total is None else total + hidden
        if total is not None and added:
            total = np.pad(total, [(0, 0)] * (total.ndim - 1) + [(0, added)])
        return total
