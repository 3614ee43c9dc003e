"""Numbers in sentences: what an operation was called with, and what came out."""

from typing import Any

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.viz.description import shape_text
from autograd_lite.viz.reading.numbers import FEW, number_text
from autograd_lite.viz.reading.operands import index_text
from autograd_lite.viz.reading.wording import expression, known_as, title, written_place


def brief(value: Any) -> str:
    """Return few numbers as they are, many by their shape.

    Examples
    --------
    >>> brief(np.ones(2)), brief(np.ones((4, 5))), brief(None)
    ('[1, 1]', 'array (4, 5)', '?')
    """
    if value is None or not isinstance(value, np.ndarray | np.generic | int | float | complex):
        return "?" if value is None else type(value).__name__
    return number_text(value) if np.size(value) <= FEW else f"array {shape_text(np.shape(value))}"


def of_results(named: Any, values: Any, used: set[int]) -> str:
    """Return the numbers of several results, each with its name: of those that are used.

    Examples
    --------
    >>> of_results(None, [np.float64(1), np.float64(2)], {1})
    'result 1: 2'
    """
    names = getattr(named, "_fields", None) or [f"result {place}" for place in range(len(values))]
    return ", ".join(f"{names[k]}: {brief(value)}" for k, value in enumerate(values) if k in used)


def call_text(node: Node, texts: list[str], settings: list[tuple[str, Any]]) -> str:
    """Return a call with numbers in the place of arrays, as it would be written: ``[1, 2] + 3``, ``[1, 2][0]``.

    Parameters
    ----------
    node : the operation
    texts : one for each operand that is known
    settings : names and values of what is not differentiated
    """
    name, known = node.recipe.name.lstrip("_"), dict(settings)
    if name == "getitem":
        return f"{texts[0]}{index_text(known.get('index', (Ellipsis,)))}"
    if name == "overwrite" and len(texts) == 2:
        return f"{texts[0]} with {texts[1]} at {written_place(known.get('steps', ()))}"
    if name == "negative":
        return f"−{texts[0]}" if not texts[0].startswith("−") else f"−({texts[0]})"
    name = known_as(node.recipe)
    written = title(name, list(texts), settings)
    if written != name:
        return written
    said = ", ".join(f"{key}={value}" for key, value in settings if isinstance(value, int | float | str | tuple))
    return expression(name, list(texts), said)
