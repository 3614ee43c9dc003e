"""Fault 24: a NaN or an infinity is born somewhere, and only the loss shows it, a thousand operations later.

Under ``detect_anomaly`` the operation is named, with its shapes and the line that called it.
"""

import inspect

import numpy as np
import pytest

from autograd_lite import Tensor, detect_anomaly, nn, optim, strict_ieee
from autograd_lite.errors import AnomalyError, NonFiniteError
from autograd_lite.train import Trainer


def _line() -> int:
    """The number of the line that calls this."""
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    return frame.f_back.f_lineno


def test_born_in_forward() -> None:
    """The operation whose result is not finite is named at once, with the shapes of its inputs and the user's line."""
    x = Tensor([0.0, 1.0], requires_grad=True)
    line = _line() + 2
    with detect_anomaly(), np.errstate(all="ignore"), pytest.raises(AnomalyError) as caught:
        np.log(x)
    assert str(caught.value) == (
        f"log returned NaN or infinity at {__file__}:{line} for inputs of shape x (2,). Look at what goes in there: "
        "a logarithm of zero, a division by zero, an overflow? If a np.where chooses something else there, "
        "make its input harmless first: np.where(ok, log(np.where(ok, x, 1.0)), 0.0)."
    )


def test_born_in_backward() -> None:
    """An infinite derivative is blamed on the operation whose rule gave it, not on those that carry it on."""
    x = Tensor([0.0, 4.0], requires_grad=True)
    with detect_anomaly():
        line = _line() + 1
        y = np.sqrt(x * 1.0)
        loss = (y * 2.0).sum()
        with pytest.raises(AnomalyError) as caught:
            loss.backward()
    assert str(caught.value) == (
        f"infinity was born in the derivative of sqrt, whose result has shape (2,), called at {__file__}:{line}. "
        "If a np.where chooses something else at the bad points, replace them in the input of sqrt too: "
        "np.where(ok, sqrt(np.where(ok, x, 1.0)), 0.0)."
    )
    assert x.grad is None


def test_born_right_at_a_leaf() -> None:
    """The last rule before a leaf is looked at too."""
    x = Tensor(0.0, requires_grad=True)
    with detect_anomaly(), pytest.raises(AnomalyError, match="derivative of sqrt"):
        np.sqrt(x).backward()


def test_seed_that_is_not_finite() -> None:
    """A gradient that was bad when it was handed in is not blamed on a rule."""
    x = Tensor([1.0], requires_grad=True)
    with detect_anomaly(), pytest.raises(AnomalyError, match=r"^NaN already came to multiply"):
        (x * 2.0).backward(np.array([np.nan]))


def test_forward_outside_the_mode() -> None:
    """If only the backward pass is watched, the operation is still named, and how to see its line."""
    x = Tensor(0.0, requires_grad=True)
    y = np.sqrt(x)
    with detect_anomaly(), pytest.raises(AnomalyError) as caught:
        y.backward()
    assert "called at an unknown line (run the forward pass under detect_anomaly too)" in str(caught.value)


def test_recorded_pass() -> None:
    """The pass for second derivatives is watched as well."""
    x = Tensor(0.0, requires_grad=True)
    with detect_anomaly(), pytest.raises(AnomalyError, match="derivative of sqrt"):
        np.sqrt(x).backward(create_graph=True)


def test_repaired_zeros_are_no_anomaly() -> None:
    """Where a zero cotangent wins over an infinite derivative nothing is wrong, at first and second order."""
    x = Tensor([0.0, 4.0], requires_grad=True)
    with detect_anomaly():
        np.where(x > 0, np.sqrt(x), 0.0).sum().backward(create_graph=True)
    assert x.grad.tolist() == [0.0, 0.25]


def test_nothing_stays_behind() -> None:
    """A pass that was watched leaves the graph as it was: the next one, unwatched, returns what IEEE says."""
    x = Tensor(0.0, requires_grad=True)
    y = np.sqrt(x)
    with detect_anomaly(), pytest.raises(AnomalyError):
        y.backward(retain_graph=True)
    y.backward()
    assert x.grad == np.inf


def test_sound_programs_pass() -> None:
    """A computation without NaN and infinity is the same under the mode."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    with detect_anomaly():
        (np.exp(x) * x[::-1]).sum().backward()
    np.testing.assert_allclose(x.grad, np.exp([1.0, 2.0]) * [2.0, 1.0] + np.exp([2.0, 1.0]))


def test_strict_mode_names_the_cure() -> None:
    """With strict IEEE arithmetic the NaN of a hidden branch is found, and the message shows the double ``where``."""
    x = Tensor([0.0, 4.0], requires_grad=True)
    with detect_anomaly(), strict_ieee(), pytest.raises(AnomalyError, match=r"np\.where\(ok, sqrt\(np\.where\(ok, x"):
        np.where(x > 0, np.sqrt(x), 0.0).sum().backward()


def test_operations_with_byproducts_pass() -> None:
    """The cross-entropy, which keeps more than its result, is computed under the mode as without it."""
    x, labels = Tensor([[1.0, 2.0], [3.0, 3.0]], requires_grad=True), np.array([0, 1])
    with detect_anomaly():
        loss = nn.functional.cross_entropy(x, labels)
        loss.backward()
    assert loss.item() == nn.functional.cross_entropy(x, labels).item()
    np.testing.assert_allclose(x.grad.sum(axis=1), 0, atol=1e-16)
    x.data[0, 0] = np.inf
    with detect_anomaly(), np.errstate(all="ignore"), pytest.raises(AnomalyError, match="softmax_cross_entropy"):
        nn.functional.cross_entropy(x, labels)


def test_the_trainer_looks_at_every_step() -> None:
    """Without the mode, training stops at the first loss that is not finite, before a weight has taken it in."""
    x, model = np.ones((8, 2)), nn.Linear(2, 1, rng=0)
    x[5] = np.nan
    trainer = Trainer(model, optim.SGD(model.parameters(), lr=0.1), nn.functional.mse_loss, rng=0)
    with np.errstate(all="ignore"), pytest.raises(NonFiniteError, match=r"The loss is nan at batch \d of epoch 1"):
        trainer.fit(x, np.zeros((8, 1)), max_epoch=1, batch_size=2)
    assert all(np.isfinite(p.data).all() for p in model.parameters())
    with detect_anomaly(), np.errstate(all="ignore"), pytest.raises(AnomalyError, match="returned NaN or infinity at"):
        trainer.fit(x, np.zeros((8, 1)), max_epoch=1, batch_size=2)
