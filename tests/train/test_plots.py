"""Pictures of training: what is drawn is what was given. Every test reads the drawn objects, not pixels."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd_lite.errors import ShapeError

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from autograd_lite.train import plots  # noqa: E402  # after the backend is chosen


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close every figure, and see that the style of others was left alone."""
    before = dict(matplotlib.rcParams)
    yield
    for number in matplotlib.pyplot.get_fignums():
        matplotlib.pyplot.figure(number).canvas.draw()
    matplotlib.pyplot.close("all")
    assert dict(matplotlib.rcParams) == before


def bowl(x: Any, y: Any) -> Any:
    """An elongated bowl."""
    return x**2 / 20 + y**2


PATHS = {"SGD": np.array([[-7.0, 2.0], [-5.0, -1.0], [-3.0, 0.5]]), "Adam": np.array([[-7.0, 2.0], [-6.0, 1.0]])}


def test_loss_curves() -> None:
    """Each curve by name, with its own iterations or counted ones, smoothed on request; no two look alike."""
    ax = plots.loss_curves({"a": [3.0, 2.0, 1.0], "b": ([10, 20], [1.0, 0.5])})
    assert [line.get_ydata().tolist() for line in ax.lines] == [[3, 2, 1], [1, 0.5]]
    assert [line.get_xdata().tolist() for line in ax.lines] == [[1, 2, 3], [10, 20]]
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 2
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]
    smooth = plots.loss_curves([4.0, 2.0, 0.0], smooth=2, log=True)
    assert smooth.lines[0].get_ydata().tolist() == [3.0, 1.0]
    assert smooth.get_legend() is None
    assert smooth.get_yscale() == "log"


def test_decision_boundary() -> None:
    """Every point of the grid has its class, from scores or from classes; examples are over it, one mark a class."""
    x, labels = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1])
    for predict in (lambda p: np.stack([0.5 - p[:, 0], p[:, 0] - 0.5], 1), lambda p: (p[:, 0] > 0.5).astype(int)):
        ax = plots.decision_boundary(predict, x, labels, step=0.05)
        mesh = ax.collections[0]
        across = np.arange(-0.1, 1.1, 0.05)
        found = np.asarray(mesh.get_array()).reshape(-1, len(across))
        assert np.array_equal(found, np.broadcast_to(across > 0.5, found.shape))
        points = [c for c in ax.collections if isinstance(c, matplotlib.collections.PathCollection)]
        assert [len(c.get_offsets()) for c in points] == [1, 2]
    with pytest.raises(ShapeError, match=r"examples of shape \(3, 3\). Wanted \(count, 2\)"):
        plots.decision_boundary(None, np.zeros((3, 3)), labels)


def test_one_class_only() -> None:
    """A plane of one class has no line to draw."""
    plots.decision_boundary(lambda p: np.zeros(len(p), int), np.zeros((2, 2)), np.zeros(2, int))


def test_paths_over_contours() -> None:
    """One panel for each optimizer with its name, its path, start and end."""
    panels = plots.optimizer_paths(bowl, PATHS, ylim=(-5, 5))
    assert [ax.get_title() for ax in panels] == ["SGD", "Adam"]
    for ax, path in zip(panels, PATHS.values(), strict=True):
        assert np.array_equal(ax.lines[0].get_xydata(), path)
        assert np.array_equal(ax.lines[1].get_xydata(), path[:1])
        assert np.array_equal(ax.lines[2].get_xydata(), path[-1:])


def test_paths_on_a_surface() -> None:
    """Each path lies on the surface: its heights are the function's."""
    ax = plots.surface_paths(bowl, PATHS, ylim=(-5, 5))
    for line, path in zip(ax.lines, PATHS.values(), strict=True):
        x, y, z = line.get_data_3d()
        assert np.array_equal(np.stack([x, y], 1), path)
        assert np.array_equal(z, bowl(*path.T))


def test_gradient_field() -> None:
    """An arrow at every point, against the gradient."""
    points = np.array([[1.0, 0.0], [0.0, -2.0]])
    ax = plots.gradient_field(lambda p: 2 * p, points)
    (arrows,) = ax.collections
    assert np.array_equal(np.stack([arrows.U, arrows.V], 1), -2 * points)


def test_activation_histograms() -> None:
    """A histogram for each layer, which counts every activation."""
    axes = plots.activation_histograms([np.linspace(0, 1, 50), np.zeros((5, 4))], bins=10)
    assert [ax.get_title() for ax in axes] == ["layer 1", "layer 2"]
    assert [sum(bar.get_height() for bar in ax.patches) for ax in axes] == [50, 20]
    assert plots.activation_histograms([np.zeros(9)], top=4)[0].get_ylim() == (0, 4)


def test_weight_filters() -> None:
    """An image for each filter, all on one scale; spare panels are gone."""
    weights = np.random.default_rng(0).normal(size=(5, 2, 3, 3))
    panels = plots.weight_filters(weights, columns=3)
    images = [ax.images[0] for ax in panels]
    assert all(np.array_equal(image.get_array(), w.mean(0)) for image, w in zip(images, weights, strict=True))
    assert len({image.get_clim() for image in images}) == 1
    with pytest.raises(ShapeError, match=r"weight_filters got shape \(4,\)"):
        plots.weight_filters(np.zeros(4))


def test_confusion_heatmap() -> None:
    """Every count stands in its cell, light on dark and dark on light; colours are shares of the row."""
    ax = plots.confusion_heatmap([[8, 2], [0, 0]], ["shirt", "coat"])
    assert [text.get_text() for text in ax.texts] == ["8", "2", "0", "0"]
    assert [text.get_color() for text in ax.texts] == ["black", "white", "white", "white"]
    assert ax.images[0].get_array().tolist() == [[0.8, 0.2], [0.0, 0.0]]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["shirt", "coat"]


def test_axes_that_were_given() -> None:
    """Pictures are drawn on the Axes that the caller has."""
    _, ax = matplotlib.pyplot.subplots()
    assert plots.loss_curves([1.0], ax=ax) is ax
    assert plots.gradient_field(lambda p: p, np.zeros((1, 2)), ax=ax) is ax
    assert plots.contour_path(bowl, PATHS["SGD"], ax=ax) is ax


def test_files(tmp_path: Path) -> None:
    """A picture is saved as any of matplotlib's."""
    plots.loss_curves([1.0, 0.5]).figure.savefig(tmp_path / "loss.png")
    assert (tmp_path / "loss.png").read_bytes().startswith(b"\x89PNG")


def lightness(colour: str) -> float:
    """Relative luminance after WCAG."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours() -> None:
    """The first four line colours stand out from white; every plane stands out from its own points."""
    for strong, pale in zip(plots.COLOURS, plots.PALE, strict=True):
        assert (lightness(pale) + 0.05) / (lightness(strong) + 0.05) > 1.7
    assert all(1.05 / (lightness(colour) + 0.05) > 2.9 for colour in plots.COLOURS[:4])
