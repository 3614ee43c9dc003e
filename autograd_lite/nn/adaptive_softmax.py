"""A softmax over many classes of which few are frequent."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.nn import init
from autograd_lite.nn.containers import ModuleList, Sequential
from autograd_lite.nn.functional.activations import log_softmax
from autograd_lite.nn.functional.checks import in_range, integers, numbers, wrong_shape
from autograd_lite.nn.functional.reduction import reduced
from autograd_lite.nn.linear import Linear
from autograd_lite.nn.module import Module
from autograd_lite.ops.indexing import scatter_add


class ASMoutput(NamedTuple):
    """Log-probabilities of the targets, and their mean with the sign of a loss."""

    output: Any
    loss: Any


class AdaptiveLogSoftmaxWithLoss(Module):
    """Log-probabilities of classes that are sorted by frequency, the rare ones in clusters (Grave et al., 2017).

    A head decides among the frequent classes and the clusters; of each cluster a smaller layer decides among its own.

    Parameters
    ----------
    in_features : length of the last axis of the input
    n_classes : number of classes, the most frequent one first
    cutoffs : where the clusters begin, increasing
    div_value : each cluster's inner layer is by this factor smaller than the one before
    head_bias : whether the head adds a bias
    dtype : of the parameters, by default float64
    rng : generator, seed or None

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> layer = nn.AdaptiveLogSoftmaxWithLoss(4, 10, cutoffs=[2, 5], div_value=2.0, rng=0)
    >>> layer.log_prob(np.zeros((3, 4))).shape
    (3, 10)
    """

    def __init__(
        self,
        in_features: int,
        n_classes: int,
        cutoffs: Sequence[int],
        div_value: float = 4.0,
        head_bias: bool = False,
        *,
        dtype: Any = None,
        rng: np.random.Generator | int | None = None,
    ) -> None:
        ends = [int(c) for c in cutoffs]
        if not ends or ends != sorted({c for c in ends if 0 < c < n_classes}):
            raise ValueError(
                f"AdaptiveLogSoftmaxWithLoss got cutoffs={list(cutoffs)} for {n_classes} classes. "
                f"Wanted integers from 1 to {n_classes - 1}, increasing."
            )
        rng = init.generator(rng)
        self.in_features, self.n_classes, self.cutoffs = in_features, n_classes, [*ends, n_classes]
        self.div_value, self.head_bias = div_value, head_bias
        self.head = Linear(in_features, ends[0] + len(ends), bias=head_bias, dtype=dtype, rng=rng)
        inner = [int(in_features // div_value ** (k + 1)) for k in range(len(ends))]
        if not all(inner):
            raise ValueError(
                f"AdaptiveLogSoftmaxWithLoss got {in_features} features and div_value={div_value}, which leaves "
                f"inner layers of {inner}. Wanted one feature at least: a smaller div_value or fewer cutoffs."
            )
        self.tail = ModuleList(
            Sequential(
                Linear(in_features, n, bias=False, dtype=dtype, rng=rng),
                Linear(n, high - low, bias=False, dtype=dtype, rng=rng),
            )
            for n, (low, high) in zip(inner, pairwise(self.cutoffs), strict=True)
        )

    def forward(self, input: Any, target: Any) -> ASMoutput:
        """Return the log-probabilities of the targets, ``(N,)``, and the loss; one row may come without its axis."""
        x, labels = numbers(input), integers("AdaptiveLogSoftmaxWithLoss", "labels", target)
        if labels.ndim > 1 or x.shape != (*labels.shape, self.in_features):
            raise wrong_shape(
                "AdaptiveLogSoftmaxWithLoss",
                f"got an input of shape {x.shape} and labels of shape {labels.shape}, "
                f"wanted (N, {self.in_features}) and (N,).",
            )
        single = x.ndim == 1
        x, labels = np.reshape(x, (-1, self.in_features)), labels.reshape(-1)
        in_range("AdaptiveLogSoftmaxWithLoss", "label", labels, self.n_classes)
        first = self.cutoffs[0]
        cluster = np.searchsorted(self.cutoffs, labels, side="right")  # 0 for the frequent classes
        out = log_softmax(self.head(x), -1)[np.arange(len(x)), np.where(cluster, first + cluster - 1, labels)]
        for k, (low, part) in enumerate(zip(self.cutoffs, self.tail, strict=False), 1):
            rows = np.flatnonzero(cluster == k)
            if not rows.size:  # then its weights have no gradient, as PyTorch has it
                continue
            inside = log_softmax(part(x[rows]), -1)[np.arange(rows.size), labels[rows] - low]
            out = out + scatter_add(inside, (rows,), out.shape)
        loss = reduced("AdaptiveLogSoftmaxWithLoss", -out, "mean")
        return ASMoutput(out[0] if single else out, loss)

    def log_prob(self, input: Any) -> Any:
        """Return the log-probabilities of all classes, ``(N, n_classes)``."""
        head, first = log_softmax(self.head(input), -1), self.cutoffs[0]
        parts = [head[:, :first]]
        parts += [head[:, first + k : first + k + 1] + log_softmax(part(input), -1) for k, part in enumerate(self.tail)]
        return np.concatenate(parts, axis=1)

    def predict(self, input: Any) -> Any:
        """Return the most probable class of each row, integers."""
        return np.argmax(self.log_prob(input), axis=1)

    def extra_repr(self) -> str:
        """Return the settings."""
        return f"{self.in_features}, {self.n_classes}, cutoffs={self.cutoffs[:-1]}, div_value={self.div_value}"
