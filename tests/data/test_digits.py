"""The digits that the package ships are the ones that the world knows."""

import numpy as np

from autograd_lite.data import load_digits


def test_shapes_and_types() -> None:
    """1797 images of 8 by 8 bytes, and a byte for each label."""
    images, labels = load_digits()
    assert (images.shape, images.dtype) == ((1797, 8, 8), np.uint8)
    assert (labels.shape, labels.dtype) == ((1797,), np.uint8)


def test_pixels_count_dots_in_blocks_of_four_by_four() -> None:
    """Every pixel lies between 0 and 16, and both ends occur."""
    images, _ = load_digits()
    assert (images.min(), images.max()) == (0, 16)


def test_counts_of_the_classes() -> None:
    """Each digit occurs as often as the data set's description says."""
    _, labels = load_digits()
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_first_image_is_the_well_known_zero() -> None:
    """The first line of the UCI file is a 0 that begins 0, 0, 5, 13, 9, 1, 0, 0."""
    images, labels = load_digits()
    assert images[0, 0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert images[0, 7].tolist() == [0, 0, 6, 13, 10, 0, 0, 0]
    assert labels[:10].tolist() == list(range(10))


def test_all_pixels_together() -> None:
    """No pixel was lost or changed on the way: the sum of all of them is the original's."""
    images, _ = load_digits()
    assert images.sum() == 561718


def test_a_change_stays_with_its_caller() -> None:
    """Each call gives arrays of its own, which may be written to."""
    images, _ = load_digits()
    images[:] = 0
    assert load_digits()[0].any()
