"""Numbers on a picture: values and gradients, heat, warnings. Works on a reading, before modules close."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from autograd_lite.graph import Leaf, Node
from autograd_lite.viz.backends.thumbnails import thumbnail
from autograd_lite.viz.description import Box, Description, bytes_text
from autograd_lite.viz.reading.numbers import FEW, number_text
from autograd_lite.viz.reading.timing import time_text

Amounts = Mapping[Node, Any]
_HEATS: dict[str, tuple[str, Callable[[float], str]]] = {
    "value": ("size of values", lambda amount: f"{amount:.3g}"),
    "gradient": ("size of gradients", lambda amount: f"{amount:.3g}"),
    "bytes": ("bytes kept for the backward pass", bytes_text),
    "time": ("time of each operation, computed again", time_text),
}
HEATS = tuple(_HEATS)
_MEASURED = {"bytes", "time"}  # these numbers stand in the boxes and add up
PICTURES = "pictures of values"
_FEW_IN_A_ROW = 3
_VANISHED, _EXPLODED = 1e-7, 1e3


def with_values(
    description: Description, boxes: Mapping[Node, Box], values: Amounts, gradients: Amounts
) -> Description:
    """Write numbers into the boxes where they are few, and draw little pictures of them where they are many."""
    scales = [_scale([v for n, v in found.items() if n in boxes and np.size(v) > FEW]) for found in (values, gradients)]
    drawn = False
    for node, box in boxes.items():
        pair = [(found[node], scale) for found, scale in zip((values, gradients), scales, strict=True) if node in found]
        texts = []
        if node in values:
            texts.append(f"= {number_text(values[node])}")
        if node in gradients:
            texts.append(f"∂ {number_text(gradients[node])}")
        box.value = " | ".join(texts)
        if pair and np.size(pair[0][0]) > FEW:
            box.image = thumbnail([array for array, _ in pair], [scale for _, scale in pair])
            drawn = True
    if drawn:
        said = f"{PICTURES}, or bars that count them: blue −{scales[0]:.3g}, 0, orange {scales[0]:.3g}"
        said += f"; of gradients: ±{scales[1]:.3g}" if gradients else ""
        description = description.changed(captions=(*description.captions, said))
    return description


def unpictured(description: Description) -> Description:
    """Return the description for a backend that shows no little pictures, without room for them or words about them."""
    kept = tuple(said for said in description.captions if not said.startswith(PICTURES))
    if len(kept) == len(description.captions):
        return description
    boxes = [replace(box, image="") if box.image else box for box in description.boxes]
    return description.changed(captions=kept, boxes=boxes)


def _scale(arrays: list[Any]) -> float:
    """Return the size of number that is drawn in full colour: all but the largest hundredth lie below."""
    sizes = [np.abs(np.ravel(array)) for array in arrays if np.size(array)]
    every = np.concatenate(sizes) if sizes else np.zeros(1)
    every = every[np.isfinite(every)]
    return float(np.quantile(every, 0.99)) if every.size else 1.0


def amounts_of(kind: str, boxes: Mapping[Node, Box], numbers: Amounts) -> dict[Node, float]:
    """Return how much of `kind` each box has; `numbers` are values, gradients or times, as the kind asks."""
    if kind == "bytes":
        return {node: float(box.bytes) for node, box in boxes.items() if box.role == "operation"}
    return {n: float(np.sqrt(np.mean(np.abs(a) ** 2))) for n, a in numbers.items() if n in boxes and np.size(a)}


def with_heat(
    description: Description, boxes: Mapping[Node, Box], kind: str, amounts: Mapping[Node, float]
) -> Description:
    """Colour the boxes by an amount, from dark to bright, and say in a caption what the ends mean."""
    finite = [amount for amount in amounts.values() if np.isfinite(amount)]
    most = max(finite, default=0.0)
    what, said = _HEATS[kind]
    for node, amount in amounts.items():
        boxes[node].heat = min(amount / most, 1.0) if most and np.isfinite(amount) else 0.0
        if kind in _MEASURED:
            boxes[node].value = " | ".join(filter(None, [boxes[node].value, said(amount)]))
    caption = f"colour: {what}, dark 0 to bright {said(most)}"
    if kind in _MEASURED:
        caption += f", {said(sum(finite))} together"
    return description.changed(captions=(*description.captions, caption))


def with_warnings(
    description: Description,
    order: list[Node],
    boxes: Mapping[Node, Box],
    values: Amounts,
    grads: Amounts,
) -> Description:
    """Mark where the first NaN or infinity was born, and gradients that are zero, vanishing or exploding."""
    said = []
    for node in order:
        if node in values and node in boxes and not np.isfinite(values[node]).all():
            what = "NaN" if np.isnan(values[node]).any() else "infinity"
            boxes[node].warning = f"{what} is born here"
            said.append(f"first {what}: {boxes[node].id}")
            break
    for node in order:
        if node in grads and isinstance(node, Leaf) and node in boxes and (note := gradient_note(grads[node])):
            boxes[node].warning = boxes[node].warning or note
    return description.changed(captions=(*description.captions, *said)) if said else description


def gradient_note(g: Any) -> str:
    """Return what is wrong with a gradient; empty if nothing is."""
    size = float(np.sqrt(np.sum(np.abs(np.asarray(g)) ** 2)))
    if not np.isfinite(size):
        return "gradient not finite"
    if size == 0:
        return "gradient 0"
    if size < _VANISHED:
        return f"gradient vanishes: {size:.1g}"
    return f"gradient explodes: {size:.1g}" if size > _EXPLODED else ""


def with_results(boxes: Mapping[Node, Box], results: Mapping[Node, Sequence[Any]]) -> None:
    """Write the numbers of several results of one operation to its box, each with its name."""
    for node, out in results.items():
        names = getattr(out, "_fields", None) or [f"result {k}" for k in range(len(out))]
        shown = [f"{name} = {number_text(value)}" for name, value in zip(names, out, strict=True)]
        boxes[node].value = " | ".join(shown[:_RESULTS])


_RESULTS = 4  # of one operation that are shown


def with_plain_values(
    boxes: Mapping[str, Box], plain: Mapping[str, Any], rows: Mapping[str, Mapping[int, Any]]
) -> None:
    """Write the numbers of arrays without a history to their boxes, and to rows where they are few."""
    for own, value in plain.items():
        boxes[own].value = f"= {number_text(value)}"
    for own, found in rows.items():
        box = boxes[own]
        box.rows = tuple(
            row._replace(note=f"= {number_text(found[k])}") if k in found and found[k].size <= _FEW_IN_A_ROW else row
            for k, row in enumerate(box.rows)
        )


def with_notes(boxes: Mapping[Node, Box], notes: Mapping[Node, str]) -> None:
    """Write what is known of leaves whose values are later ones to their boxes, before what is there."""
    for leaf, note in notes.items():
        if leaf in boxes:
            boxes[leaf].value = " | ".join(filter(None, [note, boxes[leaf].value]))


def rows_noted(
    box: Box,
    leaves: Iterable[Node | None],
    values: Amounts,
    grads: Amounts,
    few: bool,
    notes: Mapping[Node, str],
) -> None:
    """Write values (if `few`) and warnings to the rows of a box; `leaves` are the nodes of its first rows.

    Of leaves whose values are later ones, `notes` say what is known.
    """
    rows = list(box.rows)
    for place, leaf in enumerate(leaves):
        if leaf is None:
            continue
        note = gradient_note(grads[leaf]) if leaf in grads else ""
        text = f"⚠ {note}" if note else ""
        if few and (leaf in values or leaf in notes) and prod(leaf.shape) <= _FEW_IN_A_ROW:
            text = f"{notes.get(leaf) or f'= {number_text(values[leaf])}'}   {text}".strip()
            text += f"   ∂ {number_text(grads[leaf])}" if leaf in grads else ""
        rows[place] = rows[place]._replace(note=text)
    box.rows = tuple(rows)
