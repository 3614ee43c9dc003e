"""From nodes to a description. Reading order: :func:`read`, :class:`Reading`."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy import ndarray  # by itself: NumPy looks its names up anew each time, and _kept asks for it a million times

from autograd_lite.graph import Leaf, Node
from autograd_lite.viz.description import Box, Description, Edge, Row, dtype_text, shape_text, short
from autograd_lite.viz.grouping import groups_of
from autograd_lite.viz.reading.backview import note_formula
from autograd_lite.viz.reading.known import Known, innermost, is_array, scope_of
from autograd_lite.viz.reading.operands import Operand, setting_text
from autograd_lite.viz.reading.origins import WHY_AS_IT_WAS
from autograd_lite.viz.reading.stencils import Signatures, Stencil, drawn, stencil_of
from autograd_lite.viz.reading.summary import WHY_UNKEPT, counts, detached, uniform_dtype
from autograd_lite.viz.reading.taking import Arrays, kind_of
from autograd_lite.viz.reading.walking import Walk
from autograd_lite.viz.reading.wording import UNKEPT, expression, known_as, through_text, title
from autograd_lite.viz.spine import mark_spine
from autograd_lite.viz.uncollected import uncollected


def read(
    ends: Mapping[str, Node], known: Known | None = None, *, parameters: str = "rows", views: bool = False
) -> Description:
    """Return the description of the graph below `ends`.

    Parameters
    ----------
    ends : nodes of the results, by name
    known : names and records
    parameters : "rows" of the operation that takes them, "nodes" of their own, or "none"
    views : show reshapes, transposes, casts and copies as boxes too
    """
    with uncollected():
        return mark_spine(Reading(known or Known(), parameters, views).describe(ends))


class Reading:
    """From the nodes of one walk to boxes and arrows. Keeps nodes while it runs; the description keeps none.

    Parameters
    ----------
    known : names and records
    parameters : "rows" of the operation that takes them, "nodes" of their own, or "none"
    views : show plumbing too
    formulas : note at arrows and rows how the gradient comes back
    """

    def __init__(self, known: Known, parameters: str = "rows", views: bool = False, formulas: bool = False) -> None:
        self.known, self.parameters, self.views, self.formulas = known, parameters, views, formulas
        self.leaves: dict[str, list[Node | None]] = {}  # by box that was read, the node of each row
        self.ends: dict[str, Node] = {}
        self.arrays = Arrays(known, formulas)
        self.boxes: dict[str, Box] = {}
        self.edges: list[Edge] = []
        self.ids: dict[Node | None, str] = {}
        self.untracked: dict[int, str] = {}  # boxes of arrays without a history, by their id
        self.plain: dict[str, Any] = {}  # the same arrays by their boxes, and those in rows by box and place
        self.plain_rows: dict[str, dict[int, Any]] = {}
        self.taken = set[str]()
        self.cut: list[str] = []  # where operations take values that were detached from their history
        self.unkept = False  # whether a title names what no node keeps
        self.counted = set[int]()  # arrays whose bytes were counted
        self.stencils: dict[Any, Stencil] = {}  # by signature
        self.equal_rows: dict[tuple[Row, ...], tuple[Row, ...]] = {}  # so that equal boxes share them
        self.here = f"{Path.cwd()}{os.sep}"  # lines of files below it are named from it

    def describe(self, ends: Mapping[str, Node]) -> Description:
        """Return the description of the graph below `ends`."""
        self.walk = walk = Walk(ends.values(), self.known, self.views)
        self.order, self.consumers = walk.order, walk.consumers
        self._number(walk.operations)
        self.small = len(walk.operations) <= 60
        self._draw_all(walk.operations)
        for name, end in ends.items():
            self._draw_end(name, end)
        boxes = list(self.boxes.values())
        groups = groups_of(boxes, self.known.classes)
        uniform = uniform_dtype(boxes)
        captions = (counts(walk.operations, self._parameters_of(walk.order), uniform), *detached(self.cut))
        captions += (WHY_UNKEPT,) * self.unkept
        captions += (WHY_AS_IT_WAS,) * (self.known.origins is not None and self.known.origins.stale)
        return Description(boxes, self.edges, groups, captions=captions)

    def boxes_by_node(self) -> dict[Node, Box]:
        """Return the boxes of the nodes that have one."""
        return {node: self.boxes[own] for node, own in self.ids.items() if node is not None}

    def row_leaves(self) -> dict[str, Sequence[Node | None]]:
        """Return by box the node of each row; None where that has no history."""
        drawn = {node: own for node, own in self.ids.items() if node is not None and self.boxes[own].rows}
        alike = {own: [p for p in node.parents if p.recipe is None] for node, own in drawn.items()}
        return {**alike, **self.leaves}

    @cached_property
    def used(self) -> dict[Node, list[Operand]]:
        """The operands of every operation, in the order in which they ran."""
        return {node: self.walk.read(node).operands for node in self.walk.operations}

    @cached_property
    def settings(self) -> dict[Node, list[tuple[str, Any]]]:
        """What every operation was called with besides."""
        return {node: self.walk.read(node).settings for node in self.walk.operations}

    # -- boxes ----------------------------------------------------------------------------------------------------

    def _number(self, nodes: list[Node]) -> None:
        """Give each operation its id: path, operation, and count in that module."""
        met: dict[str | None, dict[str, int]] = {}
        ids, here, occurrences = self.ids, None, met.setdefault(None, {})
        for node in nodes:
            scope, name = node.scope or None, node.recipe.name  # a model and what stands around it share their ids
            if scope is not here:
                here, occurrences = scope, met.setdefault(scope, {})
            count = occurrences[name] = occurrences.get(name, -1) + 1
            ids[node] = f"{scope}/{name.lstrip('_')}.{count}" if scope else f"{name.lstrip('_')}.{count}"
        self.taken.update(ids.values())

    def _draw_all(self, operations: list[Node]) -> None:
        """Draw operations and the arrows into them: from stencils, or with care where the kind is a new one."""
        ids, edges, boxes, stencils, seen = self.ids, self.edges, self.boxes, self.stencils, self.known.seen
        plain = self.parameters == "rows" and not self.formulas
        signatures = Signatures(self.walk, self.known, self.small)
        for node, own in zip(operations, list(ids.values()), strict=True):  # leaves follow
            signature, sources = signatures.of(node) if plain else (None, ())
            stencil = stencils.get(signature)
            if stencil is not None:
                box = boxes[own] = drawn(stencil, own, node)
                if stencil.words:
                    said = zip(sources, stencil.words, strict=True)
                    edges += [Edge(ids[source], own, *words) for source, words in said]
                else:
                    for source in sources:
                        edges.append(Edge(ids[source], own))  # one most often
            else:
                first = len(edges)
                box = boxes[own] = self._read(node, own)
                if signature is not None:
                    stencils[signature] = stencil_of(box, edges[first:])
            if line := seen[node].line if seen and node in seen else node.line:
                box.line = line.removeprefix(self.here)
            if node.saved:
                box.bytes = self._kept(node.saved)

    def _read(self, node: Node, own: str) -> Box:
        """Return the box of an operation, after a look at all that went into it."""
        name, scope = node.recipe.name.lstrip("_"), node.scope or ""
        operands, settings = self.walk.read(node)
        settings = [(k, self.arrays.index(v) if k == "index" else v) for k, v in settings]
        arrows: dict[str, Edge] = {}
        rows: list[Row] = []
        leaves: list[Node | None] = []
        texts: list[Any] = []
        for used in operands:
            source = self.ids.get(used.source) or self._place(node, used, operands)
            if source is not None:
                self._connect(source, own, used, node, arrows)
            elif (row := self.arrays.row(node, used, scope)) is not None:
                if is_array(used.value) and used.source is None:
                    self.plain_rows.setdefault(own, {})[len(rows)] = used.value
                rows.append(row)
                leaves.append(used.source)
            texts.append(self.arrays.text(used, self.boxes[source] if source else None, scope))
            if used.cut or (rows and rows[-1].role == "detached" and source is None):
                self.cut.append(f"{used.name} of {own}")
        rows += [Row("constant", k, v.shape, str(v.dtype)) for k, v in settings if k != "index" and _long(v)]
        said = [setting_text(k, v) for k, v in settings if k != "index" and v is not None]
        text = ", ".join(filter(None, said))
        if self.parameters == "none":
            rows, leaves = [row for row in rows if row.role != "parameter"], []
        if rows:
            self.leaves[own] = leaves
        shown, words = tuple(rows), title(known_as(node.recipe), texts, settings)
        self.unkept = self.unkept or UNKEPT in words.split() or any(row.name.split(" (")[0] == UNKEPT for row in rows)
        return Box(
            own, "operation", words, scope, "", name, node.shape, dtype_text(node.dtype), text,
            self.equal_rows.setdefault(shown, shown), tip=expression(known_as(node.recipe), texts, text),
        )  # fmt: skip

    def _place(self, node: Node, used: Operand, operands: list[Operand]) -> str | None:
        """Return the id of the box of a leaf or an untracked array, or None if it is a row or unknown."""
        source = used.source
        if source is None:
            flows = used.data or self.arrays.fed(operands)[0]
            return self._array_box(used, flows, node) if is_array(used.value) else None
        flows, arrays = self.arrays.fed(operands)
        users = self.consumers.get(source, ())
        shared = len(users) > 1
        if source not in self.known.inputs:
            fed = flows or arrays or (len(operands) > 1 and self.known.owned(source, users, used.name))
            if self.parameters == "none" and fed:
                return None
            scalar = source.shape == () and self.small and source not in self.known.parameters
            if self.parameters == "rows" and fed and not shared and not scalar:
                return None
        return self._leaf_box(source, node, used, shared and (flows or arrays))

    def _leaf_box(self, leaf: Node, node: Node, used: Operand, shared: bool) -> str:
        known, users = self.known, self.consumers.get(leaf, ())
        name = self.arrays.name(leaf)
        own = self.ids[leaf] = self._unique(name or f"{self.ids[node]}:{used.name}")
        declared = bool(known.inputs or known.arrays)  # then all others are parameters
        is_input = leaf in known.inputs or not (declared or shared or known.owned(leaf, users, used.name))
        box = Box(own, "input" if is_input else "parameter", short(name or used.name, 32))
        if not is_input:
            box.group = innermost(map(scope_of, users))
        box.shape, box.dtype = leaf.shape, dtype_text(leaf.dtype)
        if len(users) > 1 and not is_input:
            box.notes = (f"◆◆ used {len(users)} ×",)
        self.boxes[own] = box
        return own

    def _array_box(self, used: Operand, flows: bool, node: Node) -> str | None:
        """Return the box of an untracked array: an input where nothing else flows in, else a row.

        A constant is a row wherever it is taken; what was cut from its history and is taken twice has a box.
        """
        key = id(used.value)
        if key in self.untracked and not flows:
            return self.untracked[key]
        name = self.known.arrays.get(key)
        if flows and name is None and len(self.consumers[key]) < 2:
            return None
        origin = self.known.origin(used.value) if name is None else None
        cut = used.cut or (origin is not None and origin.cut)
        if flows and name is None and not cut:
            return None
        if key in self.untracked:
            return self.untracked[key]
        own = self.untracked[key] = self._unique(name or f"{self.ids[node]}:{used.name}")
        declared = bool(self.known.inputs or self.known.arrays)  # then what has no name was made inside
        role = "detached" if cut else "input" if name is not None or not (flows or declared) else "constant"
        otherwise = origin.text if origin is not None else kind_of(used.value) if role == "constant" else role
        box = Box(own, role, short(name or otherwise, 32))
        box.shape, box.dtype = used.value.shape, dtype_text(used.value.dtype)
        self.boxes[own] = box
        self.plain[own] = used.value
        return own

    def _unique(self, wanted: str) -> str:
        own, count = wanted, 1
        while own in self.taken:
            count += 1
            own = f"{wanted}~{count}"
        self.taken.add(own)
        return own

    # -- arrows ---------------------------------------------------------------------------------------------------

    def _connect(self, source: str, target: str, used: Operand, node: Node, arrows: dict[str, Edge]) -> None:
        """Draw an arrow; `arrows` are those to this target, by source."""
        way, operation = used.way, getattr(node.recipe, "operation", None)
        label, hint = through_text(way) if way else "", ""
        shape = way[-1].shape if way else used.value.shape if used.source is None else used.source.shape
        if not label and shape != node.shape and shape != () and getattr(operation, "broadcasts", False):
            label, hint = "broadcast", f"{shape_text(shape)} is repeated to {shape_text(node.shape)}"
        edge = arrows.get(source)
        if edge is not None:
            edge.label = edge.label or "2×"
        else:
            arrows[source] = edge = Edge(source, target, label, "flow", False, hint, cut=used.source is None)
            self.edges.append(edge)
        if self.formulas and operation is not None and not edge.cut:
            note_formula(edge, node, used)

    def _draw_end(self, name: str, end: Node) -> None:
        source, way = self.walk.through.get(end, (end, ()))
        if source not in self.ids:
            self._leaf_box(source, source, Operand("x", source, None), False)
        own = self._unique(f"out:{name}")
        self.ends[own] = source
        self.boxes[own] = Box(own, "output", short(name, 32), "", "", "", end.shape, dtype_text(end.dtype))
        self.edges.append(Edge(self.ids[source], own, through_text(way)))

    def _kept(self, saved: Any) -> int:
        """Return the bytes that a node keeps for the backward pass and that nothing before it kept."""
        total, counted = 0, self.counted
        for value in saved:
            if type(value) is ndarray and id(value) not in counted:
                counted.add(id(value))
                total += value.nbytes
        return total

    def _parameters_of(self, order: list[Node]) -> list[Node]:
        """Return the leaves that are drawn as parameters, not as inputs."""
        leaves = [node for node in order if node.recipe is None and node not in self.known.inputs]
        shown = [self.boxes[self.ids[leaf]].role if leaf in self.ids else "" for leaf in leaves]
        return [leaf for leaf, role in zip(leaves, shown, strict=True) if role != "input" and isinstance(leaf, Leaf)]


def _long(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.size > 4
