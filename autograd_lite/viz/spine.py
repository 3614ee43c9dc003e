"""The spine: the longest path to the last result, which is drawn straight."""

from autograd_lite.viz.description import Description, Edge


def mark_spine(description: Description) -> Description:
    """Mark the edges of the longest path to the last output: what a reader's eye follows."""
    for edge in description.edges:
        edge.spine = False
    depth = {box.id: 0 for box in description.boxes}
    before: dict[str, Edge] = {}
    incoming: dict[str, list[Edge]] = {}
    for edge in description.edges:
        incoming.setdefault(edge.target, []).append(edge)
    for box in description.boxes:  # they stand in the order of the computation
        for edge in incoming.get(box.id, ()):
            if depth[edge.source] + 1 > depth[box.id]:
                depth[box.id] = depth[edge.source] + 1
                before[box.id] = edge
    ends = [box.id for box in description.boxes if box.role == "output"]
    place = max(ends, key=depth.__getitem__, default="")
    while place in before and not before[place].spine:
        before[place].spine = True
        place = before[place].source
    return description
