"""Progress of a check moves on evaluation by evaluation, up to the end and never back."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp

CASES = {
    "one direction": ((np.linspace(1, 2, 100),), 1),
    "three directions": ((np.linspace(1, 2, 100_000),), 3),
    "elements": ((np.linspace(1, 2, 5),), 3),
    "two arguments": ((np.linspace(1, 2, 5), np.linspace(1, 2, 100)[:, None]), 2),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("factor", [1.0, 1.01])
def test_steps(name: str, factor: float) -> None:
    """Every call says more than the one before, ten times for a direction at least, and the last says all."""
    seen: list[tuple[int, int]] = []
    args, directions = CASES[name]

    def rule(g: Any, *x: Any) -> Any:
        shares = [2 * factor * each * np.sum(g) for each in x]
        return shares if len(x) > 1 else shares[0]

    examine_vjp(
        lambda *x: sum(np.sum(each * each) for each in x), rule, args, directions=directions,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    done = [each for each, _ in seen]
    assert done == sorted(set(done))
    assert {total for _, total in seen} == {done[-1]}
    assert len(done) > 10
