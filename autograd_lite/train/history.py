"""What happened in training: the running loss, and a row for each epoch."""

from typing import Any

from autograd_lite.errors import CheckpointError

_LISTS = ("losses", "iterations", "seconds", "epochs")


class History:
    """The record of a training.

    Attributes
    ----------
    losses : list of float, the mean loss of the iterations since the one before
    iterations : list of int, the count of iterations at each of them
    seconds : list of float, the time of training at each of them
    epochs : list of dict, one for each epoch: ``epoch``, ``loss``, ``lr``, metrics; with ``val_`` those of validation

    Examples
    --------
    >>> history = History()
    >>> history.epochs.append({"epoch": 1, "loss": 0.5})
    >>> history["loss"]
    [0.5]
    """

    def __init__(self) -> None:
        self.losses: list[float] = []
        self.iterations: list[int] = []
        self.seconds: list[float] = []
        self.epochs: list[dict[str, Any]] = []

    def __getitem__(self, name: str) -> list[Any]:
        """Return one column of the epochs; those that lack it are left out."""
        if self.epochs and not any(name in row for row in self.epochs):
            known = sorted({key for row in self.epochs for key in row})
            raise KeyError(f"no epoch has {name!r}; there are {known}")
        return [row[name] for row in self.epochs if name in row]

    def __len__(self) -> int:
        """Count of epochs."""
        return len(self.epochs)

    def state_dict(self) -> dict[str, Any]:
        """Return copies of all lists."""
        return {**{name: list(getattr(self, name)) for name in _LISTS}, "epochs": [dict(row) for row in self.epochs]}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned."""
        if missing := [name for name in _LISTS if not isinstance(state_dict.get(name), list)]:
            raise CheckpointError(f"A history cannot be loaded: it lacks the lists {missing}.")
        for name in _LISTS:
            setattr(self, name, list(state_dict[name]))

    def lengths(self) -> dict[str, int]:
        """Return the length of every list."""
        return {name: len(getattr(self, name)) for name in _LISTS}

    def cut(self, lengths: dict[str, int]) -> None:
        """Forget what came after the lists had these lengths."""
        for name in _LISTS:
            del getattr(self, name)[lengths[name] :]

    def __repr__(self) -> str:
        last = ", ".join(
            f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}"
            for key, value in (self.epochs[-1].items() if self.epochs else ())
        )
        return f"History({len(self)} epochs{'; last: ' + last if last else ''})"
