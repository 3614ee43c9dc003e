"""Fault 5: item assignment and ``+=`` that crash, rebind one name only, or drop the gradient.

Without a rule, ``y[0] = x[0]`` stores a plain number and the gradient is lost; where ``+=`` rebinds, other names of the
same array keep the old value.
"""

import numpy as np
import pytest

from autograd_lite import Tensor, no_grad
from autograd_lite.errors import InPlaceError


def test_assignment_and_augmented_assignment() -> None:
    """``y[0] = x[0]; z = y; y += 1`` is recorded and in place: every name sees it."""
    x = Tensor([2.0, 3.0], requires_grad=True)
    y = np.array([5.0, 5.0]) * Tensor([1.0, 1.0])
    y[0] = x[0]
    z = y
    y += 1
    assert z is y
    assert z.tolist() == [3.0, 6.0]
    (z * z).sum().backward()  # (x0 + 1)² -> 2 · 3
    assert x.grad.tolist() == [6.0, 0.0]


def test_issue_example_on_a_result() -> None:
    """For y = 2x at [2, 3]: y[0] = x[1], then y += 1 gives [4, 7]; the overwritten element has no gradient left."""
    x = Tensor([2.0, 3.0], requires_grad=True)
    y = x * 2
    y[0] = x[1]
    y += 1
    assert y.tolist() == [4.0, 7.0]
    y.sum().backward()
    assert x.grad.tolist() == [0.0, 3.0]


def test_views_see_the_write() -> None:
    """A view taken before ``+=`` shows the new values and carries the new history."""
    x = Tensor([2.0, 3.0], requires_grad=True)
    y = x * 2
    view = y[:1]
    y += x
    assert view.tolist() == [6.0]
    view.sum().backward()
    assert x.grad.tolist() == [3.0, 0.0]


@pytest.mark.parametrize(
    ("write", "asked"),
    [
        (lambda p: p.__iadd__(1), "+="),
        (lambda p: p.__imul__(2), "*="),
        (lambda p: p.__setitem__(0, 1.0), "x[…] = …"),
        (lambda p: p[:1].__setitem__(0, 1.0), "x[…] = …"),
    ],
    ids=["+=", "*=", "item", "item of a view"],
)
def test_leaf_is_refused(write: object, asked: str) -> None:
    """A write to a leaf that requires a gradient raises, leaves the values alone, and says what to write instead."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    with pytest.raises(InPlaceError) as caught:
        write(p)  # type: ignore[operator]
    assert str(caught.value) == (
        f"{asked} on a leaf that requires a gradient: which value would its gradient be of? "
        "For an update use p.data -= … or with ag.no_grad(): …; for a computation start from p.copy()."
    )
    assert p.tolist() == [2.0, 3.0]


def test_leaf_under_no_grad() -> None:
    """Under ``no_grad`` the leaf is updated in place and stays a leaf."""
    p = Tensor([2.0, 3.0], requires_grad=True)
    same = p
    with no_grad():
        p -= 1
        p[0] = 7.0
    assert same is p
    assert (p.tolist(), p.requires_grad, p.is_leaf) == ([7.0, 2.0], True, True)


def test_wrong_value_changes_nothing() -> None:
    """A value of the wrong shape raises NumPy's error, and neither values nor history have changed."""
    x = Tensor([2.0, 3.0], requires_grad=True)
    y = x * 2
    with pytest.raises(ValueError, match="broadcast"):
        y[:] = np.ones(3)
    assert y.tolist() == [4.0, 6.0]
    y.sum().backward()
    assert x.grad.tolist() == [2.0, 2.0]
