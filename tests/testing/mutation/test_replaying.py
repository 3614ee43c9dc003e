"""Questions to a rule, asked again: equal answers are seen without a backward pass."""

import numpy as np

from autograd_lite.testing.laws.operations import Case, all_operations, label
from autograd_lite.testing.laws.shares import shares
from autograd_lite.testing.mutants import Way, broken
from autograd_lite.testing.mutation.replaying import answers_alike, asked_again, identical, listening

(DIVIDE,) = [each for each in all_operations() if label(each) == "ops.elementwise.arithmetic.divide"]
CASE = Case(DIVIDE, (np.array([1.0, 2.0]), np.array([4.0, 5.0])), {})


def test_answers() -> None:
    """A rule that gives the same is alike, one that does not is not; a rule for another input was not asked."""
    with listening(DIVIDE) as asked:
        shares(CASE, second=False)
    assert {each.name for each in asked} == {"x", "y"}
    same, other = lambda y: 1 / (y + 0), lambda y: 1.001 / y
    for rule, alike in ((same, True), (other, False)):
        with broken(DIVIDE, "x", Way("", "", rule, None)):
            assert answers_alike(DIVIDE, "x", asked) is alike
            assert answers_alike(DIVIDE, "y", asked)


def test_a_rule_that_raises() -> None:
    """It has no answer that is alike, and can be asked all the same."""
    with listening(DIVIDE) as asked:
        shares(CASE, second=False)
    with broken(DIVIDE, "x", Way("", "", lambda y: y.nothing, None)):
        assert not answers_alike(DIVIDE, "x", asked)
        asked_again(DIVIDE, "x", asked)


def test_nothing_listens_afterwards() -> None:
    """The operation is as it was."""
    with listening(DIVIDE):
        pass
    assert "share" not in vars(DIVIDE)


def test_identical() -> None:
    """NaN is itself; lists are compared by element; what is no array is not known to be equal."""
    assert identical([np.array([np.nan])], [np.array([np.nan])])
    assert not identical(np.zeros(2), np.zeros((2, 1)))
    assert not identical(object(), object())
