import numpy as np
import pytest

from autograd_lite import supported
from autograd_lite.registry import KEYWORDS, REFUSED
from autograd_lite.support import numpy_functions, signature_of


@pytest.mark.parametrize(
    ("function", "name", "state"),
    [
        (np.exp, "np.exp", "differentiated"),
        (np.sum, "np.sum", "differentiated"),
        (np.linalg.det, "np.linalg.det", "differentiated"),
        (np.argmax, "np.argmax", "constant"),
        (np.greater, "np.greater", "constant"),
        (np.histogram, "np.histogram", "refused"),
        (np.copyto, "np.copyto", "refused"),
    ],
)
def test_states(function: object, name: str, state: str) -> None:
    """Each function is differentiated, constant or refused, under the name that people write."""
    answer = supported(function)  # type: ignore[arg-type]
    assert (answer.name, answer.state, bool(answer)) == (name, state, state != "refused")


def test_refusals_come_with_advice() -> None:
    """A refused function says why and what to do; one that is unknown says how to give it a rule."""
    assert supported(np.histogram).hint == REFUSED[np.histogram]
    assert supported(lambda x: x).hint == (
        "It has no derivative rule. Write one with ag.primitive, or pass t.detach()."
    )


def test_keywords() -> None:
    """NumPy's keywords that an operation does not take are listed with the reason."""
    refused = supported(np.sum).keywords
    assert refused["out"] == KEYWORDS["out"]
    assert "axis" not in refused
    assert "a" not in refused


def test_signature_of() -> None:
    """Parameter names; none for what cannot be inspected."""
    assert signature_of(np.trapezoid) == ["y", "x", "dx", "axis"]
    assert signature_of(lambda *xs, **kw: xs) == []


def test_numpy_functions() -> None:
    """The list holds ufuncs and dispatched functions of all three namespaces, and no others."""
    names = set(numpy_functions().values())
    assert {"np.exp", "np.linalg.det", "np.fft.fft"} <= {name for each in names for name in each.split(", ")}
    assert np.array not in numpy_functions()
