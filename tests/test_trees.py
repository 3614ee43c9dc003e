from collections import OrderedDict
from typing import Any, NamedTuple

import pytest

from autograd_lite.trees import leaves, mapped, rebuilt


class Pair(NamedTuple):
    """A named tuple."""

    one: Any
    other: Any


TREES = [
    1,
    [1, 2],
    (1, (2, [3])),
    {"b": 1, "a": {"c": 2}},
    Pair(1, [2, 3]),
    [],
    {"a": ()},
    [1, None, 2],
    OrderedDict(b=1, a=2),
]


@pytest.mark.parametrize("tree", TREES, ids=repr)
def test_taking_apart_and_putting_together(tree: Any) -> None:
    """A tree rebuilt from its own leaves is the same tree, of the same types."""
    again = rebuilt(tree, iter(leaves(tree)))
    assert again == tree
    assert type(again) is type(tree)


def test_order() -> None:
    """Leaves come in the order in which the tree is written; dicts keep the order of insertion."""
    assert leaves({"b": [1, (2,)], "a": 3}) == [1, 2, 3]


def test_none_is_no_leaf() -> None:
    """None stands for nothing: it is no leaf, and stays where it is."""
    assert leaves([1, None]) == [1]
    assert mapped(str, {"a": None, "b": 1}) == {"a": None, "b": "1"}


def test_mapped() -> None:
    """A function is applied to every leaf, and the shape stays."""
    assert mapped(lambda x: x + 1, Pair([1], {"a": 2})) == Pair([2], {"a": 3})
