"""Pictures of training on matplotlib: plain functions, each of which returns the Axes that it drew on.

One style for all, see :mod:`autograd_lite.train.styling`; ``with plots.style() as pyplot:`` draws your own in it.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import cycle
from typing import Any

import numpy as np

from autograd_lite.errors import ShapeError
from autograd_lite.train.styling import (
    COLOURS as COLOURS,
    DASHES,
    MARKERS,
    PALE as PALE,
    STYLE as STYLE,
    axes_on,
    grid as grid,
    plain,
    style as style,
)

Limits = tuple[float, float]


__all__ = [
    "activation_histograms",
    "classes_on",
    "confusion_heatmap",
    "contour_path",
    "decision_boundary",
    "gradient_field",
    "loss_curves",
    "optimizer_paths",
    "style",
    "surface_paths",
    "weight_filters",
]


def loss_curves(curves: Any, ax: Any = None, smooth: int = 1, log: bool = False) -> Any:
    """Draw losses against iterations.

    Parameters
    ----------
    curves : losses; or by name, losses or pairs of iterations and losses
    ax : Axes to draw on, by default new ones
    smooth : draw means of so many neighbours
    log : logarithmic losses

    Returns
    -------
    Axes
    """
    named = curves if isinstance(curves, Mapping) else {"": curves}
    with style() as pyplot:
        ax = axes_on(pyplot, ax)
        for (name, curve), colour, dash in zip(named.items(), cycle(COLOURS), cycle(DASHES), strict=False):
            x, y = curve if isinstance(curve, tuple) else (range(1, len(curve) + 1), curve)
            x, y = np.asarray(x, float), np.asarray(y, float)
            if smooth > 1 and len(y) >= smooth:
                x, y = x[smooth - 1 :], np.convolve(y, np.full(smooth, 1 / smooth), "valid")
            ax.plot(x, y, color=colour, linestyle=dash, label=name)
        ax.set(xlabel="iteration", ylabel="loss", yscale="log" if log else "linear")
        if any(named):
            ax.legend()
    return ax


def decision_boundary(
    predict: Callable[[Any], Any], x: Any, labels: Any, ax: Any = None, step: float | None = None, margin: float = 0.1
) -> Any:
    """Draw the class of every point of a grid as a filled plane, and the examples over it.

    Parameters
    ----------
    predict : function of points (count, 2) that returns scores (count, classes), or classes (count,)
    x, labels : the examples, shape (count, 2), and their classes
    ax : Axes to draw on, by default new ones
    step : of the grid, by default a 300th of the plane
    margin : around the examples

    Returns
    -------
    Axes
    """
    x, labels = plain(x), plain(labels)
    if x.ndim != 2 or x.shape[1] != 2:
        raise ShapeError(f"decision_boundary got examples of shape {x.shape}. Wanted (count, 2).")
    low, high = x.min(0) - margin, x.max(0) + margin
    size = step or float((high - low).max()) / 300
    across, up = (np.arange(low[k], high[k], size) for k in (0, 1))
    found = classes_on(predict, across, up)
    with style() as pyplot:
        ax = axes_on(pyplot, ax)
        colours = import_module("matplotlib.colors").ListedColormap(
            PALE[: max(int(found.max()), int(labels.max())) + 1]
        )
        ax.pcolormesh(
            across, up, found, cmap=colours, vmin=-0.5, vmax=colours.N - 0.5, shading="nearest", rasterized=True
        )
        for k in np.unique(found)[:-1]:  # a class at a time: of contours of the numbers, two lie between 0 and 2
            ax.contour(across, up, found == k, levels=[0.5], colors="#4A4F55", linewidths=0.8)
        for k, (colour, marker) in enumerate(zip(cycle(COLOURS), MARKERS, strict=False)):
            if (labels == k).any():
                ax.scatter(*x[labels == k].T, s=16, color=colour, marker=marker, linewidths=1, label=f"class {k}")
        ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
        ax.grid(visible=False)
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return ax


def classes_on(predict: Callable[[Any], Any], across: Any, up: Any, rows: int = 64) -> Any:
    """Return the class of every point of a grid, shape (up, across), worked out some rows at a time."""
    parts = []
    for k in range(0, len(up), rows):
        points = np.stack(np.meshgrid(across, up[k : k + rows]), axis=-1).reshape(-1, 2)
        scores = plain(predict(points))
        parts.append((scores.argmax(-1) if scores.ndim > 1 else scores).reshape(-1, len(across)))
    return np.concatenate(parts)


def _heights(f: Callable[..., Any], xlim: Limits, ylim: Limits, count: int) -> tuple[Any, Any, Any]:
    across, up = np.meshgrid(np.linspace(*xlim, count), np.linspace(*ylim, count))
    return across, up, plain(f(across, up))


def contour_path(
    f: Callable[..., Any], path: Any, ax: Any = None, xlim: Limits = (-10, 10), ylim: Limits = (-10, 10), name: str = ""
) -> Any:
    """Draw the contours of ``f(x, y)`` and a path of points (steps, 2) over them."""
    across, up, heights = _heights(f, xlim, ylim, 200)
    path = plain(path)
    with style() as pyplot:
        ax = axes_on(pyplot, ax)
        levels = np.quantile(heights, np.linspace(0, 0.95, 12))
        ax.contour(across, up, heights, levels=np.unique(levels), colors="#9AA4B2", linewidths=0.8)
        ax.plot(*path.T, color=COLOURS[1], marker="o", markersize=3, linewidth=1.2)
        ax.plot(*path[0], color=COLOURS[0], marker="s", markersize=6, label="start")
        ax.plot(*path[-1], color=COLOURS[6], marker="*", markersize=10, label="end")
        ax.set(xlim=xlim, ylim=ylim, title=name, xlabel="x", ylabel="y")
        ax.grid(visible=False)
    return ax


def optimizer_paths(
    f: Callable[..., Any], paths: Mapping[str, Any], xlim: Limits = (-10, 10), ylim: Limits = (-10, 10)
) -> Any:
    """Draw one panel for each optimizer: contours of ``f(x, y)`` and its path over them. Returns an array of Axes."""
    with style() as pyplot:
        panels = grid(pyplot, len(paths), 3.4, 3.0)
    for ax, (name, path) in zip(panels, paths.items(), strict=True):
        contour_path(f, path, ax, xlim, ylim, name)
    panels[0].legend(loc="upper right")
    return panels


def surface_paths(
    f: Callable[..., Any],
    paths: Mapping[str, Any],
    ax: Any = None,
    xlim: Limits = (-10, 10),
    ylim: Limits = (-10, 10),
) -> Any:
    """Draw ``f(x, y)`` as a surface in three dimensions, and paths of points (steps, 2) on it. Returns 3-D Axes."""
    across, up, heights = _heights(f, xlim, ylim, 60)
    with style() as pyplot:
        if ax is None:
            ax = pyplot.figure(figsize=(7, 5.5)).add_subplot(projection="3d", computed_zorder=False)
        ax.plot_surface(across, up, heights, cmap="cividis", alpha=0.55, linewidth=0, antialiased=True, zorder=1)
        for (name, path), colour, dash in zip(paths.items(), cycle(COLOURS[1:]), cycle(DASHES), strict=False):
            x, y = plain(path).T
            ax.plot(
                x, y, plain(f(x, y)), color=colour, linestyle=dash, marker="o", markersize=2.5, label=name, zorder=2
            )
        ax.set(xlabel="x", ylabel="y", zlabel="f(x, y)")
        ax.view_init(elev=52, azim=-62)  # from above, so that the near wall hides no path
        if paths:
            ax.legend(loc="upper left")
    return ax


def gradient_field(gradient: Callable[[Any], Any], points: Any, ax: Any = None) -> Any:
    """Draw arrows along the negative gradient.

    Parameters
    ----------
    gradient : function of points (count, 2) that returns their gradients (count, 2)
    points : where the arrows start
    ax : Axes to draw on, by default new ones
    """
    points = plain(points)
    slopes = plain(gradient(points))
    with style() as pyplot:
        ax = axes_on(pyplot, ax)
        scale = None if slopes.any() else 1  # matplotlib divides by the mean length
        ax.quiver(*points.T, *-slopes.T, angles="xy", scale=scale, color=COLOURS[0], width=0.003)
        ax.set(xlabel="x0", ylabel="x1", aspect="equal", title="negative gradient")
    return ax


def activation_histograms(
    activations: Any, bins: int = 30, limits: Limits | None = None, top: float | None = None
) -> Any:
    """Draw one histogram for each layer. Returns an array of Axes.

    Parameters
    ----------
    activations : arrays, or by name arrays
    bins : of each histogram
    limits : of the values; by default those of each layer
    top : highest count to show, for layers most of whose activations are zero
    """
    named = (
        activations if isinstance(activations, Mapping) else {f"layer {k + 1}": a for k, a in enumerate(activations)}
    )
    with style() as pyplot:
        _, axes = pyplot.subplots(1, len(named), figsize=(2.4 * len(named), 2.4), sharey=True, squeeze=False)
        for ax, (name, values) in zip(axes.flat, named.items(), strict=True):
            ax.hist(np.ravel(plain(values)), bins=bins, range=limits, color=COLOURS[0])
            ax.set(title=name, xlabel="activation")
        axes.flat[0].set(ylabel="count", ylim=(0, top))
    return axes.flat[:]


def weight_filters(weights: Any, columns: int = 8, label: str = "weight") -> Any:
    """Draw filters as images, light for large weights, all on one scale. Returns an array of Axes.

    Parameters
    ----------
    weights : shape (count, rows, columns), or (count, channels, rows, columns), of which the mean over channels is
        drawn
    columns : filters in a row
    label : what the scale means
    """
    weights = plain(weights)
    if weights.ndim == 4:
        weights = weights.mean(1)
    if weights.ndim != 3:
        raise ShapeError(f"weight_filters got shape {weights.shape}. Wanted (count, rows, columns), channels perhaps.")
    with style() as pyplot:
        panels = grid(pyplot, len(weights), 1.0, 1.0, min(columns, len(weights)))
        for ax, image in zip(panels, weights, strict=True):
            shown = ax.imshow(image, cmap="cividis", vmin=weights.min(), vmax=weights.max())
            ax.set(xticks=[], yticks=[])
        panels[0].figure.colorbar(shown, ax=list(panels), shrink=0.8, label=label)
    return panels


def confusion_heatmap(matrix: Any, names: Sequence[str] | None = None, ax: Any = None) -> Any:
    """Draw a confusion matrix: true classes downwards, predicted ones across, counts in the cells.

    Colours are shares of the true class, so that frequent classes do not outshine the others.
    """
    matrix = plain(matrix)
    shares = matrix / np.maximum(matrix.sum(1, keepdims=True), 1)
    labels = list(names) if names is not None else [str(k) for k in range(len(matrix))]
    with style() as pyplot:
        ax = axes_on(pyplot, ax, figsize=(2.6 + 0.5 * len(matrix), 2.2 + 0.45 * len(matrix)))
        image = ax.imshow(shares, cmap="cividis", vmin=0, vmax=1)
        for (row, column), count in np.ndenumerate(matrix):
            colour = "black" if shares[row, column] > 0.5 else "white"
            ax.text(column, row, f"{count}", ha="center", va="center", color=colour, fontsize="small")
        ax.set(xlabel="predicted", ylabel="true", xticks=range(len(labels)), yticks=range(len(labels)))
        long = max(map(len, labels)) > 3
        ax.set_xticklabels(labels, rotation=45 if long else 0, ha="right" if long else "center")
        ax.set_yticklabels(labels)
        ax.grid(visible=False)
        ax.figure.colorbar(image, ax=ax, shrink=0.8, label="share of the true class")
    return ax
