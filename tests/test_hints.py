"""What to write instead of names that ndarrays do not have."""

import copy
import pickle

import numpy as np
import pytest

from autograd_lite import Tensor, nn
from autograd_lite.hints import FUNCTIONS, HINTS, LAYERS


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("view", "Write t.reshape(...)."),
        ("exp", "Write np.exp(t)."),
        ("softmax", "Write nn.functional.softmax(t)."),
        ("cuda", "Write t itself; there is no other device than the CPU."),
    ],
)
def test_message(name: str, hint: str) -> None:
    """A name from elsewhere is an AttributeError that says what to write."""
    with pytest.raises(AttributeError) as caught:
        getattr(Tensor([1.0]), name)
    assert str(caught.value) == f"'Tensor' object has no attribute {name!r}. {hint}"
    assert caught.value.name == name


def test_names_that_nobody_knows() -> None:
    """Of any other name the message is Python's own."""
    with pytest.raises(AttributeError, match=r"^'Parameter' object has no attribute 'nonsense'$"):
        nn.Parameter(np.zeros(2)).nonsense  # noqa: B018
    assert not hasattr(Tensor([1.0]), "__nonsense__")


@pytest.mark.parametrize("name", HINTS)
def test_hints_are_for_what_is_missing(name: str) -> None:
    """No hint is for something that a Tensor has, and each names a function that there is."""
    assert not hasattr(Tensor([1.0]), name)
    assert name not in dir(Tensor([1.0]))
    assert name not in LAYERS or callable(getattr(nn.functional, name))
    assert name not in FUNCTIONS or callable(getattr(np, name))


def test_attributes_are_looked_up_the_quick_way() -> None:
    """No class of a Tensor has ``__getattr__``, with which CPython reads every attribute, slots too, much slower."""
    assert not [each for each in Tensor.__mro__ if "__getattr__" in vars(each) or "__getattribute__" in vars(each)][:-1]


def test_copies_are_as_before() -> None:
    """Copying and pickling ask for names that are not there, before the values are."""
    t = Tensor([1.0, 2.0], requires_grad=True, name="t")
    for other in (copy.copy(t), copy.deepcopy(t), pickle.loads(pickle.dumps(t))):
        assert (other.data.tolist(), other.name) == ([1.0, 2.0], "t")
