import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.nn import functional as fn


def test_repeated_rows_add_up() -> None:
    """A row that is named twice gets the sum of both gradients, one that is not named gets zeros."""
    table = ag.Tensor(np.arange(6.0).reshape(3, 2), requires_grad=True)
    (fn.embedding(np.array([2, 0, 2]), table) * np.array([[1.0], [10.0], [100.0]])).sum().backward()
    np.testing.assert_array_equal(table.grad, [[10.0, 10.0], [0.0, 0.0], [101.0, 101.0]])


def test_padding_row_is_not_learnt() -> None:
    """The padding row starts from zeros and its gradient is 0."""
    layer = nn.Embedding(3, 2, padding_idx=-1, rng=0)
    layer(np.array([2, 1])).sum().backward()
    np.testing.assert_array_equal(layer.weight.detach().numpy()[2], 0.0)
    np.testing.assert_array_equal(layer.weight.grad, [[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]])


def test_pretrained_tables_are_frozen() -> None:
    """A table that was given is not learnt unless that is said."""
    assert not nn.Embedding.from_pretrained(np.eye(2)).weight.requires_grad
    assert nn.Embedding.from_pretrained(np.eye(2), freeze=False).weight.requires_grad


def test_one_hot() -> None:
    """Integers become rows with a single 1; the number of classes is one more than the largest, or given."""
    np.testing.assert_array_equal(fn.one_hot(np.array([0, 2])), [[1, 0, 0], [0, 0, 1]])
    assert fn.one_hot(np.array([[1]]), 4).shape == (1, 1, 4)
    with pytest.raises(ValueError, match="got label 2 at row 1, wanted 0 to 1"):
        fn.one_hot(np.array([0, 2]), 2)


@pytest.mark.parametrize("mode", ["sum", "mean", "max"])
def test_bags_end_at_the_last_offset(mode: str) -> None:
    """With include_last_offset the last bag ends there, whatever follows; without bags the result is empty."""
    table = np.arange(8.0).reshape(4, 2)
    bags = fn.embedding_bag(np.array([1, 1, 2, 3]), table, np.array([0, 2, 3]), mode=mode, include_last_offset=True)
    np.testing.assert_array_equal(bags, [table[1] * (2 if mode == "sum" else 1), table[2]])
    assert fn.embedding_bag(np.zeros((0, 3), int), table, mode=mode).shape == (0, 2)
