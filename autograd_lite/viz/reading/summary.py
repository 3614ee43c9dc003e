"""What is said of a picture as a whole: how many operations and parameters, and the dtype that all share."""

from math import prod

from autograd_lite.graph import Node
from autograd_lite.viz.description import Box


def uniform_dtype(boxes: list[Box]) -> str:
    """Return what is said of the dtype that all arrays have, and take it off the boxes; empty where there are several.

    Whole numbers beside it, such as labels, keep theirs.
    """
    rows = {id(box.rows): box.rows for box in boxes if box.rows}  # equal boxes share them
    kinds = {box.dtype for box in boxes} | {row.dtype for shared in rows.values() for row in shared}
    kinds.discard("")  # of what no node keeps
    whole = {kind for kind in kinds if kind.startswith(("int", "uint", "bool"))}
    common = kinds - whole or kinds
    if len(common) != 1:
        return ""
    (said,) = common
    bare = {key: tuple([r._replace(dtype="") if r.dtype == said else r for r in own]) for key, own in rows.items()}
    for box in boxes:
        if box.dtype == said:
            box.dtype = ""
        if box.rows:
            box.rows = bare[id(box.rows)]
    return f"all {said}" if len(kinds) == 1 else f"{said} where nothing else is said"


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
    return ", ".join([*parts, *([dtype] if dtype else [])])
