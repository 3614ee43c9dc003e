"""The spiral is the one that the book prints."""

import numpy as np

from autograd_lite.data import load_spiral

PRINTED = """[[-0.78313528 -0.55524691]
 [-0.68338075 -0.68839723]
 [-0.6793856  -0.70628267]
 [-0.58700916 -0.79719524]
 [ 0.          0.        ]
 [-0.00837021 -0.00547171]
 [-0.01839967 -0.00783914]
 [-0.02386156 -0.01818313]
 [-0.0271639  -0.02936192]]"""


def test_rows_in_print() -> None:
    """Rows 96 to 104 are the book's, to all digits."""
    x, labels = load_spiral()
    assert np.array2string(np.where(x[96:105] == 0, 0.0, x[96:105])) == PRINTED
    assert np.bincount(labels).tolist() == [100, 100, 100]


def test_one_draw_a_point_in_order() -> None:
    """The generator is left where one draw for each point leaves it."""
    rng, other = np.random.RandomState(1984), np.random.RandomState(1984)
    load_spiral(rng=rng)
    other.standard_normal(300)
    assert rng.standard_normal() == other.standard_normal()


def test_other_sizes_and_generators() -> None:
    """Points, classes, noise and generator are free."""
    x, labels = load_spiral(10, classes=2, noise=0.0, rng=np.random.default_rng(0))
    assert x.shape == (20, 2)
    np.testing.assert_allclose(np.hypot(*x.T), np.tile(np.arange(10) / 10, 2), atol=1e-15)
    assert np.array_equal(load_spiral(rng=3)[0], load_spiral(rng=3)[0])
    assert labels.tolist() == [0] * 10 + [1] * 10
