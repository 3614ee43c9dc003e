import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.registry import OPERATIONS


@pytest.mark.parametrize("name", np.fft.__all__)
def test_every_name_of_numpys_is_here(name):
    """``ag.fft`` has all names of ``np.fft``, each the operation that a Tensor meets there."""
    theirs = getattr(np.fft, name)
    assert getattr(ag.fft, name) is OPERATIONS.get(theirs, theirs)
