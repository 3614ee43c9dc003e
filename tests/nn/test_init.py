import re

import numpy as np
import pytest

from autograd_lite import errors, nn
from autograd_lite.nn import init


def weight(*shape: int) -> nn.Parameter:
    """A parameter to fill."""
    return nn.Parameter(np.full(shape, 7.0))


def test_fans_worked_by_hand() -> None:
    """A 5 × 5 kernel from 3 to 16 channels: an output sees 75 inputs, an input feeds 400 outputs."""
    assert init.fans((16, 3, 5, 5)) == (75, 400)
    with pytest.raises(errors.ShapeError, match=re.escape("Got a weight of shape (3,). Wanted two axes at least")):
        init.fans((3,))


@pytest.mark.parametrize(
    ("fill", "variance"),
    [
        (init.xavier_uniform_, 2 / 500),
        (init.xavier_normal_, 2 / 500),
        (lambda w, rng: init.kaiming_uniform_(w, nonlinearity="relu", rng=rng), 2 / 200),
        (lambda w, rng: init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu", rng=rng), 2 / 300),
        (lambda w, rng: init.normal_(w, 0.0, 0.1, rng=rng), 0.01),
        (lambda w, rng: init.uniform_(w, -1.0, 1.0, rng=rng), 1 / 3),
        (lambda w, rng: init.trunc_normal_(w, a=-30, b=30, rng=rng), 1.0),
    ],
)
def test_variances(fill: object, variance: float) -> None:
    """60,000 values have the variance that the formula promises, within 3 %, and mean 0."""
    w = weight(300, 200)
    assert fill(w, rng=np.random.default_rng(0)) is w  # type: ignore[operator]
    assert np.var(w.detach().numpy()) == pytest.approx(variance, rel=0.03)
    assert abs(np.mean(w.detach().numpy())) < 0.02 * np.sqrt(variance)


def test_truncated_normal_stays_inside() -> None:
    """Nothing falls outside, and an interval that holds next to nothing is refused."""
    values = init.trunc_normal_(weight(1000), a=-1.0, b=0.5, rng=0).detach().numpy()
    assert values.min() >= -1.0
    assert values.max() <= 0.5
    with pytest.raises(ValueError, match="that holds"):
        init.trunc_normal_(weight(2), a=9.0, b=10.0, rng=0)


def test_orthogonal() -> None:
    """Rows of a wide matrix are orthonormal, columns of a tall one."""
    wide = init.orthogonal_(weight(3, 5), rng=0).detach().numpy()
    np.testing.assert_allclose(wide @ wide.T, np.eye(3), atol=1e-12)
    tall = init.orthogonal_(weight(5, 3), gain=2.0, rng=0).detach().numpy()
    np.testing.assert_allclose(tall.T @ tall, 4 * np.eye(3), atol=1e-12)


def test_fixed_values() -> None:
    """Zeros, ones, constants, the identity, and the convolution that changes nothing."""
    assert init.zeros_(weight(2)).tolist() == [0.0, 0.0]
    assert init.ones_(weight(2)).tolist() == [1.0, 1.0]
    assert init.constant_(weight(1), 3.0).tolist() == [3.0]
    assert init.eye_(weight(2, 3)).tolist() == [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    x = np.random.default_rng(0).normal(size=(1, 2, 5))
    out = nn.functional.conv1d(x, init.dirac_(weight(2, 2, 3)), padding=1)
    np.testing.assert_array_equal(out.detach(), x)


def test_sparse() -> None:
    """Every column has its share of zeros."""
    values = init.sparse_(weight(10, 4), 0.25, rng=0).detach().numpy()
    assert ((values == 0).sum(axis=0) == 3).all()


def test_gains() -> None:
    """The gains of the literature; an unknown name lists the known ones."""
    assert init.calculate_gain("relu") == np.sqrt(2)
    assert init.calculate_gain("leaky_relu", 1.0) == 1.0
    with pytest.raises(ValueError, match=r"Got nonlinearity 'swoosh'\. Wanted one of relu, tanh"):
        init.calculate_gain("swoosh")
