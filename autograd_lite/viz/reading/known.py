"""What is known of a graph besides its nodes: names, declared inputs, classes of modules, what a recording saw."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograd_lite.graph import Leaf, Node


@dataclass(slots=True)
class Known:
    """Names and records.

    Parameters
    ----------
    parameters : names of leaves that are parameters
    inputs : names of leaves that are inputs of the drawn function
    arrays : names of untracked arrays, by the id of the array (used for looking up alone, never printed)
    classes : class name by module path
    seen : by node, what a recording saw of its call
    values : arrays of inputs by node
    origins : tells how other arrays came about, where the function was seen
    unrecorded : names of results without a history, beside those that are drawn
    """

    parameters: dict[Node, str] = field(default_factory=dict)
    inputs: dict[Node, str] = field(default_factory=dict)
    arrays: dict[int, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    seen: dict[Node, Any] = field(default_factory=dict)
    values: dict[Node, Any] = field(default_factory=dict)
    origins: Any = None
    unrecorded: list[str] = field(default_factory=list)

    def leaf_name(self, leaf: Node) -> str:
        """Return the name of a leaf: given, or that of its Tensor while it lives; else empty."""
        name = self.inputs.get(leaf) or self.parameters.get(leaf)
        if not name and isinstance(leaf, Leaf):
            owner = leaf.owner() if leaf.owner is not None else None
            name = (owner.name if owner is not None else None) or leaf.name
        return name or ""

    def origin(self, value: Any, room: int = 36) -> Any:
        """Return what is known of an array without a name, its text and whether it was cut from a history, or None.

        An array of one number alone that no array of the user has a part in says that number, not how it was made.
        """
        if self.origins is None or not isinstance(value, np.ndarray):
            return None
        found = self.origins.of(value, room)
        if found is None or found.cut or _NAME.search(found.text) or not value.size or (value != value.flat[0]).any():
            return found
        return None

    def owned(self, leaf: Node, users: Iterable[Node], called: str) -> bool:
        """Return True for a parameter of a module: given as one, named after the module it is used in, or its weight.

        The last is a leaf without a name that an operation inside of a module calls its weight or bias.
        """
        if leaf in self.parameters:
            return True
        name = self.leaf_name(leaf)
        if not name:
            return called in ("weight", "bias") and all(map(scope_of, users))
        if "." not in name:
            return False
        scopes = {scope_of(user) for user in users}
        return any(scope and name.startswith(f"{scope.split('.')[0]}.") for scope in scopes)


_NAME = re.compile(r"(?<!\w)[^\W\d]\w*(?![\w(])")  # a word that is no function


def scope_of(node: Node) -> str:
    """Return the path of the module in which `node` was computed; empty outside of modules."""
    return str(node.scope) if node.scope else ""


def local_name(name: str, scope: str) -> str:
    """Return a dotted name as it is called inside of the module `scope`."""
    return name.removeprefix(f"{scope}.") if scope else name


def is_array(value: Any) -> bool:
    """Return True for an array that deserves a row or a box: not for a number."""
    return type(value) is np.ndarray and value.ndim > 0


def innermost(scopes: Iterable[str]) -> str:
    """Return the innermost module that holds all of `scopes`."""
    common: list[str] | None = None
    for scope in dict.fromkeys(scopes):
        parts = scope.split(".") if scope else []
        if common is None:
            common = parts
        length = 0
        for mine, other in zip(common, parts, strict=False):
            if mine != other:
                break
            length += 1
        common = common[:length]
    return ".".join(common or [])
