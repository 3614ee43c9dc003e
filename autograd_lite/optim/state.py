"""State of an optimizer to and from plain dicts, in PyTorch's layout, all or nothing."""

from typing import Any

import numpy as np

from autograd_lite.errors import CheckpointError
from autograd_lite.optim.options import LIMITS, plain_number
from autograd_lite.tensor import Tensor

SCHEDULED = ("initial_lr", "max_lr", "min_lr", "max_momentum", "base_momentum")  # what schedules note in a group
Groups = list[dict[str, Any]]
State = dict[Tensor, dict[str, Any]]


def saved(groups: Groups, state: State) -> dict[str, Any]:
    """Return copies of `groups` and `state` with a number in the place of each parameter."""
    number = {p: k for k, p in enumerate(p for group in groups for p in group["params"])}
    return {
        "state": {number[p]: {name: copied(value) for name, value in held.items()} for p, held in state.items()},
        "param_groups": [{**group, "params": [number[p] for p in group["params"]]} for group in groups],
    }


def copied(value: Any) -> Any:
    """Return a copy of an array, or of a list of arrays; others as they are."""
    if isinstance(value, list):
        return [copied(each) for each in value]
    return value.copy() if isinstance(value, np.ndarray) else value


def load(owner: Any, state_dict: Any) -> tuple[Groups, State]:
    """Return the options of every group and the state of every parameter that `state_dict` holds, all checked."""
    name = type(owner).__name__
    if not isinstance(state_dict, dict) or not {"state", "param_groups"} <= set(state_dict):
        raise CheckpointError(f"{name} cannot load this state: wanted a dict with the keys 'state' and 'param_groups'.")
    given = state_dict["param_groups"]
    counts, held = [len(g["params"]) for g in given], [len(g["params"]) for g in owner.param_groups]
    if counts != held:
        raise CheckpointError(f"{name} cannot load this state: its groups have {counts} parameters, here are {held}.")
    problems: list[str] = []
    options = [read_options(i, group, owner.defaults, problems) for i, group in enumerate(given)]
    params = [p for group in owner.param_groups for p in group["params"]]
    numbers = [k for group in given for k in group["params"]]
    shaped, state = frozenset(owner.symbols.values()), {}
    for k, values in state_dict["state"].items():
        if k not in numbers:
            problems.append(f"state of parameter {k!r}, which no group lists")
            continue
        p = params[numbers.index(k)]
        state[p] = {key: read_value(value, p.dtype) for key, value in values.items() if value is not None}
        for key in shaped & set(state[p]):
            if np.shape(state[p][key]) != p.shape:
                problems.append(f"{key} of parameter {k} has shape {np.shape(state[p][key])}; wanted {p.shape}")
            state[p][key] = np.asarray(state[p][key])
    if problems:
        raise CheckpointError(f"{name} cannot load this state; nothing was loaded:\n  " + "\n  ".join(problems))
    return options, state


def read_options(i: int, given: dict[str, Any], defaults: dict[str, Any], problems: list[str]) -> dict[str, Any]:
    """Return the options of a group; those that PyTorch has and we do not (``foreach``, …) are left out."""
    options = {name: plain_number(value) for name, value in given.items() if name in (*defaults, *SCHEDULED)}
    if "lr" not in given:
        problems.append(f"group {i} has no lr")
    for name, value in options.items():
        if name in LIMITS and not LIMITS[name][0](value):
            problems.append(f"{name}={value!r} of group {i}; wanted {LIMITS[name][1]}")
    return options


def read_value(value: Any, dtype: Any) -> Any:
    """Return one entry of the state: a number, a list, or an array of the parameter's dtype that is nobody else's."""
    if isinstance(value, list):
        return [read_value(each, dtype) for each in value]
    if isinstance(value, int | float | str):
        return value
    array = np.asarray(value).copy()  # in two steps: not every library knows the copy= of __array__
    return array.astype(dtype, copy=False) if array.ndim else plain_number(array)
