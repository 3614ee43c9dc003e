"""NumPy's and SciPy's functions beside JAX's and PyTorch's, by name: value, gradient, second derivative in float64.

A registered function of which JAX or PyTorch has a namesake, and that has no row in a table here, fails the suite.
"""

import runpy
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.registry import OPERATIONS
from autograd_lite.support import numpy_functions
from autograd_lite.undifferentiated import Constant

jax = pytest.importorskip("jax")
torch = pytest.importorskip("torch")
jax.config.update("jax_enable_x64", True)
torch.set_num_threads(1)
jnp = jax.numpy
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore")]  # theirs; ours are errors elsewhere

HERE = Path(__file__).parent
FORMS = runpy.run_path(str(HERE / "forms.py"))["FORMS"]
_comparing = runpy.run_path(str(HERE / "comparing.py"))
Total, derivatives, torch_grad, compare = (
    _comparing[name] for name in ("Total", "derivatives", "torch_grad", "compare")
)

# Same name, other function, or another convention at a kink, an end or a repeated value.
OTHER_IN_TORCH: dict[str, str] = {
    "median": "the lower one of the two in the middle",
    "nanmedian": "the lower one of the two in the middle",
    **dict.fromkeys(["linspace", "logspace"], "has no derivative in its ends"),
    "bincount": "has no derivative in its weights",
    "floor_divide": "has no derivative, where ours is zero",
    **dict.fromkeys(["scipy.special.psi", "scipy.special.polygamma"], "is right to 1e-9 only; JAX's agree with ours"),
    "vander": "fails in its backward pass: a running product that it writes into itself",
}
OTHER_IN_JAX: dict[str, str] = {
    "scipy.linalg.cho_factor": "gives half of the gradient to the triangle that is not read; test_linalg.py: cholesky",
    "scipy.linalg.solve_sylvester": "has no derivative",
    "scipy.linalg.sqrtm": "has no derivative",
}
RENAMED = {"axis": "dim", "keepdims": "keepdim", "ddof": "correction"}


def found(root: Any, dotted: str) -> Any:
    """The attribute under a dotted name, or None."""
    for part in dotted.split("."):
        root = getattr(root, part, None)
    return root


def in_jax(name: str) -> Any:
    """JAX's function under NumPy's or SciPy's name, or None."""
    return None if name in OTHER_IN_JAX else found(jax if name.startswith("scipy.") else jnp, name)


def for_torch(name: str) -> Callable[..., Any] | None:
    """PyTorch's function under NumPy's name, called with NumPy's keywords."""
    if name.startswith(("scipy.linalg", "scipy.signal", "scipy.stats")):  # where it has other functions
        return None
    dotted = {"max": "amax", "min": "amin", "around": "round"}.get(name, name.removeprefix("scipy."))
    function = found(torch, dotted)
    if function is None or name in OTHER_IN_TORCH:
        return None
    defaults: dict[str, Any] = {"std": {"correction": 0}, "var": {"correction": 0}, "meshgrid": {"indexing": "xy"}}.get(
        name, {}
    )
    return lambda *args, **kwargs: function(*args, **defaults | {RENAMED.get(k, k): v for k, v in kwargs.items()})


def torch_takes(name: str, form: Any) -> bool:
    """Whether PyTorch has a function of this name with these parameters."""
    function = for_torch(name)
    if function is None:
        return False
    try:
        with warnings.catch_warnings(action="ignore"):
            Total(function, form, torch.asarray).results(*map(torch.asarray, Total(np.copy, form, np.asarray).inputs))
    except (TypeError, RuntimeError, IndexError, ValueError):
        return False
    return True


@pytest.fixture(autouse=True)
def _exact_numbers() -> Iterator[None]:
    """PyTorch makes new arrays of its default dtype."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


CASES = [(name, k) for name, forms in FORMS.items() for k in range(len(forms))]
WITH_JAX = [(name, k) for name, k in CASES if in_jax(name)]
WITH_TORCH = [(name, k) for name, k in CASES if torch_takes(name, FORMS[name][k])]


def ours(name: str, k: int) -> list[list[Any]]:
    """Values and derivatives by this library."""
    total = Total(found(ag if name.startswith("scipy.") else np, name), FORMS[name][k], np.asarray)
    return [total.results(*total.inputs), *derivatives(total, ag.grad)]


@pytest.mark.parametrize(("name", "k"), WITH_JAX)
def test_jax(name: str, k: int) -> None:
    """Value, gradient and second derivative are JAX's."""
    total = Total(in_jax(name), FORMS[name][k], np.asarray)

    def everything(*x: Any) -> list[Any]:
        return [total.results(*x), *derivatives(total, jax.grad, x)]

    # One program compiles faster than its parts, but shapes must not depend on what is traced.
    call = everything if name in ("bincount", "compress", "extract") else jax.jit(everything)
    compare(ours(name, k), call(*map(jnp.asarray, total.inputs)))


@pytest.mark.parametrize(("name", "k"), WITH_TORCH)
def test_torch(name: str, k: int) -> None:
    """Value, gradient and second derivative are PyTorch's."""
    total = Total(for_torch(name), FORMS[name][k], torch.asarray)
    compare(ours(name, k), [total.results(*map(torch.asarray, total.inputs)), *derivatives(total, torch_grad)])


def rows_elsewhere() -> set[str]:
    """The functions that the other tables of this folder compare, by the first word of a row's name."""
    tables = [
        (file, table)
        for file, names in {
            "test_elementwise": ("ONE", "TWO", "COMPLEX"),
            "test_choices": ("CASES",),
            "test_linalg": ("BOTH", "COMPLEX"),
        }.items()
        for table in names
    ]
    modules = {file: runpy.run_path(str(HERE / f"{file}.py")) for file, _ in tables}
    transforms = {name for name, _ in runpy.run_path(str(HERE / "test_fft.py"))["CASES"]}
    return transforms | {row.split(",")[0].split()[0] for file, table in tables for row in modules[file][table]}


@pytest.mark.parametrize("module", ["special", "linalg", "signal"])
def test_every_function_of_scipy_with_a_namesake_has_a_row(module: str) -> None:
    """What jax.scipy has under the same name is compared with it."""
    special = runpy.run_path(str(HERE / "test_special.py"))
    rows = {*special["ONE"], *special["TWO"], "betainc"} | {n.rpartition(".")[2] for n in FORMS if f".{module}." in n}
    ours, theirs = found(ag, f"scipy.{module}"), found(jax, f"scipy.{module}")
    named = [n for n in vars(ours) if not n.startswith("_") and callable(vars(ours)[n]) and hasattr(theirs, n)]
    assert named
    assert [name for name in named if name not in rows and f"scipy.{module}.{name}" not in OTHER_IN_JAX] == []


# What is written, and into which elements; JAX returns the changed array where NumPy changes its argument.
WRITES: dict[str, tuple[Any, ...]] = {
    "fill_diagonal": (np.array([1.0, -2.0, 0.5]),),
    "put": (np.array([0, 4, 7]), np.array([1.0, -2.0, 0.5])),
    "put_along_axis": (np.array([[2], [0], [1]]), np.array([[1.0], [-2.0], [0.5]]), 1),
    "place": (np.eye(3) > 0, np.array([1.0, -2.0, 0.5])),
}


@pytest.mark.parametrize("name", WRITES)
def test_writes(name: str) -> None:
    """The gradients of what a write leaves, and of what it writes, are JAX's for the array that it returns."""
    args = WRITES[name]
    place = next(k for k, arg in enumerate(args) if getattr(arg, "dtype", None) == np.float64)
    x, weights = np.arange(9.0).reshape(3, 3), np.random.default_rng(0).normal(size=(3, 3))

    def written(x: Any, values: Any) -> Any:
        y = x**2
        getattr(np, name)(y, *args[:place], values, *args[place + 1 :])
        return np.sum(weights * y**2)

    def returned(x: Any, values: Any) -> Any:
        y = getattr(jnp, name)(x**2, *args[:place], values, *args[place + 1 :], inplace=False)
        return jnp.sum(weights * y**2)

    for got, wanted in zip(
        ag.grad(written, (0, 1))(x, args[place]), jax.grad(returned, (0, 1))(x, args[place]), strict=True
    ):
        np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-12)


def test_every_function_with_a_namesake_has_a_row() -> None:
    """What JAX or PyTorch have under the same name is compared with theirs."""
    rows, missing = rows_elsewhere() | FORMS.keys() | WRITES.keys(), []
    for function, names in numpy_functions().items():
        spellings = [name.removeprefix("np.") for name in names.split(", ")]
        operation = OPERATIONS.get(function)
        if operation is None or isinstance(operation, Constant) or function is np.empty_like:
            continue
        theirs = any(found(lib, name) for name in spellings for lib in (jnp, torch))
        if theirs and not any(name in rows or name.split(".")[-1] in rows for name in spellings):
            missing.append(spellings[0])
    assert missing == []
