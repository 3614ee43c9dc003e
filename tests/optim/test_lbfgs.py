"""L-BFGS: its direction is Newton's where it can be, and its refusals."""

from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, errors
from autograd_lite.optim import LBFGS
from autograd_lite.optim.lbfgs import direction


def test_direction_fulfils_the_secant_equation() -> None:
    """H maps the newest change of the gradient to the newest step, and is symmetric."""
    rng = np.random.default_rng(2)
    A = rng.normal(size=(4, 4))
    A = A @ A.T + np.eye(4)
    ss = [rng.normal(size=4) for _ in range(3)]
    ys = [A @ s for s in ss]
    rhos = [1 / (y @ s) for y, s in zip(ys, ss, strict=True)]
    H = -np.array([direction(e, ys, ss, rhos, 0.7) for e in np.eye(4)])
    np.testing.assert_allclose(H @ ys[-1], ss[-1], atol=1e-10)
    np.testing.assert_allclose(H, H.T, atol=1e-12)


def quadratic(A: Any, b: Any, p: Tensor, optimizer: LBFGS) -> Any:
    """A closure for ½ xᵀ A x − b·x."""

    def closure() -> Any:
        optimizer.zero_grad()
        loss = (p * (A @ p)).sum() / 2 - (b * p).sum()
        loss.backward()
        return loss

    return closure


def test_solves_a_linear_system() -> None:
    """The minimum of ½ xᵀ A x − b·x solves A x = b."""
    A, b = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 2.0]]), np.array([1.0, 2.0, 3.0])
    p = Tensor(np.zeros(3), requires_grad=True)
    optimizer = LBFGS([p], max_iter=50, tolerance_grad=1e-12, tolerance_change=0.0, line_search_fn="strong_wolfe")
    optimizer.step(quadratic(A, b, p, optimizer))
    np.testing.assert_allclose(p.data, np.linalg.solve(A, b), atol=1e-10)


def test_history_is_limited() -> None:
    """No more than history_size pairs are kept."""
    A, b = np.diag([1.0, 2.0, 3.0, 4.0]), np.ones(4)
    p = Tensor(np.zeros(4), requires_grad=True)
    optimizer = LBFGS([p], lr=0.1, history_size=2)
    optimizer.step(quadratic(A, b, p, optimizer))
    assert len(optimizer.state[p]["ro"]) == 2


def test_stops_at_a_minimum() -> None:
    """Where the gradient is below the tolerance, nothing moves and one evaluation is spent."""
    p = Tensor([1.0], requires_grad=True)
    optimizer = LBFGS([p])
    optimizer.step(quadratic(np.eye(1), np.ones(1), p, optimizer))
    assert p.item() == 1.0
    assert optimizer.state[p]["func_evals"] == 1


def test_complex_and_several_parameters() -> None:
    """Parameters of different shapes and kinds are one vector of real numbers."""
    z = Tensor(np.array([1 + 2j]), requires_grad=True)
    w = Tensor([[3.0, 4.0]], requires_grad=True)
    optimizer = LBFGS([z, w], line_search_fn="strong_wolfe")

    def closure() -> Any:
        optimizer.zero_grad()
        loss = (abs(z - 1j) ** 2).sum() + (w * w).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    np.testing.assert_allclose(z.data, [1j], atol=1e-7)
    np.testing.assert_allclose(w.data, [[0.0, 0.0]], atol=1e-7)


def test_refusals() -> None:
    """A closure is needed, one group only, and a loss that is finite."""
    p = Tensor([1.0], requires_grad=True)
    with pytest.raises(errors.OptionError, match=r"LBFGS got 2 groups. Wanted one"):
        LBFGS([{"params": [p]}, {"params": [Tensor([1.0], requires_grad=True)]}])
    optimizer = LBFGS([p])
    with pytest.raises(errors.OptionError, match="got no closure"):
        optimizer.step()

    def closure() -> Any:
        optimizer.zero_grad()
        loss = (p * float("nan")).sum()
        loss.backward()
        return loss

    with pytest.raises(errors.NonFiniteError, match="No weight was changed"):
        optimizer.step(closure)
    assert p.item() == 1.0


def test_an_interrupted_search_leaves_the_weights_where_it_began() -> None:
    """An exception from the closure inside the line search puts the parameters back."""
    p = Tensor([1.0], requires_grad=True)
    optimizer = LBFGS([p], line_search_fn="strong_wolfe")
    calls = []

    def closure() -> Any:
        calls.append(p.item())
        if len(calls) == 2:
            raise KeyboardInterrupt
        optimizer.zero_grad()
        loss = (p * p).sum()
        loss.backward()
        return loss

    with pytest.raises(KeyboardInterrupt):
        optimizer.step(closure)
    assert calls[1] != 1.0
    assert p.item() == 1.0
