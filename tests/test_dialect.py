import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad
from autograd_lite.dialect import Dialect
from autograd_lite.errors import DTypeError, InPlaceError, UnsupportedOperationError

rng = np.random.default_rng(0)
VECTOR, MATRIX = rng.uniform(0.5, 2.0, 3), rng.uniform(0.5, 2.0, (3, 3))

METHODS: dict[str, Callable[[Any], Any]] = {
    "sum": lambda x: x.sum(axis=0, keepdims=True),
    "sum, by position": lambda x: x.sum(0, None, None, True, 2.0),
    "max, by position": lambda x: x.max(1, None, True, 0.25),
    "std, by position": lambda x: x.std(0, None, None, 1, True),
    "dot, by position": lambda x: x.dot(x, None),
    "astype, all": lambda x: x.astype(np.float64, order="C", casting="safe", subok=False, copy=False),
    "mean": lambda x: x.mean(axis=-1),
    "prod": lambda x: x.prod(),
    "var": lambda x: x.var(axis=1, ddof=1),
    "std": lambda x: x.std(0),
    "max": lambda x: x.max(axis=(0, 1)),
    "min": lambda x: x.min(1),
    "argmax": lambda x: x.argmax(axis=1),
    "argmin": lambda x: x.argmin(),
    "argsort": lambda x: x.argsort(axis=0),
    "all": lambda x: (x > 0).all(axis=0),
    "any": lambda x: x.any(),
    "cumsum": lambda x: x.cumsum(axis=1),
    "cumprod": lambda x: x.cumprod(0),
    "clip": lambda x: x.clip(0.8, 1.5),
    "clip, keyword": lambda x: x.clip(max=1.5),
    "round": lambda x: x.round(1),
    "conj": lambda x: x.conj(),
    "conjugate": lambda x: x.conjugate(),
    "real": lambda x: x.real,
    "imag": lambda x: x.imag,
    "T": lambda x: x.T,
    "mT": lambda x: x.mT,
    "reshape": lambda x: x.reshape(1, 9),
    "reshape, tuple": lambda x: x.reshape((9,)),
    "reshape, order": lambda x: x.reshape(-1, order="F"),
    "ravel": lambda x: x.ravel(),
    "flatten": lambda x: x.flatten("F"),
    "transpose": lambda x: x.transpose(1, 0),
    "transpose, tuple": lambda x: x.transpose((1, 0)),
    "transpose, none": lambda x: x.transpose(),
    "swapaxes": lambda x: x.swapaxes(0, 1),
    "squeeze": lambda x: x[:1].squeeze(axis=0),
    "repeat": lambda x: x.repeat(2, axis=0),
    "take": lambda x: x.take([0, 2], axis=1),
    "diagonal": lambda x: x.diagonal(1),
    "trace": lambda x: x.trace(),
    "dot": lambda x: x.dot(VECTOR),
    "astype": lambda x: x.astype(np.float32),
    "copy": lambda x: x.copy(),
    "item": lambda x: x.item(4),
    "tolist": lambda x: x.tolist(),
}


@pytest.mark.parametrize("call", METHODS.values(), ids=METHODS)
def test_methods_speak_ndarrays_dialect(call: Callable[[Any], Any]) -> None:
    """Every method takes ndarray's arguments and gives ndarray's values, shape and dtype."""
    found, expected = call(Tensor(MATRIX)), call(MATRIX)
    np.testing.assert_allclose(np.asarray(found), expected)
    assert np.shape(found) == np.shape(expected)
    assert np.asarray(found).dtype == np.asarray(expected).dtype


SMOOTH = [
    name for name in METHODS if name not in ("argmax", "argmin", "argsort", "all", "any", "item", "tolist", "astype")
]


@pytest.mark.parametrize("name", SMOOTH)
def test_methods_are_recorded(name: str) -> None:
    """Every method with a derivative has that of central differences."""
    call = METHODS[name]
    x = Tensor(MATRIX, requires_grad=True)
    y = call(x)
    weights = np.cos(np.arange(y.size)).reshape(y.shape)
    y.backward(weights)
    direction = rng.normal(size=MATRIX.shape)
    step = 1e-6
    expected = np.sum(weights * (call(MATRIX + step * direction) - call(MATRIX - step * direction))) / (2 * step)
    assert np.sum(x.grad * direction) == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_flatten_is_a_copy() -> None:
    """``flatten`` never shares memory, ``ravel`` does where it can."""
    x = Tensor(MATRIX)
    x.flatten()[0] = 9.0
    assert x[0, 0].item() == MATRIX[0, 0]
    x.ravel()[0] = 9.0
    assert x[0, 0].item() == 9.0


def test_every_method_has_a_docstring() -> None:
    """The reference page has a line for each."""
    for name, member in vars(Dialect).items():
        if not name.startswith("_"):
            assert member.__doc__, name


class TestPartsThatAreAssigned:
    """``z.real = x`` writes into `z`, and is recorded."""

    @staticmethod
    def squared_length(x: Any) -> Any:
        """(x² + 1)² + 4x², of a number that is put together part by part."""
        z = np.zeros_like(x, dtype=complex)
        z.real = x**2
        z.imag = x
        z.real += 1.0
        z.imag *= 2.0
        return np.sum(np.abs(z) ** 2)

    @pytest.mark.parametrize("x", [np.array([1.0, -2.0]), np.array(3.0)])
    def test_parts_of_a_complex_array(self, x: Any) -> None:
        """The gradient is 4x (x² + 1) + 8x; of a single number too."""
        assert self.squared_length(Tensor(x)).item() == self.squared_length(x)
        np.testing.assert_allclose(grad(self.squared_length)(x), 4 * x * (x**2 + 1) + 8 * x)

    def test_parts_of_a_real_array(self) -> None:
        """A real array is its own real part, and has no imaginary one."""
        x = Tensor([1.0, 2.0], requires_grad=True) * 1.0
        x.real = 5.0
        assert x.tolist() == [5.0, 5.0]
        with pytest.raises(DTypeError, match=r"dtype float64 has no imaginary part to set. Use astype\(complex\)"):
            x.imag = 1.0
        with pytest.raises(InPlaceError, match="on a leaf"):
            Tensor([1.0], requires_grad=True).real = 2.0


def test_methods_that_return_the_array_itself() -> None:
    """``astype(copy=False)`` to the same dtype and ``conj`` of a real array give no copy; writes show in both."""
    x = Tensor([1.0, 2.0], requires_grad=True) * 1.0
    assert x.astype(float, copy=False) is x
    assert x.conj() is x.conjugate() is x
    assert x.astype(float) is not x
    assert x.astype(np.float32, copy=False).dtype == np.float32


KEYWORDS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "dim": (lambda x: x.sum(dim=1), "sum was called with the keyword 'dim': NumPy calls it axis. It takes x, axis, "),
    "dim of cumsum": (lambda x: x.cumsum(dim=0), "cumsum was called with the keyword 'dim': NumPy calls it axis."),
    "dim of squeeze": (lambda x: x.squeeze(dim=0), "NumPy calls it axis."),
    "keepdim": (lambda x: x.mean(1, keepdim=True), "NumPy calls it keepdims."),
    "unbiased": (lambda x: x.std(unbiased=True), "NumPy calls it ddof=1 where it is true"),
    "descending": (lambda x: x.sort(descending=True), "turn the result round with np.flip"),
    "dim1": (lambda x: x.diagonal(dim1=1), "NumPy calls it axis1."),
    "dims of repeat": (lambda x: x.repeat(2, dim=1), "NumPy calls it axis."),
    "start_dim": (lambda x: x.flatten(start_dim=1), "write t.reshape(len(t), -1)"),
    "flatten(1)": (lambda x: x.flatten(1), "What PyTorch calls flatten(1) is t.reshape(len(t), -1)."),
}


@pytest.mark.parametrize(("call", "message"), KEYWORDS.values(), ids=KEYWORDS)
def test_keywords_from_elsewhere(call: Callable[[Any], Any], message: str) -> None:
    """A keyword that PyTorch has is refused with NumPy's word for it."""
    with pytest.raises(UnsupportedOperationError, match=re.escape(message)):
        call(Tensor(MATRIX, requires_grad=True))


def test_keywords_from_elsewhere_of_constants() -> None:
    """Functions without a derivative have NumPy's error, and a note with NumPy's word."""
    with pytest.raises(TypeError, match="unexpected keyword argument 'dim'") as caught:
        Tensor(MATRIX).argmax(dim=1)
    assert caught.value.__notes__ == ["dim: NumPy calls it axis."]


def test_a_conversion_that_casting_forbids() -> None:
    """``casting="safe"`` takes no float64 to float32, as in NumPy; the default takes anything."""
    x = Tensor(VECTOR, requires_grad=True)
    with pytest.raises(DTypeError, match=r"^Got casting='safe', which takes no float64 to float32\.$"):
        x.astype(np.float32, casting="safe")
    assert x.astype(np.float32, casting="same_kind").dtype == np.float32


INDICES = [0, -1, slice(2, 7, 2), slice(None, None, -1), [3, 0, 3], np.arange(9) % 2 == 0, ..., slice(0, 0)]


@pytest.mark.parametrize("index", INDICES, ids=str)
def test_flat_reads_what_numpys_reads(index: Any) -> None:
    """Elements of a matrix that lies across, as copies with a history: squares have twice the elements as gradient."""
    array, x = MATRIX.T, Tensor(MATRIX, requires_grad=True)
    taken = x.T.flat[index]
    np.testing.assert_array_equal(taken.detach().numpy(), array.flat[index], strict=True)
    np.sum(taken**2).backward()
    expected = np.zeros((3, 3))
    np.add.at(expected.reshape(-1), np.arange(9).reshape(3, 3).T.reshape(-1)[index], 2 * array.flat[index])
    np.testing.assert_allclose(x.grad, expected)


@pytest.mark.parametrize("index", INDICES, ids=str)
@pytest.mark.parametrize("value", [5.0, [1.0, 2.0], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]], ids=str)
def test_flat_writes_what_numpys_writes(index: Any, value: Any) -> None:
    """Through a view that no reshape could be written through; what is overwritten has no gradient."""
    if isinstance(index, int) and np.ndim(value):
        value = np.ravel(value)[0]  # NumPy wants a number there
    array, x = MATRIX.copy(), Tensor(MATRIX, requires_grad=True)
    y = x * 1.0
    array.T.flat[index] = value
    y.T.flat[index] = value
    np.testing.assert_array_equal(y.detach().numpy(), array)
    np.sum(y).backward()
    np.testing.assert_array_equal(x.grad, array == MATRIX)


def test_flat_in_a_loop_and_as_a_whole() -> None:
    """It has a length, gives its elements one by one, and takes a number for all of them; a number has one element."""
    x = Tensor(MATRIX, requires_grad=True)
    assert len(x.flat) == 9
    sum(each * k for k, each in enumerate(x.flat)).backward()
    np.testing.assert_array_equal(x.grad, np.arange(9.0).reshape(3, 3))
    y = x * 1.0
    y.flat = 2.0
    assert y.tolist() == [[2.0] * 3] * 3
    assert x.flat.copy().shape == (9,)
    number = Tensor(3.0)
    number.flat[0] = 4.0
    assert number.item() == 4.0
    with pytest.raises(IndexError):
        x.flat[9]
    with pytest.raises(InPlaceError, match="leaf that requires a gradient"):
        x.flat[0] = 1.0
