"""One HTML page that works from disk: zoom, search, modules that open and close; nothing is fetched.

The pictures are laid out here, one for each state of the modules that is cheap; the script only chooses among them.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from autograd_lite.viz.backends.content import source_address
from autograd_lite.viz.backends.engines import OWN_LIMIT, EngineError
from autograd_lite.viz.backends.svg import to_svg
from autograd_lite.viz.description import Description, Group, short
from autograd_lite.viz.layout.placing import keys_of
from autograd_lite.viz.pages.relayout import library, pieces
from autograd_lite.viz.pages.webpage import webpage
from autograd_lite.viz.shaping.closing import closed, depths
from autograd_lite.viz.spine import mark_spine

_BUDGET = 350_000  # characters of pictures
_LOOKS = 150_000  # boxes that are looked at in search of states that fit
MOST_BOXES = 5_000  # that a browser lays out: a second and a half


def to_html(
    description: Description, whole: Description | None = None, look: str = "light", relayout: bool = False
) -> str:
    """Return the page.

    Parameters
    ----------
    description : what is shown first
    whole : the same with every module open; by default `description`
    look : the theme; "light" turns dark where the reader's system is
    relayout : give the page Graphviz (0.6 MB), so that it lays out anew whatever module is opened or closed

    Raises
    ------
    EngineError
        If `relayout` is asked for and there are more boxes than a browser lays out while somebody waits.
    """
    whole = description if whole is None else whole
    states = list(_chosen(description, whole, look))
    title = short(description.title or "computation graph", 100)
    if not relayout:
        return webpage("page", title, look, {"states": states})
    if len(whole.boxes) > MOST_BOXES:
        raise EngineError(
            f"relayout=True lays out up to {MOST_BOXES:,} boxes in the browser; these are {len(whole.boxes):,}. "
            "Leave relayout= out."
        )
    graph = {**pieces(whole, look), "lines": lines_of(whole)}
    return webpage("page", title, look, {"states": states[:1], "graph": graph}, library())


def _chosen(description: Description, whole: Description, look: str) -> Iterable[dict[str, Any]]:
    """Yield the states that the page has room for, each once; those are looked at that can be while somebody waits."""
    known: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    size = boxes = 0  # of the pictures so far
    looks = _LOOKS
    for shown in _states(description, whole):
        looks -= len(whole.boxes)
        if known and looks < 0:
            return
        if known and size + len(shown.boxes) * size / max(boxes, 1) > _BUDGET:
            continue
        if len(shown.boxes_in_order()) < len(shown.boxes):
            continue  # a hand-made frame around boxes between which others lie cannot be closed
        there = tuple(group.id for group in shown.groups), tuple(b.id for b in shown.boxes if b.role == "module")
        if there in known:
            continue
        state = _state(mark_spine(shown), look)
        if known and size + len(state["svg"]) > _BUDGET:
            continue
        known.add(there)
        size, boxes = size + len(state["svg"]), boxes + len(shown.boxes)
        yield state


def _states(description: Description, whole: Description) -> Iterable[Description]:
    """Yield the picture as it is; then each depth; then the picture with one more module closed or opened."""
    yield description
    deep = depths(whole.groups)
    for level in sorted(set(deep.values()), reverse=True):
        yield closed(whole, partial(_deeper, level))
    opened = {group.id for group in description.groups}
    for group in whole.groups:
        if group.id in opened:
            yield closed(description, partial(_among, {group.id}))
        elif not group.parent or group.parent in opened:
            yield closed(whole, partial(_among, {g.id for g in whole.groups} - opened - {group.id}))


def _deeper(level: int, _: Group, depth: int) -> bool:
    return depth > level


def _among(paths: set[str], group: Group, _: int) -> bool:
    return group.id in paths


def _state(description: Description, look: str) -> dict[str, Any]:
    if len(description.boxes) > OWN_LIMIT:
        return {"open": [], "shut": [], "svg": "", "paths": {}, "lines": {}}
    keys = keys_of(description)
    opened = {key: path for path, key in keys.groups.items() if path}
    shut = {keys.boxes[box.id]: box.id for box in description.boxes if box.role == "module"}
    return {
        "open": sorted(opened.values()),
        "shut": sorted(shut.values()),
        "paths": {**opened, **shut},
        "lines": lines_of(description),
        "svg": to_svg(description, look),
    }


def lines_of(description: Description) -> dict[str, list[str]]:
    """Return for each box, by its key, the line of source that computed it and the address of that file."""
    keys = keys_of(description).boxes
    return {keys[box.id]: [short(box.line, 200), source_address(box.line)] for box in description.boxes if box.line}
