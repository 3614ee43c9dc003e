"""Cross entropy of softmax scores and labels, fused into one node: its derivative is softmax − one-hot."""

from functools import lru_cache
from math import isfinite

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.softmax import softmax

# NumPy's module has a __getattr__, for which every np.name costs a search that a name of this module does not.
_exp, _log, _subtract, _flat_index = np.exp, np.log, np.subtract, np.ravel_multi_index
_largest, _sum = np.maximum.reduce, np.add.reduce
_HALF, _INDEX = np.dtype(np.float16), np.dtype(np.intp)


@lru_cache(maxsize=8)  # batches of one size come again and again
def row_numbers(count):
    """Return 0, 1, …, count − 1, to pick one element of each row."""
    rows = np.arange(count)
    rows.flags.writeable = False
    return rows


def _labelled(draw: Draw):
    n, c = draw.integer(0, 3), draw.integer(1, 4)
    labels = np.array([draw.integer(0, c - 1) for _ in range(n)], dtype=int)
    return (draw.array((n, c)), labels, draw.choice([0.25, np.array([draw.integer(0, 4) / 4 for _ in range(n)])])), {}


def _slope(g, x, labels, share, powers, totals, places):
    """Return softmax(x) less the one-hot labels, row by row times `g` and the row's share."""
    g = g * share
    if powers is None or x.dtype is _HALF:
        return _less_one_hot(x, labels) * (np.expand_dims(g, 1) if g.ndim else g)
    p = powers * (g / totals)[:, None]
    p.reshape(-1)[places] -= g
    return p


@primitive(None, x=_slope, byproducts=("powers", "totals", "places"), samples=_labelled)
def softmax_cross_entropy(x, labels, share):
    """Return −Σₙ shareₙ · log softmax(xₙ)[labelsₙ], for `x` of shape (N, C); rows of share 0 count nothing.

    `share` may be one number for all rows. The by-products are softmax(x) before its rows are divided by their sums,
    those sums, and where the labelled elements stand in the flattened scores.
    """
    if labels.dtype is not _INDEX:
        if labels.dtype.kind not in "iu":
            raise ValueError(f"labels of dtype {labels.dtype}, wanted integers")
        labels = labels.astype(_INDEX)
    if labels.shape != x.shape[:1]:
        raise ValueError(f"{labels.shape} labels, wanted one a row")
    places = _flat_index((row_numbers(len(labels)), labels), x.shape)  # refuses what is out of range
    wide = x.astype(np.float32) if x.dtype is _HALF else x
    shifted = _subtract(wide, _largest(wide, 1, keepdims=True), order="C")
    try:
        powers = _exp(shifted)
    except FloatingPointError:  # a probability may be 0 beside the others, also for those who have underflow raise
        with np.errstate(under="ignore"):
            powers = _exp(shifted)
    totals = _sum(powers, 1)
    losses = _log(totals) - shifted.take(places)
    loss = _sum(losses) * share if type(share) is float else _sum(losses * share)
    if not isfinite(loss):  # a row of share 0 may have an infinite loss
        loss = np.where(share != 0, losses * share, 0).sum()
    return loss if loss.dtype is x.dtype else loss.astype(x.dtype), powers, totals, places


def _less_one_hot(x, labels):
    p = softmax(x, 1)
    rows = np.arange(len(labels))
    one_hot = np.zeros(p.shape, p.dtype)
    one_hot[rows, labels] = 1
    return p - one_hot
