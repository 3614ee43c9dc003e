"""The quick calls do what the general call does: the same values, histories, gradients and errors."""

from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, no_grad, primitive
from autograd_lite.errors import DTypeError, ShapeError, UnsupportedOperationError
from autograd_lite.ops.elementwise.arithmetic import divide, multiply, negative, subtract
from autograd_lite.ops.elementwise.exponential import exp
from autograd_lite.ops.products import matmul
from autograd_lite.ops.shapes import broadcast_to, expand_dims, swapaxes


def tracked(values: Any, dtype: Any = float) -> Tensor:
    """A leaf."""
    return Tensor(values, requires_grad=True, dtype=dtype)


def exposed(values: Any) -> Tensor:
    """A leaf whose array was handed out."""
    t = tracked(values)
    assert t.data is not None
    return t


@primitive(x=lambda g, y: g * y, y=lambda g, x: g * x, z=lambda g, z_shape: g)
def fused(x: Any, y: Any, z: Any = None) -> Any:
    """Return x · y + z, where z may be left out."""
    return np.multiply(x, y) if z is None else np.multiply(x, y) + z


OPERANDS: dict[str, Any] = {
    "leaf": lambda: tracked([1.0, 2.0]),
    "result": lambda: tracked([1.0, 2.0]) * 1,
    "view": lambda: (tracked([0.0, 1.0, 2.0]) * 1)[1:],
    "exposed": lambda: exposed([1.0, 2.0]),
    "constant": lambda: Tensor([1.0, 2.0]),
    "number": lambda: 2.0,
    "integer": lambda: 2,
    "scalar": lambda: np.float64(2.0),
    "float32 scalar": lambda: np.float32(2.0),
    "array": lambda: np.array([1.0, 2.0]),
    "list": lambda: [1.0, 2.0],
    "0-d leaf": lambda: tracked(2.0),
    "float32": lambda: tracked([1.0, 2.0], np.float32),
    "complex": lambda: tracked([1.0 + 1.0j, 2.0], complex),
}


def described(y: Any) -> Any:
    """What can be seen of a result."""
    node = getattr(y, "_node", None)
    if node is None:
        return type(y), np.asarray(y).tolist(), np.asarray(y).dtype
    saved = [np.asarray(s).tolist() for s in node.saved]
    return type(y), y.tolist(), y.dtype, node.recipe, len(node.parents), saved, node.shape, node.dtype, node.scope


@pytest.mark.parametrize("right", OPERANDS)
@pytest.mark.parametrize("left", OPERANDS)
@pytest.mark.parametrize("operation", [multiply, subtract, divide])
def test_binary(operation: Any, left: str, right: str) -> None:
    """For every pair of kinds of operands both ways record the same."""
    x, y = OPERANDS[left](), OPERANDS[right]()
    assert described(operation.binary(x, y)) == described(operation.general(x, y))
    with no_grad():
        assert described(operation.binary(x, y)) == described(operation.general(x, y))


@pytest.mark.parametrize("kind", OPERANDS)
@pytest.mark.parametrize("operation", [negative, exp])
def test_unary(operation: Any, kind: str) -> None:
    """The same for one operand."""
    x = OPERANDS[kind]()
    assert described(operation.unary(x)) == described(operation.general(x))
    with no_grad():
        assert described(operation.unary(x)) == described(operation.general(x))


@pytest.mark.parametrize(
    "left", [k for k in OPERANDS if "number" not in k and "integer" not in k and "scalar" not in k and "0-d" not in k]
)
def test_matmul(left: str) -> None:
    """A primitive that takes the quick way gives the same as the general call."""
    x, y = OPERANDS[left](), tracked([[1.0, 2.0], [3.0, 4.0]])
    assert described(matmul.binary(x, y)) == described(matmul.general(x, y))
    assert described(matmul.binary(y, x)) == described(matmul.general(y, x))


@pytest.mark.parametrize("kind", [k for k in OPERANDS if "0-d" not in k])
@pytest.mark.parametrize("place", range(3))
def test_several(kind: str, place: int) -> None:
    """The same for three operands, each kind in each place beside two leaves; an input that is left out too."""
    others = [tracked([1.0, 2.0]), tracked([3.0, 5.0])]
    given = [*others[:place], OPERANDS[kind](), *others[place:]]
    assert described(fused.calls[len(given)](*given)) == described(fused.general(*given))
    given[2] = None
    assert described(fused.calls[len(given)](*given)) == described(fused.general(*given))
    with no_grad():
        assert described(fused.calls[len(given)](*given)) == described(fused.general(*given))


@primitive(x=lambda g, x, mask, power: g * mask * power * x ** (power - 1))
def masked(x: Any, mask: Any = True, power: Any = 2, name: Any = None) -> Any:
    """Return mask · x ** power: one input, and settings of several types."""
    return np.multiply(mask, x**power)


@pytest.mark.parametrize("kind", OPERANDS)
@pytest.mark.parametrize("settings", [(), (np.array([True, False]),), (False, 3.0), ([1, 0], 2, "name")], ids=str)
def test_settings(kind: str, settings: Any) -> None:
    """With any number of settings, arrays and lists among them, both ways record the same."""
    given = OPERANDS[kind](), *settings
    assert described(masked.calls[len(given)](*given)) == described(masked.general(*given))
    with no_grad():
        assert described(masked.calls[len(given)](*given)) == described(masked.general(*given))


@pytest.mark.parametrize("kind", ["leaf", "result", "view", "exposed", "constant", "float32", "complex"])
@pytest.mark.parametrize("operation", [swapaxes, expand_dims, broadcast_to])
def test_views(operation: Any, kind: str) -> None:
    """A view that is taken the quick way follows its base, and is followed by it, as one taken the general way."""
    settings = {swapaxes: (0, 0), expand_dims: (0,), broadcast_to: ((2,),)}[operation]
    seen = []
    for way in (lambda *args: operation.calls[len(args)](*args), operation.general):
        x = OPERANDS[kind]()
        assert described(way(x, *settings)) == described(operation.general(x, *settings))
        with no_grad():
            view = way(x, *settings)
            x[0] = 7.0
            seen.append((view.tolist(), x.tolist()))
            if operation is not broadcast_to:
                view[..., 1] = 9.0
            seen.append((view.tolist(), x.tolist()))
    assert seen[:2] == seen[2:]
    assert seen[0][1][0] == 7.0


def test_settings_are_kept_as_they_were() -> None:
    """A later write to an array that was a setting changes no gradient."""
    x, mask = tracked([1.0, 2.0]), np.array([1.0, 0.0])
    y = masked(x, mask)
    mask[:] = 5.0
    np.sum(y).backward()
    assert x.grad.tolist() == [2.0, 0.0]


def test_what_is_no_number() -> None:
    """A string in the place of an input is refused, whatever the other arguments are."""
    with pytest.raises(DTypeError, match="Wanted numbers"):
        masked("ab", True)
    with pytest.raises(DTypeError, match="Wanted numbers"):
        fused(tracked([1.0]), "ab", 1.0)


def test_a_tracked_setting_is_refused() -> None:
    """A Tensor with a history in the place of a setting raises, and names the setting."""
    with pytest.raises(UnsupportedOperationError, match="masked is not differentiable in 'power'"):
        masked(tracked([1.0]), True, tracked(2.0))


@pytest.mark.parametrize("part", [lambda x: x, lambda x: x[:]], ids=["itself", "a view"])
@pytest.mark.parametrize("swapped", [False, True])
def test_a_result_does_not_lie_in_a_users_array(part: Any, swapped: bool) -> None:
    """An operation that returns its argument, or part of it, gives a copy where that is an array of the user's."""
    chosen = primitive(x=lambda g: g if not swapped else 0 * g, y=lambda g: g if swapped else 0 * g)(
        (lambda x, y: part(y)) if swapped else (lambda x, y: part(x))
    )
    array, t = np.array([1.0, 2.0]), tracked([3.0, 4.0])
    loss = np.sum(chosen(*((t, array) if swapped else (array, t))) * t)
    array[:] = 100.0
    loss.backward()
    np.testing.assert_array_equal(t.grad, [1.0, 2.0])


def test_errors() -> None:
    """Shapes that do not fit raise the same error."""
    x, y = tracked([1.0, 2.0]), tracked([1.0, 2.0, 3.0])
    with pytest.raises(ShapeError) as quick:
        multiply.binary(x, y)
    with pytest.raises(ShapeError) as general:
        multiply.general(x, y)
    assert str(quick.value) == str(general.value)
    with pytest.raises(ShapeError, match=r"fused got x \(2,\), y \(3,\), z"):
        fused.calls[3](x, y, 1.0)


def test_scalars_are_marked() -> None:
    """A float64 number is marked as one, which the sweep takes as proof of shape and dtype; others are not."""
    assert (tracked(2.0) * 3.0)._node.scalar is np.float64
    assert (tracked([2.0]) * 3.0)._node.scalar is None
    assert (tracked(2.0, np.float32) * np.float32(3.0))._node.scalar is None
