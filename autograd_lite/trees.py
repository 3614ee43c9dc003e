"""Nested lists, tuples and dicts of arrays: taken apart into a flat list, and put together again in the same shape."""

from collections.abc import Callable, Iterator
from typing import Any

_TREES = (list, tuple, dict)  # made once: a union would be made anew for every leaf


def leaves(tree: Any) -> list[Any]:
    """Return what is not a list, tuple or dict in `tree`, in order; dicts in the order of their keys' insertion.

    Examples
    --------
    >>> leaves({"w": [1, 2], "b": (3,)})
    [1, 2, 3]
    """
    if not isinstance(tree, _TREES):
        return [] if tree is None else [tree]
    found: list[Any] = []
    for value in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(value, _TREES):
            found += leaves(value)
        elif value is not None:
            found.append(value)
    return found


def rebuilt(tree: Any, new_leaves: Iterator[Any]) -> Any:
    """Return a tree of the shape of `tree` with its leaves taken from `new_leaves`."""
    if not isinstance(tree, _TREES):
        return None if tree is None else next(new_leaves)
    if isinstance(tree, dict):
        return type(tree)((key, rebuilt(value, new_leaves)) for key, value in tree.items())
    values = [rebuilt(value, new_leaves) for value in tree]
    return type(tree)(*values) if isinstance(tree, tuple) and hasattr(tree, "_fields") else type(tree)(values)


def mapped(function: Callable[..., Any], tree: Any) -> Any:
    """Return `tree` with `function` applied to every leaf.

    Examples
    --------
    >>> mapped(abs, [-1, (2, -3)])
    [1, (2, 3)]
    """
    return rebuilt(tree, map(function, leaves(tree)))
