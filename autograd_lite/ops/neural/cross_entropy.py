"""Cross entropy of softmax scores and labels, fused into one node: its derivative is softmax − one-hot."""

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.softmax import softmax


def _labelled(draw: Draw):
    n, c = draw.integer(0, 3), draw.integer(1, 4)
    labels = np.array([draw.integer(0, c - 1) for _ in range(n)], dtype=int)
    return (draw.array((n, c)), labels, np.array([draw.integer(1, 4) / 4 for _ in range(n)])), {}


@primitive(None, x=lambda g, x, labels, share: _slope(g * share, x, labels), samples=_labelled)
def softmax_cross_entropy(x, labels, share):
    """Return −Σₙ shareₙ · log softmax(xₙ)[labelsₙ], for `x` of shape (N, C); rows of share 0 count nothing."""
    shifted = x.astype(np.float32) if x.dtype == np.float16 else x
    shifted = shifted - shifted.max(axis=1, keepdims=True)
    with np.errstate(under="ignore"):  # of a probability that is 0 beside the others
        totals = np.exp(shifted).sum(axis=1)
    losses = np.log(totals) - shifted[np.arange(len(labels)), labels]
    return (losses * share if share.all() else np.where(share != 0, losses * share, 0)).sum().astype(x.dtype)


def _slope(g, x, labels):
    """Return softmax(x) less the one-hot labels, row by row times `g`."""
    if isinstance(x, np.ndarray) and x.dtype != np.float16:
        p = np.exp(x - x.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        p[np.arange(len(labels)), labels] -= 1
        p *= g[:, None]
        return p
    return _less_one_hot(x, labels) * np.expand_dims(g, 1)


def _less_one_hot(x, labels):
    p = softmax(x, 1)
    rows = np.arange(len(labels))
    one_hot = np.zeros(p.shape, p.dtype)
    one_hot[rows, labels] = 1
    return p - one_hot
