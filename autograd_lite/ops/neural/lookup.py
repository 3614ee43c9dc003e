"""Rows of a table by number, and rows added up to a table; each is the other's rule."""

from math import prod

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _numbers(draw: Draw):
    return np.array([draw.integer(0, 3) for _ in range(draw.integer(0, 4))], int)


def _lookup_samples(draw: Draw):
    return (draw.array((4, 2)), _numbers(draw)), {}


def _collect_samples(draw: Draw):
    rows = _numbers(draw)
    return (draw.array((len(rows), 2)), rows, 4), {}


@primitive(
    None,
    table=lambda g, rows, table_shape: collect(g, rows, table_shape[0]),
    samples=_lookup_samples,
    analytic=True,
)
def lookup(table, rows):
    """Return the rows of `table` that the integers in `rows` name, of shape ``rows.shape + table.shape[1:]``."""
    return table[rows]


@primitive(None, x=lambda g, rows: lookup(g, rows), samples=_collect_samples, analytic=True)
def collect(x, rows, count):
    """Return a table of `count` rows, each the sum of what `x` has for it; the opposite of :func:`lookup`."""
    tail = x.shape[rows.ndim :]
    out = np.zeros((count, *tail), x.dtype)
    if rows.size:
        flat, order = x.reshape(rows.size, prod(tail)), np.argsort(rows, axis=None, kind="stable")
        names, starts = np.unique(rows.reshape(-1)[order], return_index=True)
        out.reshape(count, -1)[names] = np.add.reduceat(flat[order], starts, axis=0)
    return out


@primitive(None, x=lambda g, share: g * share[:, None])
def row_shares(x, share):
    """Return `x` as it is; on the way back the gradient of row i is multiplied by ``share[i]``.

    For frozen rows and rows that count by their frequency: a rule that is deliberately not the derivative, so there is
    no second-order meaning to it, and no samples for the tests that compare rules with derivatives.
    """
    return np.array(x)
