"""Cross entropy of softmax scores and labels, fused into one node: its derivative is softmax − one-hot."""

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.softmax import softmax


def _labelled(draw: Draw):
    n, c = draw.integer(0, 3), draw.integer(1, 4)
    labels = np.array([draw.integer(0, c - 1) for _ in range(n)], dtype=int)
    return (draw.array((n, c)), labels, np.array([draw.integer(1, 4) / 4 for _ in range(n)])), {}


@primitive(
    None, x=lambda g, x, labels, share: _less_one_hot(x, labels) * np.expand_dims(g * share, 1), samples=_labelled
)
def softmax_cross_entropy(x, labels, share):
    """Return −Σₙ shareₙ · log softmax(xₙ)[labelsₙ], for `x` of shape (N, C); rows of share 0 count nothing."""
    shifted = x.astype(np.result_type(x, np.float32), copy=False)
    shifted = shifted - np.max(shifted, axis=1, keepdims=True, initial=-np.inf)
    losses = np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(labels)), labels]
    return np.sum(np.where(share != 0, losses * share, 0)).astype(x.dtype)


def _less_one_hot(x, labels):
    """Return softmax(x) less the one-hot labels."""
    p = softmax(x, 1)
    rows = np.arange(len(labels))
    if isinstance(p, np.ndarray):
        p[rows, labels] -= 1
        return p
    one_hot = np.zeros(p.shape, p.dtype)
    one_hot[rows, labels] = 1
    return p - one_hot
