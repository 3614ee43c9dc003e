"""What the rules of an operation give for a case: its shares in first and second order, and many rows of them."""

from typing import Any

import numpy as np

from autograd_lite.backward import propagate
from autograd_lite.derivatives import vjp
from autograd_lite.evaluation import Run, node_of
from autograd_lite.rows import sweep_rows
from autograd_lite.testing.laws.derivatives import cotangent
from autograd_lite.testing.laws.operations import Case
from autograd_lite.trees import leaves

_ROWS = 3


def seeds_for(case: Case) -> list[Any]:
    """Return the cotangents with which the shares of a case are asked for, the same every time."""
    if not case.seeds:
        rng = np.random.default_rng(5)
        case.seeds = [cotangent(np.asarray(each), rng) for each in leaves([case(*case.inputs)])]
    return case.seeds


def shares(case: Case, second: bool) -> list[Any]:
    """Return the first-order shares of a case, and the second-order ones too if asked for."""
    with np.errstate(all="ignore"):
        seeds = seeds_for(case)

        def backward(*given: Any) -> Any:
            value, pullback = vjp(case, *given[len(seeds) :])
            return list(pullback(list(given[: len(seeds)]) if isinstance(value, list) else given[0]))

        first = backward(*seeds, *case.inputs)
        if not second:
            return [np.asarray(each) for each in first]
        rng = np.random.default_rng(6)
        _, pullback = vjp(backward, *seeds, *case.inputs)
        again = [rng.uniform(0.5, 1.5, np.shape(each)).astype(np.asarray(each).dtype) for each in first]
        return [np.asarray(each) for each in [*first, *leaves(list(pullback(again)))]]


def rows(case: Case, one_by_one: bool = False) -> list[Any] | None:
    """Return the shares for several gradients, taken at once or one by one; None for more than one result."""
    with np.errstate(all="ignore"):
        run = Run(case, tuple(case.inputs), {}, tuple(range(len(case.inputs))))
        if isinstance(run.result, list) or (node := node_of(run.result)) is None:
            return None
        rng = np.random.default_rng(7)
        seeds = np.stack([cotangent(run.result.numpy(), rng) for _ in range(_ROWS)])
        nodes = [x._node for x in run.inputs if x._node is not None]
        if not one_by_one:
            found = sweep_rows(node, seeds, {*nodes})
            return [found[each] for each in nodes if each in found]
        single = [propagate({node: seed}, {*nodes}, retain=True) for seed in seeds]
        return [np.stack([found[each] for found in single]) for each in nodes if each in single[0]]


def rows_agree(one: list[Any] | None, other: list[Any] | None) -> bool:
    """Return True for rows that are equal but for rounding."""
    if one is None or other is None or [a.shape for a in one] != [b.shape for b in other]:
        return False
    return all(
        np.allclose(a, b, rtol=1e3 * np.finfo(a.dtype).eps, atol=1e-300, equal_nan=True)
        for a, b in zip(one, other, strict=True)
    )
