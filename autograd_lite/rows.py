"""Many backward passes at once: every gradient has one more axis in front, one row for each row of a Jacobian.

Elementwise operations and those with a ``batched`` rule carry all rows in one step; others are asked row by row.
"""

from collections.abc import Container
from typing import Any

import numpy as np

from autograd_lite.arrays import unbroadcast_rows
from autograd_lite.errors import GraphFreedError
from autograd_lite.graph import Node, ordered, towards
from autograd_lite.recipe import Pick


def sweep_rows(end: Node, seeds: Any, wanted: Container[Node]) -> dict[Node, Any]:
    """Carry the cotangents ``seeds[k]`` of `end` back to the `wanted` nodes, for every k; keep the graph.

    Parameters
    ----------
    end : the result that is differentiated
    seeds : array of shape ``(rows, *end.shape)``
    wanted : nodes whose gradients, of shape ``(rows, *node.shape)``, are returned
    """
    leading = towards(wanted, [end])
    arrived, found = {end: seeds}, {}
    with np.errstate(all="ignore"):
        for node in ordered([end]):
            if node not in leading or (g := arrived.pop(node, None)) is None:
                continue
            if node in wanted:
                found[node] = g
            if node.parents:
                for parent, share in zip(node.parents, _shares(node, g), strict=True):
                    if parent in leading:
                        arrived[parent] = _sum(arrived.get(parent), share)
    return found


def _sum(held: Any, share: Any) -> Any:
    if held is None:
        return share
    if isinstance(held, list):
        return [_sum(h, s) for h, s in zip(held, share, strict=True)]
    return held + share


def _shares(node: Node, g: Any) -> list[Any]:
    """Return the share of every parent, all rows of it."""
    if node.saved is None:
        raise GraphFreedError(f"The values that {node.recipe.name} saved were consumed by an earlier backward pass.")
    if node.recipe is Pick:
        return [_in_place(node, g)]
    if node.recipe.rows is None:
        return _row_by_row(node, g)
    shares = node.recipe.rows(g, node.saved)
    return [_fitted(share, parent, len(g)) for share, parent in zip(shares, node.parents, strict=True)]


def _row_by_row(node: Node, g: Any) -> list[Any]:
    count = len(g[0] if isinstance(g, list) else g)
    columns = []
    for k in range(count):
        shares = node.recipe.careful([part[k] for part in g] if isinstance(g, list) else g[k], node.saved)
        columns.append([_settled(node, share, parent) for share, parent in zip(shares, node.parents, strict=True)])
    return [np.stack(column) for column in zip(*columns, strict=True)]


def _settled(node: Node, share: Any, parent: Node) -> Any:
    return share if share.shape == parent.shape and share.dtype == parent.dtype else node.recipe.fit(share, parent)


def _in_place(node: Node, g: Any) -> list[Any]:
    """Return the rows of one among several results, with zeros for the others."""
    several = node.parents[0]
    zeros = [np.zeros((len(g), *shape), dtype) for shape, dtype in zip(several.shape, several.dtype, strict=True)]
    zeros[node.saved[0]] = g
    return zeros


def _fitted(share: Any, parent: Node, rows: int) -> Any:
    """Undo broadcasting behind the axis of rows, drop an imaginary part, cast."""
    if share.shape != (rows, *parent.shape):
        share = unbroadcast_rows(share, parent.shape)
    if share.dtype != parent.dtype:
        share = (np.real(share) if parent.dtype.kind != "c" else share).astype(parent.dtype)
    return share
