"""What is drawn: the nodes of results, of a function that is called, or of a Module; and the names of its arrays."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograd_lite.errors import NoGradientError
from autograd_lite.graph import Leaf, Node
from autograd_lite.tensor import Tensor
from autograd_lite.viz.description import DescriptionError
from autograd_lite.viz.known import Known
from autograd_lite.viz.watching import watched


def ends_of(target: Any, inputs: tuple[Any, ...], known: Known) -> dict[str, Node]:
    """Return the nodes of the results by name; a function is called first."""
    if isinstance(target, Tensor | list | tuple | dict | np.ndarray):
        return results(target, known)
    if not callable(target):
        raise NoGradientError(f"draw got a {type(target).__name__}. Wanted a Tensor, a function or a Module.")
    return _called(target, inputs, known)


def results(target: Any, known: Known) -> dict[str, Node]:
    """Return the nodes of the Tensors in `target` by name, or raise `NoGradientError` where nothing was recorded."""
    if isinstance(target, list | tuple | Mapping):
        tensors = dict(_flat(target, "" if isinstance(target, Mapping) else "output"))
    else:
        single = "loss" if np.size(target) == 1 and not np.ndim(target) else "output"
        tensors = {_result_name(target, single): target}
    if not tensors:
        raise NoGradientError(f"draw got an empty {type(target).__name__}. Wanted the result of a computation in it.")
    found = {}
    for name, tensor in tensors.items():
        if not isinstance(tensor, Tensor) or tensor._node is None or isinstance(tensor._node, Leaf):
            what = f"a {type(tensor).__name__}" if not isinstance(tensor, Tensor) else "a Tensor without a history"
            raise NoGradientError(
                f"draw got {what} for {name!r}, which no operation has computed on record. Wanted the result of a "
                "computation with Tensors that require a gradient, or a function and its inputs: draw(f, x)."
            )
        found[name] = tensor._node
        known.values.setdefault(tensor._node, tensor._value())
    return found


def _flat(target: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the results in nested lists, tuples and dicts, with their names or places."""
    if isinstance(target, list | tuple | Mapping):
        pairs = target.items() if isinstance(target, Mapping) else enumerate(target)
        for key, value in pairs:
            yield from _flat(value, f"{path}[{key}]" if path else str(key))
    else:
        yield _result_name(target, path), target


def _result_name(tensor: Any, otherwise: str) -> str:
    return getattr(tensor, "name", None) or otherwise


def _called(target: Callable[..., Any], inputs: tuple[Any, ...], known: Known) -> dict[str, Node]:
    """Call a function or a Module with inputs that are tracked, and return the nodes of its results."""
    if hasattr(target, "named_parameters"):
        learn(target, known)
    arguments = [_tracked(value) for value in inputs]
    for name, tensor in zip(argument_names(target, len(inputs)), arguments, strict=True):
        if isinstance(tensor, Tensor) and isinstance(tensor._node, Leaf):
            known.inputs[tensor._node] = tensor.name or name
            known.values[tensor._node] = tensor._value()
        elif isinstance(tensor, Tensor | np.ndarray):
            array = tensor._value() if isinstance(tensor, Tensor) else tensor
            known.arrays[id(array)] = name
    result, known.seen = watched(lambda: target(*arguments))
    _learn_around(target, known)
    return results(result, known)


def _tracked(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value if value.requires_grad or value.dtype.kind not in "fc" else Tensor(value.data, requires_grad=True)
    if isinstance(value, float | complex) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc"):
        return Tensor(value, requires_grad=True)
    return value


def _learn_around(function: Callable[..., Any], known: Known) -> None:
    """Learn from the Modules that a function finds around it, as far as they took part in what was seen.

    A path that two of them give to different classes says nothing.
    """
    if not inspect.isfunction(function):
        return
    around = inspect.getclosurevars(function)
    modules = [m for m in (*around.nonlocals.values(), *around.globals.values()) if _is_module(m)]
    met = {parent for node in known.seen for parent in node.parents}
    classes: dict[str, set[str]] = {}
    for module in modules:
        for name, tensor in module.named_parameters():
            if tensor._node in met:
                known.parameters.setdefault(tensor._node, str(name))
        for path, inner in module.named_modules():
            classes.setdefault(path, set()).add(type(inner).__name__)
    known.classes.update({path: min(found) for path, found in classes.items() if path and len(found) == 1})


def _is_module(value: Any) -> bool:
    return hasattr(type(value), "named_parameters") and hasattr(type(value), "named_modules")


def argument_names(function: Callable[..., Any], count: int) -> list[str]:
    """Return the names of the first parameters of `function`."""
    function = getattr(function, "forward", function)
    try:
        names = [n for n, p in inspect.signature(function).parameters.items() if p.kind is not p.KEYWORD_ONLY]
    except (TypeError, ValueError):
        names = []
    return (names + [f"x{n}" for n in range(len(names), count)])[:count]


def learn(names: Any, known: Known) -> None:
    """Note the names of parameters, and the classes of modules where a Module gives them."""
    if names is None:
        return
    if not hasattr(names, "named_parameters") and not isinstance(names, Mapping):
        raise DescriptionError(f"Got names={type(names).__name__}. Wanted a Module, or a dict of Tensors by name.")
    pairs = names.named_parameters() if hasattr(names, "named_parameters") else names.items()
    for name, tensor in pairs:
        if isinstance(tensor, Tensor) and isinstance(tensor._node, Leaf):
            known.parameters[tensor._node] = str(name)
        elif isinstance(tensor, Tensor) and tensor._node is None:
            known.arrays[id(tensor._value())] = str(name)
    if hasattr(names, "named_modules"):
        known.classes.update({path: type(module).__name__ for path, module in names.named_modules()})
