"""Fault 14: a second backward pass over the same graph counts double, does nothing, or is refused for no reason.

Without the check, saved values that were freed (or changed) give a wrong gradient.
"""

import numpy as np
import pytest

from autograd_lite import Tensor, gradients
from autograd_lite.errors import GraphFreedError


def test_second_pass_is_refused() -> None:
    """A graph that was consumed raises and says how to keep it; the first gradient stays."""
    x = Tensor(2.0, requires_grad=True)
    y = x * x
    y.backward()
    with pytest.raises(GraphFreedError) as caught:
        y.backward()
    assert str(caught.value) == (
        "The values that multiply saved were consumed by an earlier backward pass. Wanted: one pass over a graph. "
        "For several, pass retain_graph=True to all but the last."
    )
    assert x.grad == 4.0


def test_retained_graph_counts_exactly_twice() -> None:
    """With ``retain_graph=True`` two passes give 4 + 4, not 4 + 8."""
    x = Tensor(2.0, requires_grad=True)
    y = x * x
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad == 8.0


def test_result_used_twice_is_passed_once() -> None:
    """Intermediate gradients do not survive from one pass into the next."""
    x = Tensor(2.0, requires_grad=True)
    h = x * x
    y = h + h * h  # x² + x⁴ -> 4 + 32
    y.backward(retain_graph=True)
    assert x.grad == 36.0
    y.backward()
    assert x.grad == 72.0


def test_two_losses_on_shared_values() -> None:
    """Two losses that share a subgraph: the first keeps it, the second adds its part."""
    x = Tensor(2.0, requires_grad=True)
    h = x * x
    one, two = h * 3, h * 5
    one.backward(retain_graph=True)
    assert x.grad == 12.0
    two.backward()
    assert x.grad == 32.0


def test_two_losses_without_keeping() -> None:
    """If the first pass consumed the shared part, the second raises and changes no leaf."""
    x, w = Tensor(2.0, requires_grad=True), Tensor(1.0, requires_grad=True)
    h = x * x
    one, two = h * 3, h * 5 + w
    one.backward()
    with pytest.raises(GraphFreedError):
        two.backward()
    assert (x.grad, w.grad) == (12.0, None)


def test_freed_even_where_nothing_was_saved() -> None:
    """An addition saves nothing, and is consumed all the same: what works does not depend on the rules."""
    x = Tensor(2.0, requires_grad=True)
    y = x + 1
    y.backward()
    with pytest.raises(GraphFreedError):
        y.backward()


def test_leaf_gradients_add_up_over_graphs() -> None:
    """Passes over separate graphs add up in the leaf until ``zero_grad``."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    for _ in range(3):
        (x * x).sum().backward()
    assert x.grad.tolist() == [6.0, 12.0]
    x.zero_grad()
    assert x.grad is None


def test_gradients_frees_and_retains_like_backward() -> None:
    """``gradients`` follows the same rule and touches no ``.grad``."""
    x = Tensor(np.array(2.0), requires_grad=True)
    y = x * x
    assert gradients(y, x, retain_graph=True) == 4.0
    assert gradients(y, x) == 4.0
    with pytest.raises(GraphFreedError):
        gradients(y, x)
    assert x.grad is None
