import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import errors, nn
from autograd_lite.nn import functional as fn

RNG = np.random.default_rng(0)
Q, K, V = RNG.normal(size=(2, 3, 4)), RNG.normal(size=(2, 5, 4)), RNG.normal(size=(2, 5, 6))


def test_worked_by_hand() -> None:
    """Scores log 3 and 0 give weights 3/4 and 1/4."""
    out = fn.scaled_dot_product_attention(
        np.array([[1.0]]), np.array([[np.log(3.0)], [0.0]]), np.array([[8.0], [4.0]]), scale=1.0
    )
    np.testing.assert_allclose(out, [[7.0]])


def test_causal_is_the_mask_of_the_lower_triangle() -> None:
    """is_causal, a mask of booleans and one of numbers say the same."""
    lower = np.tri(3, 5, dtype=bool)
    wanted = fn.scaled_dot_product_attention(Q, K, V, is_causal=True)
    np.testing.assert_allclose(fn.scaled_dot_product_attention(Q, K, V, lower), wanted)
    np.testing.assert_allclose(fn.scaled_dot_product_attention(Q, K, V, np.where(lower, 0.0, -np.inf)), wanted)


def test_a_query_that_may_look_nowhere() -> None:
    """It gets zeros, and gradients are finite."""
    mask = np.array([[True] * 5, [False] * 5, [True] * 5])
    q = ag.Tensor(Q, requires_grad=True)
    out = fn.scaled_dot_product_attention(q, K, V, mask)
    out.sum().backward()
    np.testing.assert_array_equal(out.detach().numpy()[:, 1], 0.0)
    np.testing.assert_array_equal(q.grad[:, 1], 0.0)


def test_groups_of_queries() -> None:
    """With enable_gqa four heads of queries share two of keys and values."""
    q, k = RNG.normal(size=(1, 4, 3, 2)), RNG.normal(size=(1, 2, 3, 2))
    out = fn.scaled_dot_product_attention(q, k, k, enable_gqa=True)
    twice = np.repeat(k, 2, axis=1)
    np.testing.assert_allclose(out, fn.scaled_dot_product_attention(q, twice, twice))


def test_dropped_weights() -> None:
    """dropout_p drops weights as dropout does, with the same generator; in the mean nothing changes."""
    scores = Q @ np.swapaxes(K, -1, -2) / 2
    kept = fn.dropout(fn.softmax(scores, -1), 0.3, rng=5)
    np.testing.assert_array_equal(fn.scaled_dot_product_attention(Q, K, V, dropout_p=0.3, rng=5), kept @ V)
    rng = np.random.default_rng(0)
    many = np.mean([fn.scaled_dot_product_attention(Q, K, V, dropout_p=0.3, rng=rng) for _ in range(4000)], axis=0)
    np.testing.assert_allclose(many, fn.scaled_dot_product_attention(Q, K, V), atol=0.05)


def test_bad_arguments() -> None:
    """Shapes that do not fit, a mask beside is_causal, a mask of the wrong shape."""
    with pytest.raises(errors.ShapeError, match=r"got shapes \(2, 3, 4\), \(2, 5, 6\), \(2, 5, 6\)"):
        fn.scaled_dot_product_attention(Q, V, V)
    with pytest.raises(ValueError, match="got attn_mask and is_causal=True"):
        fn.scaled_dot_product_attention(Q, K, V, np.tri(3, 5), is_causal=True)
    layer = nn.MultiheadAttention(4, 2, rng=0)
    with pytest.raises(
        errors.ShapeError, match=r"MultiheadAttention: got attn_mask of shape \(3, 3\), wanted \(2, 2\)"
    ):
        layer(*[np.zeros((2, 1, 4))] * 3, attn_mask=np.zeros((3, 3)))
    with pytest.raises(ValueError, match="Got embed_dim=4 and num_heads=3"):
        nn.MultiheadAttention(4, 3)
