import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.registry import OPERATIONS


@pytest.mark.parametrize("name", np.linalg.__all__)
def test_every_name_of_numpys_is_here(name):
    """``ag.linalg`` has all names of ``np.linalg``, each the operation that a Tensor meets there."""
    theirs = getattr(np.linalg, name)
    assert getattr(ag.linalg, name) is OPERATIONS.get(theirs, theirs)


def test_all_is_complete_and_sorted():
    """What the module lists is what NumPy lists, in order."""
    assert ag.linalg.__all__ == sorted(np.linalg.__all__)
