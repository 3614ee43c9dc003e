"""What is drawn: the nodes of results, of a function that is called, or of a Module; and the names of its arrays."""

import inspect
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

import numpy as np

from autograd_lite.errors import NoGradientError
from autograd_lite.graph import Leaf, Node, reached
from autograd_lite.tensor import Tensor
from autograd_lite.trees import mapped
from autograd_lite.viz.description import DescriptionError
from autograd_lite.viz.reading.apart import told_apart
from autograd_lite.viz.reading.known import Known
from autograd_lite.viz.reading.origins import Origins, recognised
from autograd_lite.viz.reading.watching import Watched, watched


def ends_of(target: Any, inputs: tuple[Any, ...], known: Known) -> dict[str, Node]:
    """Return the nodes of the results by name; a function is called first."""
    if isinstance(target, Tensor | list | tuple | dict | np.ndarray):
        return results(target, known)
    if not callable(target):
        raise NoGradientError(f"draw got a {type(target).__name__}. Wanted a Tensor, a function or a Module.")
    _check_inputs(target, inputs)
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
        if _recorded(tensor):
            found[name] = tensor._node
            known.values.setdefault(tensor._node, tensor._value())
    unrecorded = [name for name in tensors if name not in found]
    if not found:
        first = tensors[unrecorded[0]]
        what = f"a {type(first).__name__}" if not isinstance(first, Tensor) else "a Tensor without a history"
        raise NoGradientError(
            f"draw got {what} for {unrecorded[0]!r}, which no operation has computed on record. Wanted the result of a "
            "computation with Tensors that require a gradient, or a function and its inputs: draw(f, x)."
        )
    known.unrecorded = unrecorded
    return found


def _recorded(value: Any) -> bool:
    return isinstance(value, Tensor) and value._node is not None and not isinstance(value._node, Leaf)


def _check_inputs(target: Callable[..., Any], inputs: tuple[Any, ...]) -> None:
    """Raise for a class, and for a function or Module that cannot be called with these inputs."""
    if inspect.isclass(target):
        name = target.__name__
        raise DescriptionError(f"draw got the class {name}. Wanted one of its objects, and inputs: draw({name}(…), x).")
    try:
        signature = inspect.signature(getattr(target, "forward", target))
    except (TypeError, ValueError):  # written in C
        return
    try:
        signature.bind(*inputs)
    except TypeError:
        name = getattr(target, "__name__", type(target).__name__)
        given = f"{len(inputs)} input{'s' * (len(inputs) != 1)}" if inputs else "no inputs"
        call = ", ".join(["model" if _is_module(target) else name, *signature.parameters])
        wanted = f"takes {', '.join(signature.parameters)}. Wanted draw({call})"
        raise DescriptionError(f"draw got {given} for {name}, which {wanted}.") from None


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
    arguments = [_tracked_within(value) for value in inputs]
    around = _arrays_around(target)
    names = argument_names(target, len(inputs))
    named = zip(names, arguments, strict=True)
    for name, tensor in [pair for place, value in named for pair in _flat(value, place)]:
        if isinstance(tensor, Tensor) and isinstance(tensor._node, Leaf):
            known.inputs[tensor._node] = tensor.name or name
            known.values[tensor._node] = tensor._value()
        elif isinstance(tensor, Tensor | np.ndarray):
            array = tensor._value() if isinstance(tensor, Tensor) else tensor
            known.arrays[id(array)] = name
            around.append((name, array, False))
    modules = _modules_around(target)
    with told_apart(modules) as apart:
        result, found = watched(lambda: target(*arguments))
    known.seen = found.seen
    _learn_around(modules, apart, known)
    known.origins = _origins(found, around, known)
    ends = results(result, known)
    known.origins.drawn = reached(ends.values())
    return ends


def _arrays_around(function: Callable[..., Any]) -> list[tuple[str, Any, bool]]:
    """Return name, array, and whether it requires a gradient, of all arrays that a function finds around it."""
    if not inspect.isfunction(function):
        return []
    around = inspect.getclosurevars(function)
    found: list[tuple[str, Any, bool]] = []
    for name, value in {**around.globals, **around.nonlocals}.items():
        if isinstance(value, np.ndarray):
            found.append((name, value, False))
        found += [(path, tensor._value(), tensor.requires_grad) for path, tensor in _tensors(name, value)]
    return found


def _origins(found: Watched, around: list[tuple[str, Any, bool]], known: Known) -> Origins:
    """Return who tells of arrays without a history: those that have names, in the function or around it."""
    names = dict(known.arrays)
    given = {**known.parameters, **known.inputs}.items()
    owners = [(name, leaf.owner()) for leaf, name in given if isinstance(leaf, Leaf) and leaf.owner is not None]
    owned = [(name, owner._value(), True) for name, owner in owners if owner is not None]
    tracked = {id(array) for _, array, needed in (*around, *owned) if needed}
    for name, array, _ in (*around, *owned):
        names.setdefault(id(array), name)
    written = {copy: own for copy, (_, own) in found.written.items()}
    recognised(found.made, [array for _, array, needed in around if not needed], {*names, *written})
    kept = [array for _, array, _ in (*around, *owned)]  # as long as their ids are used
    return Origins(found.made, names, frozenset(tracked), written, kept)


def _tracked_within(value: Any) -> Any:
    """Return an argument as Tensors; in lists, tuples and dicts numbers stay numbers: they may be sizes or indices."""
    if not isinstance(value, list | tuple | dict):
        return _tracked(value)
    return mapped(lambda leaf: _tracked(leaf) if isinstance(leaf, np.ndarray | Tensor) else leaf, value)


def _tracked(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value if value.requires_grad or value.dtype.kind not in "fc" else Tensor(value.data, requires_grad=True)
    if isinstance(value, float | complex) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc"):
        return Tensor(value, requires_grad=True)
    return value


def _modules_around(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the Modules that a function finds around it, by what it calls them."""
    if not inspect.isfunction(function):
        return {}
    around = inspect.getclosurevars(function)
    found = {**around.globals, **around.nonlocals}
    return {name: module for name, module in found.items() if _is_module(module)}


def _learn_around(modules: Mapping[str, Any], apart: Container[str], known: Known) -> None:
    """Learn from Modules around a function, as far as they took part in what was seen.

    Those in `apart` were called by their names, and so are their parameters. Of the others, a path that two of them
    give to different classes says nothing.
    """
    met = {parent for node in known.seen for parent in node.parents}
    classes: dict[str, set[str]] = {}
    for called, module in modules.items():
        before = f"{called}." if called in apart else ""
        for name, tensor in module.named_parameters():
            if tensor._node in met:
                several = len(modules) > 1 and "." not in name  # each may have a weight
                known.parameters.setdefault(tensor._node, f"{called}.{name}" if several or before else str(name))
        for path, inner in module.named_modules():
            classes.setdefault(f"{before}{path}".rstrip("."), set()).add(type(inner).__name__)
    known.classes.update({path: min(kinds) for path, kinds in classes.items() if path and len(kinds) == 1})


def _tensors(name: str, value: Any) -> Iterator[tuple[str, Tensor]]:
    """Yield a Tensor, or those of a Module, with their names."""
    if isinstance(value, Tensor):
        yield name, value
    elif _is_module(value):
        for path, tensor in value.named_parameters():
            yield f"{name}.{path}", tensor


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
