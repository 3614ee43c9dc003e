"""The spine: the longest path to the last result, which is drawn straight."""

from autograd_lite.viz.description import Description, Edge


def mark_spine(description: Description) -> Description:
    """Mark the edges of the longest path to the last output: what a reader's eye follows."""
    depth = {box.id: 0 for box in description.boxes}
    before: dict[str, Edge] = {}
    incoming: dict[str, list[Edge]] = {own: [] for own in depth}
    for edge in description.edges:
        edge.spine = False
        incoming[edge.target].append(edge)
    for own, edges in incoming.items():  # they stand in the order of the computation
        for edge in edges:
            further = depth[edge.source] + 1
            if further > depth[own]:
                depth[own] = further
                before[own] = edge
    ends = [box.id for box in description.boxes if box.role == "output"]
    place = max(ends, key=depth.__getitem__, default="")
    while place in before and not before[place].spine:
        before[place].spine = True
        place = before[place].source
    return description
