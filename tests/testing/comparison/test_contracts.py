"""Laws beside differences: each has a wrong rule that breaks it, and the report names the law."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.errors import DTypeError, OptionError
from autograd_lite.testing import GradientCheckError, check_jvp, check_vjp, examine_grads, examine_jvp, examine_vjp

X = np.array([0.5, 1.0, 2.0])
RNG = np.random.default_rng(0)


def spoiling(g: Any, x: Any) -> Any:
    """Use the incoming gradient as working memory."""
    g *= np.cos(x)
    return g.copy()


def writing(x: Any) -> Any:
    """Write the result into the argument."""
    np.sin(x, out=x)
    return x.copy()


def only_contiguous(g: Any, x: Any) -> Any:
    """Read memory as it lies, so that a reversed array is read in the wrong order."""
    base = x if x.base is None else x.base
    return g * np.cos(np.ravel(base)[: x.size].reshape(x.shape))


BROKEN = {
    "wrong count": (np.multiply, lambda g, x, y: g * y, (X, X), "one for each"),
    "None": (np.sin, lambda g, x: None, (X,), "returned None"),
    "shape": (np.sin, lambda g, x: np.sum(g), (X,), r"returned shape \(\)"),
    "shape of a broadcast input": (np.add, lambda g, x, y: (g, g), (X, np.float64(1.0)), "sum over broadcast axes"),
    "dtype": (np.sin, lambda g, x: np.float32(g * np.cos(x)), (X,), "float32"),
    "complex share": (np.sin, lambda g, x: g * np.cos(x) + 0j, (X,), "complex128"),
    "writes to g": (np.sin, spoiling, (X,), "writes to the incoming gradient"),
    "writes to its argument": (writing, lambda g, x: g * np.cos(x), (X,), "writes to argument 0"),
    "not linear": (np.sin, lambda g, x: np.abs(g) * np.cos(x), (X,), "not linear"),
    "layout": (np.sin, only_contiguous, (X,), "lie"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_law_names_what_breaks_it(name: str) -> None:
    """The report of a broken law says which."""
    f, vjp, args, says = BROKEN[name]
    with pytest.raises(GradientCheckError, match=says):
        check_vjp(f, vjp, args)


class Noticed:
    """A counter in an array of integers, which no result depends on."""

    def __init__(self) -> None:
        self.counter = np.zeros(1, int)

    def function(self, x: Any, n: Any) -> Any:
        """Count the call in an argument."""
        n[0] += 1
        return np.sin(x)

    def rule(self, g: Any, x: Any, n: Any) -> Any:
        """Count the call in an argument."""
        n[0] += 1
        return g * np.cos(x), None


def last_spoiled(g: Any, x: Any) -> Any:
    """Write to the last number of the incoming gradient, which belongs to a constant."""
    if g.flags.writeable:
        g[-1] += 1
    return np.append(g[:-1] * np.cos(x[:-1]), 0.0)


CHANGED = "contracts.Watched.changed"
NOTICED, INTEGER = Noticed(), np.zeros(1, int)
SINE_AND_ONE = lambda x: np.append(np.sin(x[:-1]), 1.0)  # noqa: E731
# f, rule, arguments, what of the checks is left out, and what the report says if it is not
ALONE = {
    "linearity": (np.sin, lambda g, x: g * np.cos(x) * (1 + 1e-9 * g), (X,), "contracts.linear", "not linear"),
    "shape": (np.sin, lambda g, x: (g * np.cos(x))[None], (X,), "contracts.fitting", r"shape \(1, 3\)"),
    "dtype": (np.sin, lambda g, x: g * np.cos(x) + 0j, (X,), "contracts.fitting", "complex128"),
    "layouts": (np.sin, only_contiguous, (X,), "layouts.layouts", "lie"),
    "inputs, by the function": (
        NOTICED.function, lambda g, x, n: (g * np.cos(x), None), (X, INTEGER), CHANGED, "function writes",
    ),
    "inputs, by the rule": (lambda x, n: np.sin(x), NOTICED.rule, (X, INTEGER), CHANGED, "rule writes"),
    "incoming gradient": (SINE_AND_ONE, last_spoiled, (X,), CHANGED, "writes to the incoming gradient"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
def test_each_law_alone_catches_a_wrong_rule(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a rule whose fault this law sees, and all the others together do not."""
    f, vjp, args, law, says = ALONE[name]
    with pytest.raises(GradientCheckError, match=says):
        check_vjp(f, vjp, args)
    monkeypatch.setattr(f"autograd_lite.testing.comparison.{law}", lambda *_, **__: [])
    assert examine_vjp(f, vjp, args).verdict == "agrees"


def test_layouts_of_a_rule_whose_terms_cancel() -> None:
    """Sums in another order differ by the rounding of their terms, which may be thousands of units of the sum."""
    a = np.array([[1.0, 1e9, -1e9], [2.0, -3e9, 3e9], [0.5, 0.25, -0.125]])
    x = np.array([[1.0, 1.1, 1.1], [0.7, 0.3, 0.3], [1.0, 2.0, 3.0]])

    def together(x: Any) -> Any:
        order: Any = "C" if x.flags.c_contiguous else "F"
        return np.cumsum((a * x).ravel(order))[-1]

    one, other = together(x), together(np.array(x, order="F"))
    assert abs(one - other) > 1e3 * np.finfo(float).eps * abs(one)
    assert examine_vjp(lambda x: together(x) ** 2 / 2, lambda g, x: g * a * together(x), x).verdict != "wrong"
    spoiled = examine_vjp(np.sin, lambda g, x: g * np.cos(x.ravel("K")).reshape(x.shape), x)
    assert spoiled.reason == "the gradient changes when the arrays lie in Fortran order in memory"


def test_inputs_are_restored() -> None:
    """An argument that the function writes to is as before after the check."""
    x = X.copy()
    examine_vjp(writing, lambda g, x: g, (x,))
    np.testing.assert_array_equal(x, X)


def test_infinite_where_finite() -> None:
    """NaN or infinity where the function is finite is wrong, not a reason to look away."""
    report = examine_vjp(np.square, lambda g, x: g * np.where(x == 1, np.nan, 2 * x), X)
    assert (report.verdict, "not finite" in report.reason) == ("wrong", True)


def test_vertical_tangent() -> None:
    """At a vertical tangent an infinite derivative of the right sign is right."""
    with np.errstate(all="ignore"):
        right = examine_vjp(np.cbrt, lambda g, x: g * np.where(x == 0, np.inf, 1), np.zeros(1))
    assert right.verdict == "agrees"


def test_integers() -> None:
    """Integers alone have no derivative; beside floating-point numbers they are settings."""
    with pytest.raises(DTypeError, match="astype"):
        examine_vjp(np.sin, lambda g, x: g, np.arange(3))
    assert examine_vjp(lambda x, n: x**n, lambda g, x, n: (g * n * x ** (n - 1), None), (X, 3)).verdict == "agrees"


def test_forward_mode() -> None:
    """A derivative in a direction is checked output by output."""
    assert examine_jvp(np.sin, lambda v, x: v * np.cos(x), X).verdict == "agrees"
    assert examine_jvp(np.sin, lambda v, x: v * np.cos(x) * [1, 1, 1.001], X).verdict == "wrong"
    assert "shape" in examine_jvp(np.sin, lambda v, x: np.sum(v), X).reason


def test_complex() -> None:
    """For complex arrays the gradient is ∂/∂Re + i ∂/∂Im: of a product with the other factor's conjugate."""
    z = np.array([1 + 2j, -0.5 + 1j])
    right, wrong = (lambda g, z: g * 2 * np.conj(z)), (lambda g, z: g * 2 * z)
    assert examine_vjp(np.square, right, z).verdict == "agrees"
    assert "conjuga" in examine_vjp(np.square, wrong, z).diagnosis


def test_a_function_that_raises_beyond_its_domain() -> None:
    """At the edge nothing is learnt, and the report says what was raised; away from it long steps are left out."""

    def root(x):
        if np.any(x < 1) or np.any(x > 2):
            raise ValueError("out of range")
        return np.sqrt(x)

    rule = lambda g, x: g / (2 * np.sqrt(x))  # noqa: E731
    report = examine_vjp(root, rule, np.array([1.0]))
    assert report.verdict == "inconclusive"
    assert report.reason == "domain edge: the function raises ValueError at a shifted point: out of range"
    assert examine_vjp(root, rule, np.array([1.01, 1.5])).verdict == "agrees"
    assert examine_vjp(root, lambda g, x: 1.01 * rule(g, x), np.array([1.01, 1.5])).verdict == "wrong"


RULE = lambda g, x: g * np.cos(x)  # noqa: E731
NO_FLOATS = {"nothing": lambda x: None, "integers": lambda x: np.ones(3, int), "a word": lambda x: "a"}


@pytest.mark.parametrize("name", NO_FLOATS)
def test_a_function_without_floats(name: str) -> None:
    """What returns no floating-point array has no slope, and the message says what was returned."""
    with pytest.raises(DTypeError, match=r"The function returned (None|int64|<U1). Wanted an array of floats"):
        examine_vjp(NO_FLOATS[name], RULE, X)


def test_integers_beside_floats() -> None:
    """A function may return integers too; they have no gradient."""
    f = lambda x: (np.argsort(x), np.sin(x))  # noqa: E731
    assert examine_vjp(f, lambda g, x: g[1] * np.cos(x), X).verdict == "agrees"
    assert examine_vjp(f, lambda g, x: 1.01 * g[1] * np.cos(x), X).verdict == "wrong"


def test_a_complex_result_of_real_numbers() -> None:
    """A wrong rule of a complex function of real numbers is called so, without a warning."""
    x = np.array([0.5, 1e-9])
    for factor, verdict in ((1.0, "agrees"), (1.01, "wrong")):
        rule = lambda g, x: factor * np.real(g * np.conj(1j * np.exp(1j * x)))  # noqa: B023, E731
        assert examine_vjp(lambda x: np.exp(1j * x), rule, x).verdict == verdict


def test_integers_at_a_shifted_point() -> None:
    """The 0 of ``max(x, 0)`` is a number like 0.0."""
    relu, zero = (lambda x: max(float(x[0]), 0)), np.zeros(1)
    assert examine_vjp(relu, lambda g, x: g * np.ones(1), zero).verdict == "agrees"
    assert examine_vjp(relu, lambda g, x: 1.1 * g * np.ones(1), zero).verdict == "wrong"


def test_what_is_no_function() -> None:
    """Arguments in the wrong order are named."""
    with pytest.raises(
        TypeError, match=r"f is 3, no function\. Wanted two functions and their arguments: f, vjp, args"
    ):
        check_vjp(3, RULE, X)
    with pytest.raises(TypeError, match="vjp is None"):
        check_vjp(np.sin, None, X)


def test_a_list_of_numbers_is_one_argument() -> None:
    """As NumPy's functions take a list for an array."""
    assert examine_vjp(np.sin, RULE, [0.5, 1.0]).verdict == "agrees"
    assert examine_vjp(np.multiply, lambda g, x, y: (g * y, g * x), [X, X]).verdict == "agrees"


def test_gradients_that_are_rounding_alone() -> None:
    """The deviation of equal numbers has a gradient of rounding, which is linear in nothing: that is no fault."""
    x = np.full(7, 0.1)

    def share(g: Any, x: Any) -> Any:
        """Return g times numbers that sum to zero but for rounding."""
        return np.sum(g * np.array([0.1, 0.2, -0.3])) + 0 * x

    flat = lambda x: np.zeros(()) + 0 * np.sum(x)  # noqa: E731
    assert not [each for each in examine_vjp(flat, share, x).findings if each.law == "linearity"]
    assert examine_grads(lambda x: np.std(x), x, order=1).verdict == "agrees"
    squared = examine_vjp(flat, lambda g, x: np.sum(1e-17 * g * g) + 0 * x, x)
    assert [each.law for each in squared.findings] == ["linearity"]


class Shrinking:
    """A function that returns less from its third call on."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, x: Any) -> Any:
        """Return the sine, later of two numbers alone."""
        self.calls += 1
        return np.sin(x) if self.calls < 3 else np.sin(x)[:2]


MISTAKES: dict[str, tuple[Any, str]] = {
    "fewer values later": (lambda: check_vjp(Shrinking(), lambda g, x: g, X), r"had shape \[\(3,\)\] and then"),
    "fewer values in a share": (lambda: check_vjp(np.sin, lambda g, x: g[:2], X), "Wanted an array of its shape"),
    "text": (lambda: check_vjp(np.sin, lambda g, x: "cos", X), r"str for argument 0 of float64\. Wanted an array"),
    "a dict": (lambda: check_vjp(np.sin, lambda g, x: {"x": g}, X), "returned dict for argument 0 of float64"),
    "g as if alone": (
        lambda: check_vjp(lambda x: (np.sin(x), x), lambda g, x: g * np.cos(x), X), "so g is a tuple of 2: use g",
    ),
    "g as if alone, of a dict": (
        lambda: check_vjp(lambda x: {"y": np.sin(x)}, lambda g, x: g * np.cos(x), X), "so g is a tuple of 1: use g",
    ),
    "g last": (lambda: check_vjp(np.sin, lambda x, g: g * np.cos(x), X), r"called as vjp\(g, \*args\)"),
    "a list of numbers": (lambda: check_vjp(np.sin, lambda g, x: list(g), X), "3 gradients for 1 argument. Wanted one"),
    "jvp by chance": (lambda: check_jvp(np.sin, lambda v, x: v * RNG.uniform(), X), "what jvp returns changes"),
    "jvp that writes": (lambda: check_jvp(np.sin, spoiling, X), "writes to the change of argument 0"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_named(name: str) -> None:
    """The message says what was got and what was wanted."""
    check, message = MISTAKES[name]
    with pytest.raises(GradientCheckError, match=message):
        check()


def test_what_cannot_be_asked() -> None:
    """An order, a mode and a function that are none are refused by name."""
    with pytest.raises(ValueError, match=r"order=0\. Wanted 1"):
        examine_grads(np.sin, X, order=0)
    with pytest.raises(ValueError, match=r"modes='rev'. Wanted some of"):
        examine_grads(np.sin, X, modes="rev")
    with pytest.raises(TypeError, match="f is 3, no function"):
        examine_grads(3, X)
    with pytest.raises(TypeError, match=r"Got a function after f\. Wanted f, args"):
        examine_grads(np.sin, RULE, X)
    with pytest.raises(DTypeError, match=r"Wanted arrays in a tuple, as f\(\*args\) takes them, and no dict"):
        examine_vjp(np.sin, RULE, {"x": X})
    for examine in (examine_vjp, examine_jvp):
        with pytest.raises(OptionError, match=r"seed got 0\.5\. Wanted a whole number"):
            examine(np.sin, RULE, X, seed=0.5)
