"""Compositions: what operations have (name, signature, refusals), without rules of their own."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.composition import Composite, composite
from autograd_lite.errors import DTypeError, RuleError, UnsupportedOperationError
from autograd_lite.registry import operations


@composite(inputs=("x", "scale"))
def energy(x, /, scale=1.0, *, power=2):
    """Scaled sum of powers."""
    return scale * np.sum(x**power)


def test_a_composition_is_recorded_by_its_parts():
    """Gradients of every order follow from those of the functions that it calls."""
    x, scale = ag.Tensor([1.0, 2.0], requires_grad=True), ag.Tensor(3.0, requires_grad=True)
    energy(x, scale).backward()
    np.testing.assert_array_equal(x.grad, [6.0, 12.0])
    assert scale.grad == 5.0
    np.testing.assert_array_equal(ag.hessian(energy)(np.ones(2)), 2 * np.eye(2))


def test_arrays_in_arrays_out():
    """Without Tensors it just computes."""
    assert isinstance(energy(np.ones(2)), np.floating)


def test_it_has_what_an_operation_has():
    """Name, docstring, functions, inputs, and a place in the registry."""
    assert isinstance(ag.flip, Composite)
    assert (ag.flip.name, ag.flip.functions, ag.flip.inputs) == ("flip", (np.flip,), ("x",))
    assert ag.flip.__doc__.startswith("Reverse")
    assert ag.flip in set(operations())
    assert repr(energy) == "<Composite energy(x, scale, power)>"


def test_numpys_name_of_the_first_parameter_is_known():
    """np.flip(m=t) and np.ravel(a=t)."""
    x = ag.Tensor([1.0, 2.0])
    np.testing.assert_array_equal(np.flip(m=x).numpy(), [2.0, 1.0])
    np.testing.assert_array_equal(np.ravel(a=x, order="C").numpy(), [1.0, 2.0])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: energy(x, blur=1), "the keyword 'blur'"),
        (lambda x: energy(x, 1.0, 2), "its argument 3"),
        (lambda x: energy(x, out=np.zeros(())), "out"),
        (lambda x: energy(np.ones(2), power=x), "not differentiable in 'power'"),
        (lambda x: np.trace(x, out=np.zeros(())), "out"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(call, words):
    """Keywords, arguments, out= and tracked settings."""
    with pytest.raises(UnsupportedOperationError, match=words):
        call(ag.Tensor(np.eye(2), requires_grad=True))


def test_arguments_that_are_missing_or_no_numbers_are_named():
    """A call without x, twice with x, and with words."""
    with pytest.raises(TypeError, match=r"energy.. misses x"):
        energy()
    with pytest.raises(TypeError, match="two values for 'scale'"):
        energy(np.ones(2), 1.0, scale=2.0)
    with pytest.raises(DTypeError, match=r"<U5. Wanted numbers"):
        energy("words")


def test_a_setting_may_be_a_tensor_without_history():
    """It counts as the array that it holds."""
    np.testing.assert_array_equal(np.repeat(ag.Tensor([1.0, 2.0]), ag.Tensor([0, 2])).numpy(), [2.0, 2.0])


def test_two_compositions_of_one_function_are_an_error():
    """As for operations: a function has one rule."""
    with pytest.raises(RuleError, match="registered already"):
        composite(np.flip)(lambda x: x)
