"""The spine: the longest path to the last result, which is drawn straight."""

from autograd_lite.viz.description import Description, Edge


def mark_spine(description: Description) -> Description:
    """Mark the edges of the longest path to the last output: what a reader's eye follows."""
    edges = description.edges
    if not _in_order(edges):
        place = {box.id: n for n, box in enumerate(description.boxes)}
        edges = sorted(edges, key=lambda edge: place[edge.target])
    depth: dict[str, int] = {}
    before: dict[str, Edge] = {}
    known = depth.get
    for edge in edges:
        edge.spine = False
        further, target = known(edge.source, 0) + 1, edge.target
        if further > known(target, 0):
            depth[target] = further
            before[target] = edge
    ends = [box.id for box in description.boxes if box.role == "output"]
    here = max(ends, key=lambda own: depth.get(own, 0), default="")
    while here in before and not before[here].spine:
        before[here].spine = True
        here = before[here].source
    return description


def _in_order(edges: list[Edge]) -> bool:
    """Return True if all edges to a box stand before those that leave it, as in a graph that was just read."""
    left = set[str]()
    for edge in edges:
        if edge.target in left:
            return False
        left.add(edge.source)
    return True
