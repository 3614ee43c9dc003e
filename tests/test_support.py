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
        (np.fft.fft, "np.fft.fft", "differentiated"),
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
        "Write one with ag.primitive, or pass t.detach() if no gradient is wanted through it."
    )


def test_keywords() -> None:
    """NumPy's keywords that an operation does not take are listed with the reason."""
    refused = supported(np.sum).keywords
    assert refused["out"] == KEYWORDS["out"]
    assert "axis" not in refused
    assert "a" not in refused


def test_ufuncs() -> None:
    """Of a ufunc the answer speaks of its keywords, those that change nothing among them, and of its methods."""
    answer = supported(np.exp)
    assert list(answer.keywords) == ["out", "where"]
    assert answer.keywords["where"] == (
        "the elements left out have no value; pass out= a Tensor too, or write np.where(mask, result, other)"
    )
    assert list(answer.irrelevant) == ["casting", "order", "subok"]
    assert answer.methods == {"at": "Write x[i] = exp(x[i]), which is recorded, as often as an index is repeated."}
    assert supported(np.add).methods == {}
    assert supported(np.sum).methods is None
    assert list(supported(np.matmul).keywords) == ["out"]


@pytest.mark.parametrize(
    ("method", "name", "state"),
    [
        (np.add.reduce, "np.add.reduce", "differentiated"),
        (np.hypot.accumulate, "np.hypot.accumulate", "differentiated"),
        (np.greater.outer, "np.greater.outer", "constant"),
        (np.exp.at, "np.exp.at", "refused"),
        (np.nextafter.reduce, "np.nextafter.reduce", "refused"),
    ],
)
def test_methods_of_ufuncs(method: object, name: str, state: str) -> None:
    """A method of a ufunc has a state of its own."""
    answer = supported(method)  # type: ignore[arg-type]
    assert (answer.name, answer.state) == (name, state)


def test_signature_of() -> None:
    """Parameter names; none for what cannot be inspected."""
    assert signature_of(np.trapezoid) == ["y", "x", "dx", "axis"]
    assert signature_of(lambda *xs, **kw: xs) == []


def test_numpy_functions() -> None:
    """The list holds ufuncs and dispatched functions of all three namespaces, and no others."""
    names = set(numpy_functions().values())
    assert {"np.exp", "np.linalg.det", "np.fft.fft"} <= {name for each in names for name in each.split(", ")}
    assert np.array not in numpy_functions()
