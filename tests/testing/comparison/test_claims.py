"""What a rule says of a direction."""

import numpy as np

from autograd_lite.testing.comparison.claims import alone, claim, claims


def test_terms_that_cancel_count_with_their_size() -> None:
    """The derivative is a sum, and beside it stands the sum of the absolute values of its terms."""
    assert claim([np.array([3.0, 4.0])], [np.array([4.0, -3.0])]) == (0.0, 24.0)


def test_elements_that_do_not_move_are_left_out() -> None:
    """An infinite share of an element that does not move says nothing."""
    assert claim([np.array([np.inf, 2.0])], [np.array([0.0, 1.0])]) == (2.0, 2.0)


def test_elements_one_by_one_are_claimed_as_directions_are() -> None:
    """Claims for all elements are those for each direction that moves one, complex ones along both axes."""
    rng = np.random.default_rng(0)
    share, scale = rng.normal(size=(2, 3)) + 1j * rng.normal(size=(2, 3)), rng.uniform(1, 2, (2, 3))
    units = np.array([1.0, 1j])
    single = [
        claim([share], [alone(share.shape, index, scale[index] * unit)])
        for index in np.ndindex(share.shape)
        for unit in units
    ]
    assert claims(share, np.multiply.outer(scale.ravel(), units)) == single


def test_a_share_below_the_normal_numbers_has_lost_digits() -> None:
    """Beside a share that has underflowed stands the least normal number of its precision."""
    assert claim([np.float32([1e-42])], [np.array([2.0])])[1] >= 2 * np.finfo(np.float32).tiny
    assert claims(np.float32([1e-42]), np.array([[2.0]]))[0][1] >= 2 * np.finfo(np.float32).tiny
