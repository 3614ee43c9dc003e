"""The record of a training."""

import pytest

from autograd_lite.errors import CheckpointError
from autograd_lite.train import History


def made() -> History:
    """Two epochs, one of them validated."""
    history = History()
    history.epochs += [{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": 0.25, "val_loss": 0.75}]
    history.losses, history.iterations, history.seconds = [0.5, 0.25], [10, 20], [0.1, 0.2]
    return history


def test_columns() -> None:
    """A column by name; an unknown one is an error that lists those there are."""
    history = made()
    assert (history["loss"], history["val_loss"], len(history)) == ([0.5, 0.25], [0.75], 2)
    with pytest.raises(KeyError, match=r"no epoch has 'accuracy'; there are \['epoch', 'loss', 'val_loss'\]"):
        history["accuracy"]
    assert History()["loss"] == []


def test_state() -> None:
    """Copies go out and in; what lacks a list is refused."""
    history, other = made(), History()
    state = history.state_dict()
    other.load_state_dict(state)
    other.epochs[0] = {}
    other.losses.append(1.0)
    assert history.state_dict() == state
    with pytest.raises(CheckpointError, match=r"lacks the lists \['seconds'\]"):
        other.load_state_dict({**state, "seconds": 5})


def test_cut() -> None:
    """What came after given lengths is forgotten."""
    history = made()
    lengths = history.lengths()
    history.epochs.append({"epoch": 3})
    history.losses.append(0.1)
    history.cut(lengths)
    assert history.state_dict() == made().state_dict()


def test_repr() -> None:
    """The last epoch is shown."""
    assert repr(made()) == "History(2 epochs; last: epoch 2, loss 0.25, val_loss 0.75)"
    assert repr(History()) == "History(0 epochs)"
