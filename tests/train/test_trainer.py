"""Training: the loop, its guards, and going on from a checkpoint."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, errors, nn, optim
from autograd_lite.data import DataLoader, load_spiral
from autograd_lite.nn import functional
from autograd_lite.train import Callback, Trainer, accuracy

X, T = load_spiral(20)
Make = Callable[..., Trainer]
Weights = Callable[[Trainer], list[Any]]
Same = Callable[[list[Any], list[Any]], bool]


def test_it_is_the_loop_that_a_reader_would_write(made: Make, same: Same, weights: Weights) -> None:
    """Order of examples, losses and weights are bitwise those of a loop written out."""
    trainer = made()
    trainer.fit(X, T, max_epoch=3, batch_size=16, max_grad=0.5, eval_interval=2)
    other = made()
    model, optimizer, rng = other.model, other.optimizer, np.random.default_rng(3)
    x, t, losses = X, T, []
    for _ in range(3):
        order = rng.permutation(60)
        x, t = x[order], t[order]
        for k in range(0, 60, 16):
            optimizer.zero_grad()
            loss = functional.cross_entropy(model(x[k : k + 16]), t[k : k + 16])
            loss.backward()
            optim.clip_grad_norm_(model.parameters(), 0.5)
            optimizer.step()
            losses.append(loss.item())
    assert same(weights(trainer), weights(other))
    assert trainer.history.losses == pytest.approx([np.mean(losses[k : k + 2]) for k in range(0, 12, 2)])
    assert trainer.history.iterations == [2, 4, 6, 8, 10, 12]


@pytest.mark.parametrize("where", ["loss", "gradient"])
def test_what_is_not_finite_stops_training_and_the_last_good_state_is_kept(
    made: Make, where: str, same: Same, weights: Weights
) -> None:
    """NaN in the second epoch: the error says where, weights are finite, restore goes back to the end of the first."""
    trainer = made()
    trainer.fit(X, T, max_epoch=1)
    good = weights(trainer)
    loss = trainer.loss

    def poisoned(scores: Any, t: Any) -> Any:
        value = loss(scores, t)  # type: ignore[misc]
        if trainer.batch == 1:
            poison = Tensor(np.array(math.nan))
            return value * poison if where == "loss" else value + (np.sqrt(scores * 0).sum() * 0.0)
        return value

    trainer.loss = poisoned
    if where == "gradient":

        def spoil(scores: Any, t: Any) -> Any:
            value = loss(scores, t)  # type: ignore[misc]
            if trainer.batch == 1:
                scores.register_hook(lambda g: g * math.nan)
            return value

        trainer.loss = spoil
    message = r"(?s)(The loss is nan|found nan in the gradient of .*) at batch 2 of epoch 2. .*trainer.restore\(\)"
    with pytest.raises(errors.NonFiniteError, match=message):
        trainer.fit(X, T, max_epoch=3)
    assert all(np.isfinite(w).all() for w in weights(trainer))
    assert not same(weights(trainer), good), "one batch of the second epoch was good"
    trainer.restore()
    assert same(weights(trainer), good)
    trainer.loss = loss
    trainer.fit(X, T, max_epoch=2)
    whole = made()
    whole.fit(X, T, max_epoch=3)
    assert same(weights(trainer), weights(whole)), "going on from there is as if nothing had happened"
    assert trainer.history["loss"] == whole.history["loss"]


def test_validation_and_metrics(made: Make) -> None:
    """Loss and metrics are worked out in evaluation mode on all examples, after each epoch."""
    trainer = made(dropout=0.5, metrics={"accuracy": accuracy})
    history = trainer.fit(X, T, max_epoch=2, batch_size=25, validation=(X[::2], T[::2]))
    assert set(history.epochs[0]) == {"epoch", "loss", "lr", "accuracy", "val_loss", "val_accuracy"}
    scores = trainer.predict(X[::2], batch_size=7)
    assert history["val_accuracy"][-1] == accuracy(scores, T[::2])
    assert history["val_loss"][-1] == pytest.approx(functional.cross_entropy(scores, T[::2]).item())
    assert trainer.evaluate(X, T)["accuracy"] == history["accuracy"][-1]
    assert not trainer.model.training


def test_validation_by_a_loader(made: Make) -> None:
    """A loader in the place of arrays gives the same loss and metrics."""
    trainer = made(metrics={"accuracy": accuracy})
    history = trainer.fit(X, T, max_epoch=1, validation=DataLoader((X, T), 7))
    for name, value in trainer.evaluate(X, T).items():
        assert history[f"val_{name}"] == [pytest.approx(value, rel=1e-12)]


def test_evaluation_asks_the_model_once(made: Make) -> None:
    """Loss and metrics are worked out from the same scores; a model that returns its loss is asked for scores too."""
    trainer, calls = made(metrics={"accuracy": accuracy}), []
    trainer.model[0].register_forward_hook(lambda module, args, out: calls.append(len(args[0])))
    trainer.evaluate(X, T, batch_size=25)
    assert calls == [25, 25, 10]
    model = trainer.model
    trainer.model, trainer.loss = (
        lambda x, t=None: functional.cross_entropy(model(x), t) if t is not None else model(x),
        None,
    )
    assert set(trainer.evaluate(X, T)) == {"loss", "accuracy"}


def test_batches_from_a_loader(made: Make) -> None:
    """A loader gives the batches, in its own order."""
    trainer = made()
    loader = DataLoader((X, T), 16, shuffle=True, rng=1)
    trainer.fit(loader, max_epoch=2)
    assert (trainer.batches, trainer.iteration) == (4, 8)
    assert trainer.history["loss"][1] < trainer.history["loss"][0]


def test_a_model_that_returns_its_loss() -> None:
    """Without a loss function the model gets examples and targets; it need not be a Module."""
    w = Tensor([[1.0], [1.0]], requires_grad=True)
    trainer = Trainer(lambda x, t: ((x @ w - t) ** 2).sum() / len(t), optim.SGD([w], lr=0.1), rng=0)
    x = np.random.default_rng(0).normal(size=(50, 2))
    trainer.fit(x, x @ [[2.0], [-3.0]], max_epoch=20, batch_size=10)
    np.testing.assert_allclose(w.data, [[2.0], [-3.0]], atol=1e-6)
    state = trainer.state_dict()
    w.data[:] = 0
    trainer.load_state_dict(state)
    np.testing.assert_allclose(w.data, [[2.0], [-3.0]], atol=1e-6)


def test_shared_parameters_are_stepped_once() -> None:
    """A weight used by two layers moves by one step of the sum of its gradients."""
    shared = nn.Linear(2, 2, bias=False, rng=0)
    before = np.array(shared.weight.data)
    model = nn.Sequential(shared, shared)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    Trainer(model, optimizer, functional.mse_loss, rng=0).fit(X[:4], X[:4], max_epoch=1, batch_size=4)
    w = Tensor(before, requires_grad=True)
    (((X[:4] @ w.T @ w.T - X[:4]) ** 2).sum() / 8).backward()
    np.testing.assert_allclose(shared.weight.data, before - 0.1 * w.grad, rtol=1e-10)


def test_schedules(made: Make) -> None:
    """Stepped each epoch, or each batch on request; a plateau watches the loss."""
    trainer = made(scheduled=True)
    trainer.fit(X, T, max_epoch=2)
    assert trainer.scheduler.last_epoch == 2
    trainer = made(scheduled=True, scheduler_per_batch=True)
    trainer.fit(X, T, max_epoch=2, batch_size=20)
    assert trainer.scheduler.last_epoch == 6
    trainer = made()
    trainer.scheduler = optim.ReduceLROnPlateau(trainer.optimizer, patience=0, threshold=10.0, threshold_mode="abs")
    trainer.fit(X, T, max_epoch=2)
    assert trainer.optimizer.param_groups[0]["lr"] == pytest.approx(0.005)


def test_a_last_small_batch(made: Make) -> None:
    """It is trained on, or left out on request; the epoch's loss weighs examples alike."""
    trainer = made()
    trainer.fit(X, T, max_epoch=1, batch_size=50)
    assert trainer.iteration == 2
    trainer.fit(X, T, max_epoch=1, batch_size=50, drop_last=True)
    assert trainer.iteration == 3


def test_refusals(made: Make) -> None:
    """Unequal lengths, no batches, and batches that are no pairs are named."""
    trainer = made()
    with pytest.raises(errors.ShapeError, match="fit got 60 examples and 59 targets"):
        trainer.fit(X, T[:59])
    with pytest.raises(errors.DataError, match="fit got no batches"):
        trainer.fit(X, T, batch_size=100, drop_last=True)
    with pytest.raises(errors.DataError, match=r"batch of type ndarray. Wanted pairs"):
        trainer.fit([X])


def test_order_of_events(made: Make) -> None:
    """Callbacks are told in order, and can stop training."""
    told = []

    class Listening(Callback):
        def on_fit_begin(self, trainer: Trainer) -> None:
            told.append("fit")

        def on_epoch_begin(self, trainer: Trainer) -> None:
            told.append("epoch")

        def on_batch_end(self, trainer: Trainer) -> None:
            told.append(f"batch {trainer.batch}/{trainer.batches}")
            trainer.stop = trainer.iteration == 3

        def on_epoch_end(self, trainer: Trainer) -> None:
            told.append(f"end {trainer.epoch}")

        def on_fit_end(self, trainer: Trainer) -> None:
            told.append("done")

    made(callbacks=[Listening()]).fit(X, T, max_epoch=5, batch_size=30)
    assert told == ["fit", "epoch", "batch 1/2", "batch 2/2", "end 1", "epoch", "batch 1/2", "end 2", "done"]


def test_plot(made: Make) -> None:
    """The running loss against iterations, within limits that were given."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    trainer = made()
    trainer.fit(X, T, max_epoch=4, eval_interval=1)
    axes = trainer.plot(ylim=(0, 2))
    (line,) = axes.lines
    assert line.get_ydata().tolist() == trainer.history.losses
    assert axes.get_ylim() == (0, 2)
    matplotlib.pyplot.close("all")


def test_spiral_of_the_book() -> None:
    """The book's first epochs, 10 batches of 30 with the legacy generator, print 1.13, 1.13, 1.12, 1.12, 1.11."""
    rng = np.random.RandomState(1984)
    x, t = load_spiral(rng=rng)
    model = nn.Sequential(nn.Linear(2, 10), nn.Sigmoid(), nn.Linear(10, 3))
    for layer in (model[0], model[2]):
        layer.weight.data = 0.01 * rng.standard_normal(layer.weight.shape[::-1]).T
        layer.bias.data = np.zeros(layer.bias.shape)
    trainer = Trainer(model, optim.SGD(model.parameters(), lr=1.0), functional.cross_entropy, rng=rng)
    trainer.fit(x, t, max_epoch=5, batch_size=30, eval_interval=10)
    assert [f"{loss:.2f}" for loss in trainer.history.losses] == ["1.13", "1.13", "1.12", "1.12", "1.11"]
