"""The update of every optimizer is a differentiable function, and goes through the gradient checks as operations do."""

import inspect
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, optim
from autograd_lite.optim.optimizer import needs
from autograd_lite.testing import GradientCheckError, check_grads

_updates = runpy.run_path(str(Path(__file__).parent / "updates.py"))
CASES, WITHOUT, update_of = (_updates[name] for name in ("CASES", "WITHOUT", "update_of"))
CLASSES = list(_updates["CLASSES"].values())


@pytest.mark.parametrize(("cls", "options", "t"), CASES, ids=lambda v: getattr(v, "__name__", str(v)))
def test_update(cls: Any, options: dict[str, Any], t: int) -> None:
    """The new parameter and states depend on the old ones and the gradient as differences say."""
    update = update_of(cls, options, t)
    check_grads(update, tuple(update.inputs.values()), order=1)


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
