"""The one style of all pictures of training, and the Axes that they are drawn on.

Colours are Okabe and Ito's, which people with any colour vision can tell apart; lines also differ in their dashes and
points in their markers, so that nothing is told by colour alone.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import numpy as np

from autograd_lite.errors import MissingExtraError
from autograd_lite.tensor import Tensor

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
PALE = ("#CFE8F7", "#FBD9C3", "#C9EBDD", "#F1DCE8", "#FBE9C6", "#E3F3FC", "#DDDDDD")
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)))
MARKERS = ("o", "x", "^", "s", "+", "D", "v")
STYLE = {
    "figure.constrained_layout.use": True,
    "figure.dpi": 120,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "grid.color": "#E4E7EB",
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "image.cmap": "cividis",
}


def _pyplot() -> Any:
    try:
        return import_module("matplotlib.pyplot")
    except ImportError as error:
        raise MissingExtraError(
            "Pictures of training want matplotlib, which is not installed. Run: pip install 'autograd_lite[plot]'"
        ) from error


@contextmanager
def style() -> Iterator[Any]:
    """Context in which matplotlib draws in the style of these pictures; gives ``matplotlib.pyplot``."""
    pyplot = _pyplot()
    with pyplot.rc_context(STYLE):
        yield pyplot


def plain(values: Any) -> Any:
    """Return an array, also of a Tensor that is tracked."""
    return values._value() if isinstance(values, Tensor) else np.asarray(values)


def axes_on(pyplot: Any, ax: Any, **options: Any) -> Any:
    """Return `ax`, or new Axes if it is None."""
    return pyplot.subplots(**options)[1] if ax is None else ax


def grid(pyplot: Any, count: int, width: float, height: float, columns: int | None = None) -> Any:
    """Return as many Axes as asked for, in a grid; those left over are taken away."""
    columns = columns or min(count, max(2, math.ceil(math.sqrt(count))))
    rows = math.ceil(count / columns)
    _, axes = pyplot.subplots(rows, columns, figsize=(width * columns, height * rows), squeeze=False)
    for spare in axes.flat[count:]:
        spare.remove()
    return axes.flat[:count]
