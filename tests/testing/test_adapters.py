"""Adapters to other libraries, with stand-ins for these: what is handed over, and what comes back.

The libraries themselves are tried in ``tests/oracle``.
"""

import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import MissingExtraError
from autograd_lite.testing import check_vjp
from autograd_lite.testing.adapters import from_hips, from_jax, from_torch

X = np.array([0.5, -1.0, 2.0])
Z = np.array([0.5 + 1j, -1.0 - 0.25j])
ADAPTERS = {
    "torch": (from_torch, "PyTorch is not installed. Install it: pip install torch"),
    "jax": (from_jax, "JAX is not installed. Install it: pip install jax"),
    "autograd": (from_hips, "HIPS/autograd is not installed. Install it: pip install autograd"),
}


@pytest.mark.parametrize("library", ADAPTERS)
def test_a_missing_library_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the error says how to install it."""
    adapter, says = ADAPTERS[library]
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError) as error:
        adapter(np.sin)
    assert str(error.value) == says


class Tensor:
    """What stands in for a tensor of PyTorch."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner if isinstance(inner, ag.Tensor) else ag.Tensor(inner)
        self.requires_grad = self.inner.requires_grad

    def detach(self) -> "Tensor":
        """Return it without a history."""
        return Tensor(self.inner.detach())

    def resolve_conj(self) -> "Tensor":
        """Return it as it is: nothing is put off here."""
        return self

    resolve_neg = resolve_conj

    def numpy(self) -> Any:
        """Return the values, which a tensor with a history refuses."""
        assert not self.requires_grad
        return self.inner.numpy()


class Torch(ModuleType):
    """What stands in for PyTorch; it notes the arrays that it is given."""

    def __init__(self) -> None:
        super().__init__("torch")
        self.given: list[Any] = []
        self.autograd = SimpleNamespace(grad=self.grad)

    def tensor(self, array: Any, requires_grad: bool) -> Tensor:
        """Make a tensor of an array."""
        self.given.append(array)
        return Tensor(ag.Tensor(array, requires_grad=requires_grad))

    @staticmethod
    def grad(ends: Any, inputs: Any, weights: Any, allow_unused: bool) -> list[Any]:
        """Return gradients, None for an input that nothing depends on."""
        assert allow_unused
        found = ag.gradients([e.inner for e in ends], [x.inner for x in inputs], [w.inner.numpy() for w in weights])
        return [Tensor(ag.Tensor(each)) if each.any() else None for each in found]


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> Torch:
    """Put the stand-in for PyTorch in its place."""
    module = Torch()
    monkeypatch.setitem(sys.modules, "torch", module)
    return module


def of_tensors(f: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of tensors that does what `f` does on arrays, with the name of that."""

    def on_tensors(*args: Tensor) -> Any:
        result = f(*[a.inner for a in args])
        return tuple(map(Tensor, result)) if isinstance(result, tuple) else Tensor(result)

    on_tensors.__name__ = f.__name__
    return on_tensors


def scaled_sine(x: Any, y: Any, n: Any) -> Any:
    """Depend on two arrays of floats and one of integers."""
    return np.sin(x) * y * n


def test_torch_functions_are_checked(torch: Torch) -> None:
    """A function of tensors becomes one of arrays, whose gradients have their places, None that of integers."""
    f, vjp = from_torch(of_tensors(scaled_sine))
    n = np.array([1, 2, 3])
    np.testing.assert_array_equal(f(X, 2 * X, n), scaled_sine(X, 2 * X, n))
    shares = vjp(np.ones(3), X, 2 * X, n)
    np.testing.assert_allclose(shares[0], np.cos(X) * 2 * X * n)
    assert shares[2] is None
    assert f.__name__ == "scaled_sine"
    assert check_vjp(f, vjp, (X, 2 * X, n)).verdict == "agrees"


def test_torch_gets_arrays_that_lie_in_order(torch: Torch) -> None:
    """Reversed and transposed arrays are copied, numbers stay without dimensions: PyTorch refuses negative strides."""
    f, _ = from_torch(of_tensors(np.sin))
    f(X[::-1])
    f(np.float64(0.5))
    assert [each.shape for each in torch.given] == [(3,), ()]
    assert all(each.flags.c_contiguous for each in torch.given)


def test_torch_results_without_a_history(torch: Torch) -> None:
    """The share of an argument that nothing depends on is zeros, whether one result has a history or none has."""
    f, vjp = from_torch(of_tensors(lambda x, y: (np.sin(x), np.ones(2))))
    assert [each.tolist() for each in f(X, X)][1] == [1.0, 1.0]
    shares = vjp((np.ones(3), np.ones(2)), X, np.float32([1.0, 2.0]))
    np.testing.assert_allclose(shares[0], np.cos(X))
    assert (shares[1].tolist(), shares[1].dtype) == ([0.0, 0.0], np.float32)
    constant = from_torch(of_tensors(lambda x: np.ones(2)))[1]
    np.testing.assert_array_equal(constant(np.ones(2), X)[0], np.zeros(3))


def test_torch_classes_are_refused(torch: Torch) -> None:
    """A class is no function: its ``apply`` is."""
    with pytest.raises(TypeError, match=r"^Got the class Torch\. Wanted a function: Torch\.apply, or a module"):
        from_torch(Torch)


def test_names_of_what_torch_calls(torch: Torch) -> None:
    """A function that is the ``apply`` of a class has the name of the class, and a module that of its class."""

    class Square:
        @classmethod
        def apply(cls, x: Any) -> Any:
            return x

        def __call__(self, x: Any) -> Any:
            return x

    assert from_torch(Square.apply)[0].__name__ == "Square"
    assert from_torch(Square())[0].__name__ == "Square"


def conjugated(tree: Any) -> Any:
    """Return arrays in a tuple, or one, conjugated."""
    return tuple(map(np.conj, tree)) if isinstance(tree, tuple | list) else np.conj(tree)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Put a stand-in for JAX in its place; return its settings. What it carries backward is conjugated."""
    held: dict[str, Any] = {}

    def vjp(function: Any, *args: Any) -> Any:
        value, pullback = ag.vjp(function, *args)
        return value, lambda g: conjugated(pullback(conjugated(g)))

    jax = SimpleNamespace(
        config=SimpleNamespace(update=held.__setitem__), numpy=np, vjp=vjp, dtypes=SimpleNamespace(float0=np.void)
    )
    monkeypatch.setitem(sys.modules, "jax", jax)
    return held


def twist(z: Any) -> Any:
    """Turn and stretch complex numbers, not in the way of a complex-differentiable function."""
    return z * z * np.conj(z) + 1j * z


@pytest.mark.parametrize("function", [np.sin, twist, lambda z: (np.exp(z), np.abs(z))], ids=["sin", "twist", "two"])
def test_jax_functions_are_checked(function: Callable[..., Any], settings: dict[str, Any]) -> None:
    """Gradients of complex numbers are conjugated on the way, and JAX is switched to double precision."""
    f, vjp = from_jax(function)
    assert settings == {"jax_enable_x64": True}
    assert check_vjp(f, vjp, (Z,)).verdict == "agrees"
    assert f.__name__ == function.__name__


@pytest.fixture
def hips(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a stand-in for HIPS/autograd in its place. What it carries backward is conjugated."""

    def make_vjp(function: Any, i: int) -> Any:
        def at(*args: Any) -> Any:
            value, pullback = ag.vjp(lambda x: function(*args[:i], x, *args[i + 1 :]), args[i])
            return (lambda g: np.conj(pullback(conjugated(g))[0])), value

        return at

    monkeypatch.setitem(sys.modules, "autograd", SimpleNamespace(make_vjp=make_vjp))
    monkeypatch.setitem(sys.modules, "autograd.builtins", SimpleNamespace(tuple=tuple))


def test_hips_functions_are_checked(hips: None) -> None:
    """Complex ones too; the share of integers is None."""
    f, vjp = from_hips(twist)
    assert f is twist
    assert check_vjp(f, vjp, (Z,)).verdict == "agrees"
    n = np.array([1, 2, 3])
    f, vjp = from_hips(scaled_sine)
    assert vjp(np.ones(3), X, X, n)[2] is None
    assert check_vjp(f, vjp, (X, 2 * X, n)).verdict == "agrees"


@pytest.mark.parametrize("library", ["jax", "hips"])
def test_a_wrong_gradient_is_not_hidden(library: str, settings: dict[str, Any], hips: None) -> None:
    """An adapter hands over what the library says: a gradient that is conjugated once too often is wrong."""
    adapter = from_jax if library == "jax" else from_hips
    f, vjp = adapter(twist)
    report = ag.testing.examine_vjp(f, lambda g, z: np.conj(vjp(g, z)[0]), (Z,))
    assert report.verdict == "wrong"
