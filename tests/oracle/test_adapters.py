"""The gradient checks take functions of other libraries: right ones agree, wrong ones are called wrong."""

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.adapters import from_hips, from_jax, from_torch

X = np.array([0.3, -1.2, 2.0])
SCRIPT = Path(__file__).parents[2] / "benchmarks" / "others_gradients.py"


@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "agrees"), (1.001, "wrong")])
def test_a_function_of_torch(factor: float, verdict: str) -> None:
    """An ``autograd.Function`` with its own backward is checked by it; torch's own check passes 1.001."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch")

    class Sine(torch.autograd.Function):  # type: ignore[misc, name-defined]
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            ctx.save_for_backward(x)
            return torch.sin(x)

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            (x,) = ctx.saved_tensors
            return g * torch.cos(x) * factor

    assert examine_vjp(*from_torch(Sine.apply), X).verdict == verdict
    assert torch.autograd.gradcheck(Sine.apply, torch.tensor(X, requires_grad=True))


def test_names_and_classes_of_torch() -> None:
    """A report bears the name of a function or of a module's class; a class itself is answered with what to pass."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch")
    assert examine_vjp(*from_torch(torch.nn.functional.softplus), X).name == "softplus"
    assert examine_vjp(*from_torch(torch.nn.Tanh()), X).name == "Tanh"
    with pytest.raises(TypeError, match=r"^Got the class Tanh. Wanted a function: Tanh.apply, or a module"):
        from_torch(torch.nn.Tanh)


@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "agrees"), (1.00001, "wrong")])
def test_a_function_of_jax(factor: float, verdict: str) -> None:
    """A ``custom_vjp`` is checked by the rule that it was given."""
    jax = pytest.importorskip("jax", reason="JAX is not installed: pip install jax")

    @jax.custom_vjp
    def sine(x: Any) -> Any:
        return jax.numpy.sin(x)

    sine.defvjp(lambda x: (sine(x), x), lambda x, g: (g * jax.numpy.cos(x) * factor,))
    assert examine_vjp(*from_jax(sine), X).verdict == verdict


@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "agrees"), (1.00001, "wrong")])
def test_a_primitive_of_hips(factor: float, verdict: str) -> None:
    """A primitive of HIPS/autograd is checked by the rule that it was given."""
    extend = pytest.importorskip("autograd.extend", reason="HIPS/autograd is not installed: pip install autograd")
    sine = extend.primitive(np.sin)
    extend.defvjp(sine, lambda _, x: lambda g: g * np.cos(x) * factor)
    assert examine_vjp(*from_hips(sine), X).verdict == verdict


def test_two_arguments() -> None:
    """Every argument of a function of torch is checked, and an unused one has a gradient of zero."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch")
    assert examine_vjp(*from_torch(lambda x, y: torch.sin(x) * y), (X, X + 1)).verdict == "agrees"
    assert examine_vjp(*from_torch(lambda x, _: torch.sin(x)), (X, X)).verdict == "agrees"


def test_several_results_and_integers() -> None:
    """Functions with several results and with integers among their arguments are taken as they are."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch")
    assert examine_vjp(*from_torch(lambda x, i: (torch.sin(x), x[i] * 2)), (X, np.array([0, 2]))).verdict == "agrees"
    jax = pytest.importorskip("jax", reason="JAX is not installed: pip install jax")
    assert examine_vjp(*from_jax(lambda x: (jax.numpy.sin(x), 2 * x)), X).verdict == "agrees"


def functions(library: str) -> tuple[Any, Any]:
    """Return what makes (f, vjp) of a function of a library, and its namespace."""
    make = {"torch": from_torch, "jax.numpy": from_jax, "autograd.numpy": from_hips}[library]
    return make, pytest.importorskip(library, reason=f"{library} is not installed")


LIBRARIES = pytest.mark.parametrize("library", ["torch", "jax.numpy", "autograd.numpy"])


@LIBRARIES
def test_complex_numbers(library: str) -> None:
    """JAX and HIPS carry the conjugate of PyTorch's gradient; right ones of each agree, at functions that tell."""
    make, xp = functions(library)
    z = X + 1j * np.array([0.5, 2.0, -1.0])
    for f in (xp.exp, xp.abs, xp.conj, lambda z: xp.real(z) * xp.imag(z), lambda z: z * z):
        assert examine_vjp(*make(f), z).verdict == "agrees"


@LIBRARIES
def test_results_and_arguments_of_all_kinds(library: str) -> None:
    """Tuples and lists of results, integers among the arguments in any place, and lower precision are taken."""
    make, xp = functions(library)
    assert examine_vjp(*make(lambda x: (xp.sin(x), [2 * x, x * x])), X).verdict == "agrees"
    assert examine_vjp(*make(lambda i, x: x[i] * x[0]), (np.array([0, 2]), X)).verdict == "agrees"
    assert examine_vjp(*make(xp.sin), X.astype(np.float32)).verdict == "agrees"
    assert examine_vjp(*make(lambda x: x * x), X[::-1]).verdict == "agrees"


def test_a_result_that_depends_on_nothing() -> None:
    """A constant has a gradient of zero, alone and beside others."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch")
    assert examine_vjp(*from_torch(lambda _: torch.ones(3)), X).verdict == "agrees"
    assert examine_vjp(*from_torch(lambda x: {"a": torch.sin(x), "b": torch.ones(3)}), X).verdict == "agrees"
    assert examine_vjp(*from_torch(lambda x: {"a": torch.sin(x), "b": x.detach() * 2}), X).verdict == "wrong"


def test_names() -> None:
    """The report calls a function of torch by its name, an ``autograd.Function`` by that of its class."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch")
    assert examine_vjp(*from_torch(torch.sin), X).name == "sin"


def test_wrong_gradients_of_hips_are_found() -> None:
    """Version 1.9.1 swallows keywords whose derivative it does not know; the script finds each of them."""
    autograd = pytest.importorskip("autograd", reason="HIPS/autograd is not installed: pip install autograd==1.9.1")
    if getattr(autograd, "__version__", "1.9.1") != "1.9.1":
        pytest.skip("the list is that of autograd 1.9.1")
    script = runpy.run_path(str(SCRIPT))
    verdicts = {
        text: getattr(script["examined"](f, x), "verdict", "refuses") for text, (f, x) in script["cases"]().items()
    }
    for text in ("sum(x)", "prod(x)", "linalg.norm(x)", "cumsum(x)"):
        assert verdicts[text] == "agrees"
    known = (
        "sum(x, where=mask)",
        "var(x, correction=1)",
        "max(x, initial=1.8)",
        "linalg.norm(x, axis=1, keepdims=True)",
    )
    for text in known:
        assert verdicts[text] == "wrong"
    assert list(verdicts.values()).count("wrong") >= 10
