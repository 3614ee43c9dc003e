"""Cross entropy of softmax scores and labels, fused into one node: its derivative is softmax − one-hot."""

from math import isfinite

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.softmax import softmax


def _labelled(draw: Draw):
    n, c = draw.integer(0, 3), draw.integer(1, 4)
    labels = np.array([draw.integer(0, c - 1) for _ in range(n)], dtype=int)
    return (draw.array((n, c)), labels, draw.choice([0.25, np.array([draw.integer(0, 4) / 4 for _ in range(n)])])), {}


@primitive(
    None,
    x=lambda g, x, labels, share, powers, totals: _slope(g * share, x, labels, powers, totals),
    byproducts=("powers", "totals"),
    samples=_labelled,
)
def softmax_cross_entropy(x, labels, share):
    """Return −Σₙ shareₙ · log softmax(xₙ)[labelsₙ], for `x` of shape (N, C); rows of share 0 count nothing.

    `share` may be one number for all rows. The by-products are softmax(x) before its rows are divided by their sums,
    and those sums.
    """
    wide = x.astype(np.float32) if x.dtype == np.float16 else x
    shifted = wide - np.maximum.reduce(wide, 1, keepdims=True)
    with np.errstate(under="ignore"):  # of a probability that is 0 beside the others
        powers = np.exp(shifted)
    totals = np.add.reduce(powers, 1)
    losses = np.log(totals) - shifted[np.arange(len(labels)), labels]
    loss = np.add.reduce(losses * share)
    if not isfinite(loss):  # a row of share 0 may have an infinite loss
        loss = np.where(share != 0, losses * share, 0).sum()
    return loss.astype(x.dtype), powers, totals


def _slope(g, x, labels, powers, totals):
    """Return softmax(x) less the one-hot labels, row by row times `g`; g is one number if all rows have one share."""
    if powers is None or x.dtype == np.float16:
        return _less_one_hot(x, labels) * (np.expand_dims(g, 1) if g.ndim else g)
    p = powers / totals[:, None]
    p[np.arange(len(labels)), labels] -= 1
    p *= g[:, None] if g.ndim else g
    return p


def _less_one_hot(x, labels):
    p = softmax(x, 1)
    rows = np.arange(len(labels))
    one_hot = np.zeros(p.shape, p.dtype)
    one_hot[rows, labels] = 1
    return p - one_hot
