"""Frames around boxes: which there are, and the order in which they are written."""

from autograd_lite.viz.description import Box, Description, Group
from autograd_lite.viz.grouping import frames, groups_of


def at(path: str) -> Box:
    """A box in the module `path`."""
    return Box(f"{path}/x", "operation", "x", path)


def test_lists_of_modules_have_no_frame() -> None:
    """A path that only numbers its children is part of their titles; one with named children has a frame."""
    found = groups_of([at("net.layers.0.attention"), at("net.layers.1.attention"), at("net.head")])
    assert [(group.id, group.title, group.parent) for group in found] == [
        ("net", "net", ""),
        ("net.layers.0", "layers.0", "net"),
        ("net.layers.0.attention", "attention", "net.layers.0"),
        ("net.layers.1", "layers.1", "net"),
        ("net.layers.1.attention", "attention", "net.layers.1"),
        ("net.head", "head", "net"),
    ]


def test_frames_open_and_close_like_brackets() -> None:
    """Every frame is met at its start, with its boxes and its depth, and at its end, after all inside of it."""
    groups = [Group("a", "a"), Group("a.b", "b", "a"), Group("c", "c")]
    description = Description([at("a"), at("a.b"), at("c"), Box("x", "input", "x")], [], groups)
    met = [(f.group.id if f.group else "", f.depth, [b.id for b in f.boxes], f.ends) for f in frames(description)]
    assert met == [
        ("", 0, ["x"], False),
        ("a", 1, ["a/x"], False),
        ("a.b", 2, ["a.b/x"], False),
        ("a.b", 2, [], True),
        ("a", 1, [], True),
        ("c", 1, ["c/x"], False),
        ("c", 1, [], True),
    ]


def test_five_thousand_frames_inside_each_other() -> None:
    """The walk is not recursive."""
    groups = [Group(str(n), str(n), str(n - 1) if n else "") for n in range(5000)]
    assert max(frame.depth for frame in frames(Description([], [], groups))) == 5000
