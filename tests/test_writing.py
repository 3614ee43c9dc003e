"""Writes that are recorded: random programs on arrays and on Tensors side by side, and the idioms one by one."""

import operator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import autograd_lite as ag
from autograd_lite.errors import DTypeError, InPlaceError

# -- random programs --------------------------------------------------------------------------------------------------

SHAPE = (3, 4)


@dataclass(frozen=True)
class Step:
    """One line of a program: what it does, to which of the names so far, and with what."""

    kind: str
    target: int
    argument: Any = None
    source: int | None = None


VIEWS = {
    "transpose": np.transpose,
    "flatten": lambda x: np.reshape(x, -1),
    "turn": lambda x: np.flip(x, 0),
    "deepen": lambda x: np.expand_dims(x, 0),
    "swap": lambda x: np.swapaxes(x, 0, -1),
    "whole": lambda x: x[...],
    "corner": lambda x: np.diagonal(x) if x.ndim > 1 else x,
    "spread": lambda x: np.broadcast_to(x, (2, *x.shape)),
}
CHANGES = {"add": operator.iadd, "multiply": operator.imul}


def run(program, first, second):
    """Yield all names of a program after each of its steps; `first` and `second` are arrays or Tensors."""
    names = [first * 1.0, second * 1.0]
    yield names
    for step in program:
        old = names[step.target]
        value = step.argument[-1] if step.source is None and step.kind in ("write", "change at", *CHANGES) else None
        if step.source is not None:
            value = names[step.source]
        if step.kind == "read":
            names.append(old[step.argument])
        elif step.kind == "view":
            names.append(VIEWS[step.argument](old))
        elif step.kind == "compute":
            names.append(old * 0.5 + value if value.shape == old.shape else old * old)
        elif step.kind == "write":
            old[step.argument[0]] = value
        elif step.kind == "change at":
            old[step.argument[0]] += value
        else:
            names[step.target] = CHANGES[step.kind](old, value)
        yield names


@st.composite
def indices(draw, shape):
    """Draw an index into an array of `shape`: basic, by positions (repeated ones too), by mask, or mixed."""
    if not shape or draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from([..., (), (..., None)]))
    n = shape[0]
    bounds = st.one_of(st.none(), st.integers(-n - 1, n + 1))
    slices = st.builds(slice, bounds, bounds, st.sampled_from([None, 2, -1, -2]))
    positions = st.lists(st.integers(-n, n - 1), min_size=0, max_size=3)
    masks = st.lists(st.booleans(), min_size=n, max_size=n).map(lambda mask: np.array(mask, dtype=bool))
    options = [slices, masks]
    if n:
        options += [st.integers(-n, n - 1), positions, positions.map(lambda places: np.array(places, dtype=int))]
    first = draw(st.one_of(options))
    if len(shape) > 1 and draw(st.booleans()):
        m = shape[1]
        other = st.one_of(
            st.sampled_from([slice(None, None, -1), slice(1), None, ...]), *([st.integers(-m, m - 1)] if m else [])
        )
        return (first, draw(other))
    return first


@st.composite
def programs(draw):
    """Draw a program that NumPy can run from start to end."""
    program: list[Step] = []
    for _ in range(draw(st.integers(1, 7))):
        *_, names = run(program, np.arange(12.0).reshape(SHAPE), np.linspace(-1, 1, 4))
        target = draw(st.integers(0, len(names) - 1))
        kind = draw(st.sampled_from(["read", "view", "write", "write", "change at", "compute", *CHANGES]))
        old = names[target]
        if kind == "view":
            argument = draw(st.sampled_from([v for v in VIEWS if old.ndim or v in ("flatten", "deepen", "whole")]))
        elif kind == "read":
            argument = draw(indices(old.shape))
        elif kind in ("write", "change at"):
            argument = (draw(indices(old.shape)), draw(st.sampled_from([2.0, 0.5])))
        else:
            argument = (draw(st.sampled_from([1.5, -0.5])),)
        source = draw(st.one_of(st.none(), st.integers(0, len(names) - 1)))
        source = target if kind == "compute" and source is None else source
        step = Step(kind, target, argument, None if kind in ("read", "view") else source)
        if kind in ("write", "change at", *CHANGES) and not isinstance(old, np.ndarray):
            continue  # a number in NumPy, which is never changed in place
        try:
            *_, after = run([*program, step], np.arange(12.0).reshape(SHAPE), np.linspace(-1, 1, 4))
        except (ValueError, TypeError):
            continue  # shapes that do not fit, or a read-only view
        if all(name.size <= 60 for name in after):
            program.append(step)
    return program


def total(names):
    """One number that every element of every name changes, each in its own way."""
    return sum(np.sum(name * (np.arange(name.size).reshape(name.shape) % 7 + 1.0)) for name in names)


@given(programs())
@settings(max_examples=80, deadline=None)
def test_after_every_step_each_name_holds_what_numpys_holds(program):
    """Reads, writes, views and operators in place leave in every Tensor what they leave in an array."""
    first, second = np.arange(12.0).reshape(SHAPE), np.linspace(-1, 1, 4)
    tracked = [ag.Tensor(x, requires_grad=True) for x in (first, second)]
    for arrays, tensors in zip(run(program, first, second), run(program, *tracked), strict=True):
        for array, tensor in zip(arrays, tensors, strict=True):
            with ag.no_grad():  # looks at the values and hands no memory out, which would make an array of a number
                np.testing.assert_array_equal(np.asarray(tensor), np.asarray(array), strict=True)


@given(programs(), st.data())
@settings(max_examples=80, deadline=None)
def test_the_gradient_of_a_program_is_that_of_its_numpy_twin(program, data):
    """Gradient times direction is the imaginary part that the same NumPy program carries along that direction."""
    first, second = np.arange(12.0).reshape(SHAPE) / 8, np.linspace(-1, 1, 4)
    signs = st.lists(st.sampled_from([-1.0, 0.5, 2.0]), min_size=16, max_size=16)
    direction = np.array(data.draw(signs))
    along_first, along_second = direction[:12].reshape(SHAPE), direction[12:]

    def loss(x, y):
        *_, names = run(program, x, y)
        return total(names)

    slope = loss(first + 1e-30j * along_first, second + 1e-30j * along_second).imag * 1e30
    by_first, by_second = ag.grad(loss, (0, 1))(first, second)
    found = np.sum(by_first * along_first) + np.sum(by_second * along_second)
    scale = np.sum(np.abs(by_first * along_first)) + np.sum(np.abs(by_second * along_second)) + 1
    assert abs(found - slope) <= 1e-11 * scale


@given(programs())
@settings(max_examples=40, deadline=None)
def test_the_second_derivative_of_a_program_is_that_of_its_numpy_twin(program):
    """The derivative of a gradient through writes is the difference of the gradients on both sides."""
    first, second = np.arange(12.0).reshape(SHAPE) / 8, np.linspace(-1, 1, 4)
    direction = np.cos(np.arange(12.0)).reshape(SHAPE)

    def loss(x):
        *_, names = run(program, x, x[1] * second)
        return total(name * name for name in names)

    slope = ag.grad(loss)
    step = 1e-6
    wanted = (slope(first + step * direction) - slope(first - step * direction)) / (2 * step)
    np.testing.assert_allclose(
        ag.hvp(loss, first, direction), wanted, rtol=1e-5, atol=1e-5 * (1 + np.abs(wanted).max())
    )


# -- idioms, by hand --------------------------------------------------------------------------------------------------


def test_an_element_that_was_overwritten_gets_no_gradient():
    """After y[1] = v the old y[1] has no influence, and v has all of it."""
    x, v = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True), ag.Tensor(5.0, requires_grad=True)
    y = x * 10.0
    y[1] = v * v
    (y * np.array([1.0, 10.0, 100.0])).sum().backward()
    np.testing.assert_array_equal(x.grad, [10.0, 0.0, 1000.0])
    assert v.grad == 100.0


def test_a_value_that_is_broadcast_gets_the_sum_of_where_it_went():
    """One number written to a row of three gets three shares."""
    v = ag.Tensor(2.0, requires_grad=True)
    y = ag.Tensor(np.zeros((2, 3)))
    y[0] = v
    (y * np.array([[1.0, 2.0, 3.0], [9.0, 9.0, 9.0]])).sum().backward()
    assert v.grad == 6.0


def test_a_value_with_more_axes_than_its_place_is_written():
    """A value of shape (1, 1, 3) fits a row of three, and its gradient has its own shape."""
    v = ag.Tensor(np.ones((1, 1, 3)), requires_grad=True)
    y = ag.Tensor(np.zeros((2, 3)))
    y[1] = v
    (y * 2.0).sum().backward()
    np.testing.assert_array_equal(v.grad, np.full((1, 1, 3), 2.0))


def test_of_values_for_one_place_the_last_one_counts():
    """y[[0, 0, 1]] = v leaves v[1] and v[2], so v[0] has no gradient."""
    v = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = ag.Tensor(np.zeros(3))
    y[[0, -3, 1]] = v
    np.testing.assert_array_equal(y.detach().numpy(), [2.0, 3.0, 0.0])
    y.sum().backward()
    np.testing.assert_array_equal(v.grad, [0.0, 1.0, 1.0])


def test_an_array_shifted_into_itself_is_as_numpys():
    """x[1:] = x[:-1] reads the old values, although both are one memory."""
    x = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x * 1.0
    y[1:] = y[:-1]
    np.testing.assert_array_equal(y.detach().numpy(), [1.0, 1.0, 2.0])
    (y * np.array([1.0, 10.0, 100.0])).sum().backward()
    np.testing.assert_array_equal(x.grad, [11.0, 100.0, 0.0])


def test_adding_in_place_by_mask_keeps_both_gradients():
    """x[mask] += v gives the gradient to the old elements and to v."""
    x, v = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True), ag.Tensor(1.0, requires_grad=True)
    y = x * 1.0
    y[np.array([True, False, True])] += v
    (y * np.array([1.0, 10.0, 100.0])).sum().backward()
    np.testing.assert_array_equal(x.grad, [1.0, 10.0, 100.0])
    assert v.grad == 101.0


def test_adding_to_repeated_positions_adds_once():
    """x[[0, 0]] += 1 adds 1, as in NumPy: each position is read once and written last."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True)
    y = x * 1.0
    y[[0, 0]] += x[1]
    np.testing.assert_array_equal(y.detach().numpy(), [3.0, 2.0])
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, [1.0, 2.0])


def test_a_list_of_tensors_can_be_written():
    """y[:2] = [a, b] gives each its own gradient."""
    a, b = ag.Tensor(1.0, requires_grad=True), ag.Tensor(2.0, requires_grad=True)
    y = ag.Tensor(np.zeros(3))
    y[:2] = [a * a, b]
    (y * np.array([1.0, 10.0, 100.0])).sum().backward()
    assert (a.grad, b.grad) == (2.0, 10.0)


def test_a_write_to_the_imaginary_part_reaches_it():
    """z.imag[…] = v: the loss |z|² has the slope 2 v in it, and the real part keeps its own."""
    x, v = ag.Tensor([1.0, 2.0], requires_grad=True), ag.Tensor([3.0, 4.0], requires_grad=True)
    z = x * (1 + 1j)
    z.imag[...] = v
    np.testing.assert_array_equal(z.detach().numpy(), [1 + 3j, 2 + 4j])
    (z.real**2 + z.imag**2).sum().backward()
    np.testing.assert_array_equal(x.grad, [2.0, 4.0])
    np.testing.assert_array_equal(v.grad, [6.0, 8.0])


@pytest.mark.parametrize(
    "view",
    [
        lambda x: np.broadcast_to(x, (2, 3, 3)),
        lambda x: np.broadcast_to(x[0, 0], (3,)),
        np.diagonal,
        lambda x: ag.sliding_window_view(x, 2, axis=0),
    ],
)
def test_what_numpy_makes_read_only_is_read_only(view):
    """Broadcasts, diagonals and windows cannot be written to, and say what to do."""
    x = ag.Tensor(np.eye(3), requires_grad=True) * 1.0
    with pytest.raises(ValueError, match=r"read-only, as in NumPy.*into a copy"):
        view(x)[...] = 1.0
    np.testing.assert_array_equal(x.detach().numpy(), np.eye(3))


def test_a_view_of_columns_is_written_through_after_a_copy_of_its_base():
    """The base is copied in the order in which its axes lie, so a flat view of its transpose still reaches it."""
    x = ag.Tensor(np.asfortranarray(np.arange(6.0).reshape(2, 3)), requires_grad=True)
    y = np.copy(x, "K")
    flat = np.reshape(y.T, -1)
    kept = y * y  # holds the memory of y, so that the write has to copy
    flat[1] = 10.0
    np.testing.assert_array_equal(y.detach().numpy(), [[0.0, 1.0, 2.0], [10.0, 4.0, 5.0]])
    (kept.sum() + y.sum()).backward()
    np.testing.assert_array_equal(x.grad, [[1.0, 3.0, 5.0], [6.0, 9.0, 11.0]])


def test_a_write_that_does_not_fit_changes_nothing():
    """A value of the wrong shape is refused with both shapes, and values and gradient are as before."""
    x = ag.Tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x * 2.0
    with pytest.raises(ValueError, match=r"shape \(2,\).*shape \(3,\)"):
        y[...] = np.ones(2)
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, [2.0, 2.0, 2.0])


def test_a_leaf_that_requires_a_gradient_cannot_be_written_to():
    """Which value would its gradient be of? The message says how to update and how to compute."""
    x = ag.Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(InPlaceError, match=r"no_grad.*copy"):
        x[0] = 1.0
    with pytest.raises(InPlaceError):
        x[:1][0] = 1.0


def test_a_gradient_is_not_written_into_integers():
    """An integer array cannot take a value that requires a gradient: it would be cut off, and its gradient lost."""
    with pytest.raises(DTypeError, match="dtype=float"):
        ag.Tensor([1, 2])[0] = ag.Tensor(1.5, requires_grad=True)


def test_a_value_of_wider_dtype_is_cast_as_numpy_casts_it():
    """float64 written into float32 is rounded, and its gradient comes back as float64."""
    v = ag.Tensor(0.1, requires_grad=True)
    y = ag.Tensor(np.zeros(2, np.float32))
    y[0] = v
    assert y.dtype == np.float32
    assert y.detach().numpy()[0] == np.float32(0.1)
    (y * np.float32(3)).sum().backward()
    assert v.grad == 3.0
    assert v.grad.dtype == np.float64


def test_reads_at_every_step_of_a_recurrence_cost_no_zeros():
    """Each version of the buffer keeps the gradients of its reads until the whole arrives, in whichever order."""
    for forward in (True, False):
        w = ag.Tensor(0.5, requires_grad=True)
        buffer, loss = ag.Tensor(np.zeros(50)), ag.Tensor(0.0)
        buffer[0] = w
        for i in range(1, 50):
            buffer[i] = w * buffer[i - 1]
            loss = loss + buffer[i] if forward else buffer[i] + loss
        loss.backward()
        assert w.grad == pytest.approx(sum(i * 0.5 ** (i - 1) for i in range(2, 51)), rel=1e-12)
