"""Fault 11: a keyword that the forward pass obeys and the rule ignores.

Without the refusal ``sum(x, where=[True, False])`` has the gradient [1, 1] instead of [1, 0], silently.
"""

import inspect
from collections.abc import Callable

import numpy as np
import pytest

from autograd_lite import Tensor, primitive
from autograd_lite.errors import RuleError, UnsupportedOperationError
from autograd_lite.registry import operations

KEYWORDS: dict[str, tuple[Callable[[Tensor], Tensor], list[float]]] = {
    "sum where": (lambda x: np.sum(x, where=np.array([True, False])), [1.0, 0.0]),
    "sum initial": (lambda x: np.sum(x, initial=5.0), [1.0, 1.0]),
    "sum keepdims": (lambda x: np.sum(x, keepdims=True), [1.0, 1.0]),
    "mean where": (lambda x: np.mean(x, where=np.array([True, False])), [1.0, 0.0]),
    "max initial": (lambda x: np.max(x, initial=5.0), [0.0, 0.0]),
    "max where": (lambda x: np.max(x, initial=0.0, where=np.array([True, False])), [1.0, 0.0]),
    "min initial": (lambda x: np.min(x, initial=-5.0), [0.0, 0.0]),
    "prod where": (lambda x: np.prod(x, where=np.array([True, False])), [1.0, 0.0]),
    "var ddof": (lambda x: np.var(x, ddof=1), [-1.0, 1.0]),
    "var correction": (lambda x: np.var(x, correction=1), [-1.0, 1.0]),
    "exp where": (lambda x: np.exp(x, where=np.array([True, False]), out=None), [np.exp(1.0), 0.0]),
    "add dtype": (lambda x: np.add(x, 1.0, dtype=np.float32), [1.0, 1.0]),
    "add casting": (lambda x: np.add(x, 1.0, casting="unsafe"), [1.0, 1.0]),
    "reshape order": (lambda x: np.reshape(x, (2, 1), order="F"), [1.0, 1.0]),
}


@pytest.mark.parametrize(("call", "right"), KEYWORDS.values(), ids=KEYWORDS)
def test_keyword_is_differentiated_or_refused(call: Callable[[Tensor], Tensor], right: list[float]) -> None:
    """A keyword either takes part in the gradient or is refused by a TypeError; it is never ignored."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    try:
        y = call(x)
    except UnsupportedOperationError as error:
        assert "has no derivative rule" in str(error) or "its derivative is not defined here" in str(error)  # noqa: PT017
    else:
        y.backward(np.ones(y.shape))
        np.testing.assert_allclose(x.grad, right)


def test_refusal_names_the_keyword() -> None:
    """The error names operation and keyword, lists what is on offer, and says what to do."""
    with pytest.raises(UnsupportedOperationError) as caught:
        np.exp(Tensor([1.0, 2.0], requires_grad=True), where=np.array([True, False]))
    assert str(caught.value) == (
        "exp was called with the keyword 'where' and without 'out': its derivative is not defined here, since the "
        "elements left out have no value. Pass out= a Tensor, or write np.where(mask, result, other)."
    )


def test_tracked_keyword_is_refused() -> None:
    """A tracked Tensor in the place of a setting raises: its gradient would be ignored."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(UnsupportedOperationError, match=r"is not differentiable in 'shape', which got a Tensor"):
        np.broadcast_to(x, Tensor([2.0, 2.0], requires_grad=True))


def test_no_operation_takes_arguments_it_does_not_name() -> None:
    """No registered operation and none of its rules swallows arguments by ``*args`` or ``**kwargs``."""
    swallowing = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    seen = 0
    for operation in operations():
        if not getattr(operation, "rules", None):  # a composition is recorded piece by piece and has no rule
            continue
        for function in (operation.forward, *operation.rules.values()):
            seen += 1
            assert not [p for p in inspect.signature(function).parameters.values() if p.kind in swallowing], operation
    assert seen > 20


def test_rule_that_would_swallow_is_refused() -> None:
    """Defining an operation whose rule or forward swallows arguments is an error at that moment."""
    with pytest.raises(RuleError, match="which would swallow arguments unseen"):
        primitive(x=lambda g, **kw: g)(lambda x: x)
    with pytest.raises(RuleError, match="which would swallow arguments unseen"):
        primitive(x=lambda g: g)(lambda x, **kw: x)
