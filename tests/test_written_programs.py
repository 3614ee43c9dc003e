"""Random programs of reads and writes by index, on arrays and on Tensors side by side."""

import operator
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import given, settings, strategies as st

import autograd_lite as ag

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
