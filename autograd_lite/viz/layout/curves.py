"""The way of an arrow through its points: curves between layers, straight lines through them."""

from collections.abc import Iterator

Point = tuple[float, float]


def pieces(points: list[Point], across: bool) -> Iterator[tuple[Point, ...]]:
    """Yield what a smooth line is made of behind its first point: ``(end,)``, or ``(control, control, end)`` curved."""
    x, y = points[0]
    axis = 1 if across else 0
    bends = [b for a, b, c in zip(points, points[1:], points[2:], strict=False) if not _in_line(a, b, c, axis)]
    for u, v in [*bends, points[-1]]:
        if abs(u - x) < 0.05 or abs(v - y) < 0.05:
            yield ((u, v),)
        elif across:
            yield ((x + u) / 2, y), ((x + u) / 2, v), (u, v)
        else:
            yield (x, (y + v) / 2), (u, (y + v) / 2), (u, v)
        x, y = u, v


def flattened(points: list[Point], across: bool, steps: int = 12) -> list[Point]:
    """Return points of which straight lines between them are as good as the curve, to the eye."""
    out = [points[0]]
    for piece in pieces(points, across):
        if len(piece) == 1:
            out.append(piece[0])
            continue
        a, (b, c, d) = out[-1], piece
        for step in range(1, steps + 1):
            t = step / steps
            shares = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            x, y = (
                sum(share * point[axis] for share, point in zip(shares, (a, b, c, d), strict=True)) for axis in (0, 1)
            )
            out.append((x, y))
    return out


def _in_line(before: Point, here: Point, after: Point, axis: int) -> bool:
    """Return True for a point that a straight line runs through, such as that past a layer."""
    return abs(before[axis] - here[axis]) < 0.05 and abs(after[axis] - here[axis]) < 0.05
