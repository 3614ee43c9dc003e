"""Arrays cut alike."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.optim import blocks
from autograd_lite.optim.blocks import in_blocks


@pytest.mark.parametrize("shape", [(10,), (3, 7), (), (0, 4), (100,)])
def test_blocks_cover_every_element_once(shape: tuple[int, ...], monkeypatch: Any) -> None:
    """Adding one to each block adds one to every element, and all arrays are cut at the same places."""
    monkeypatch.setattr(blocks, "BLOCK", 8 * 8)
    a, b = np.zeros(shape), np.arange(np.prod(shape, dtype=int), dtype=float).reshape(shape)
    for x, y in in_blocks([a, b], True):
        assert x.shape == y.shape
        assert x.size <= 8
        x += y + 1
    assert np.array_equal(a, b + 1)


def test_complex_numbers_are_pairs_of_real_ones() -> None:
    """Real and imaginary parts are written to, contiguous or not."""
    for z in (np.zeros(3, complex), np.zeros((3, 2), complex)[:, 0]):
        for x, g in in_blocks([z, np.full(3, 1 + 2j)], True):
            assert x.dtype == float
            x += g
        assert z.tolist() == [1 + 2j] * 3


def test_the_whole_on_request() -> None:
    """An update that is not elementwise gets the arrays themselves."""
    a, b = np.zeros((2, 3)), np.ones((2, 3))
    ((x, y),) = in_blocks([a, b], False)
    assert x is a
    assert y is b
