"""Fault 18: an exception in a forward pass leaves the engine in another state than it found it.

Where levels are counted and not restored, every later gradient is computed at the wrong level.
"""

from collections.abc import Callable

import numpy as np
import pytest

from autograd_lite import Tensor, detect_anomaly, enable_grad, grad, hessian, jvp, no_grad, primitive, strict_ieee, vjp
from autograd_lite.modes import current


@primitive(x=lambda g: g)
def exploding(x):  # type: ignore[no-untyped-def]
    """An operation whose forward is interrupted."""
    raise KeyboardInterrupt


class BoomError(Exception):
    """An exception of the user's own."""


def _boom(x: object) -> Tensor:
    raise BoomError


@pytest.mark.parametrize("mode", [no_grad, enable_grad, detect_anomaly, strict_ieee])
@pytest.mark.parametrize("function", [_boom, exploding], ids=["exception", "Ctrl-C"])
def test_modes_come_back(mode: Callable[[], object], function: Callable[[object], object]) -> None:
    """The mode that was on before a block is on again after an exception ended it, also inside another mode."""
    before = current()
    with pytest.raises((BoomError, KeyboardInterrupt)), mode():  # type: ignore[attr-defined]
        function(Tensor(1.0, requires_grad=True))
    assert current() is before
    with no_grad():
        inside = current()
        with pytest.raises((BoomError, KeyboardInterrupt)), mode():  # type: ignore[attr-defined]
            function(Tensor(1.0, requires_grad=True))
        assert current() is inside
    assert current() is before


@pytest.mark.parametrize(
    "call",
    [
        lambda f: grad(f)(1.0),
        lambda f: grad(grad(f))(1.0),
        lambda f: grad(lambda x: x * grad(f)(x))(1.0),
        lambda f: vjp(f, 1.0),
        lambda f: jvp(f, (1.0,), (1.0,)),
        lambda f: hessian(f)(np.ones(2)),
    ],
    ids=["grad", "grad of grad", "nested", "vjp", "jvp", "hessian"],
)
@pytest.mark.parametrize("function", [_boom, exploding], ids=["exception", "Ctrl-C"])
def test_transforms_come_back(call: Callable[..., object], function: Callable[[object], object]) -> None:
    """After three failed calls the modes are the old ones and nested gradients are still right."""
    before = current()
    for _ in range(3):
        with pytest.raises((BoomError, KeyboardInterrupt)):
            call(function)
    assert current() is before
    assert grad(lambda x: x * grad(lambda y: x * y)(x))(3.0) == 6.0


def test_failed_operation_leaves_its_inputs_alone() -> None:
    """A Tensor that went into an operation that raised can be used and differentiated as if nothing had been."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    y = x * 2
    with pytest.raises(KeyboardInterrupt):
        exploding(y)
    with pytest.raises(ValueError, match="shape"):
        y + np.ones(3)
    y.sum().backward()
    assert x.grad.tolist() == [2.0, 2.0]


def test_failed_write_leaves_the_tensor_alone() -> None:
    """A write that NumPy refuses has changed neither values nor history."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    y = x * 2
    with pytest.raises(ValueError, match="broadcast"):
        y[:] = np.ones(3)
    with pytest.raises(IndexError):
        y[5] = 1.0
    y.sum().backward()
    assert (y.tolist(), x.grad.tolist()) == ([2.0, 4.0], [2.0, 2.0])
