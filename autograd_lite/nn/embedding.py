"""Tables whose rows are learnt."""

from typing import Any

import numpy as np

from autograd_lite.errors import ShapeError
from autograd_lite.nn import init
from autograd_lite.nn.functional import tables as functions
from autograd_lite.nn.functional.checks import counts
from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Parameter


def _table(rows: int, features: int, padding_idx: int | None, given: Any, dtype: Any, rng: init.Rng) -> Parameter:
    """Return the table: the one given, or one from N(0, 1) with a row of zeros for padding."""
    if given is not None:
        if np.shape(given) != (rows, features):
            raise ShapeError(f"Got a table of shape {np.shape(given)}, wanted {(rows, features)}.")
        return Parameter(given, dtype=dtype)
    table = init.generator(rng).normal(size=(rows, features))
    if padding_idx is not None:
        table[padding_idx] = 0
    return Parameter(table, dtype=dtype)


class Embedding(Module):
    """A row of features for each of a number of things.

    Parameters
    ----------
    num_embeddings, embedding_dim : numbers of rows and features
    padding_idx : row of zeros that is not learnt; negative numbers count from the end
    max_norm : rows in use that are longer are shortened to this, in place
    norm_type : p of that norm
    scale_grad_by_freq : divide a row's gradient by how often it was named
    dtype : of the table, by default float64
    rng : generator, seed or None

    Attributes
    ----------
    weight : ``(num_embeddings, embedding_dim)``, from N(0, 1)

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> nn.Embedding(10, 3, rng=0)(np.array([[1, 2], [4, 5]])).shape
    (2, 2, 3)
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        *,
        _weight: Any = None,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        counts("Embedding", num_embeddings=num_embeddings, embedding_dim=embedding_dim)
        if padding_idx is not None and not -num_embeddings <= padding_idx < num_embeddings:
            raise ValueError(f"Embedding got padding_idx={padding_idx}, wanted a row of {num_embeddings}.")
        self.num_embeddings, self.embedding_dim = num_embeddings, embedding_dim
        self.padding_idx = None if padding_idx is None else padding_idx % num_embeddings
        self.max_norm, self.norm_type, self.scale_grad_by_freq = max_norm, norm_type, scale_grad_by_freq
        self.weight = _table(num_embeddings, embedding_dim, self.padding_idx, _weight, dtype, rng)

    @classmethod
    def from_pretrained(cls, embeddings: Any, freeze: bool = True, padding_idx: int | None = None) -> "Embedding":
        """Make a layer of a table that is there already; it is not learnt unless ``freeze=False``."""
        rows, features = embeddings.shape
        layer = cls(rows, features, padding_idx, _weight=embeddings)
        layer.weight.requires_grad = not freeze
        return layer

    def forward(self, input: Any) -> Any:
        """Look rows up."""
        return functions.embedding(
            input, self.weight, self.padding_idx, self.max_norm, self.norm_type, self.scale_grad_by_freq
        )

    def extra_repr(self) -> str:
        """Return the sizes."""
        text = f"{self.num_embeddings}, {self.embedding_dim}"
        return text if self.padding_idx is None else f"{text}, padding_idx={self.padding_idx}"


class EmbeddingBag(Module):
    """Sums, means or maxima of bags of rows.

    Parameters
    ----------
    num_embeddings, embedding_dim : numbers of rows and features
    max_norm, norm_type, scale_grad_by_freq : as for :class:`Embedding`
    mode : "sum", "mean" or "max"
    include_last_offset : the last offset is where the last bag ends
    padding_idx : a row that does not count
    dtype : of the table, by default float64
    rng : generator, seed or None
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        *,
        _weight: Any = None,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
        dtype: Any = None,
        rng: init.Rng = None,
    ) -> None:
        counts("EmbeddingBag", num_embeddings=num_embeddings, embedding_dim=embedding_dim)
        self.num_embeddings, self.embedding_dim, self.mode = num_embeddings, embedding_dim, mode
        self.max_norm, self.norm_type, self.scale_grad_by_freq = max_norm, norm_type, scale_grad_by_freq
        self.include_last_offset, self.padding_idx = include_last_offset, padding_idx
        self.weight = _table(num_embeddings, embedding_dim, padding_idx, _weight, dtype, rng)

    def forward(self, input: Any, offsets: Any = None, per_sample_weights: Any = None) -> Any:
        """Look rows up and reduce each bag."""
        return functions.embedding_bag(
            input,
            self.weight,
            offsets,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.mode,
            per_sample_weights,
            self.include_last_offset,
            self.padding_idx,
        )

    def extra_repr(self) -> str:
        """Return the sizes."""
        return f"{self.num_embeddings}, {self.embedding_dim}, mode={self.mode!r}"
