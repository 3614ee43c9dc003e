"""What a check cannot be asked is refused by name: what was got, what is wanted, what to write."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.errors import DTypeError, OptionError
from autograd_lite.testing import examine_grads, examine_jvp, examine_vjp

X = np.array([0.5, 1.0, 3.0])


def sine(g: Any, x: Any) -> Any:
    """Return the gradient of the sine."""
    return g * np.cos(x)


WITHOUT_FLOATS = {
    "Got no arguments. Wanted at least one array of floats.": (),
    r"Got arguments of 'abc'. Wanted at least one array of floats.$": "abc",
    r"Got arguments of None. Wanted at least one array of floats.$": None,
    r"dtype int64. Wanted .* Write 1.0 for 1": np.array([1, 2]),
    r"dtype object. Wanted at least one array of floats.$": np.array([0.5, 1.0], dtype=object),
}


@pytest.mark.parametrize("says", WITHOUT_FLOATS)
def test_arguments_without_floats(says: str) -> None:
    """Where nothing can be moved, the message says what was there; of small steps it speaks to integers alone."""
    with pytest.raises(DTypeError, match=says):
        examine_vjp(np.sin, sine, WITHOUT_FLOATS[says])


def test_arrays_that_would_become_others() -> None:
    """A mask would be lost, and a matrix multiplies otherwise: both are refused."""
    with pytest.raises(TypeError, match=r"Argument 0 is a masked array, whose mask would be lost. Write x.filled"):
        examine_vjp(np.sin, sine, np.ma.array(X, mask=[0, 1, 0]))
    with pytest.raises(TypeError, match=r"Argument 1 is a numpy.matrix, .* Write np.asarray"):
        examine_vjp(np.add, lambda g, x, y: (g, g), (X, X.view(np.matrix)))
    with pytest.raises(TypeError, match="masked array"):
        examine_grads(np.sin, np.ma.array(X))


def test_counts() -> None:
    """Numbers of directions and of elements are whole, and there is one direction at least."""
    for name, value in {"directions": 0, "per_element": "a"}.items():
        for examine in (lambda **o: examine_vjp(np.sin, sine, X, **o), lambda **o: examine_jvp(np.sin, sine, X, **o)):
            with pytest.raises(OptionError, match=rf"{name} got {value!r}. Wanted a whole number, [01] or more"):
                examine(**{name: value})


def test_tensors_of_others() -> None:
    """A tensor of PyTorch is refused with what to write: the adapter makes the tensors."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch")
    with pytest.raises(TypeError, match=r"Argument 1 is a tensor of PyTorch; .* Write x.detach\(\).numpy\(\)"):
        examine_vjp(np.add, lambda g, x, y: (g, g), (X, torch.tensor(X)))


def test_functions_that_take_other_arguments() -> None:
    """A rule without g, or f and rule swapped, is told from an error inside them."""
    with pytest.raises(TypeError, match=r"vjp takes \(x\), and is called as vjp\(g, \*args\) with 2 arguments here"):
        examine_vjp(np.sin, lambda x: np.cos(x), X)
    with pytest.raises(TypeError, match=r"f takes \(g, x\), .* with 1 argument here. Are f and its derivative swapped"):
        examine_vjp(sine, np.sin, X)
    with pytest.raises(TypeError, match=r"jvp takes \(x\), and is called as jvp\(v, \*args\)"):
        examine_jvp(np.sin, lambda x: np.cos(x), X)
    with pytest.raises(TypeError, match=r"f takes \(x, \*, k\), and is called as f\(\*args\) with 1 argument here"):
        examine_vjp(lambda x, *, k: k * x, sine, X)
    assert examine_vjp(np.sin, lambda *given: sine(*given), X)
    assert examine_vjp(np.sin, lambda g, x, n=3: sine(g, x), X)


def test_an_argument_that_the_rule_writes_to_is_restored() -> None:
    """The caller's array is as before, and the report says who wrote to it."""

    def doubling(g: Any, x: Any) -> Any:
        x *= 2
        return g * np.cos(x / 2)

    x = X.copy()
    assert "the rule writes to argument 0" in examine_vjp(np.sin, doubling, x).reason
    np.testing.assert_array_equal(x, X)


def test_a_rule_that_does_not_use_g() -> None:
    """A constant part of a rule is no rounding: it is not linear in the incoming gradient."""
    assert "not linear" in examine_vjp(np.exp, lambda g, x: np.exp(x), X).reason
    assert "not linear" in examine_vjp(np.sin, lambda g, x: sine(g, x) + 1e-3, X).reason


def test_no_elements() -> None:
    """A result without elements is not called infinite."""
    assert examine_vjp(lambda x: x[:0], lambda g, x: 0 * x, X).reason == "the function returned no elements"
