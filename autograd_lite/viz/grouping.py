"""Modules as frames: from the paths at the boxes to nested groups."""

from collections.abc import Iterable, Mapping

from autograd_lite.viz.description import Box, Group

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
        parts = path.split(".")
        for length in range(1, len(parts) + 1):
            every.setdefault(".".join(parts[:length]))
    framed = [path for path in every if path in own or not _only_numbers(path, every, classes)]
    known = set(framed)
    groups = []
    for path in framed:
        parent = _parent(path, known)
        name = path.removeprefix(f"{parent}.") if parent else path
        kind = classes.get(path, "")
        groups.append(Group(path, f"{name}  {kind}" if kind else name, parent, kind))
    return groups


def _only_numbers(path: str, every: Mapping[str, None], classes: Mapping[str, str]) -> bool:
    if path in classes:
        return classes[path] in _CONTAINERS
    children = [p.removeprefix(f"{path}.") for p in every if p.startswith(f"{path}.")]
    return all(child.split(".")[0].isdigit() for child in children)


def _parent(path: str, known: set[str]) -> str:
    while "." in path:
        path = path.rpartition(".")[0]
        if path in known:
            return path
    return ""
