import numpy as np
import pytest

from autograd_lite import nn


def test_weight_norm_keeps_the_function() -> None:
    """The layer computes the same before, with and after weight norm, and learns length and direction apart."""
    layer, x = nn.Linear(3, 2, rng=0), np.ones((1, 3))
    before = np.array(layer(x).detach())
    nn.weight_norm(layer)
    np.testing.assert_allclose(layer(x).detach(), before)
    layer(x).sum().backward()
    direction = layer.weight_v.detach() / layer.weight_g.detach()
    np.testing.assert_allclose(layer.weight_g.grad[:, 0], np.asarray(direction).sum(axis=1))
    layer.weight_g.data *= 2
    bias = np.array(layer.bias.detach())
    np.testing.assert_allclose(layer(x).detach() - bias, 2 * (before - bias))
    nn.remove_weight_norm(layer)
    assert sorted(name for name, _ in layer.named_parameters()) == ["bias", "weight"]
    np.testing.assert_allclose(layer(x).detach() - bias, 2 * (before - bias))


def test_nothing_to_remove() -> None:
    """Removing what is not there is an error."""
    with pytest.raises(ValueError, match="Linear has no weight norm on 'weight'"):
        nn.remove_weight_norm(nn.Linear(1, 1, rng=0))
