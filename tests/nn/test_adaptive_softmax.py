import numpy as np
import pytest

from autograd_lite import errors, nn

X = np.random.default_rng(0).normal(size=(5, 4))
LAYER = nn.AdaptiveLogSoftmaxWithLoss(4, 9, [3, 5], div_value=2.0, rng=0)


def test_probabilities_sum_to_one() -> None:
    """Over the frequent classes and all clusters."""
    np.testing.assert_allclose(np.exp(LAYER.log_prob(X)).sum(axis=1).detach(), np.ones(5))


def test_the_loss_reads_the_log_probabilities() -> None:
    """Of each target, its own: in the head, in a cluster, at both ends."""
    labels = np.array([0, 2, 3, 5, 8])
    output, loss = LAYER(X, labels)
    wanted = LAYER.log_prob(X).detach().numpy()[np.arange(5), labels]
    np.testing.assert_allclose(output.detach(), wanted)
    assert loss.item() == pytest.approx(-wanted.mean())
    assert LAYER(X[2], np.array(3)).output.item() == pytest.approx(wanted[2])


def test_predictions() -> None:
    """The most probable class, as integers."""
    assert LAYER.predict(X).tolist() == LAYER.log_prob(X).detach().numpy().argmax(axis=1).tolist()


def test_clusters_that_no_target_is_in() -> None:
    """Their weights are not used, and have no gradient."""
    layer = nn.AdaptiveLogSoftmaxWithLoss(4, 9, [3, 5], div_value=2.0, rng=0)
    layer(X[:2], np.array([0, 4])).loss.backward()
    assert [p.grad is None for p in layer.parameters()] == [False, False, False, True, True]


def test_messages() -> None:
    """Cutoffs out of order, too few features, labels out of range, shapes that do not fit."""
    with pytest.raises(ValueError, match=r"got cutoffs=\[5, 3\] for 9 classes. Wanted integers from 1 to 8"):
        nn.AdaptiveLogSoftmaxWithLoss(4, 9, [5, 3])
    with pytest.raises(ValueError, match=r"leaves inner layers of \[1, 0\]. Wanted one feature at least"):
        nn.AdaptiveLogSoftmaxWithLoss(4, 9, [3, 5])
    with pytest.raises(ValueError, match="got label 9 at row 1, wanted 0 to 8"):
        LAYER(X[:2], np.array([0, 9]))
    with pytest.raises(errors.ShapeError, match=r"got an input of shape \(5, 4\) and labels of shape \(5, 1\)"):
        LAYER(X, np.zeros((5, 1), int))
    with pytest.raises(ValueError, match="got an empty batch, whose mean loss is not defined"):
        LAYER(X[:0], np.zeros(0, int))
