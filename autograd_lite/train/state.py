"""The state of a training, as nested dicts of arrays, numbers and strings."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograd_lite.data.chance import generator_state, set_generator_state
from autograd_lite.errors import CheckpointError

PLACES = ("epoch", "iteration")


def snapshot(trainer: Any, whole: bool = True) -> dict[str, Any]:
    """Return copies of everything that the training depends on; of the history its length alone, if not `whole`."""
    scheduler = trainer.scheduler
    return {
        "model": _model_state(trainer),
        "optimizer": trainer.optimizer.state_dict(),
        "scheduler": scheduler.state_dict() if scheduler is not None else None,
        "generators": [_copied(generator_state(rng)) for rng in generators(trainer)],
        "order": None if trainer.order is None else trainer.order.copy(),
        "loader": _copied(generator_state(trainer.loader.rng)) if hasattr(trainer.loader, "rng") else None,
        "callbacks": {name: each.state_dict() for name, each in _named(trainer.callbacks)} if whole else {},
        "running": list(trainer._running),
        "history": trainer.history.state_dict() if whole else trainer.history.lengths(),
        **{name: getattr(trainer, name) for name in PLACES},
    }


def restore(trainer: Any, state: Any) -> None:
    """Take over what :func:`snapshot` returned, or the part of it that is there."""
    if "model" not in state:
        raise CheckpointError("This is no state of a Trainer: it has no entry 'model'.")
    _load_model_state(trainer, state["model"])
    if "optimizer" not in state:
        return
    held = generators(trainer)
    if len(state["generators"]) != len(held):
        raise CheckpointError(f"The state has {len(state['generators'])} generators, this training has {len(held)}.")
    trainer.optimizer.load_state_dict(state["optimizer"])
    if trainer.scheduler is not None and state["scheduler"] is not None:
        trainer.scheduler.load_state_dict(state["scheduler"])
    for rng, saved in zip(held, state["generators"], strict=True):
        set_generator_state(rng, saved)
    trainer.waiting = state.get("loader")
    remember(trainer, trainer.loader)
    for name, each in _named(trainer.callbacks):
        if name in state.get("callbacks", {}):
            each.load_state_dict(state["callbacks"][name])
    trainer.order = None if state["order"] is None else state["order"].copy()
    trainer._running = list(state["running"])
    if isinstance(state["history"].get("epochs"), int):
        trainer.history.cut(state["history"])
    else:
        trainer.history.load_state_dict(state["history"])
    for name in PLACES:
        setattr(trainer, name, state[name])


def remember(trainer: Any, loader: Any) -> None:
    """Take note of the loader, and put its generator into the state that a checkpoint has left for it."""
    trainer.loader = loader
    if trainer.waiting is not None and hasattr(loader, "rng"):
        set_generator_state(loader.rng, trainer.waiting)
        trainer.waiting = None


def _named(callbacks: Any) -> Iterator[tuple[str, Any]]:
    """Yield every callback with its class, and the count of those of its class before it."""
    seen: Counter[str] = Counter()
    for each in callbacks:
        kind = type(each).__name__
        yield f"{kind} {seen[kind]}", each
        seen[kind] += 1


def generators(trainer: Any) -> list[Any]:
    """Every generator that training draws from, once: the trainer's, and those of the model's layers (dropout)."""
    found = {id(trainer.rng): trainer.rng}
    for module in trainer.model.modules() if hasattr(trainer.model, "modules") else ():
        for value in vars(module).values():
            if isinstance(value, np.random.Generator | np.random.RandomState):
                found.setdefault(id(value), value)
    return list(found.values())


def _model_state(trainer: Any) -> Any:
    if hasattr(trainer.model, "state_dict"):
        return {name: np.array(value) for name, value in trainer.model.state_dict().items()}
    return [np.array(p._value()) for _, p in trainer.optimizer.named()]


def _load_model_state(trainer: Any, state: Any) -> None:
    if hasattr(trainer.model, "load_state_dict"):
        trainer.model.load_state_dict(state)
        return
    params = [p for _, p in trainer.optimizer.named()]
    shapes, here = [np.shape(each) for each in state], [p.shape for p in params]
    if shapes != here:
        raise CheckpointError(f"The state has weights of shapes {shapes}, the optimizer parameters of shapes {here}.")
    for p, values in zip(params, state, strict=True):
        p._writable()[...] = values


def _copied(state: Any) -> Any:
    if isinstance(state, dict):
        return {key: _copied(value) for key, value in state.items()}
    return state.copy() if isinstance(state, np.ndarray) else state
