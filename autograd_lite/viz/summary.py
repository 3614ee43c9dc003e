"""What is said of a picture as a whole: how many operations and parameters, and the dtype that all share."""

from math import prod

from autograd_lite.graph import Node
from autograd_lite.viz.description import Box


def uniform_dtype(boxes: list[Box]) -> str:
    """Return the dtype of all arrays, and take it off the boxes, which then need not repeat it; else empty."""
    rows = {id(box.rows): box.rows for box in boxes if box.rows}  # equal boxes share them
    kinds = {box.dtype for box in boxes} | {row.dtype for shared in rows.values() for row in shared}
    kinds.discard("")  # of what no node keeps
    if len(kinds) != 1:
        return ""
    bare = {key: tuple([row._replace(dtype="") for row in shared]) for key, shared in rows.items()}
    for box in boxes:
        box.dtype = ""
        if box.rows:
            box.rows = bare[id(box.rows)]
    return kinds.pop()


def dtype_said(captions: tuple[str, ...]) -> str:
    """Return the dtype of all arrays as :func:`counts` has written it; empty where there are several.

    Examples
    --------
    >>> dtype_said(("9 operations, all float32",)), dtype_said(("9 operations",))
    ('float32', '')
    """
    return captions[0].partition(", all ")[2] if captions else ""


WHY_UNKEPT = "const: a value without a history, of which the graph keeps nothing; draw(f, x) shows it"


def detached(places: list[str]) -> tuple[str, ...]:
    """Return the caption that says where gradients end since a value was detached; none where that is nowhere."""
    if not places:
        return ()
    more = f" and {len(places) - 6} more" if places[6:] else ""
    return (f"detached, so that no gradient flows there: {', '.join(places[:6])}{more}",)


def counts(operations: list[Node], parameters: list[Node], dtype: str) -> str:
    """Return the caption: ``9 operations, 1,234 parameters in 4 arrays, all float64``."""
    parts = [f"{len(operations):,} operation{'s' * (len(operations) != 1)}"]
    if parameters:
        size = sum(prod(leaf.shape) for leaf in parameters)
        parts.append(
            f"{size:,} parameter{'s' * (size != 1)} in {len(parameters):,} array{'s' * (len(parameters) != 1)}"
        )
    return ", ".join([*parts, *([f"all {dtype}"] if dtype else [])])
