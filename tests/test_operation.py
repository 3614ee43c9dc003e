from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from autograd_lite import Tensor, elementwise, grad, gradients, hessian, jvp, primitive
from autograd_lite.errors import RuleError, UnsupportedOperationError


@primitive(x=lambda g, x, k: g * k * x ** (k - 1), samples=None)
def powered(x, k=2):  # type: ignore[no-untyped-def]
    """The k-th power."""
    return x**k


class TestDefining:
    """What a decorator accepts, and what it says of mistakes."""

    def test_looks_like_its_function(self) -> None:
        """An operation has the name, docstring and module of the code, and shows its parameters."""
        assert (powered.__name__, powered.__doc__, powered.__module__) == ("powered", "The k-th power.", __name__)
        assert repr(powered) == "<Operation powered(x, k)>"

    @pytest.mark.parametrize(
        ("rules", "text"),
        [
            (
                {"x": lambda g, y: g},
                "The rule of f for x names ['y']. On offer: ['x', 'axis', 'out', 'out_shape', 'x_shape', 'x_dtype'].",
            ),
            ({"y": lambda g: g}, "f has rules for ['y']. Its inputs are ['x', 'axis']."),
            ({"x": lambda x: x}, "The rule of f for x takes ['x']. Wanted g, the gradient, first."),
            ({"x": lambda: 1}, "The rule of f for x takes []. Wanted g, the gradient, first."),
            (
                {"x": lambda g, **rest: g},
                "The rule of f for x takes **rest, which would swallow arguments unseen. Name each one.",
            ),
        ],
    )
    def test_mistakes(self, rules: dict[str, Any], text: str) -> None:
        """A rule that does not fit the function is refused when it is defined, with what is on offer."""

        def f(x, axis=None):  # type: ignore[no-untyped-def]
            return x

        with pytest.raises(RuleError) as caught:
            primitive(**rules)(f)
        assert str(caught.value) == text

    def test_one_rule_a_function(self) -> None:
        """A NumPy function that has an operation gets no second one."""
        with pytest.raises(RuleError, match=r"^np\.exp is registered already, as <Elementwise exp\(x\)>"):
            elementwise(np.exp, x=lambda out: out)(lambda x: np.exp(x))

    def test_what_is_kept(self) -> None:
        """A node keeps what the rule names, and nothing else."""
        kept: dict[str, Any] = {}

        def saved(rule: Callable[..., Any]) -> tuple[Any, ...]:
            @primitive(x=rule)
            def f(x, axis=None):  # type: ignore[no-untyped-def]
                return np.exp(x)

            y = f(Tensor([1.0, 2.0], requires_grad=True), 7)
            kept["out"] = y._array
            return y._node.saved  # type: ignore[no-any-return]

        assert saved(lambda g: g) == ()
        assert saved(lambda g, axis: g) == (7,)
        assert saved(lambda g, x_shape, x_dtype: g) == ((2,), np.dtype(float))
        assert saved(lambda g, out: g)[0] is kept["out"]
        assert saved(lambda g, out_shape: g) == ((2,),)


class TestCalling:
    """Arguments: by position, by name, and settings."""

    def test_plain_arrays_are_just_computed(self) -> None:
        """Without a Tensor the result is what the code returns."""
        assert powered(3.0) == 9.0
        assert type(powered(np.ones(2))) is np.ndarray

    def test_position_and_keyword(self) -> None:
        """Settings are taken by position and by name, with the same gradient."""
        for call in (lambda x: powered(x, 3), lambda x: powered(x, k=3), lambda x: powered(k=3, x=x)):
            assert grad(call)(2.0) == 12.0

    def test_tracked_setting(self) -> None:
        """A tracked Tensor where no rule is, is refused; an untracked one is a number."""
        x = Tensor(2.0, requires_grad=True)
        with pytest.raises(UnsupportedOperationError) as caught:
            powered(x, Tensor(3.0, requires_grad=True))
        assert str(caught.value) == (
            "powered is not differentiable in 'k', which got a Tensor that requires a gradient. "
            "Pass t.detach() or a number."
        )
        y = powered(x, Tensor(3.0))
        y.backward()
        assert x.grad == 12.0

    def test_settings_are_copied(self) -> None:
        """A list or an array among the settings that is changed later does not change the gradient."""
        x, k = Tensor([2.0, 2.0], requires_grad=True), np.array([1.0, 3.0])
        y = powered(x, k).sum()
        k[:] = 100
        y.backward()
        assert x.grad.tolist() == [1.0, 12.0]


class TestOrders:
    """One rule serves every mode and order."""

    def test_second_and_third(self) -> None:
        """x⁴: 12x², 24x."""
        f = lambda x: powered(x, 4)  # noqa: E731
        assert grad(grad(f))(2.0) == 48.0
        assert grad(grad(grad(f)))(2.0) == 48.0

    def test_forward_mode_and_hessian(self) -> None:
        """The direction and the matrix follow from the same rule."""
        assert jvp(powered, (3.0,), (2.0,)) == (9.0, 12.0)
        assert hessian(lambda x: powered(x, 3).sum())(np.array([1.0, 2.0])).tolist() == [[6.0, 0.0], [0.0, 12.0]]


class Split(NamedTuple):
    """Two results."""

    low: Any
    high: Any


@primitive(x=lambda g: g[0] + 10 * g[1])
def pair(x):  # type: ignore[no-untyped-def]
    """Return x and 10 x."""
    return Split(x * 1.0, x * 10.0)


class TestSeveralResults:
    """Operations with a tuple of results."""

    def test_type(self) -> None:
        """A named tuple of Tensors comes back."""
        result = pair(Tensor(2.0, requires_grad=True))
        assert type(result) is Split
        assert (result.low.item(), result.high.item()) == (2.0, 20.0)

    def test_each_alone_and_together(self) -> None:
        """The rule sees all cotangents at once, zeros for results that were not used."""
        x = Tensor(2.0, requires_grad=True)
        assert gradients(pair(x).low * 3, x) == 3.0
        assert gradients(pair(x).high * 3, x) == 30.0
        low, high = pair(x)
        assert gradients(low * 3 + high * 5 + high, x) == 63.0

    def test_second_order(self) -> None:
        """(x · 10x)'' = 20."""
        assert grad(grad(lambda x: pair(x).low * pair(x).high))(2.0) == 20.0


@primitive(
    xs=lambda g, xs: [g * np.prod([x for j, x in enumerate(xs) if j != i]) for i in range(len(xs))], sequences=("xs",)
)
def product_of(xs):  # type: ignore[no-untyped-def]
    """Product of a list of numbers."""
    return np.prod(np.array(xs))


class TestSequences:
    """Operations with a list of arrays."""

    def test_gradient_of_each(self) -> None:
        """Each tracked element gets its share, the others none."""
        x, y = Tensor(2.0, requires_grad=True), Tensor(3.0, requires_grad=True)
        product_of([x, 5.0, y]).backward()
        assert (x.grad, y.grad) == (15.0, 10.0)

    def test_element_twice(self) -> None:
        """An element that stands in the list twice gets both shares."""
        x = Tensor(3.0, requires_grad=True)
        product_of((x, x)).backward()
        assert x.grad == 6.0

    def test_no_list(self) -> None:
        """Something else than a list is named."""
        with pytest.raises(TypeError, match="got float where a list of arrays is wanted"):
            product_of(3.0)


def test_a_byproduct_serves_the_first_order_and_is_none_when_recorded():
    """What the forward returns behind its result reaches the rule, but in a recorded pass, where it has no history."""
    seen = []

    @primitive(x=lambda g, x, root: seen.append(root) or g / (2 * (np.sqrt(x) if root is None else root)),
                  byproducts=("root",))  # fmt: skip
    def half_power(x):
        root = np.sqrt(x)
        return root * 1.0, root

    assert float(half_power(4.0)) == 2.0
    assert float(grad(half_power)(4.0)) == 0.25
    assert seen.pop() == 2.0
    assert float(grad(grad(half_power))(4.0)) == -1 / 32
    assert None in seen
