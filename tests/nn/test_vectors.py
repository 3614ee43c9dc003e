import re

import numpy as np
import pytest

from autograd_lite import errors, nn


def test_there_and_back() -> None:
    """A vector of all parameters, written back, gives the same parameters; the vector is differentiable."""
    layer = nn.Linear(2, 2, rng=0)
    vector = nn.parameters_to_vector(layer.parameters())
    np.sum(vector * np.arange(6.0)).backward()
    np.testing.assert_array_equal(layer.weight.grad, [[0.0, 1.0], [2.0, 3.0]])
    nn.vector_to_parameters(np.arange(6.0), layer.parameters())
    np.testing.assert_array_equal(layer.bias.detach(), [4.0, 5.0])


def test_wrong_length() -> None:
    """A vector of another length is refused before anything is written."""
    layer = nn.Linear(1, 1, rng=0)
    with pytest.raises(errors.ShapeError, match=re.escape("Got a vector of shape (3,) for 2 parameters. Wanted (2,).")):
        nn.vector_to_parameters(np.zeros(3), layer.parameters())
