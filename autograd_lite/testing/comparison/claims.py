"""What a rule says of a direction: the derivative along it, and how large the terms are of which that is the sum."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd_lite.testing.differences.pieces import pieces


def claim(shares: Sequence[Any], v: Sequence[Any]) -> tuple[float, float]:
    """Return the derivative along `v`, a change for every share, and the sum of the absolute values of its terms.

    Examples
    --------
    >>> claim([np.array([2.0, -3.0]), np.array(1.0)], [np.array([1.0, 1.0]), np.array(0.0)])
    (-1.0, 5.0)
    """
    got = rounding = 0.0
    for share, each in zip(shares, v, strict=True):
        for some, change in pieces(share, each):
            moving = np.flatnonzero(change)
            if moving.size:
                terms, least = _terms(some[moving], change[moving])
                got, rounding = got + float(np.sum(terms)), rounding + float(np.sum(np.abs(terms) + least))
    return got, rounding


def claims(share: Any, changes: Any) -> list[tuple[float, float]]:
    """Return what :func:`claim` does for directions that move one element each, in one or several ways.

    Parameters
    ----------
    share : what the rule returned
    changes : a row for every element, with the changes that it makes

    Examples
    --------
    >>> claims(np.array([2.0, -3.0]), np.array([[1.0], [0.5]]))
    [(2.0, 2.0), (-1.5, 1.5)]
    """
    terms, least = _terms(np.asarray(share).reshape(-1, 1), changes)
    return list(zip(terms.ravel().tolist(), (np.abs(terms) + least).ravel().tolist(), strict=True))


def _terms(share: Any, change: Any) -> tuple[Any, Any]:
    """Return the terms of the derivative, and below what size they have lost digits."""
    wide = share.astype(np.result_type(share, np.float64))
    return np.real(np.conj(wide) * change), np.finfo(share.dtype).tiny * np.abs(change)


def alone(shape: tuple[int, ...], index: tuple[int, ...], change: Any) -> Any:
    """Return a direction that moves one element.

    Examples
    --------
    >>> alone((3,), (1,), 2.0)
    array([0., 2., 0.])
    """
    v = np.zeros(shape, complex if isinstance(change, complex | np.complexfloating) else float)
    v[index] = change
    return v
