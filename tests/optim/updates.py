"""The update of every optimizer as a function of named arrays: the parameter, its gradient and the states.

Not a test file: ``tests/optim`` and the page of proof in the documentation read it.
"""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograd_lite import Tensor, optim
from autograd_lite.optim.optimizer import Optimizer, needs
from autograd_lite.testing.laws.named import Named

OPTIONS: dict[str, list[dict[str, Any]]] = {
    "SGD": [{}, {"momentum": 0.9, "dampening": 0.1}, {"momentum": 0.9, "nesterov": True}],
    "Adam": [{}, {"amsgrad": True}],
    "AdamW": [{}, {"amsgrad": True}],
    "RMSprop": [{}, {"momentum": 0.9}, {"centered": True}, {"centered": True, "momentum": 0.9}],
}
WITHOUT = {"LBFGS": "a search along lines, not one update"}
CLASSES = {
    name: each
    for name, each in vars(optim).items()
    if inspect.isclass(each) and issubclass(each, Optimizer) and each is not Optimizer and name not in WITHOUT
}
CASES = [(each, options, t) for name, each in CLASSES.items() for options in OPTIONS.get(name, [{}]) for t in (1, 20)]


def update_of(cls: Any, options: dict[str, Any], t: int, dtype: Any = np.float64) -> Named:
    """The update after `t` steps: new parameter and states from the old ones and the gradient."""
    rng = np.random.default_rng(t)
    p = Tensor(rng.normal(size=(2, 3)).astype(dtype), requires_grad=True)
    optimizer = cls([p], **options)
    for _ in range(t):
        p.grad = rng.uniform(0.5, 1.5, p.shape).astype(dtype)
        optimizer.step()
    group, state = optimizer.param_groups[0], optimizer.state[p]
    update = optimizer.update(group)
    symbols, others = needs(update, tuple(optimizer.symbols))
    values = {"t": t + 1, **group, **optimizer.numbers(t + 1, group, state)}
    further = {name: values[name] for name in others}
    states = {symbol: np.array(state[optimizer.symbols[symbol]]) for symbol in symbols}
    inputs = {"p": np.array(p.numpy()), "g": rng.uniform(0.5, 1.5, p.shape).astype(dtype), **states}
    return Named(lambda *given: list(update(*given, **further)), inputs)


def rows() -> dict[str, list[Callable[[Any], Named]]]:
    """Every optimizer with its cases, each a function of the dtype."""
    found: dict[str, list[Callable[[Any], Named]]] = {name: [] for name in sorted(CLASSES)}
    for cls, options, t in CASES:
        found[cls.__name__].append(partial(update_of, cls, options, t))
    return found


def left_out() -> dict[str, str]:
    """What is not compared, and why."""
    return WITHOUT
