"""What may happen besides, while a :class:`~autograd_lite.train.Trainer` trains."""

import math
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from autograd_lite.errors import OptionError


class Callback:
    """Base of callbacks: every method does nothing, and is given the trainer.

    Setting ``trainer.stop = True`` ends training after the batch.

    Examples
    --------
    >>> class Goal(Callback):
    ...     def on_epoch_end(self, trainer):
    ...         trainer.stop = trainer.history["loss"][-1] < 0.1
    """

    def on_fit_begin(self, trainer: Any) -> None:
        """Before the first epoch."""

    def on_epoch_begin(self, trainer: Any) -> None:
        """Before the first batch of an epoch."""

    def on_batch_end(self, trainer: Any) -> None:
        """After each step."""

    def on_epoch_end(self, trainer: Any) -> None:
        """After the epoch's row was added to the history."""

    def on_fit_end(self, trainer: Any) -> None:
        """At the end, however it came."""

    def state_dict(self) -> dict[str, Any]:
        """Return what a checkpoint is to keep: nested dicts of arrays, numbers and strings."""
        return {}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned."""


class _Watching(Callback):
    """A callback that compares one column of the history with its best so far."""

    kept: tuple[str, ...] = ("best",)

    def __init__(self, monitor: str, mode: str, min_delta: float) -> None:
        if mode not in ("min", "max"):
            raise OptionError(f"{type(self).__name__} got mode={mode!r}. Wanted 'min' or 'max'.")
        self.monitor, self.sign, self.min_delta = monitor, 1 if mode == "min" else -1, min_delta
        self.best = math.inf

    def improved(self, trainer: Any) -> bool:
        """Whether the last epoch is the best so far, by more than min_delta."""
        row = trainer.history.epochs[-1]
        if self.monitor not in row:
            raise OptionError(f"{type(self).__name__} watches {self.monitor!r}. The epochs have {sorted(row)}.")
        value = self.sign * row[self.monitor]
        if value < self.best - self.min_delta:
            self.best = value
            return True
        return False

    def state_dict(self) -> dict[str, Any]:
        """Return what has been seen so far."""
        return {name: getattr(self, name) for name in self.kept}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned."""
        for name in self.kept:
            setattr(self, name, state_dict[name])


class EarlyStopping(_Watching):
    """Stop when a column of the history has not improved for `patience` epochs, and go back to the best weights.

    Parameters
    ----------
    monitor : name of the column, ``"val_loss"`` by default
    patience : epochs without improvement that pass before
    min_delta : smaller improvements do not count
    mode : "min" if lower is better, "max" if higher is
    restore_best : whether the model gets the weights of the best epoch at the end
    """

    kept = ("best", "waited", "best_epoch", "weights")

    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 5,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = True,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        self.patience, self.restore_best = patience, restore_best
        self.waited, self.best_epoch = 0, 0
        self.weights: Any = None

    def on_epoch_end(self, trainer: Any) -> None:
        """Compare, remember, or wait."""
        if self.improved(trainer):
            self.waited, self.best_epoch = 0, trainer.epoch
            if self.restore_best:
                self.weights = trainer.model_state()
        else:
            self.waited += 1
            trainer.stop = trainer.stop or self.waited > self.patience

    def on_fit_end(self, trainer: Any) -> None:
        """Put the best weights back."""
        if self.weights is not None:
            trainer.load_model_state(self.weights)


class SaveCheckpoint(_Watching):
    """Save the trainer after every epoch, or after those that are the best so far.

    Parameters
    ----------
    path : of the file
    every : epochs between two saves
    best : name of the column by which to save the best only; None to save all
    mode : "min" if lower is better, "max" if higher is
    """

    def __init__(self, path: str | Path, every: int = 1, best: str | None = None, mode: str = "min") -> None:
        super().__init__(best or "", mode, 0.0)
        self.path, self.every = Path(path), every

    def on_epoch_end(self, trainer: Any) -> None:
        """Save, if it is time."""
        if (not self.monitor and trainer.epoch % self.every == 0) or (self.monitor and self.improved(trainer)):
            trainer.save(self.path)


class Progress(Callback):
    """A line that shows how far the epoch is; nothing where the stream is no terminal.

    Parameters
    ----------
    stream : where to, ``sys.stderr`` by default
    interval : seconds between two lines
    always : also where the stream is no terminal
    """

    WIDTH = 24

    def __init__(self, stream: TextIO | None = None, interval: float = 0.1, always: bool = False) -> None:
        self.stream, self.interval, self.always = stream, interval, always
        self._shown = 0.0

    @property
    def _on(self) -> bool:
        stream = self.stream or sys.stderr
        return self.always or bool(getattr(stream, "isatty", lambda: False)())

    def on_batch_end(self, trainer: Any) -> None:
        """Draw the bar, if enough time has passed since the last."""
        now = time.monotonic()
        if now - self._shown >= self.interval and self._on:
            self._shown = now
            share = trainer.batch / max(trainer.batches, 1)
            bar = "█" * round(share * self.WIDTH)
            self._write(
                f"epoch {trainer.epoch + 1} {bar:░<{self.WIDTH}} {share:4.0%}  loss {trainer.last_loss:.4f}", "\r"
            )

    def on_epoch_end(self, trainer: Any) -> None:
        """Write the epoch's row."""
        if self._on:
            row = trainer.history.epochs[-1]
            shown = [f"{k} {v:.4f}" for k, v in row.items() if isinstance(v, float) and k != "lr"]
            self._write(f"epoch {row['epoch']}  " + "  ".join(shown), "\n")

    def _write(self, line: str, end: str) -> None:
        stream = self.stream or sys.stderr
        stream.write(f"\r{line:<79}{end}")
        stream.flush()
