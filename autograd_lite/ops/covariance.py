"""Covariance and correlation of variables, whose observations stand in rows or columns."""

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import POSITIVE, Draw


def _observed(draw: Draw):
    m = draw.array((draw.integer(2, 3), draw.integer(3, 5)))
    settings = {"rowvar": draw.boolean()}
    if draw.boolean():
        settings["y"] = draw.array(m.shape)
    return (m,), settings


def _covaried(draw: Draw):
    (m,), settings = _observed(draw)
    settings |= {"bias": draw.boolean(), "ddof": draw.choice([None, 0])}
    count = m.shape[1] if settings["rowvar"] else m.shape[0]
    if draw.boolean():
        settings |= {"aweights": draw.array((count,), POSITIVE), "fweights": np.arange(1, count + 1), "ddof": 0}
    elif count < 2:
        settings["ddof"] = 0
    return (m,), settings


def _rows(m, y, rowvar, dtype):
    """Return the variables as the rows of one matrix."""
    parts = [] if y is None else [y]
    rows = []
    for part in (m, *parts):
        if np.ndim(part) > 2:
            raise ValueError(f"cov got an array of shape {np.shape(part)}. Wanted one axis or two.")
        row = np.atleast_2d(part)
        columns = not rowvar and (np.ndim(part) != 1 if part is m else np.shape(row)[0] != 1)
        rows.append(row.T if columns else row)
    kind = np.result_type(*[row.dtype for row in rows], np.float64) if dtype is None else dtype
    return np.concatenate(rows).astype(kind)


def _weights(fweights, aweights):
    """Return the product of both weights, or None."""
    if fweights is not None and np.asarray(fweights).dtype.kind not in "iu":
        raise TypeError("fweights must be integer")
    if fweights is None or aweights is None:
        return aweights if fweights is None else fweights
    return fweights * aweights


def _freedom(w, aweights, count, ddof):
    """Return what the sum of products is divided by, and the sum of the weights."""
    if w is None:
        return count - ddof, None
    total = np.sum(w)
    lost = ddof if aweights is None else np.sum(w * aweights) / total * ddof
    return (total - lost if ddof else total), total


@composite(np.cov, inputs=("m", "y", "aweights"), samples=_covaried)
def cov(m, /, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    """Covariance matrix of variables.

    Parameters
    ----------
    m : array_like of one axis or two, a variable in each row (in each column if not `rowvar`)
    y : more variables, joined to those of `m`
    bias, ddof : divide by the count less `ddof`, which is 1, or 0 with `bias`
    fweights : integers, how often each observation was made
    aweights : weights of the observations; may be a Tensor

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.cov(np.array([[1.0, 3.0], [2.0, 8.0]]))
    array([[ 2.,  6.],
           [ 6., 18.]])
    """
    ddof = (0 if bias else 1) if ddof is None else ddof
    x, w = _rows(m, y, rowvar, dtype), _weights(fweights, aweights)
    freedom, total = _freedom(w, aweights, x.shape[1], ddof)
    centre = np.mean(x, axis=1) if w is None else np.sum(x * w, axis=1) / total
    d = x - np.expand_dims(centre, 1)
    other = np.conjugate((d if w is None else d * w).T)
    return np.squeeze(np.matmul(d, other) / freedom)


def _correlated(draw: Draw):
    m = draw.distinct((draw.integer(3, 4), draw.integer(3, 5)))  # of two observations every correlation is 1 or -1
    return (m,), {"rowvar": draw.boolean()} | ({"y": draw.distinct(m.shape)} if draw.boolean() else {})


@composite(np.corrcoef, inputs=("x", "y"), samples=_correlated)
def corrcoef(x, /, y=None, rowvar=True, *, dtype=None):
    """Correlation matrix: the covariances divided by both standard deviations."""
    c = np.cov(x, y, rowvar, dtype=dtype)
    if np.ndim(c) == 0:
        return c / c
    scale = np.sqrt(np.real(np.diagonal(c)))
    return c / np.expand_dims(scale, 1) / scale
