"""Frames by call: a module that is entered again after it was left gets another frame."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from autograd_lite.viz.description import Box, Description, Edge, Group
from autograd_lite.viz.shaping import calls
from autograd_lite.viz.shaping.calls import calls_apart

GROUPS = [Group("a", "a"), Group("a.b", "b", "a"), Group("c", "c")]
places = st.lists(st.sampled_from(["", "a", "a.b", "c"]), min_size=1, max_size=10)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=places, data=st.data())
def test_the_short_look_changes_nothing(
    places: list[str], data: st.DataObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no module is entered again, seen in one pass, the long look finds none either: both give one picture."""
    boxes = [Box(str(n), "operation", "x", group) for n, group in enumerate(places)]
    pairs = [(a, b) for b in range(len(places)) for a in range(b)]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    description = Description(boxes, [Edge(str(a), str(b)) for a, b in chosen], GROUPS)
    short = calls_apart(description)
    with monkeypatch.context() as patched:
        patched.setattr(calls, "_in_one_piece", lambda *_: False)
        assert calls_apart(description) == short


def test_a_second_call_by_hand() -> None:
    """Out of the module and back into it: the second visit has a frame of its own, with its number in the title."""
    boxes = [Box("1", "operation", "x", "a"), Box("2", "operation", "x"), Box("3", "operation", "x", "a")]
    apart = calls_apart(Description(boxes, [Edge("1", "2"), Edge("2", "3")], [Group("a", "a")]))
    assert [(group.id, group.title) for group in apart.groups] == [("a", "a"), ("a@1", "a  (call 2)")]
    assert [box.group for box in apart.boxes] == ["a", "", "a@1"]
