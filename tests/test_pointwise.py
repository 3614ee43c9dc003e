from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, detect_anomaly, elementwise, grad, no_grad
from autograd_lite.domains import POSITIVE, Interval, RandomDraw
from autograd_lite.errors import RuleError


@elementwise(x=lambda x, y: y * x ** (y - 1), y=lambda x, out: out * np.log(x), domain=(POSITIVE, POSITIVE))
def raised(x, y, /):  # type: ignore[no-untyped-def]
    """Return x to the power y."""
    return x**y


@elementwise(x=lambda x, shift: 2 * (x + shift))
def shifted_square(x, /, shift=0.0):  # type: ignore[no-untyped-def]
    """(x + shift)²."""
    return (x + shift) ** 2


@pytest.mark.parametrize("x", [2.0, [1.0, 2.0, 3.0], [[2.0], [3.0]]])
@pytest.mark.parametrize("y", [3.0, [1.0, 2.0, 3.0]])
def test_both_derivatives_under_broadcasting(x: Any, y: Any) -> None:
    """Shares have the shapes of their inputs: the derivative times what broadcasting repeated, added up."""
    a, b = Tensor(x, requires_grad=True), Tensor(y, requires_grad=True)
    raised(a, b).sum().backward()
    x, y = np.asarray(x), np.asarray(y)
    slopes = np.broadcast_arrays(y * x ** (y - 1.0), x**y * np.log(x) * np.ones_like(y))
    for t, slope in zip((a, b), slopes, strict=True):
        assert t.grad.shape == t.shape
        assert t.grad.sum() == pytest.approx(slope.sum())


@pytest.mark.parametrize("other", [3, 3.0, np.float64(3), np.array(3.0), np.array([3.0]), Tensor(3.0), [3.0]])
def test_every_kind_of_second_operand(other: Any) -> None:
    """Numbers, scalars, arrays, lists and untracked Tensors, on either side, give the same derivative."""
    x = Tensor([2.0], requires_grad=True)
    raised(x, other).sum().backward()
    assert x.grad == pytest.approx(12.0)
    x.zero_grad()
    raised(other, x).sum().backward()
    assert x.grad == pytest.approx(9 * np.log(3))


def test_settings_and_keywords() -> None:
    """An elementwise operation may have settings, by name."""
    assert grad(lambda x: shifted_square(x, shift=1.0))(2.0) == 6.0
    assert grad(shifted_square)(2.0) == 4.0


@pytest.mark.parametrize("mode", [no_grad, detect_anomaly])
def test_modes(mode: Any) -> None:
    """The quick way and the general way give the same values; only ``no_grad`` leaves out the history."""
    x = Tensor([2.0], requires_grad=True)
    with mode():
        y = raised(x, 3.0)
    assert y.tolist() == [8.0]
    assert y.requires_grad is (mode is not no_grad)


def test_same_tensor_twice() -> None:
    """In x to the power x both shares go to the same leaf, x^x (1 + log x)."""
    assert grad(lambda x: raised(x, x))(2.0) == pytest.approx(4 * (1 + np.log(2)))


def test_integers_have_no_history() -> None:
    """An integer result is recorded by nobody, though it is a Tensor."""
    y = Tensor([1, 2]) * 2
    assert (type(y), y.dtype, y.requires_grad) == (Tensor, int, False)


def test_samples_come_from_the_domain() -> None:
    """Without samples of its own an operation draws broadcasting arguments from its domain."""
    draw = RandomDraw(np.random.default_rng(0))
    for _ in range(20):
        (x, y), keywords = raised.samples(draw)
        np.broadcast_shapes(x.shape, y.shape)
        assert keywords == {}
        assert all((a >= POSITIVE.low).all() and (a <= POSITIVE.high).all() for a in (x, y))


def test_unknown_names() -> None:
    """A derivative that names something else is refused, with what is on offer."""
    with pytest.raises(RuleError) as caught:
        elementwise(x=lambda z: z)(lambda x: x)
    assert str(caught.value).startswith("The rule of <lambda> for x names ['z']. On offer: ['x', 'out', ")


def test_selection_and_strong_zeros() -> None:
    """A selection's False stops NaN; a strong derivative's pole gives way to a zero cotangent."""

    @elementwise(x=lambda x, y: x > y, selection=True)
    def chosen(x, y, /):  # type: ignore[no-untyped-def]
        """The first where it is larger, else 0."""
        return np.where(x > y, x, 0.0)

    x = Tensor([1.0, 3.0], requires_grad=True)
    chosen(x, 2.0).backward(np.array([np.nan, 5.0]))
    assert x.grad.tolist() == [0.0, 5.0]

    @elementwise(x=lambda x: 1 / x, strong=True)
    def logarithm(x, /):  # type: ignore[no-untyped-def]
        """Natural logarithm."""
        return np.log(x)

    y = Tensor([0.0, 2.0], requires_grad=True)
    with np.errstate(divide="ignore"):
        out = logarithm(y)
    out.backward(np.array([0.0, 1.0]))
    assert y.grad.tolist() == [0.0, 0.5]


def test_strong_zeros_at_every_order() -> None:
    """Off the domain, where a derivative and its derivatives are NaN, a zero cotangent gives zero at every order."""

    @elementwise(x=lambda out: 0.5 / out, domain=Interval(0.25, 4.0), strong=True)
    def root(x, /):  # type: ignore[no-untyped-def]
        """Square root, with a rule that takes a quiet NaN from the output."""
        return np.sqrt(x)

    f = lambda x: np.where(x > 0, root(x), 0.0)  # noqa: E731
    with np.errstate(invalid="ignore"):
        for x, right in ((-1.0, [0, 0, 0]), (4.0, [1 / 4, -1 / 32, 3 / 256])):
            first, second, third = grad(f), grad(grad(f)), grad(grad(grad(f)))
            assert [float(first(x)), float(second(x)), float(third(x))] == right


def test_zero_cotangent_by_chance_passes_no_number_on() -> None:
    """A factor that is 0 where the other one is a NaN has its gradient zeroed, not one from a harmless point."""
    with np.errstate(invalid="ignore"):
        slope = grad(lambda x: grad(lambda y: x * np.sqrt(y))(-1.0))
        assert slope(0.0) == 0
