"""Frames that hold what belongs together in time: a module that is called again gets another frame.

Without this, a frame around both calls would have to hold what ran between them, or arrows would point upward.
"""

from dataclasses import replace

from autograd_lite.viz.description import Description, Group


def calls_apart(description: Description) -> Description:
    """Return `description` with a frame for each call of a module that ran, was left, and was entered again."""
    if not description.groups:
        return description
    parents = {group.id: group.parent for group in description.groups}
    order = description.boxes_in_order()
    free = {box.id for box in order if not box.group}
    fed = {edge.target for edge in description.edges if edge.target in free}
    if _in_one_piece([box.group for box in order if box.group or box.id in fed], parents):
        return description
    sources: dict[str, list[str]] = {}
    for edge in description.edges:
        sources.setdefault(edge.target, []).append(edge.source)
    counted = _Calls(parents)
    moved = {box.id: counted.enter(box.id, box.group, sources.get(box.id, ())) for box in order}
    if not counted.again:
        return description
    boxes = [replace(b, group=moved[b.id]) if moved[b.id] != b.group else b for b in description.boxes]
    by_id = {group.id: group for group in description.groups}
    groups = []
    for own, (path, parent, number) in counted.frames.items():
        title = by_id[path].title + (f"  (call {number})" if number > 1 else "")
        groups.append(Group(own, title, parent, by_id[path].kind, named=by_id[path].named))
    return description.changed(boxes=boxes, groups=groups)


def _in_one_piece(groups: list[str], parents: dict[str, str]) -> bool:
    """Return True if no module is entered again after it was left: then no way through the graph does so either."""
    left = set[str]()
    inside: list[str] = []  # the modules around the last box, innermost first
    here = ""
    for group in groups:
        if group == here:
            continue
        here, chain = group, []
        while group:
            chain.append(group)
            group = parents[group]
        left.update([other for other in inside if other not in chain])
        if not left.isdisjoint(chain):
            return False
        inside = chain
    return True


class _Calls:
    """Frames are numbers; a set of frames is an integer with their bits, which makes thousands of them cheap."""

    def __init__(self, parents: dict[str, str]) -> None:
        self.parents = parents
        self.frames: dict[str, tuple[str, str, int]] = {}  # id: path, parent frame, number of the call
        self.bits: dict[str, int] = {}
        self.latest: dict[tuple[str, str], str] = {}
        self.counts: dict[tuple[str, str], int] = {}
        self.inside: dict[str, int] = {}  # frames around a box
        self.left: dict[str, int] = {}  # frames that some way to the box has left
        self.calls: dict[str, int] = {}  # by path, the frames of all its calls
        self.again = False

    def enter(self, box: str, group: str, sources: "list[str] | tuple[str, ...]") -> str:
        """Return the frame for `box`: the one of the latest call, unless a way to the box has left that."""
        chain = []
        while group:
            chain.append(group)
            group = self.parents[group]
        left = inside = 0
        for source in sources:
            left |= self.left.get(source, 0)
            inside |= self.inside.get(source, 0)
        frame, around = "", 0
        own_calls = 0
        for path in chain:
            own_calls |= self.calls.get(path, 0)
        gone = left | (inside & ~own_calls)
        for path in reversed(chain):
            frame = self._frame(path, frame, gone)
            around |= 1 << self.bits[frame]
        self.inside[box] = around
        self.left[box] = left | (inside & ~around)
        return frame

    def _frame(self, path: str, parent: str, gone: int) -> str:
        latest = self.latest.get((path, parent))
        if latest is not None and not gone >> self.bits[latest] & 1:
            return latest
        number = self.counts[path, parent] = self.counts.get((path, parent), 0) + 1
        self.again |= number > 1
        own = path if path not in self.frames else f"{path}@{len(self.frames)}"
        self.frames[own] = (path, parent, number)
        self.bits[own] = len(self.bits)
        self.latest[path, parent] = own
        self.calls[path] = self.calls.get(path, 0) | 1 << self.bits[own]
        return own


def circles_opened(description: Description) -> Description:
    """Dissolve frames that lie on a circle with others: two modules that take turns. Needed by our own layout alone."""
    while True:
        parents = {group.id: group.parent for group in description.groups}
        worst = _on_a_circle(description, parents)
        if worst is None:
            return description
        boxes = [replace(b, group=parents[worst]) if b.group == worst else b for b in description.boxes]
        groups = [
            replace(g, parent=parents[worst]) if g.parent == worst else g for g in description.groups if g.id != worst
        ]
        description = description.changed(boxes=boxes, groups=groups)


def _on_a_circle(description: Description, parents: dict[str, str]) -> str | None:
    """Return a frame that is on a circle of items of its level, or None."""
    chains: dict[str, list[str]] = {}
    for box in description.boxes:
        chain, group = [box.id], box.group
        while group:
            chain.append(f"\0{group}")
            group = parents[group]
        chains[box.id] = chain[::-1]
    after: dict[str, set[str]] = {}
    for edge in description.flowing():
        a, b = chains[edge.source], chains[edge.target]
        depth = next((n for n, (p, q) in enumerate(zip(a, b, strict=False)) if p != q), None)
        if depth is not None:
            after.setdefault(a[depth], set()).add(b[depth])
            after.setdefault(b[depth], set())
    waiting = dict.fromkeys(after, 0)
    for targets in after.values():
        for target in targets:
            waiting[target] += 1
    ready = [item for item, count in waiting.items() if not count]
    while ready:
        item = ready.pop()
        del waiting[item]
        for target in after[item]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return next((item[1:] for item in waiting if item.startswith("\0")), None)
