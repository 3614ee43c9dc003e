"""What the derivatives are where several would be right: at ties, at corners, at bounds. Worked by hand, one line each.

Differences accept any slope between those of both sides, so they cannot hold an operation to its convention; this table
does. The reasons are given on the page of conventions.
"""

from typing import Any

import numpy as np

from autograd_lite.derivatives import vjp
from autograd_lite.testing.differences.evaluation import is_inexact
from autograd_lite.testing.laws.operations import label
from autograd_lite.testing.laws.worked import LAWS

Entry = tuple[tuple[Any, ...], dict[str, Any], tuple[Any, ...]]
TWO = np.array([0.0, 1.0])


def _corner(at: float, slope: float, **settings: Any) -> Entry:
    return ((np.array([at]),), settings, (np.array([slope]),))


# name: arguments, keywords, and the gradient of the sum of the results for every floating-point argument
HALF, NAN_OR = np.full(2, 0.5), (np.array([np.nan, 1.0]), np.array([2.0, np.nan]))
TIED: list[Entry] = [((TWO, TWO.copy()), {}, (HALF, HALF))]
# 0**2 in both arguments, and x**0 at 0 in x
POWERS: list[Entry] = [((np.zeros(2), np.array([2.0, 0.0])), {}, (np.zeros(2), np.zeros(2)))]
# a NaN is attained where the NaN is
MISSING: list[Entry] = [((np.array([3.0, np.nan]),), {}, (TWO,))]
MISSING += [((np.array([3.0, np.nan]),), {"initial": 2.0}, (TWO,))]
MISSING += [
    ((np.array([3.0, 1.0]), None, None, False, np.nan), {}, (np.zeros(2), np.array(1.0))),
    ((np.array([np.nan, 1.0]), None, None, False, np.nan), {}, (np.array([0.5, 0.0]), np.array(0.5))),
]
TABLE: dict[str, list[Entry]] = {
    "maximum": TIED,
    "minimum": TIED,
    "fmax": [*TIED, (NAN_OR, {}, (np.array([0.0, 1.0]), np.array([1.0, 0.0])))],
    "fmin": [*TIED, (NAN_OR, {}, (np.array([0.0, 1.0]), np.array([1.0, 0.0])))],
    "clip": [
        ((np.array([-1.0, 0.5, 2.0]), -1.0, 2.0), {}, (np.ones(3), np.zeros(()), np.zeros(()))),
        ((np.array([0.5, 2.0]), None, 2.0), {}, (np.ones(2), np.zeros(()))),
        ((np.array([-1.0, 0.5]), -1.0), {}, (np.ones(2), np.zeros(()))),
    ],
    "max": [
        ((np.array([3.0, 3.0, 1.0]),), {}, (np.array([0.5, 0.5, 0.0]),)),
        ((np.array([3.0, 1.0]), None, None, False, 3.0), {}, (np.array([0.5, 0.0]), np.array(0.5))),  # initial=3
        *MISSING,
    ],
    "min": [
        ((np.array([1.0, 3.0, 1.0]),), {}, (np.array([0.5, 0.0, 0.5]),)),
        ((np.array([3.0, 1.0]), None, None, False, 1.0), {}, (np.array([0.0, 0.5]), np.array(0.5))),
        *MISSING,
    ],
    "power": POWERS,
    "float_power": POWERS,
    "absolute": [_corner(0.0, 0.0)],
    "sinc": [_corner(0.0, 0.0)],
    "relu": [_corner(0.0, 0.0)],
    "leaky_relu": [_corner(0.0, 0.01)],
    "elu": [_corner(0.0, 1.5, alpha=1.5)],
    "selu": [_corner(0.0, 1.0507009873554805 * 1.6732632423543772)],
    "hardsigmoid": [_corner(-3.0, 0.0), _corner(3.0, 0.0)],
    "hardswish": [_corner(-3.0, 0.0), _corner(3.0, 1.0)],
}


def gradient(operation: Any, args: Any, kwargs: Any) -> list[Any]:
    """Return the gradients of the sum of the results of a call."""
    moving = [i for i, a in enumerate(args) if is_inexact(a)]

    def call(*inputs: Any) -> Any:
        given = list(args)
        for i, x in zip(moving, inputs, strict=True):
            given[i] = x
        return operation(*given, **kwargs)

    with np.errstate(all="ignore"):
        value, pullback = vjp(call, *[np.asarray(args[i]) for i in moving])
        return list(pullback(np.ones(np.shape(value))))


def keeps_conventions(operation: Any) -> bool:
    """Return whether an operation's derivatives at ties and corners are those of the table, if it stands there.

    So are the laws of :mod:`autograd_lite.testing.laws.worked`, where there are some for it.
    """
    with np.errstate(all="ignore"):
        try:
            if (law := LAWS.get(label(operation))) and not law():
                return False
        except Exception:  # noqa: BLE001  a broken rule may raise anything
            return False
    for args, kwargs, wanted in TABLE.get(label(operation).rpartition(".")[2], []):
        try:
            found = gradient(operation, args, kwargs)
        except Exception:  # noqa: BLE001  a broken rule may raise anything
            return False
        if not all(np.array_equal(a, b) for a, b in zip(found, wanted, strict=True)):
            return False
    return True
