"""Checks that layers and functions share, by their messages."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import nn
from autograd_lite.errors import DTypeError, OptionError

WRONG: list[tuple[Callable[[Any], Any], str]] = [
    (lambda n: nn.Linear(n, 2), "Linear got in_features"),
    (lambda n: nn.Linear(2, n), "Linear got out_features"),
    (lambda n: nn.Bilinear(2, n, 3), "Bilinear got in2_features"),
    (lambda n: nn.Embedding(n, 2), "Embedding got num_embeddings"),
    (lambda n: nn.EmbeddingBag(3, n), "EmbeddingBag got embedding_dim"),
    (lambda n: nn.Conv2d(n, 2, 3), "Conv2d got in_channels"),
    (lambda n: nn.ConvTranspose1d(2, n, 3), "ConvTranspose1d got out_channels"),
    (lambda n: nn.LSTM(n, 2), "LSTM got input_size"),
    (lambda n: nn.GRU(2, n), "GRU got hidden_size"),
    (lambda n: nn.RNNCell(2, n), "RNNCell got hidden_size"),
    (lambda n: nn.BatchNorm2d(n), "BatchNorm2d got num_features"),
    (lambda n: nn.InstanceNorm1d(n, affine=True), "InstanceNorm1d got num_features"),
    (lambda n: nn.LayerNorm((2, n)), "LayerNorm got normalized_shape"),
    (lambda n: nn.RMSNorm(n), "RMSNorm got normalized_shape"),
    (lambda n: nn.GroupNorm(2, n), "GroupNorm got num_channels"),
    (lambda n: nn.MultiheadAttention(n, 2), "MultiheadAttention got embed_dim"),
    (lambda n: nn.PReLU(n), "PReLU got num_parameters"),
    (lambda n: nn.TransformerEncoderLayer(8, 2, n), "Linear got out_features"),
]


@pytest.mark.parametrize(("make", "message"), WRONG, ids=[message for _, message in WRONG])
def test_sizes_are_integers(make: Callable[[Any], Any], message: str) -> None:
    """A layer whose size is a fraction, negative, a text or a boolean names itself, the argument and the value."""
    with pytest.raises(OptionError, match=rf"^{message}=2\.5\. Wanted an integer >= 0: of a division, // gives one\.$"):
        make(2.5)
    with pytest.raises(OptionError, match=rf"^{message}=-4\. Wanted an integer >= 0\.$"):
        make(-4)
    for wrong in ("4", True, None):
        with pytest.raises(OptionError, match=rf"^{message}={wrong!r}\."):
            make(wrong)


def test_numpys_integers_are_integers() -> None:
    """A size may come out of an array's shape or of a computation with NumPy."""
    assert nn.Linear(np.int64(3), np.uint8(2)).weight.shape == (2, 3)


@pytest.mark.parametrize("layer", [nn.Linear(2, 2), nn.ReLU(), nn.Conv1d(1, 1, 1), nn.LayerNorm(3)], ids=str)
def test_what_a_function_without_return_gives(layer: nn.Module) -> None:
    """A layer that is handed None asks for the return that is missing."""
    with pytest.raises(DTypeError, match=r"^Got None\. Wanted numbers: did the function .* end without return\?"):
        layer(None)
