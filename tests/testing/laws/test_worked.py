"""Laws worked by hand hold for the right rules, notice wrong ones, and are those of operations that there are."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing.laws.conventions import keeps_conventions
from autograd_lite.testing.laws.operations import all_operations, label
from autograd_lite.testing.laws.worked import LAWS
from autograd_lite.testing.mutants import broken, ways

NAMED = {label(each): each for each in all_operations()}
# what only the complete form, a gradient that lies otherwise, a tie or a singular matrix shows
HIDDEN = {
    "ops.factors.tall_qr": ("rules", "rest @ adjoint(g_rest) @ q → q @ (rest @ adjoint(g_rest))"),
    "ops.spectra.singular_vectors": ("rules", "rest @ adjoint(g_rest) → rest"),
    "ops.indexing._getitem": ("into", "part.dtype == bool → part.dtype != bool"),
    "ops.overwriting.overwrite": ("into", "whole.imag if imaginary else whole.real → whole.real if"),
    "ops.sorting.sort": ("rules", "-1 → 1"),
    "ops.solving.slogdet": ("rules", "_matrix_wise(g_log) * _cofactors(x) → _cofactors(x)"),
    "ops.spectra.eigh": (
        "rules",
        "noise * np.expand_dims(np.max(np.abs(values), axis=-1, initial=0.0), (-2, -1)) → noise",
    ),
}


@pytest.mark.parametrize("name", LAWS)
def test_right_rules(name: str) -> None:
    """The operation is one of the registry, and its law holds."""
    assert keeps_conventions(NAMED[name])
    with np.errstate(all="ignore"):
        assert LAWS[name]()


@pytest.mark.parametrize("name", HIDDEN)
def test_wrong_rules(name: str) -> None:
    """A mutant that random gradients at drawn arguments cannot tell breaks the law."""
    form, change = HIDDEN[name]
    operation: Any = NAMED[name]
    found = [way for way in ways(operation, "x") if way.form == form and change in way.source]
    assert found
    for way in found[-1:]:
        with broken(operation, "x", way):
            assert not keeps_conventions(operation)
    assert keeps_conventions(operation)
