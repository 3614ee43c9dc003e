"""The training loop that a reader could have written: batches, loss, backward, clip, step, callbacks."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite.data.chance import generator
from autograd_lite.errors import DataError, NonFiniteError, ShapeError
from autograd_lite.modes import no_grad
from autograd_lite.optim import Optimizer, ReduceLROnPlateau, clip_grad_norm_
from autograd_lite.saving import load, save
from autograd_lite.train.batches import ends, in_order, pairs, slices
from autograd_lite.train.callbacks import Callback, Progress, SaveCheckpoint
from autograd_lite.train.history import History
from autograd_lite.train.state import remember, restore, snapshot
from autograd_lite.train.styling import plain

Metric = Callable[[Any, Any], Any]


class Trainer:
    """Fit a model to data.

    Parameters
    ----------
    model : callable; ``model(x)`` returns scores, or the loss itself as ``model(x, t)`` if `loss` is None
    optimizer : over the model's parameters
    loss : ``loss(scores, t)`` returns one number
    metrics : by name, functions of scores and targets, worked out after each epoch
    scheduler : a learning rate schedule, stepped after each epoch
    scheduler_per_batch : step the schedule after each batch instead
    callbacks : see :mod:`autograd_lite.train.callbacks`; a progress bar is among them, quiet where there is no terminal
    rng : generator, seed or None; draws the order of examples

    Attributes
    ----------
    history : :class:`~autograd_lite.train.History`
    epoch : epochs done, in all calls of :meth:`fit` together
    stop : set it to True to end training after the batch
    batch, batches : place in the epoch
    last_loss : the loss of the last batch

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn, optim
    >>> x = np.linspace(-1, 1, 64).reshape(-1, 1)
    >>> model = nn.Linear(1, 1, rng=0)
    >>> trainer = Trainer(model, optim.SGD(model.parameters(), lr=0.5), nn.functional.mse_loss, rng=0)
    >>> history = trainer.fit(x, 3 * x + 1, max_epoch=20, batch_size=16)
    >>> model.weight.item(), model.bias.item()
    (2.99..., 0.99...)
    """

    def __init__(
        self,
        model: Any,
        optimizer: Optimizer,
        loss: Callable[[Any, Any], Any] | None = None,
        *,
        metrics: Mapping[str, Metric] | None = None,
        scheduler: Any = None,
        scheduler_per_batch: bool = False,
        callbacks: Sequence[Callback] = (),
        rng: Any = None,
    ) -> None:
        self.model, self.optimizer, self.loss = model, optimizer, loss
        self.metrics = dict(metrics or {})
        self.scheduler, self.scheduler_per_batch = scheduler, scheduler_per_batch
        # Those that save come last, so that they save what the others have made of the epoch.
        self.callbacks = sorted([*callbacks, Progress()], key=lambda each: isinstance(each, SaveCheckpoint))
        self.rng = generator(rng)
        self.history = History()
        self.epoch = self.iteration = self.batch = self.batches = 0
        self.last_loss = math.nan
        self.stop = False
        self.order: Any = None
        self.loader: Any = None
        self.waiting: Any = None  # the state of a loader's generator, until there is a loader
        self._good: dict[str, Any] | None = None
        self._running: list[float] = []
        self._started = 0.0

    # -- training ---------------------------------------------------------------------------------------------------

    def fit(
        self,
        x: Any,
        t: Any = None,
        max_epoch: int = 10,
        batch_size: int = 32,
        max_grad: float | None = None,
        eval_interval: int | None = 20,
        *,
        validation: Any = None,
        drop_last: bool = False,
    ) -> History:
        """Train for `max_epoch` epochs; called again, it goes on where it stopped.

        Parameters
        ----------
        x, t : examples and targets, arrays of equal length, shuffled for every epoch; or in `x` alone something that
            gives batches ``(x, t)``, such as a :class:`~autograd_lite.data.DataLoader`
        max_epoch : epochs in this call
        batch_size : examples in a batch
        max_grad : bound for the norm of all gradients together
        eval_interval : iterations between two entries of the running mean loss in the history; None for none
        validation : examples and targets, or a loader, on which loss and metrics are worked out after each epoch
        drop_last : leave out a last batch that is smaller

        Raises
        ------
        NonFiniteError
            If a loss or a gradient is not finite. The weights are those before that batch; :meth:`restore` goes back to
            the end of the last epoch that was finite.
        """
        if t is not None and len(x) != len(t):
            raise ShapeError(f"fit got {len(x)} examples and {len(t)} targets. Wanted as many of each.")
        self.stop, self._started = False, time.perf_counter() - (self.history.seconds or [0.0])[-1]
        remember(self, x if t is None else None)
        self._good = self._good or snapshot(self, whole=False)
        try:
            self._tell("on_fit_begin")
            for _ in range(max_epoch):
                self._epoch(x, t, batch_size, max_grad, eval_interval, drop_last, validation)
                if self.stop:
                    break
        finally:
            self._tell("on_fit_end")
            self._mode(training=False)
        return self.history

    def _epoch(
        self, x: Any, t: Any, size: int, max_grad: float | None, interval: int | None, drop: bool, validation: Any
    ) -> None:
        """Run one epoch and add its row to the history."""
        self._tell("on_epoch_begin")
        self._mode(training=True)
        lr = self.optimizer.param_groups[0]["lr"]
        total, count, self.batch = 0.0, 0, 0
        for inputs, targets in self._batches(x, t, size, drop):
            self.last_loss = self.step(inputs, targets, max_grad)
            self.batch, self.iteration = self.batch + 1, self.iteration + 1
            total, count = total + self.last_loss * len(inputs), count + len(inputs)
            self._note(interval)
            self._tell("on_batch_end")
            if self.stop:
                break
        if not count:
            raise DataError("fit got no batches. Wanted at least one; with drop_last the batch may be too large.")
        row = {"epoch": self.epoch + 1, "loss": total / count, "lr": lr}
        if self.metrics and t is not None:
            row.update({k: v for k, v in self.evaluate(x, t, max(size, 256)).items() if k != "loss"})
        if validation is not None:
            x_held, t_held = validation if isinstance(validation, tuple | list) else (validation, None)
            row.update({f"val_{k}": v for k, v in self.evaluate(x_held, t_held, max(size, 256)).items()})
        self.epoch += 1
        self.history.epochs.append(row)
        if not self.scheduler_per_batch:
            self._schedule(row.get("val_loss", row["loss"]))
        self._good = snapshot(self, whole=False)
        self._tell("on_epoch_end")

    def step(self, x: Any, t: Any, max_grad: float | None = None) -> float:
        """Do one step on one batch and return its loss."""
        self.optimizer.zero_grad()
        loss = self._loss(x, t)
        value = float(loss.item())
        if not math.isfinite(value):
            raise NonFiniteError(self._told(f"The loss is {value}"))
        loss.backward()
        try:
            if max_grad is not None:
                clip_grad_norm_([p for _, p in self.optimizer.named()], max_grad)
            self.optimizer.step()
        except NonFiniteError as error:
            raise NonFiniteError(self._told(str(error))) from error
        if self.scheduler is not None and self.scheduler_per_batch:
            self._schedule(value)
        return value

    def _told(self, what: str) -> str:
        return (
            f"{what} at batch {self.batch + 1} of epoch {self.epoch + 1}. The weights are those before that batch; "
            f"trainer.restore() goes back to the end of epoch {self.epoch}."
        )

    def _loss(self, x: Any, t: Any) -> Any:
        return self.model(x, t) if self.loss is None else self.loss(self.model(x), t)

    def _schedule(self, metric: float) -> None:
        if isinstance(self.scheduler, ReduceLROnPlateau):
            self.scheduler.step(metric)
        elif self.scheduler is not None:
            self.scheduler.step()

    def _note(self, interval: int | None) -> None:
        """Add to the running mean, and enter it into the history when it is time."""
        self._running.append(self.last_loss)
        if interval is not None and self.iteration % interval == 0:
            self.history.losses.append(sum(self._running) / len(self._running))
            self.history.iterations.append(self.iteration)
            self.history.seconds.append(time.perf_counter() - self._started)
            self._running.clear()

    def _batches(self, x: Any, t: Any, size: int, drop: bool) -> Iterator[tuple[Any, Any]]:
        """Return the batches of one epoch, in a new order if they are ours to draw."""
        if t is None:
            self.batches = len(x) if hasattr(x, "__len__") else 0
            return pairs(x)
        if self.order is None or len(self.order) != len(x):
            self.order = np.arange(len(x))
        self.batches = len(ends(len(x), size, drop))
        self.order = self.order[self.rng.permutation(len(x))]
        return slices(x, t, self.order, size, drop)

    def _tell(self, event: str) -> None:
        for callback in self.callbacks:
            getattr(callback, event)(self)

    def _mode(self, training: bool) -> None:
        if hasattr(self.model, "train"):
            self.model.train(training)

    # -- looking ----------------------------------------------------------------------------------------------------

    def predict(self, x: Any, batch_size: int = 256) -> Any:
        """Return the scores for `x`, with the model in evaluation mode and nothing recorded."""
        self._mode(training=False)
        with no_grad():
            parts = [plain(self.model(x[k : k + batch_size])) for k in range(0, len(x), batch_size)]
        return np.concatenate(parts)

    def evaluate(self, x: Any, t: Any = None, batch_size: int = 256) -> dict[str, float]:
        """Return loss and metrics on all of `x` and `t`, or on all batches of a loader."""
        self._mode(training=False)
        total, scores, targets = 0.0, [], []
        with no_grad():
            for part, wanted in in_order(x, t, batch_size):
                if self.loss is not None or self.metrics:
                    scores.append(plain(self.model(part)))
                loss = self.model(part, wanted) if self.loss is None else self.loss(scores[-1], wanted)
                total += float(plain(loss).item()) * len(part)
                targets.append(plain(wanted))
        count = sum(map(len, targets))
        together = (np.concatenate(scores), np.concatenate(targets)) if self.metrics else ()
        return {"loss": total / count, **{name: metric(*together) for name, metric in self.metrics.items()}}

    def plot(self, ylim: tuple[float, float] | None = None, ax: Any = None) -> Any:
        """Draw the running loss, and return the Axes."""
        from autograd_lite.train.plots import loss_curves

        axes = loss_curves({"": (self.history.iterations, self.history.losses)}, ax=ax)
        if ylim is not None:
            axes.set_ylim(*ylim)
        return axes

    # -- state ------------------------------------------------------------------------------------------------------

    def model_state(self) -> Any:
        """Return copies of the model's weights; of the optimizer's parameters, if the model has no ``state_dict``."""
        return snapshot(self)["model"]

    def load_model_state(self, state: Any) -> None:
        """Put weights back that :meth:`model_state` returned."""
        restore(self, {"model": state})

    def state_dict(self) -> dict[str, Any]:
        """Return everything that training depends on: model, optimizer, schedule, generators, order, history."""
        return snapshot(self)

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned."""
        restore(self, state_dict)
        self._good = None  # what was good before is another training's

    def restore(self) -> None:
        """Go back to the end of the last epoch that was finite, or to the start of the first."""
        if self._good is not None:
            restore(self, self._good)

    def save(self, path: str | Path) -> None:
        """Write the state to a file; training that goes on from it is bitwise that of a run never interrupted.

        It is the state after an epoch: of one that is interrupted, the batches not yet seen are left out.
        """
        save(self.state_dict(), path)

    def load(self, path: str | Path) -> None:
        """Read a state that :meth:`save` wrote."""
        self.load_state_dict(load(path))
