"""The order of boxes in a description."""

from itertools import pairwise

import pytest

from autograd_lite.viz.description import Box, Description, Edge


def described(ids: str, *arrows: str) -> Description:
    """Boxes named by letters, and arrows such as "ab"."""
    return Description([Box(own, "operation", own) for own in ids], [Edge(a, b) for a, b in arrows])


class TestOrder:
    @pytest.mark.parametrize(
        ("ids", "arrows", "wanted"),
        [
            ("abcd", ("ab", "bc", "cd", "ac", "ad"), "abcd"),  # one order alone: a chain with arrows past it
            ("abcd", ("ab", "ab", "cd", "ad"), "abcd"),  # two arrows between the same boxes make no chain
            ("abcd", ("ac", "cb", "bd"), "acbd"),  # an arrow leads back in the list
            ("abcd", ("ac", "bd"), "abcd"),  # two chains: as they stand
            ("dcab", ("ab", "bc", "bd"), "abdc"),  # what can come next, in the order of the list
            ("abc", ("ab", "bc", "cb"), "a"),  # b and c lie on a circle and are left out
            ("", (), ""),
        ],
    )
    def test_sources_stand_before_targets(self, ids: str, arrows: tuple[str, ...], wanted: str) -> None:
        """The order is that of the list where the computation allows it, without what lies on a circle."""
        assert "".join(box.id for box in described(ids, *arrows).boxes_in_order()) == wanted

    def test_the_list_is_a_new_one(self) -> None:
        """What is done to the order leaves the description as it was."""
        description = described("abc", *("".join(pair) for pair in pairwise("abc")))
        description.boxes_in_order().clear()
        assert len(description.boxes) == 3
