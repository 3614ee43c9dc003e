"""What a page needs to lay itself out anew: the graph in pieces of DOT, and Graphviz as WebAssembly, for the browser.

The pieces are whole statements, written by :mod:`dot`; the script of the page only chooses among them: it leaves out
what lies in closed modules, puts their boxes in place, and leads the arrows there.
"""

from base64 import b64encode
from dataclasses import replace
from functools import partial
from typing import Any

from autograd_lite.viz.backends.content import tip
from autograd_lite.viz.backends.dot import FONT, cluster_line, edge_line, head_lines
from autograd_lite.viz.backends.nodes import NodeLines
from autograd_lite.viz.description import Box, Description, Group
from autograd_lite.viz.pages.webpage import HERE
from autograd_lite.viz.palette import theme
from autograd_lite.viz.shaping.closing import closed, depths
from autograd_lite.viz.spine import mark_spine


def library() -> str:
    """Return Graphviz for the browser (``viz-global.js``, see ``vizjs/LICENSE.txt``), compressed, in base64."""
    return b64encode((HERE / "vizjs" / "viz-global.js.gz").read_bytes()).decode()


def pieces(whole: Description, look: str) -> dict[str, Any]:
    """Return the graph with every module open, and for each module the box that stands for it when it is closed.

    Boxes are named ``n0, n1, …``, modules ``g0, g1, …``; the box of a closed module has its module's name.
    """
    colours = theme(look)
    written = NodeLines(colours)
    whole = mark_spine(whole)
    groups = {"": "", **{group.id: f"g{n}" for n, group in enumerate(whole.groups)}}
    names = {box.id: f"n{n}" for n, box in enumerate(whole.boxes)}
    shut = _shut(whole)
    paired = {(edge.source, edge.target) for edge in whole.edges if edge.kind == "flow"}
    boxes = []
    for box in whole.boxes:
        statement = written.line(replace(box, line=""), names[box.id])
        boxes.append({"key": names[box.id], "group": groups[box.group], "dot": statement, "tip": tip(box)})
    edges = []
    for edge in whole.edges:
        line = edge_line(edge, names, colours, paired)
        source, _, rest = line.strip().partition(" -> ")
        edges.append({"from": source, "kind": edge.kind, "to": rest.split(" ")[0].rstrip(";"), "dot": rest})
    head = "\n".join(["digraph computation {", *head_lines(_with_legend(whole, shut), colours)])
    return {
        "head": head.replace(FONT, "Arial"),  # the one name of a font whose widths Graphviz knows without having it
        "boxes": boxes,
        "edges": [{**edge, "dot": edge["dot"].removeprefix(edge["to"])} for edge in edges],
        "groups": [
            {
                "key": groups[group.id],
                "parent": groups[group.parent],
                "path": group.id,
                "dot": cluster_line(group, number, colours),
                "closed": written.line(shut[group.id], groups[group.id]),
                "tip": tip(shut[group.id]),
            }
            for number, group in enumerate(whole.groups)
            if group.id in shut  # else it is empty
        ],
    }


def _shut(whole: Description) -> dict[str, Box]:
    """Return for each module the box that stands for it, as closing it would make it: all of a level at a time."""
    deep = depths(whole.groups)
    found = {}
    for level in set(deep.values()) - {0}:
        inside = closed(whole, partial(_at, level))
        found.update({box.id: box for box in inside.boxes if box.role == "module" and deep.get(box.id) == level})
    return found


def _at(level: int, _: Group, depth: int) -> bool:
    return depth == level


def _with_legend(whole: Description, shut: dict[str, Box]) -> Description:
    """Return the description with the boxes of closed modules, so that its legend knows them."""
    return whole.changed(boxes=[*whole.boxes, *shut.values()])
