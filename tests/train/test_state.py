"""Going on from a checkpoint: in new objects, bitwise as if nothing had been interrupted."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd_lite import errors, nn
from autograd_lite.data import DataLoader, load_spiral
from autograd_lite.train import EarlyStopping, SaveCheckpoint, Trainer, accuracy

X, T = load_spiral(20)
Make = Callable[..., Trainer]
Weights = Callable[[Trainer], list[Any]]
Same = Callable[[list[Any], list[Any]], bool]


def test_fit_again_goes_on(made: Make, same: Same, weights: Weights) -> None:
    """Three epochs and two more are five, bitwise, with a schedule and dropout too."""
    whole, parts = made(True, 0.3), made(True, 0.3)
    whole.fit(X, T, max_epoch=5)
    parts.fit(X, T, max_epoch=3)
    parts.fit(X, T, max_epoch=2)
    assert same(weights(whole), weights(parts))
    assert parts.history["epoch"] == [1, 2, 3, 4, 5]
    assert parts.history["lr"] == whole.history["lr"]
    assert parts.epoch == 5


def test_going_on_from_a_checkpoint_is_bitwise_the_same(
    made: Make, tmp_path: Path, same: Same, weights: Weights
) -> None:
    """A run saved after two epochs and gone on with in new objects ends with the weights of one never interrupted."""
    pytest.importorskip("safetensors")
    whole, first, second = (made(True, 0.3, metrics={"accuracy": accuracy}) for _ in range(3))
    whole.fit(X, T, max_epoch=5, batch_size=16, eval_interval=3)
    first.fit(X, T, max_epoch=2, batch_size=16, eval_interval=3)
    first.save(tmp_path / "state")
    second.load(tmp_path / "state")
    second.fit(X, T, max_epoch=3, batch_size=16, eval_interval=3)
    assert same(weights(whole), weights(second))
    assert second.history.losses == whole.history.losses
    assert second.history.epochs == whole.history.epochs


def test_going_on_with_a_loader_is_bitwise_the_same(made: Make, tmp_path: Path, same: Same, weights: Weights) -> None:
    """The order that a shuffling loader draws is part of the checkpoint, loaded before or after the loader is known."""
    pytest.importorskip("safetensors")

    def loader(seed: int) -> DataLoader:
        return DataLoader((X, T), 16, shuffle=True, rng=seed)

    whole, first, second, third = (made() for _ in range(4))
    whole.fit(loader(1), max_epoch=5)
    first.fit(loader(1), max_epoch=2)
    first.save(tmp_path / "state")
    second.load(tmp_path / "state")
    second.fit(loader(7), max_epoch=3)
    assert same(weights(whole), weights(second))
    same_loader = loader(8)
    third.fit(same_loader, max_epoch=1)
    third.load(tmp_path / "state")
    third.fit(same_loader, max_epoch=3)
    assert same(weights(whole), weights(third))


def test_early_stopping_goes_on_from_a_checkpoint(made: Make, tmp_path: Path, same: Same, weights: Weights) -> None:
    """The best epoch, its weights and the patience used up are part of it, in whatever order the callbacks stand."""
    pytest.importorskip("safetensors")
    noise = np.random.default_rng(0).integers(0, 3, size=30)
    options = {"max_epoch": 60, "batch_size": 5, "validation": (X[30:], noise)}

    def stopped() -> Trainer:
        return made(callbacks=[SaveCheckpoint(tmp_path / "every"), EarlyStopping(patience=4)])

    whole = stopped()
    whole.fit(X[:30], noise, **options)
    assert 6 < whole.epoch < 60
    first, second = stopped(), stopped()
    first.fit(X[:30], noise, **{**options, "max_epoch": whole.epoch - 3})
    second.load(tmp_path / "every")
    assert second.epoch == whole.epoch - 3
    second.fit(X[:30], noise, **options)
    assert second.epoch == whole.epoch
    assert same(weights(second), weights(whole))


def test_a_loaded_state_is_the_good_one(made: Make, same: Same, weights: Weights) -> None:
    """After loading, restore does not go back to what was trained before."""
    trainer, other = made(), made()
    other.fit(X, T, max_epoch=2)
    trainer.fit(X, T, max_epoch=1)
    trainer.load_state_dict(other.state_dict())
    trainer.loss = lambda scores, t: scores.sum() * math.inf
    with pytest.raises(errors.NonFiniteError), np.errstate(invalid="ignore"):
        trainer.fit(X, T, max_epoch=1)
    trainer.restore()
    assert same(weights(trainer), weights(other))


def test_a_checkpoint_that_does_not_fit(made: Make, tmp_path: Path) -> None:
    """The state of another model, and a file of something else, are named errors."""
    with pytest.raises(errors.CheckpointError, match="no state of a Trainer"):
        made().load_state_dict({"weights": 1})
    other = made()
    other.model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Identity(), nn.Linear(8, 3))
    with pytest.raises(errors.CheckpointError, match="has 2 generators, this training has 1"):
        other.load_state_dict(made().state_dict())


def test_early_stopping_and_best_checkpoint(made: Make, tmp_path: Path, same: Same, weights: Weights) -> None:
    """Training stops when validation gets worse, with the best weights, which are also those on the disk."""
    pytest.importorskip("safetensors")
    stopping = EarlyStopping(patience=2)
    trainer = made(callbacks=[stopping, SaveCheckpoint(tmp_path / "best", best="val_loss")])
    noise = np.random.default_rng(0).integers(0, 3, size=30)  # labels that cannot be learnt
    history = trainer.fit(X[:30], noise, max_epoch=60, batch_size=5, validation=(X[30:], noise))
    losses = history["val_loss"]
    assert len(losses) < 60
    assert stopping.best_epoch == int(np.argmin(losses)) + 1 == len(losses) - 3
    assert trainer.evaluate(X[30:], noise)["loss"] == pytest.approx(min(losses))
    other = made()
    other.load(tmp_path / "best")
    assert same(weights(other), weights(trainer))
    assert other.epoch == stopping.best_epoch
