import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import errors
from autograd_lite.nn import functional as fn


def test_gumbel_softmax_samples() -> None:
    """Hard samples are one-hot, appear as often as their probability, and have the gradient of the soft ones."""
    logits = np.broadcast_to(np.log([0.5, 0.3, 0.2]), (20_000, 3))
    hard = fn.gumbel_softmax(logits, hard=True, rng=0)
    np.testing.assert_allclose(np.asarray(hard).mean(axis=0), [0.5, 0.3, 0.2], atol=0.02)
    assert set(np.unique(np.round(hard, 12))) == {0.0, 1.0}
    soft, hard = (
        ag.grad(lambda x, h=h: (fn.gumbel_softmax(x, 0.7, h, rng=1) * np.arange(3.0)).sum())(logits[:1].copy())
        for h in (False, True)
    )
    np.testing.assert_allclose(soft, hard)
    with pytest.raises(ValueError, match="Got tau=0"):
        fn.gumbel_softmax(logits, tau=0)


def test_random_slopes() -> None:
    """While training every negative element has a slope of its own, within the interval."""
    out = fn.rrelu(np.full(1000, -1.0), 0.1, 0.3, training=True, rng=0)
    assert len(np.unique(out)) == 1000
    assert out.min() >= -0.3
    assert out.max() <= -0.1
    np.testing.assert_allclose(fn.rrelu(np.array([-1.0, 2.0]), 0.1, 0.3), [-0.2, 2.0])


def test_normalize() -> None:
    """Rows of length 5 become rows of length 1; a row of zeros stays, with gradient 0 and not NaN."""
    x = ag.Tensor([[3.0, 4.0], [0.0, 0.0]], requires_grad=True)
    out = fn.normalize(x)
    np.testing.assert_allclose(out.detach(), [[0.6, 0.8], [0.0, 0.0]])
    out[0, 0].backward()
    np.testing.assert_allclose(x.grad, [[0.128, -0.096], [0.0, 0.0]])


def test_arguments_are_checked() -> None:
    """A missing axis, an odd length and a wrong number of channels are named."""
    with pytest.raises(TypeError, match=r"softmax: got no dim\. Wanted the axis to sum over"):
        fn.softmax(np.zeros(3))
    with pytest.raises(errors.ShapeError, match=r"glu: got an input of shape \(3,\), wanted an even length on axis -1"):
        fn.glu(np.zeros(3))
    with pytest.raises(errors.ShapeError, match=r"prelu: .* wanted 2 channels on axis 1"):
        fn.prelu(np.zeros((1, 3)), np.zeros(2))
    with pytest.raises(ValueError, match=r"gelu: got approximate='erf'"):
        fn.gelu(np.zeros(3), "erf")
