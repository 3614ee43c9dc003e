"""The backward pass as a picture: the same boxes, the arrows turned round, each with its local derivative."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.graph import Node
from autograd_lite.viz.description import Description, Edge, bytes_text
from autograd_lite.viz.formulas.local import custom_text, formula, rule_text, share_formula, sums_up
from autograd_lite.viz.formulas.phrases import phrase
from autograd_lite.viz.reading.numbers import number_text
from autograd_lite.viz.reading.operands import Operand, plain_text
from autograd_lite.viz.reading.wording import UNNAMED, transposed_mark


def share_text(operation: Any, name: str, numbers: Mapping[str, str] | None = None, real: bool = False) -> str:
    """Return how the gradient ``g`` comes back to an input: ``g·(1 − out²)``, or the rule where it is not a product.

    Parameters
    ----------
    operation, name : the operation, and which of its inputs
    numbers : those that stand for inputs without a history: ``x ** 2`` comes back as ``g·2·x``
    real : leave out what is said of complex numbers alone

    Examples
    --------
    >>> import autograd_lite as ag
    >>> share_text(ag.tanh, "x"), share_text(ag.subtract, "y"), share_text(ag.matmul, "x")
    ('g·(1 − out²)', '−g', 'g @ yᵀ')
    >>> share_text(ag.power, "x", {"y": "3"})
    'g·3·x²'
    """
    if words := phrase(operation, name):
        return words
    rule = operation.rules[name]
    if not getattr(operation, "broadcasts", False):
        return rule_text(rule, real)
    text = share_formula(rule, real)
    for own, number in (numbers or {}).items():
        text = re.sub(rf"\b{own}\b", number, text)
    if not numbers:
        return text
    return _BESIDE_SIGN.sub(lambda found: found[1] or found[2], _TIMES_ONE.sub("", _LESS_ONE.sub(_lessened, text)))


def way_back(node: Node, used: Operand) -> str:
    """Return how the gradient comes back through `node` to one of its operands: :func:`share_text` of this call.

    Where the operand was repeated, as a bias is for every row of a batch, its gradient is a sum: ``Σ g``. Where it was
    transposed on the way, so is its gradient.
    """
    text, mark = rule_of(node, used), transposed_mark(used.way)
    text = _summed(text) if _is_sum(node, used) else text
    if text.endswith(", repeated"):
        return text
    return f"({text}){mark}" if mark and text != "g" else text + mark


def rule_of(node: Node, used: Operand) -> str:
    """Return the rule of this call for one of its operands, with its numbers and settings."""
    recipe, name = node.recipe, used.name
    if name in recipe.operation.sequences and (words := custom_text(recipe.operation.rules[name], _place(node, used))):
        return words
    if words := phrase(recipe.operation, name, dict(zip(recipe.names, node.saved or (), strict=False))):
        return words
    real = all(np.dtype(each).kind != "c" for each in (node.dtype, *(p.dtype for p in node.parents)) if _one(each))
    return share_text(recipe.operation, name, numbers_of(node), real)


def _place(node: Node, used: Operand) -> int:
    """Return the place of an operand in the list that it is in."""
    behind = used.way[-1] if used.way else used.source
    place = next((k for k, parent in enumerate(node.parents) if parent is behind), 0)
    return int(node.saved[-1][place]) if node.saved else place


def _is_sum(node: Node, used: Operand) -> bool:
    """Return True for an operand that was repeated in front of the operation, so that its gradient is a sum."""
    operation = node.recipe.operation
    shape = used.way[-1].shape if used.way else used.source.shape if used.source is not None else node.shape
    if operation.broadcasts:
        return bool(shape != node.shape)
    return len(shape) < len(node.shape) and sums_up(operation.rules[used.name])  # of matrices the axes in front tell


def _summed(text: str) -> str:
    if " where " in text:
        return f"Σ ({text})"
    return f"−Σ {text[1:]}" if text.startswith("−") else f"Σ {text}"


def _one(dtype: Any) -> bool:
    return not isinstance(dtype, tuple)  # as those of several results are


_BESIDE_SIGN = re.compile(r"(?<=[<>≤≥=] )\((−[\d.e−]+)\)|\((−[\d.e−]+)\)(?= [<>≤≥=])")  # there brackets are not needed
_TIMES_ONE = re.compile(r"·1(?![\d.])")
_LESS_ONE = re.compile(r"\^\(\(?(−?\d+(?:\.\d+)?)\)? − 1\)")  # the exponent of a power's derivative
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _lessened(exponent: re.Match[str]) -> str:
    written = exponent[1].replace("−", "-")
    if "." in written:
        number = f"{float(written) - 1:.4g}".replace("-", "−")
        return f"^({number})" if number.startswith("−") else f"^{number}"
    less = int(written) - 1
    return "" if less == 1 else str(less).translate(_SUPERSCRIPT)


def numbers_of(node: Node) -> dict[str, str]:
    """Return the single numbers without a history that went into a node and that it keeps, by name of the input."""
    recipe = node.recipe
    if node.saved is None:
        return {}
    kept = zip(recipe.names, node.saved, strict=False)
    inputs = set(recipe.operation.inputs) - set(recipe.tracked)
    texts = {
        name: plain_text(value).replace("-", "−")
        for name, value in kept
        if name in inputs and np.ndim(value) == 0 and isinstance(value, int | float | np.integer | np.floating)
    }
    return {name: f"({text})" if text.startswith("−") else text for name, text in texts.items()}


def derivative_value(node: Node, name: str, most: int = 1) -> str:
    """Return the numbers that a local derivative is, where they are `most` and their ingredients are still there."""
    recipe = node.recipe
    operation = recipe.operation
    if not getattr(operation, "broadcasts", False) or node.saved is None or not operation.needs[name]:
        return ""
    saved = dict(zip(recipe.names, node.saved, strict=False))
    if not saved.keys() >= set(operation.needs[name]):  # an input that is not tracked
        return ""
    with np.errstate(all="ignore"):
        value = np.asarray(operation.rules[name](*[saved[need] for need in operation.needs[name]]))
    return number_text(value) if 0 < value.size <= most else ""


def note_formula(edge: Edge, node: Node, used: Operand) -> None:
    """Write to an arrow how the gradient comes back along it, and the number that the rule amounts to."""
    operation, name = node.recipe.operation, used.name
    way, number = way_back(node, used), derivative_value(node, name)
    edge.formula = f"{edge.formula} + {way}" if edge.formula else way
    edge.formula_tip = f"{edge.formula_tip}; " if edge.formula_tip else ""
    edge.formula_tip += f"∂{operation.name.lstrip('_')}/∂{name} = {formula(operation, name)}"
    edge.formula_tip += f" = {number}" if number else ""
    edge.formula += f"  (× {number})" if number and way.strip("Σg·−() ") != number.strip("−") else ""


def backward(description: Description, view: str) -> Description:
    """Return the picture of the backward pass ("backward"), or both passes side by side ("both")."""
    turned = [
        Edge(e.target, e.source, e.formula, "gradient", tip=e.formula_tip)
        for e in description.edges
        if e.kind == "flow" and not e.cut
    ]
    boxes = [
        replace(box, notes=(*box.notes, *[f"∂{r.name or UNNAMED} = {r.formula}" for r in box.rows if r.formula]))
        for box in description.boxes
    ]
    said = (
        "dashed: the gradient g comes back; out is the result of the operation, x and y are its first and second input"
    )
    kept = sum(box.bytes for box in description.boxes)
    keeps = [f"{bytes_text(kept)} are kept for the backward pass"] * bool(kept)
    summed = any("Σ" in way for way in [*[e.formula for e in description.edges], *[n for b in boxes for n in b.notes]])
    captions = (*description.captions, said, *["Σ: a sum over what was repeated"] * summed, *keeps)
    if view == "both":
        return description.changed(boxes=boxes, edges=[*description.edges, *turned], captions=captions)
    boxes = [replace(box, settings="" if box.role != "operation" else box.settings) for box in reversed(boxes)]
    ends = {end for edge in turned for end in (edge.source, edge.target)}
    aside = {edge.source for edge in description.edges if edge.cut} - ends  # values to which no gradient comes
    boxes = [box for box in boxes if box.id not in aside]
    spine = {(edge.target, edge.source) for edge in description.edges if edge.spine}
    for edge in turned:
        edge.spine = (edge.source, edge.target) in spine
    return description.changed(boxes=boxes, edges=turned, captions=captions)
