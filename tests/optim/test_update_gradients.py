"""The update of every optimizer is a differentiable function, and goes through the gradient checks as operations do."""

import inspect
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, optim
from autograd_lite.optim.optimizer import Optimizer, needs
from autograd_lite.testing import GradientCheckError, check_grads

OPTIONS: dict[str, list[dict[str, Any]]] = {
    "SGD": [{}, {"momentum": 0.9, "dampening": 0.1}, {"momentum": 0.9, "nesterov": True}],
    "Adam": [{}, {"amsgrad": True}],
    "AdamW": [{}, {"amsgrad": True}],
    "RMSprop": [{}, {"momentum": 0.9}, {"centered": True}, {"centered": True, "momentum": 0.9}],
}
WITHOUT = {"LBFGS": "a search along lines, not one update"}
CLASSES = [
    each
    for each in vars(optim).values()
    if inspect.isclass(each) and issubclass(each, Optimizer) and each is not Optimizer and each.__name__ not in WITHOUT
]
CASES = [(each, options) for each in CLASSES for options in OPTIONS.get(each.__name__, [{}])]


def update_of(cls: Any, options: dict[str, Any], t: int) -> tuple[Any, list[Any]]:
    """Return the update as a function of parameter, gradient and states, and arguments for it."""
    rng = np.random.default_rng(t)
    p = Tensor(rng.normal(size=(2, 3)), requires_grad=True)
    optimizer = cls([p], **options)
    for _ in range(t):
        p.grad = rng.uniform(0.5, 1.5, p.shape)
        optimizer.step()
    group, state = optimizer.param_groups[0], optimizer.state[p]
    update = optimizer.update(group)
    symbols, others = needs(update, tuple(optimizer.symbols))
    values = {"t": t + 1, **group, **optimizer.numbers(t + 1, group, state)}
    further = {name: values[name] for name in others}
    states = [np.array(state[optimizer.symbols[symbol]]) for symbol in symbols]
    arrays = [np.array(p.numpy()), rng.uniform(0.5, 1.5, p.shape), *states]
    return lambda *given: update(*given, **further)[0], arrays


@pytest.mark.parametrize("t", [1, 20])
@pytest.mark.parametrize(("cls", "options"), CASES, ids=lambda v: getattr(v, "__name__", str(v)))
def test_update(cls: Any, options: dict[str, Any], t: int) -> None:
    """The new parameter depends on the old one, the gradient and the states as differences say."""
    update, arrays = update_of(cls, options, t)
    check_grads(update, tuple(arrays), order=1)


def test_every_class_is_here() -> None:
    """Every optimizer has a case, or a reason why not."""
    assert {each.__name__ for each in CLASSES} >= {"SGD", "Adam", "AdamW", "Adagrad", "Adadelta", "RMSprop", "NAdam"}
    assert WITHOUT.keys() <= vars(optim).keys()


def test_a_wrong_update_is_caught() -> None:
    """A step whose gradient is detached does not depend on it, says the graph; differences say it does."""

    def wrong(p: Any, g: Any) -> Any:
        return p - 0.1 * (g.detach() if isinstance(g, Tensor) else g)

    with pytest.raises(GradientCheckError, match="wrong"):
        check_grads(wrong, (np.ones(3), np.ones(3)), order=1)


@pytest.mark.parametrize("cls", CLASSES)
def test_an_update_is_at_most_eight_lines(cls: Any) -> None:
    """An update is a few plain lines below its docstring."""
    made = cls([Tensor(np.ones((2, 2)), requires_grad=True)])
    update = made.update(made.param_groups[0])
    lines = inspect.getsource(update).split('"""')[2].strip().splitlines()
    assert 1 <= len(lines) <= 8


@pytest.mark.parametrize("cls", CLASSES)
def test_an_update_is_pure(cls: Any) -> None:
    """An update writes to none of the arrays that it gets."""
    p = Tensor(np.cos(np.arange(9.0)).reshape(3, 3), requires_grad=True)
    p.grad = np.sin(np.arange(9.0)).reshape(3, 3)
    made = cls([p])
    made.step()
    group, state = made.param_groups[0], made.state[p]
    update = made.update(group)
    symbols, others = needs(update, tuple(made.symbols))
    arrays = [p.data.copy(), p.grad.copy(), *[state[made.symbols[s]].copy() for s in symbols]]
    for array in arrays:
        array.flags.writeable = False
    offered = {"t": 2, **group, **made.numbers(2, group, state)}
    results = update(*arrays, **{name: offered[name] for name in others})
    assert [r.shape for r in results] == [(3, 3)] * (1 + len(symbols))
