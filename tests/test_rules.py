import numpy as np
import pytest

from autograd_lite import strict_ieee
from autograd_lite.errors import GradientShapeError, RuleError
from autograd_lite.rules import (
    REQUIRED,
    bound,
    compiled,
    constant,
    flattened,
    local,
    parameter_names,
    product,
    quietly,
    saver,
    selection,
    signature,
    strong_product,
    together,
    written,
)


def test_parameter_names() -> None:
    """The names of a rule's parameters, keywords included, in order."""
    assert parameter_names(lambda g, x, *, axis: g, "rule") == ("g", "x", "axis")
    assert parameter_names(lambda: 1, "rule") == ()


def test_locals_are_no_parameters() -> None:
    """Variables inside a rule are not taken for parameters."""

    def rule(g: object, x: object) -> object:
        y = [x]
        return y[0]

    assert parameter_names(rule, "rule") == ("g", "x")


@pytest.mark.parametrize(("rule", "shown"), [(lambda *xs: xs, "*xs"), (lambda g, **kw: g, "**kw")])
def test_swallowing_is_refused(rule: object, shown: str) -> None:
    """A rule with ``*args`` or ``**kwargs`` is an error that names the rule and the parameter."""
    with pytest.raises(RuleError) as caught:
        parameter_names(rule, "The rule of f for x")  # type: ignore[arg-type]
    assert (
        str(caught.value) == f"The rule of f for x takes {shown}, which would swallow arguments unseen. Name each one."
    )


def test_signature() -> None:
    """Positional names, and every parameter with its default or REQUIRED."""
    positional, defaults = signature(lambda x, axis=None, *, keepdims=False, dtype: x)
    assert positional == ("x", "axis")
    assert defaults == {"x": REQUIRED, "axis": None, "keepdims": False, "dtype": REQUIRED}


def test_signature_of_something_else() -> None:
    """A builtin has no code to read: the error says what was wanted."""
    with pytest.raises(
        RuleError, match=r"^Got builtin_function_or_method .* Wanted a function made by def or lambda\.$"
    ):
        signature(len)


@pytest.mark.parametrize("count", range(5))
def test_bound_local_and_saver(count: int) -> None:
    """For any number of names: what is saved is picked, and handed to the rule in the rule's order."""
    names, values = "abcd"[:count], [10, 20, 30, 40]
    picks = list(reversed(range(count)))
    rule = eval(f"lambda g, {', '.join(names)}: (g, {', '.join(names)})".replace("g, :", "g:").replace("g, )", "g,)"))
    wanted = tuple(values[i] for i in picks)
    assert compiled(bound(rule, picks))(1, values) == (1, *wanted)
    assert saver([f"v{i}" for i in picks], 4)(*values, "out") == wanted
    if count:
        plain = eval(f"lambda {', '.join(names)}: ({', '.join(names)},)")
        assert local(plain, picks)(values) == wanted


@pytest.mark.parametrize(("d", "expected"), [(1, [2.0, np.inf]), (-1, [-2.0, -np.inf]), (0, [0, 0]), (3, [6, np.inf])])
def test_constant(d: float, expected: list[float]) -> None:
    """A constant derivative multiplies; zero gives zeros also for an infinite cotangent."""
    assert compiled(constant(d))(np.array([2.0, np.inf]), ()).tolist() == expected


def test_product() -> None:
    """``g`` times the local derivative, for one, two and three names."""
    g = np.array(2.0)
    assert compiled(product(lambda y: y, [1]))(g, [3.0, 5.0]) == 10.0
    assert compiled(product(lambda y: y + 1, [1]))(g, [3.0, 5.0]) == 12.0
    assert compiled(product(lambda x, y: x - y, [0, 1]))(g, [3.0, 5.0]) == -4.0
    assert compiled(product(lambda x, y, z: x + y + z, [0, 1, 2]))(g, [1.0, 2.0, 3.0]) == 12.0


def test_written_once() -> None:
    """Equal counts of names share one text, so that a first call of an operation does not wait for the compiler."""
    assert written("lambda v0, out: (v0, )") is written("lambda v0, out: (v0, )")


def test_strong_product() -> None:
    """Zero wins over an infinite or NaN derivative and over an infinite cotangent; a False wins over anything."""
    g = np.array([0.0, 1.0, 0.0, 2.0])
    with np.errstate(invalid="ignore"):
        product = strong_product(g, np.array([np.inf, np.inf, np.nan, 3.0]))
    assert product.tolist() == [0.0, np.inf, 0.0, 6.0]
    with np.errstate(invalid="ignore"):
        product = strong_product(np.array([np.inf, -np.inf, np.nan, 2.0]), np.array([0.0, -1.0, 0.0, 3.0]))
    np.testing.assert_array_equal(product, [0.0, np.inf, np.nan, 6.0])
    assert strong_product(np.array([np.nan, 5.0]), np.array([False, True])).tolist() == [0.0, 5.0]


def test_selection() -> None:
    """Where the derivative is zero nothing comes through, not even NaN; elsewhere it is a product."""
    share = compiled(selection(lambda saved: saved[0]))
    assert share(np.array([np.nan, 4.0, np.inf]), [np.array([0.0, 0.5, 1.0])]).tolist() == [0.0, 2.0, np.inf]
    with strict_ieee():
        assert share(np.array([np.nan]), [np.array([False])]).tolist() == [0.0]


def test_quietly() -> None:
    """The careful form of a rule lets invalid operations be."""
    with np.errstate(invalid="raise"):
        assert np.isnan(compiled(quietly(bound(lambda g, x: g * x, [0])))(np.array([0.0]), [np.array([np.inf])]))


def test_together() -> None:
    """One share for each tracked input, in order, for any number of them."""
    shares = [bound(lambda g, k=k: g * k, ()) for k in range(1, 4)]
    for count in (1, 2, 3):
        assert list(together(shares[:count], [False] * count)(10, ())) == [10, 20, 30][:count]


def test_flattened() -> None:
    """A list's shares are taken apart, those of untracked elements left out, a wrong count refused."""
    pull = flattened([lambda g, saved: [g, g * 2, g * 3], lambda g, saved: g * 9], [True, False])
    assert pull(1, [3, [0, 2]]) == [1, 3, 9]
    with pytest.raises(GradientShapeError, match="list of 2 arrays returned 3 shares"):
        pull(1, [2, [0]])
