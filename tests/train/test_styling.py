"""The style of the pictures."""

import sys
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import MissingExtraError
from autograd_lite.train import plots, styling


def test_missing_package(monkeypatch: Any) -> None:
    """Without matplotlib the pip line is printed."""
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'autograd_lite\[plot\]'"):
        plots.loss_curves([1.0])


def test_plain() -> None:
    """Lists, arrays and tracked Tensors become arrays."""
    for values in ([1.0, 2.0], np.array([1.0, 2.0]), Tensor([1.0, 2.0], requires_grad=True)):
        assert styling.plain(values).tolist() == [1.0, 2.0]


@pytest.mark.parametrize(("count", "shape"), [(1, (1, 1)), (2, (1, 2)), (5, (2, 3)), (6, (2, 3)), (9, (3, 3))])
def test_grid(count: int, shape: tuple[int, int]) -> None:
    """As many Axes as asked for, about as many down as across; no empty ones are left."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    with styling.style() as pyplot:
        axes = styling.grid(pyplot, count, 2.0, 1.0)
    assert len(axes) == len(axes[0].figure.axes) == count
    assert axes[0].get_gridspec().get_geometry() == shape
    assert axes[0].figure.get_size_inches().tolist() == [2.0 * shape[1], 1.0 * shape[0]]
    pyplot.close("all")
