"""The spine: the longest path, whatever the order in which the edges stand."""

import itertools

from autograd_lite.viz.description import Box, Description, Edge
from autograd_lite.viz.spine import mark_spine


def test_the_order_of_the_edges_is_of_no_account() -> None:
    """Of a → b → c → d with the shortcut a → c the three are marked, in each of the 24 orders of the edges."""
    boxes = [Box(own, "output" if own == "d" else "operation", own) for own in "abcd"]
    for pairs in itertools.permutations(["ab", "bc", "ac", "cd"]):
        marked = mark_spine(Description(boxes, [Edge(*pair) for pair in pairs]))
        assert {e.source + e.target: e.spine for e in marked.edges} == {"ab": True, "bc": True, "ac": False, "cd": True}


def test_marks_are_made_anew() -> None:
    """An edge that lies no longer on the longest path loses its mark; a picture without a result has no spine."""
    edges = [Edge("a", "b", spine=True)]
    assert not mark_spine(Description([Box("a", "input", "a"), Box("b", "operation", "b")], edges)).edges[0].spine
