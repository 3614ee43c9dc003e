"""Callbacks by themselves, with a trainer that is made of paper."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograd_lite.errors import OptionError
from autograd_lite.train import EarlyStopping, History, Progress, SaveCheckpoint


def paper(*losses: float) -> Any:
    """A trainer after so many epochs."""
    history = History()
    history.epochs += [{"epoch": k + 1, "loss": loss, "lr": 0.1} for k, loss in enumerate(losses)]
    saved: list[Path] = []
    return SimpleNamespace(
        history=history, epoch=len(losses), stop=False, batch=3, batches=4, last_loss=0.5, saved=saved,
        save=saved.append, model_state=lambda: f"weights {len(losses)}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "stops"),
    [
        ({"patience": 1}, [False, False, False, True]),
        ({"patience": 0}, [False, False, True, True]),
        ({"patience": 0, "min_delta": 0.5}, [False, True, True, True]),
        ({"patience": 0, "mode": "max"}, [False, True, True, True]),
    ],
)
def test_early_stopping(options: dict[str, Any], stops: list[bool]) -> None:
    """With losses 1, 0.9, 0.9, 0.9 it stops when more than `patience` epochs were no improvement."""
    stopping, losses, found = EarlyStopping("loss", **options), [1.0, 0.9, 0.9, 0.9], []
    for k in range(4):
        trainer = paper(*losses[: k + 1])
        stopping.on_epoch_end(trainer)
        found.append(trainer.stop)
    assert found == stops


def test_best_weights() -> None:
    """The weights of the best epoch are put back at the end, unless that is not wanted."""
    for restore, expected in ((True, ["weights 2"]), (False, [])):
        stopping, put = EarlyStopping("loss", restore_best=restore), []
        for losses in ((1.0,), (1.0, 0.5), (1.0, 0.5, 0.7)):
            stopping.on_epoch_end(paper(*losses))
        stopping.on_fit_end(SimpleNamespace(load_model_state=put.append))
        assert put == expected


def test_unknown_columns_and_modes() -> None:
    """A column that the history lacks, and a mode that is none, are named."""
    with pytest.raises(OptionError, match=r"watches 'val_loss'. The epochs have \['epoch', 'loss', 'lr'\]"):
        EarlyStopping().on_epoch_end(paper(1.0))
    with pytest.raises(OptionError, match="mode='low'"):
        EarlyStopping(mode="low")


def test_save_checkpoint(tmp_path: Path) -> None:
    """Every second epoch; or the best only."""
    saves = {}
    for name, callback in (
        ("every", SaveCheckpoint(tmp_path, every=2)),
        ("best", SaveCheckpoint(tmp_path, best="loss")),
    ):
        saves[name] = []
        for losses in ((1.0,), (1.0, 0.5), (1.0, 0.5, 0.7), (1.0, 0.5, 0.7, 0.4)):
            trainer = paper(*losses)
            callback.on_epoch_end(trainer)
            saves[name].append(len(trainer.saved))
    assert saves == {"every": [0, 1, 0, 1], "best": [1, 1, 0, 1]}


def test_progress_is_quiet_where_there_is_no_terminal() -> None:
    """Nothing is written to a file or a pipe."""
    stream = io.StringIO()
    progress = Progress(stream)
    progress.on_batch_end(paper(0.5))
    progress.on_epoch_end(paper(0.5))
    assert stream.getvalue() == ""


def test_progress_on_a_terminal() -> None:
    """A bar that is drawn over itself, and a line for each epoch."""
    stream = io.StringIO()
    progress = Progress(stream, always=True)
    progress.on_batch_end(paper())
    progress.on_batch_end(paper())
    assert stream.getvalue().strip() == "epoch 1 ██████████████████░░░░░░  75%  loss 0.5000", "once in an interval"
    progress.on_epoch_end(paper(0.25))
    assert stream.getvalue().endswith("\n")
    assert "epoch 1  loss 0.2500" in stream.getvalue()
