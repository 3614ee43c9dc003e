"""The spiral: three arms of points that no straight line separates."""

from typing import Any

import numpy as np

from autograd_lite.data.chance import generator


def load_spiral(points: int = 100, classes: int = 3, noise: float = 0.2, rng: Any = None) -> tuple[Any, Any]:
    """Points on spiral arms, one arm a class.

    For class j and point i the radius is ``i / points`` and the angle ``4 j + 4 radius`` plus `noise` times a standard
    normal number; the point is (radius · sin, radius · cos).

    Parameters
    ----------
    points : points of each class
    classes : arms
    noise : standard deviation of the angle
    rng : generator; by default NumPy's legacy generator with the seed 1984, which gives the points that
        "Deep Learning from Scratch 2" prints

    Returns
    -------
    x : ndarray of float, shape (points · classes, 2)
    labels : ndarray of int, shape (points · classes,)

    Examples
    --------
    >>> x, labels = load_spiral()
    >>> x[96:100]
    array([[-0.78313528, -0.55524691],
           [-0.68338075, -0.68839723],
           [-0.6793856 , -0.70628267],
           [-0.58700916, -0.79719524]])
    """
    draw = generator(np.random.RandomState(1984) if rng is None else rng)
    arm, place = np.divmod(np.arange(points * classes), points)
    radius = place / points
    angle = arm * 4.0 + 4.0 * radius + draw.standard_normal(points * classes) * noise
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1), arm
