"""From nodes to a description. Reading order: :func:`read`, :class:`Reading`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from autograd_lite.graph import Leaf, Node
from autograd_lite.viz.backview import derivative_value, share_text
from autograd_lite.viz.description import Box, Description, Edge, Row, shape_text, short
from autograd_lite.viz.formulas import formula
from autograd_lite.viz.grouping import groups_of
from autograd_lite.viz.operands import Reader, setting_text
from autograd_lite.viz.spine import mark_spine
from autograd_lite.viz.wording import expression, through_text, title, transposed_mark

# Operations that move or convert numbers and compute none; left out unless asked for.
PLUMBING = frozenset({
    "array", "asarray", "ascontiguousarray", "astype", "atleast_1d", "atleast_2d", "atleast_3d", "broadcast_to", "copy",
    "expand_dims", "flatten", "matrix_transpose", "moveaxis", "permute_dims", "pick", "positive", "ravel", "real",
    "reshape", "rollaxis", "squeeze", "swapaxes", "transpose",
})  # fmt: skip


@dataclass(slots=True)
class Known:
    """What is known besides the nodes: names, declared inputs, classes of modules, what a recording saw.

    Parameters
    ----------
    parameters : names of leaves that are parameters
    inputs : names of leaves that are inputs of the drawn function
    arrays : names of untracked arrays, by the id of the array (used for looking up alone, never printed)
    classes : class name by module path
    seen : by node, what a recording saw of its call
    values : arrays of inputs by node
    """

    parameters: dict[Node, str] = field(default_factory=dict)
    inputs: dict[Node, str] = field(default_factory=dict)
    arrays: dict[int, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    seen: dict[Node, Any] = field(default_factory=dict)
    values: dict[Node, Any] = field(default_factory=dict)


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
    return Reading(known or Known(), parameters, views).describe(ends)


def inputs_first(ends: Iterable[Node], depth: Mapping[Node, int] | None = None) -> list[Node]:
    """Return the nodes below `ends`, every input before its consumer; not recursive.

    The first input's side comes first, or with `depth` the deepest side, which is the order in which loops ran.
    """

    def sides(node: Node) -> Iterator[Node]:
        if depth is None or len(node.parents) < 2:
            return iter(node.parents)
        return iter(sorted(node.parents, key=depth.__getitem__, reverse=True))

    order: list[Node] = []
    done = set[Node]()
    for end in ends:
        stack = [(end, sides(end))]
        opened = {end}
        if end in done:
            continue
        while stack:
            node, parents = stack[-1]
            for parent in parents:
                if parent not in done and parent not in opened:
                    opened.add(parent)
                    stack.append((parent, sides(parent)))
                    break
            else:
                stack.pop()
                done.add(node)
                order.append(node)
    return order


@dataclass(slots=True)
class _Used:
    """An operand after the plumbing was followed: where it comes from, and what happened on the way."""

    name: str
    source: Node | None
    way: tuple[Node, ...]
    value: Any


class Reading:
    """One walk over the graph. Keeps nodes while it runs; the description that it returns keeps none.

    Parameters
    ----------
    known : names and records
    parameters : "rows" of the operation that takes them, "nodes" of their own, or "none"
    views : show plumbing too
    formulas : note at arrows and rows how the gradient comes back
    """

    def __init__(self, known: Known, parameters: str = "rows", views: bool = False, formulas: bool = False) -> None:
        self.known, self.parameters, self.views, self.formulas = known, parameters, views, formulas
        self.row_leaves: dict[str, dict[int, Node]] = {}
        self.order: list[Node] = []
        self.ends: dict[str, Node] = {}
        self.reader = Reader(known.seen)
        self.boxes: dict[str, Box] = {}
        self.edges: dict[tuple[str, str], Edge] = {}
        self.ids: dict[Node, str] = {}
        self.occurrences: dict[tuple[str, str], int] = {}
        self.arrays: dict[int, str] = {}
        self.used: dict[Node, list[_Used]] = {}
        self.settings: dict[Node, list[tuple[str, Any]]] = {}
        self.through: dict[Node, tuple[Node, tuple[Node, ...]]] = {}
        self.consumers: dict[Any, list[Node]] = {}
        self.taken = set[str]()
        self.counted = set[int]()  # arrays whose bytes were counted

    def describe(self, ends: Mapping[str, Node]) -> Description:
        """Return the description of the graph below `ends`."""
        self.order = order = inputs_first(ends.values())
        depth: dict[Node, int] = {}
        for node in order:
            depth[node] = 1 + max([depth[parent] for parent in node.parents], default=0)
            if node.recipe is not None and not self._skipped(node):
                self.ids[node] = self._id(scope_of(node), node.recipe.name.lstrip("_"))
        operations = [node for node in inputs_first(ends.values(), depth) if node in self.ids]
        for node in operations:
            self._follow(node)
        self.small = len(operations) <= 60
        for node in operations:
            self._draw(node)
        for name, end in ends.items():
            self._draw_end(name, end)
        boxes = list(self.boxes.values())
        groups = groups_of(boxes, self.known.classes)
        uniform = _uniform_dtype(boxes)
        captions = (_counts(operations, self._parameters_of(order), uniform),)
        description = Description(boxes, list(self.edges.values()), groups, captions=captions)
        return mark_spine(description)

    def boxes_by_node(self) -> dict[Node, Box]:
        """Return the boxes of the nodes that have one."""
        return {node: self.boxes[own] for node, own in self.ids.items()}

    def _skipped(self, node: Node) -> bool:
        """Return True for plumbing, and remember what stands behind it."""
        if self.views or node.recipe.name not in PLUMBING or len(node.parents) != 1:
            return False
        source, way = self.through.get(node.parents[0], (node.parents[0], ()))
        self.through[node] = (source, (*way, node))
        return True

    def _follow(self, node: Node) -> None:
        inputs = self.reader.read(node)
        self.used[node] = used = []
        self.settings[node] = inputs.settings
        for operand in inputs.operands:
            source, way = (
                (None, ()) if operand.parent is None else self.through.get(operand.parent, (operand.parent, ()))
            )
            used.append(_Used(operand.name, source, way, operand.value))
            if isinstance(source, Leaf) or source is None:
                key: Any = source if source is not None else id(operand.value) if _is_array(operand.value) else None
                users = self.consumers.setdefault(key, [])
                if key is not None and (not users or users[-1] is not node):
                    users.append(node)

    # -- boxes ----------------------------------------------------------------------------------------------------

    def _id(self, scope: str, name: str) -> str:
        count = self.occurrences[scope, name] = self.occurrences.get((scope, name), -1) + 1
        return self._unique(f"{scope}/{name}.{count}" if scope else f"{name}.{count}")

    def _draw(self, node: Node) -> None:
        name, scope = node.recipe.name.lstrip("_"), scope_of(node)
        own = self.ids[node]
        box = Box(own, "operation", name, scope, "", name, node.shape, dtype_text(node.dtype))
        flows = any(self._flows(u) for u in self.used[node])
        arrays = any(u.source is None and _is_array(u.value) for u in self.used[node])
        rows: list[Row] = []
        texts = []
        for used in self.used[node]:
            source = self._place(node, used, flows, arrays)
            if source is not None:
                self._connect(source, own, used, node)
            elif (row := self._row(node, used, scope)) is not None:
                if row.role == "parameter" and used.source is not None:
                    self.row_leaves.setdefault(own, {})[len(rows)] = used.source
                rows.append(row)
            texts.append(self._operand_text(used, source, scope))
        self.boxes[own] = box
        for setting, value in self.settings[node]:
            if setting != "index" and isinstance(value, np.ndarray) and value.size > 4:
                rows.append(Row("constant", setting, value.shape, str(value.dtype)))
        box.rows = tuple(row for row in rows if self.parameters != "none" or row.role == "constant")
        box.title = title(name, texts, self.settings[node])
        said = [setting_text(k, v) for k, v in self.settings[node] if k != "index" and v is not None]
        box.settings = ", ".join(text for text in said if text)
        box.tip = expression(name, texts, box.settings)
        seen = self.known.seen.get(node)
        box.line = (seen.line if seen is not None else node.line) or ""
        box.bytes = self._kept(node)

    def _flows(self, used: _Used) -> bool:
        """Return True if the operand is an arrow: computed before, or a declared input."""
        if used.source is not None:
            return not isinstance(used.source, Leaf) or used.source in self.known.inputs
        return _is_array(used.value) and id(used.value) in self.known.arrays

    def _place(self, node: Node, used: _Used, flows: bool, arrays: bool) -> str | None:
        """Return the id of the box that the operand comes from, or None if it is a row or unknown."""
        source = used.source
        if source is None:
            return self._array_box(used, flows, node) if _is_array(used.value) else None
        if not isinstance(source, Leaf):
            return self.ids[source]
        if source in self.ids:
            return self.ids[source]
        shared = len(self.consumers.get(source, ())) > 1
        scalar = source.shape == () and self.small and source not in self.known.parameters
        if source not in self.known.inputs:
            fed = flows or arrays or (self._owned(source) and len(self.used[node]) > 1)
            if self.parameters == "none" and fed:
                return None
            if self.parameters == "rows" and fed and not shared and not scalar:
                return None
        return self._leaf_box(source, node, used, shared and (flows or arrays))

    def _owned(self, leaf: Node) -> bool:
        """Return True for a parameter of a module: given as one, or named after the module it is used in."""
        if leaf in self.known.parameters:
            return True
        name = leaf_name(leaf, self.known)
        scopes = {scope_of(user) for user in self.consumers.get(leaf, ())}
        return any(scope and name.startswith(f"{scope.split('.')[0]}.") for scope in scopes)

    def _leaf_box(self, leaf: Node, node: Node, used: _Used, shared: bool) -> str:
        known = self.known
        name = leaf_name(leaf, known)
        own = self.ids[leaf] = self._unique(name or f"{self.ids[node]}:{used.name}")
        is_input = leaf in known.inputs or (not self._owned(leaf) and not shared)
        users = self.consumers.get(leaf, ())
        box = Box(
            own, "input" if is_input else "parameter", short(name or used.name, 32), _common(map(scope_of, users))
        )
        if is_input:
            box.group = ""
        box.shape, box.dtype = leaf.shape, dtype_text(leaf.dtype)
        if len(users) > 1 and not is_input:
            box.notes = (f"used {len(users)} ×",)
        self.boxes[own] = box
        return own

    def _array_box(self, used: _Used, flows: bool, node: Node) -> str | None:
        """Return the box of an untracked array: an input where nothing else flows in, else a row."""
        key = id(used.value)
        if key in self.arrays:
            return self.arrays[key]
        name = self.known.arrays.get(key)
        if flows and name is None and len(self.consumers[key]) < 2:
            return None
        own = self.arrays[key] = self._unique(name or f"{self.ids[node]}:{used.name}")
        role = "input" if name is not None or not flows else "constant"
        box = Box(own, role, short(name or ("input" if role == "input" else "constant"), 32))
        box.shape, box.dtype = used.value.shape, dtype_text(used.value.dtype)
        self.boxes[own] = box
        return own

    def _unique(self, wanted: str) -> str:
        own, count = wanted, 1
        while own in self.taken:
            count += 1
            own = f"{wanted}~{count}"
        self.taken.add(own)
        return own

    def _row(self, node: Node, used: _Used, scope: str) -> Row | None:
        if isinstance(used.source, Leaf):
            name = leaf_name(used.source, self.known) or used.name
            text = short(local_name(name, scope), 32) + transposed_mark(used.way)
            way = share_text(node.recipe.operation, used.name) if self.formulas else ""
            return Row("parameter", text, used.source.shape, dtype_text(used.source.dtype), "", way)
        if _is_array(used.value):
            return Row("constant", used.name, used.value.shape, dtype_text(used.value.dtype))
        return None

    def _operand_text(self, used: _Used, source: str | None, scope: str) -> Any:
        """Return how the operand is written in the title: its name, its number, or None for an arrow."""
        if isinstance(used.source, Leaf):
            name = leaf_name(used.source, self.known)
            if source and scope and self.boxes[source].role == "input":
                return None  # inside of a module an arrow is an arrow, so that equal modules read the same
            return (
                short(local_name(name, scope), 20) + transposed_mark(used.way)
                if name
                else None
                if source
                else used.name
            )
        if used.source is not None:
            return None
        if used.value is not None and np.ndim(used.value) == 0 and not isinstance(used.value, list | tuple):
            return used.value
        if source is not None:
            box = self.boxes[source]
            return box.title if id(used.value) in self.known.arrays else None
        return used.name if _is_array(used.value) else "const"

    def _connect(self, source: str, target: str, used: _Used, node: Node) -> None:
        label = through_text(used.way)
        shape = used.way[-1].shape if used.way else self.boxes[source].shape
        hint = ""
        broadcasts = getattr(getattr(node.recipe, "operation", None), "broadcasts", False)
        if not label and broadcasts and shape not in (node.shape, ()):
            label, hint = "broadcast", f"{shape_text(shape)} is repeated to {shape_text(node.shape)}"
        if (source, target) in self.edges:
            edge = self.edges[source, target]
            edge.label = edge.label or "2×"
        else:
            self.edges[source, target] = edge = Edge(source, target, label, tip=hint)
        if self.formulas and hasattr(node.recipe, "operation"):
            operation = node.recipe.operation
            way, number = share_text(operation, used.name), derivative_value(node, used.name)
            edge.formula = f"{edge.formula} + {way}" if edge.formula else way
            edge.formula_tip = f"{edge.formula_tip}; " if edge.formula_tip else ""
            edge.formula_tip += f"∂{operation.name}/∂{used.name} = {formula(operation, used.name)}"
            edge.formula_tip += f" = {number}" if number else ""
            edge.formula += f"  (× {number})" if number else ""

    def _draw_end(self, name: str, end: Node) -> None:
        source, way = self.through.get(end, (end, ()))
        if source not in self.ids:
            self._leaf_box(source, source, _Used("x", source, (), None), False)
        own = self._unique(f"out:{name}")
        self.ends[own] = source
        self.boxes[own] = Box(own, "output", short(name, 32), "", "", "", end.shape, dtype_text(end.dtype))
        self.edges[self.ids[source], own] = Edge(self.ids[source], own, through_text(way))

    def _kept(self, node: Node) -> int:
        """Return the bytes that the node keeps for the backward pass and that nothing before it kept."""
        total = 0
        for value in node.saved or ():
            if type(value) is np.ndarray and id(value) not in self.counted:
                self.counted.add(id(value))
                total += value.nbytes
        return total

    def _parameters_of(self, order: list[Node]) -> list[Node]:
        """Return the leaves that are drawn as parameters, not as inputs."""
        shown = {leaf: self.boxes[own].role for leaf, own in self.ids.items() if isinstance(leaf, Leaf)}
        return [n for n in order if isinstance(n, Leaf) and n not in self.known.inputs and shown.get(n) != "input"]


def _is_array(value: Any) -> bool:
    return type(value) is np.ndarray and value.ndim > 0


def scope_of(node: Node) -> str:
    """Return the path of the module in which `node` was computed; empty outside of modules."""
    return str(node.scope) if node.scope else ""


def leaf_name(leaf: Node, known: Known) -> str:
    """Return the name of a leaf: given, or that of its Tensor while it lives; else empty."""
    name = known.inputs.get(leaf) or known.parameters.get(leaf)
    if not name and isinstance(leaf, Leaf):
        name = getattr(leaf.owner() if leaf.owner is not None else None, "name", None) or leaf.name
    return name or ""


def local_name(name: str, scope: str) -> str:
    """Return a dotted name as it is called inside of the module `scope`."""
    return name.removeprefix(f"{scope}.") if scope else name


def dtype_text(dtype: Any) -> str:
    """Return the name of a dtype, or of several."""
    return ", ".join(dict.fromkeys(map(_dtype_name, dtype))) if isinstance(dtype, tuple) else _dtype_name(dtype)


@cache
def _dtype_name(dtype: Any) -> str:
    return str(dtype)  # NumPy takes ten microseconds to say it


def _common(scopes: Iterable[str]) -> str:
    """Return the innermost module that holds all of `scopes`."""
    common: list[str] | None = None
    for scope in scopes:
        parts = scope.split(".") if scope else []
        if common is None:
            common = parts
        length = 0
        for mine, other in zip(common, parts, strict=False):
            if mine != other:
                break
            length += 1
        common = common[:length]
    return ".".join(common or [])


def _uniform_dtype(boxes: list[Box]) -> str:
    """Return the dtype of all arrays, and take it off the boxes, which then need not repeat it; else empty."""
    kinds = {box.dtype for box in boxes} | {row.dtype for box in boxes for row in box.rows}
    if len(kinds) != 1:
        return ""
    for box in boxes:
        box.dtype = ""
        if box.rows:
            box.rows = tuple(replace(row, dtype="") for row in box.rows)
    return kinds.pop()


def _counts(operations: list[Node], parameters: list[Node], dtype: str) -> str:
    parts = [f"{len(operations):,} operation{'s' * (len(operations) != 1)}"]
    if parameters:
        size = sum(int(np.prod(leaf.shape)) for leaf in parameters)
        parts.append(
            f"{size:,} parameter{'s' * (size != 1)} in {len(parameters):,} array{'s' * (len(parameters) != 1)}"
        )
    return ", ".join([*parts, *([f"all {dtype}"] if dtype else [])])
