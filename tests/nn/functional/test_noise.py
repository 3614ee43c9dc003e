import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import errors, nn
from autograd_lite.nn import functional as fn


def test_dropout_keeps_the_mean() -> None:
    """A quarter is dropped, the rest is multiplied by 4/3, and the gradient goes the same way."""
    x = ag.Tensor(np.ones(40_000), requires_grad=True)
    out = fn.dropout(x, 0.25, rng=0)
    out.sum().backward()
    values = out.detach().numpy()
    assert set(np.unique(values)) == {0.0, 1 / 0.75}
    assert np.mean(values == 0) == pytest.approx(0.25, abs=0.01)
    np.testing.assert_array_equal(x.grad, values)


def test_evaluation_passes_on() -> None:
    """Without training, and with p = 0, the input itself comes back; with p = 1 nothing does."""
    x = ag.Tensor([1.0, 2.0])
    assert fn.dropout(x, 0.5, training=False) is x
    assert fn.dropout(x, 0.0) is x
    np.testing.assert_array_equal(fn.dropout(x, 1.0).detach(), [0.0, 0.0])
    np.testing.assert_array_equal(fn.alpha_dropout(x, 1.0).detach(), [0.0, 0.0])


@pytest.mark.parametrize(
    ("drop", "shape"),
    [(fn.dropout1d, (3, 5, 4)), (fn.dropout2d, (3, 5, 4, 2)), (fn.dropout3d, (3, 5, 4, 2, 2)), (fn.dropout1d, (15, 4))],
)
def test_whole_channels(drop: object, shape: tuple[int, ...]) -> None:
    """A channel is dropped or kept as a whole, and some of 15 are each."""
    out = drop(np.ones(shape), 0.5, rng=1).reshape(15, -1)  # type: ignore[operator]
    assert all(len(set(channel)) == 1 for channel in out)
    assert set(out[:, 0]) == {0.0, 2.0}


@pytest.mark.parametrize("drop", [fn.alpha_dropout, fn.feature_alpha_dropout])
def test_alpha_dropout_keeps_mean_and_variance(drop: object) -> None:
    """Of a standard normal input the result has mean 0 and variance 1."""
    x = np.random.default_rng(0).normal(size=(100, 400, 3))
    out = drop(x, 0.3, rng=1)  # type: ignore[operator]
    assert np.mean(out) == pytest.approx(0.0, abs=0.02)
    assert np.var(out) == pytest.approx(1.0, abs=0.02)


def test_bad_arguments() -> None:
    """A probability outside [0, 1] and a wrong number of axes are refused."""
    with pytest.raises(ValueError, match=r"dropout: got p=1.5, wanted a probability from 0 to 1"):
        fn.dropout(np.ones(2), 1.5)
    with pytest.raises(ValueError, match=r"Dropout got p=-1"):
        nn.Dropout(-1)
    with pytest.raises(errors.ShapeError, match=r"dropout2d: got an input of shape \(2,\), wanted 3 or 4 axes"):
        fn.dropout2d(np.ones(2))


def test_layers_draw_anew_and_the_copies_of_a_stack_differ() -> None:
    """A layer's second mask is another one; copies in a transformer draw from one generator, not from equal ones."""
    layer = nn.Dropout(0.5, rng=0)
    assert not np.array_equal(layer(np.ones(64)), layer(np.ones(64)))
    stack = nn.TransformerEncoder(nn.TransformerEncoderLayer(2, 1, 2, rng=0), 2)
    assert stack.layers[0].dropout.rng is stack.layers[1].dropout.rng
