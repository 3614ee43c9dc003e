"""Modules as frames: from the paths at the boxes to nested groups."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from autograd_lite.viz.description import Box, Description, Group

_CONTAINERS = {"ModuleList", "ModuleDict", "list", "dict"}


def groups_of(boxes: Iterable[Box], classes: Mapping[str, str] | None = None) -> list[Group]:
    """Return the groups that the paths at `boxes` name, every group after its parent.

    A path that only numbers its children (``layers`` in ``layers.0``, ``layers.1``) gets no frame of its own: its
    children are titled with the whole path from the next frame outside.
    """
    classes = classes or {}
    paths = dict.fromkeys(box.group for box in boxes if box.group)
    own = set(paths)
    every: dict[str, None] = {}
    for path in paths:
        around = []
        while path and path not in every:
            around.append(path)
            path = path.rpartition(".")[0]
        every.update(dict.fromkeys(reversed(around)))
    named = {parent for parent, _, child in (path.rpartition(".") for path in every) if not child.isdigit()}
    framed = [path for path in every if path in own or not _only_numbers(path, named, classes)]
    known = set(framed)
    groups = []
    for path in framed:
        parent = _parent(path, known)
        name = path.removeprefix(f"{parent}.") if parent else path
        kind = classes.get(path, "")
        groups.append(Group(path, f"{name}  {kind}" if kind else name, parent, kind))
    return groups


def _only_numbers(path: str, named: set[str], classes: Mapping[str, str]) -> bool:
    """Return True for a list of modules: known as one, or without a child that has a name."""
    return classes[path] in _CONTAINERS if path in classes else path not in named


def _parent(path: str, known: set[str]) -> str:
    while "." in path:
        path = path.rpartition(".")[0]
        if path in known:
            return path
    return ""


class Frame(NamedTuple):
    """A frame while a picture is written from outside to inside: at its start with its boxes, at its end without."""

    group: Group | None  # None for the picture as a whole
    number: int
    depth: int
    boxes: list[Box]
    ends: bool = False


def frames(description: Description) -> Iterator[Frame]:
    """Yield every frame at its start and at its end, the inner ones between; not recursive, for deep nests."""
    inside: dict[str, list[Box]] = {}
    for box in description.boxes:
        inside.setdefault(box.group, []).append(box)
    children: dict[str, list[Group]] = {}
    for group in description.groups:
        children.setdefault(group.parent, []).append(group)
    yield Frame(None, -1, 0, inside.get("", []))
    number = 0
    stack = [Frame(group, -1, 1, []) for group in reversed(children.get("", []))]
    while stack:
        frame = stack.pop()
        if frame.ends or frame.group is None:
            yield frame
            continue
        own = frame.group.id
        yield Frame(frame.group, number, frame.depth, inside.get(own, []))
        stack.append(Frame(frame.group, number, frame.depth, [], True))
        if own in children:
            stack += [Frame(group, -1, frame.depth + 1, []) for group in reversed(children[own])]
        number += 1
