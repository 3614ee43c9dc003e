"""The cases of the table as functions of named arrays: the inputs that are floats, and the parameters.

Not a test file: ``tests/nn`` and the page of proof in the documentation read it.
"""

import inspect
import runpy
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite import nn
from autograd_lite.nn import functional
from autograd_lite.testing.laws.named import Named

_table = runpy.run_path(str(Path(__file__).parent / "table.py"))
TABLE, CONTAINERS = _table["TABLE"], _table["CONTAINERS"]
CLASSES = {name for name, each in inspect.getmembers(nn, inspect.isclass) if issubclass(each, nn.Module)} - CONTAINERS
WITHOUT = {
    "scale_grad_by_freq": "what it gives is deliberately not the derivative",
    "max_norm": "the forward pass itself writes to the table",
}


def made(name: str, case: Any) -> Any:
    """The layer of a case, its weights moved off their special starting values."""
    arguments = [a.make(nn) if hasattr(a, "make") else a for a in case.args]
    layer = getattr(nn, name)(*arguments, **case.kwargs).train(case.train)
    rng = np.random.default_rng(5)
    for parameter in layer.parameters():
        parameter.data = rng.uniform(0.2, 0.8, parameter.shape) * rng.choice([-1, 1], parameter.shape)
    return layer


def leaves(value: Any) -> list[Any]:
    """The arrays in a nested value, in order."""
    return [x for each in value for x in leaves(each)] if isinstance(value, tuple | list) else [value]


def is_float(value: Any) -> bool:
    """Whether a value can be differentiated."""
    return hasattr(value, "dtype") and value.dtype.kind == "f"


def without(case: Any) -> str:
    """Why a case has no derivative that could be compared, if so."""
    return next((why for name, why in WITHOUT.items() if case.kwargs.get(name)), "")


def built(name: str, case: Any, dtype: Any = np.float64) -> Named:
    """A case as a function of its float inputs and parameters; it returns the results that are floats."""
    layer, inputs = made(name, case).to(dtype), case.arrays(np.random.default_rng(3))
    parameters = dict(layer.named_parameters())
    flat = leaves(inputs)
    places = [k for k, x in enumerate(flat) if is_float(x)]

    def function(*point: Any) -> Any:
        given = list(flat)
        for k, x in zip(places, point, strict=False):
            given[k] = x
        rest = iter(given)
        args = [tuple(next(rest) for _ in x) if isinstance(x, tuple) else next(rest) for x in inputs]
        if case.first:
            args[0] = getattr(functional, case.first)(args[0], -1)
        values = dict(zip(parameters, point[len(places) :], strict=True))
        results = [o for o in leaves(nn.functional_call(layer, values, tuple(args), case.call)) if is_float(o)]
        return results[0] if len(results) == 1 else results

    names = _names(type(layer), inputs)
    named = {names[k]: np.array(flat[k], dtype) for k in places}
    return Named(function, named | {n: np.array(each.detach()) for n, each in parameters.items()})


def _names(cls: Any, inputs: list[Any]) -> list[str]:
    """The names of the inputs: those of the parameters of ``forward``, and a number for each of several in one."""
    parameters = list(inspect.signature(getattr(cls, "function", None) or partial(cls.forward, None)).parameters)
    return [
        f"{name}.{k}" if isinstance(x, tuple) else name
        for name, x in zip(parameters, inputs, strict=False)
        for k in range(len(leaves(x)))
    ]


def rows() -> dict[str, list[Callable[[Any], Named]]]:
    """Every class with its cases, each a function of the dtype; no cases where the table has none."""
    return {
        name: [partial(built, name, case) for case in TABLE.get(name, ()) if not without(case)]
        for name in sorted(CLASSES | TABLE.keys())
    }


def left_out() -> dict[str, str]:
    """What is not compared, and why."""
    found = {
        name: f"{len(why)} of {len(cases)} cases: {'; '.join(sorted(set(why)))}"
        for name, cases in TABLE.items()
        if (why := [w for each in cases if (w := without(each))])
    }
    return found | dict.fromkeys(sorted(CONTAINERS), "holds what others compute with")
