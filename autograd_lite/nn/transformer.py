"""Encoder and decoder layers of the transformer, their stacks, and the whole."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.nn import init
from autograd_lite.nn.attention import MultiheadAttention
from autograd_lite.nn.containers import ModuleList
from autograd_lite.nn.dropout import Dropout
from autograd_lite.nn.functional.activations import gelu, relu
from autograd_lite.nn.linear import Linear
from autograd_lite.nn.module import Module
from autograd_lite.nn.normalization import LayerNorm

Function = str | Callable[[Any], Any]


def _activation(activation: Function) -> Callable[[Any], Any]:
    if callable(activation):
        return activation
    known: dict[str, Callable[[Any], Any]] = {"relu": relu, "gelu": gelu}
    if activation not in known:
        raise ValueError(f"Got activation={activation!r}. Wanted 'relu', 'gelu' or a function.")
    return known[activation]


def _copies(layer: Module, count: int) -> ModuleList:
    """Return copies of a layer that draw from one generator, so that their dropouts differ."""
    shared = {id(g): g for m in layer.modules() for g in vars(m).values() if isinstance(g, np.random.Generator)}
    return ModuleList(copy.deepcopy(layer, dict(shared)) for _ in range(count))


class TransformerEncoderLayer(Module):
    """Self-attention, then two linear layers, each with a residual connection and layer norm.

    Parameters
    ----------
    d_model, nhead : numbers of features and of heads
    dim_feedforward : width between the two linear layers
    dropout : probability, in four places
    activation : "relu", "gelu" or a function
    layer_norm_eps : of the layer norms
    batch_first : sequences are ``(N, L, d_model)`` and not ``(L, N, d_model)``
    norm_first : layer norm before each block and not after its residual
    bias : whether linear layers and norms have biases
    dtype : of the parameters, by default float64
    rng : generator, seed or None; also for the dropout
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Function = relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        draw = init.generator(rng)
        made = {"dtype": dtype, "rng": draw}
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, bias, batch_first=batch_first, **made)
        self.linear1 = Linear(d_model, dim_feedforward, bias, **made)
        self.dropout = Dropout(dropout, rng=draw)
        self.linear2 = Linear(dim_feedforward, d_model, bias, **made)
        self.norm_first, self.activation = norm_first, _activation(activation)
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias, dtype=dtype)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias, dtype=dtype)
        self.dropout1, self.dropout2 = Dropout(dropout, rng=draw), Dropout(dropout, rng=draw)

    def forward(self, src: Any, src_mask: Any = None, src_key_padding_mask: Any = None, is_causal: bool = False) -> Any:
        """Encode; masks as for :class:`MultiheadAttention`."""
        x = src
        if self.norm_first:
            x = x + self._attend(self.norm1(x), src_mask, src_key_padding_mask, is_causal)
            return x + self._feed(self.norm2(x))
        x = self.norm1(x + self._attend(x, src_mask, src_key_padding_mask, is_causal))
        return self.norm2(x + self._feed(x))

    def _attend(self, x: Any, mask: Any, padding: Any, is_causal: bool) -> Any:
        return self.dropout1(self.self_attn(x, x, x, padding, False, mask, is_causal=is_causal)[0])

    def _feed(self, x: Any) -> Any:
        return self.dropout2(self.linear2(self.dropout(self.activation(self.linear1(x)))))


class TransformerDecoderLayer(Module):
    """Self-attention, attention to the encoder's output, then two linear layers, each with residual and layer norm.

    Parameters
    ----------
    d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, bias, dtype, rng :
        as for :class:`TransformerEncoderLayer`
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Function = relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        draw = init.generator(rng)
        made = {"dtype": dtype, "rng": draw}
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, bias, batch_first=batch_first, **made)
        self.multihead_attn = MultiheadAttention(d_model, nhead, dropout, bias, batch_first=batch_first, **made)
        self.linear1 = Linear(d_model, dim_feedforward, bias, **made)
        self.dropout = Dropout(dropout, rng=draw)
        self.linear2 = Linear(dim_feedforward, d_model, bias, **made)
        self.norm_first, self.activation = norm_first, _activation(activation)
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias, dtype=dtype)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias, dtype=dtype)
        self.norm3 = LayerNorm(d_model, layer_norm_eps, bias=bias, dtype=dtype)
        self.dropout1, self.dropout2 = Dropout(dropout, rng=draw), Dropout(dropout, rng=draw)
        self.dropout3 = Dropout(dropout, rng=draw)

    def forward(
        self,
        tgt: Any,
        memory: Any,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        tgt_is_causal: bool = False,
        memory_is_causal: bool = False,
    ) -> Any:
        """Decode `tgt` with a view of `memory`; masks as for :class:`MultiheadAttention`."""
        own = (tgt_mask, tgt_key_padding_mask, tgt_is_causal)
        other = (memory_mask, memory_key_padding_mask, memory_is_causal)
        x = tgt
        if self.norm_first:
            x = x + self._attend(self.norm1(x), *own)
            x = x + self._look(self.norm2(x), memory, *other)
            return x + self._feed(self.norm3(x))
        x = self.norm1(x + self._attend(x, *own))
        x = self.norm2(x + self._look(x, memory, *other))
        return self.norm3(x + self._feed(x))

    def _attend(self, x: Any, mask: Any, padding: Any, is_causal: bool) -> Any:
        return self.dropout1(self.self_attn(x, x, x, padding, False, mask, is_causal=is_causal)[0])

    def _look(self, x: Any, memory: Any, mask: Any, padding: Any, is_causal: bool) -> Any:
        return self.dropout2(self.multihead_attn(x, memory, memory, padding, False, mask, is_causal=is_causal)[0])

    def _feed(self, x: Any) -> Any:
        return self.dropout3(self.linear2(self.dropout(self.activation(self.linear1(x)))))


class TransformerEncoder(Module):
    """A stack of copies of an encoder layer, which start from equal weights.

    Parameters
    ----------
    encoder_layer : the layer that is copied
    num_layers : how many times
    norm : layer norm after the last, or None
    """

    def __init__(self, encoder_layer: Module, num_layers: int, norm: Module | None = None) -> None:
        self.layers = _copies(encoder_layer, num_layers)
        self.num_layers, self.norm = num_layers, norm

    def forward(self, src: Any, mask: Any = None, src_key_padding_mask: Any = None, is_causal: bool = False) -> Any:
        """Encode; masks as for :class:`MultiheadAttention`."""
        x = src
        for layer in self.layers:
            x = layer(x, mask, src_key_padding_mask, is_causal)
        return x if self.norm is None else self.norm(x)


class TransformerDecoder(Module):
    """A stack of copies of a decoder layer, which start from equal weights.

    Parameters
    ----------
    decoder_layer : the layer that is copied
    num_layers : how many times
    norm : layer norm after the last, or None
    """

    def __init__(self, decoder_layer: Module, num_layers: int, norm: Module | None = None) -> None:
        self.layers = _copies(decoder_layer, num_layers)
        self.num_layers, self.norm = num_layers, norm

    def forward(self, tgt: Any, memory: Any, *masks: Any, **named_masks: Any) -> Any:
        """Decode; masks as for :class:`TransformerDecoderLayer`."""
        x = tgt
        for layer in self.layers:
            x = layer(x, memory, *masks, **named_masks)
        return x if self.norm is None else self.norm(x)


class Transformer(Module):
    """Encoder and decoder (Vaswani et al., 2017).

    Parameters
    ----------
    d_model, nhead : numbers of features and of heads
    num_encoder_layers, num_decoder_layers : depths
    dim_feedforward, dropout, activation : as for :class:`TransformerEncoderLayer`
    custom_encoder, custom_decoder : modules to be used instead
    layer_norm_eps, batch_first, norm_first, bias, dtype, rng : as for :class:`TransformerEncoderLayer`
    """

    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Function = relu,
        custom_encoder: Module | None = None,
        custom_decoder: Module | None = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        *,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        draw = init.generator(rng)
        layer = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, bias)
        made = {"dtype": dtype, "rng": draw}

        def norm() -> LayerNorm:
            return LayerNorm(d_model, layer_norm_eps, bias=bias, dtype=dtype)

        self.encoder = custom_encoder or TransformerEncoder(
            TransformerEncoderLayer(*layer, **made), num_encoder_layers, norm()
        )
        self.decoder = custom_decoder or TransformerDecoder(
            TransformerDecoderLayer(*layer, **made), num_decoder_layers, norm()
        )
        for parameter in self.parameters():
            if parameter.ndim > 1:
                init.xavier_uniform_(parameter, rng=draw)
        self.d_model, self.nhead, self.batch_first = d_model, nhead, batch_first

    def forward(
        self,
        src: Any,
        tgt: Any,
        src_mask: Any = None,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        src_key_padding_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        src_is_causal: bool = False,
        tgt_is_causal: bool = False,
        memory_is_causal: bool = False,
    ) -> Any:
        """Encode `src`, and decode `tgt` with a view of it; masks as for :class:`MultiheadAttention`."""
        memory = self.encoder(src, src_mask, src_key_padding_mask, src_is_causal)
        padding = (tgt_key_padding_mask, memory_key_padding_mask)
        return self.decoder(tgt, memory, tgt_mask, memory_mask, *padding, tgt_is_causal, memory_is_causal)

    @staticmethod
    def generate_square_subsequent_mask(sz: int, dtype: Any = np.float64) -> Any:
        """Return the array to be added to scores so that position i sees positions 0 to i: −∞ above the diagonal."""
        return np.triu(np.full((sz, sz), -np.inf, dtype), 1)
