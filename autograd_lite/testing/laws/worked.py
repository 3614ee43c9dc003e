"""Laws that drawn arguments and random gradients cannot ask for, worked by hand for single operations.

The complete forms of QR and of the singular value decomposition hold columns that any rotation among them would serve
as well; they take only gradients of losses that do not depend on it. And what adds itself to a gradient that is there
already meets, beside what a single call leads to, gradients whose axes lie otherwise, of complex parts and of numbers.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd_lite.derivatives import vjp
from autograd_lite.errors import UnsupportedOperationError

_TALL = np.array([[2.0, 1.0], [0.5, 3.0], [-1.0, 0.25], [1.5, -0.75]])
_COMPLEX = _TALL + 1j * np.array([[0.5, -1.0], [2.0, 0.25], [1.0, 1.5], [-0.5, 0.75]])
_EDGE = 10 * float(np.sqrt(np.finfo(np.float64).eps))  # of what counts as rounding in a gradient


def _numbers(shape: Any, dtype: Any, seed: int = 0) -> Any:
    rng = np.random.default_rng(seed)
    x = rng.uniform(0.5, 1.5, shape) * rng.choice([-1, 1], shape)
    return (x + 1j * rng.uniform(-1, 1, shape)).astype(dtype) if np.dtype(dtype).kind == "c" else x


def _conjugate_transposed(x: Any) -> Any:
    return np.conj(np.swapaxes(x, -1, -2))


# -- columns that complete a basis ------------------------------------------------------------------------------------


def _projected(complete: Callable[[Any], Any], reduced: Callable[[Any], Any], x: Any) -> bool:
    """Return whether a loss of the projector on the further columns has the gradient that the other columns give."""
    weights = _numbers((*x.shape[:-1], x.shape[-2]), x.dtype)

    def projector(columns: Any) -> Any:
        return columns @ _conjugate_transposed(columns)

    one = vjp(lambda x: projector(complete(x)[..., x.shape[-1] :]), x)[1](weights)[0]
    two = vjp(lambda x: -projector(reduced(x)), x)[1](weights)[0]
    return bool(np.allclose(one, two, rtol=1e-10, atol=1e-10))


def _refused(complete: Callable[[Any], Any], x: Any, share: float, scale: float) -> bool:
    """Return whether a gradient is refused that turns the further columns by so much of what is allowed."""
    _, pullback = vjp(complete, x)
    q = complete(x)
    turned = q[:, 2:] @ np.array([[0, 1.0], [-1, 0]])
    g = np.zeros(q.shape, q.dtype)
    g[:, 2:] = q[:, 2:] * scale
    largest = np.abs(g).max()
    g[:, 2:] += turned * share * _EDGE * (1 + largest) / 2
    try:
        pullback(g)
    except UnsupportedOperationError:
        return True
    return False


def _keeps_free_columns(complete: Callable[[Any], Any], reduced: Callable[[Any], Any]) -> bool:
    if not all(_projected(complete, reduced, x) for x in (_TALL, _COMPLEX, np.stack([_TALL, _TALL[::-1]]))):
        return False
    bounds = [(scale, share) for scale in (0.0, 3.0) for share in (0.95, 1.05)]
    return all(_refused(complete, x, share, scale) == (share > 1) for x in (_TALL, _COMPLEX) for scale, share in bounds)


def _complete_qr() -> bool:
    return _keeps_free_columns(lambda x: np.linalg.qr(x, "complete")[0], lambda x: np.linalg.qr(x)[0])


def _full_svd() -> bool:
    def rows(full: bool) -> Callable[[Any], Any]:
        return lambda x: _conjugate_transposed(np.linalg.svd(_conjugate_transposed(x), full)[2])

    columns = _keeps_free_columns(lambda x: np.linalg.svd(x)[0], lambda x: np.linalg.svd(x, False)[0])
    return columns and _keeps_free_columns(rows(True), rows(False))


# -- gradients that are added to, and written into ---------------------------------------------------------------------

_VIEWS: list[Callable[[Any], Any]] = [
    lambda y: y.reshape(-1), lambda y: y.T, lambda y: y.real.reshape(-1), lambda y: y.imag.reshape(-1),
    lambda y: y.imag.T.reshape(-1)[1:],
]  # fmt: skip
_INDICES: list[Any] = [slice(0, 3, 2), [0, 2], 1, slice(0, 0)]


def _written(dtype: Any, order: Any, view: Callable[[Any], Any], index: Any, twice: bool) -> bool:
    """Return whether the gradient of an array is zero where a view of it was written to, and only there."""
    x = _numbers((2, 3), dtype)

    def write(y: Any) -> Any:
        part = view(y)
        part[index] = 0.0
        if twice:
            y[1, 2] = 0.0
        return y

    mask = write(np.full(x.shape, 1 + 1j) if x.dtype.kind == "c" else np.ones(x.shape))
    g = np.array(_numbers((2, 3), dtype, 1), order=order)
    (share,) = vjp(lambda x: write(x * 1.0), x)[1](g)
    wanted = g * mask if x.dtype.kind == "f" else g.real * mask.real + 1j * g.imag * mask.imag
    return np.array_equal(share, wanted)


def _writes() -> bool:
    def kept(dtype: Any, views: Sequence[Callable[[Any], Any]]) -> bool:
        return all(
            _written(dtype, order, view, index, twice)
            for order in "CF" for view in views for index in _INDICES for twice in (False, True)
        )  # fmt: skip

    def number(x: Any) -> Any:
        y = x * 1.0
        y[()] = 3.0
        return y + x

    (share,) = vjp(number, np.array(2.0))[1](np.array(5.0))
    return share == 5.0 and kept(np.float64, _VIEWS[:2]) and kept(np.complex128, _VIEWS)


def _reads() -> bool:
    """Return whether reads by numbers, by a mask and by a list of places add up, beside a gradient of the whole."""
    mask, x = np.array([True, False, True, False]), _numbers((4,), np.float64)
    places = np.array([1, 1, 3])

    def f(x: Any) -> Any:
        y = x * 1.0
        return [y * 10.0, y[mask], y[places], y[2], y[1:3], y * 100.0]

    g = [np.ones(4), np.array([1.0, 2.0]), np.array([3.0, 4.0, 5.0]), np.array(6.0), np.array([7.0, 8.0]), np.ones(4)]
    (share,) = vjp(f, x)[1](g)
    number = vjp(lambda x: (x * 1.0)[()] + (x * 1.0)[...] + x, np.array(2.0))[1](np.array(3.0))[0]
    return np.array_equal(share, [111.0, 124.0, 126.0, 115.0]) and number == 9.0


# -- ties, and what is singular ---------------------------------------------------------------------------------------


def _sorts(f: Callable[[Any], Any]) -> bool:
    """Return whether ties share the gradients of their places evenly, each group for itself."""
    x, g = np.array([3.0, 1.0, 2.0, 2.0, 1.0]), np.array([1.0, 2.0, 30.0, 40.0, 500.0])
    return np.array_equal(vjp(f, x)[1](g)[0], [500.0, 1.5, 35.0, 35.0, 1.5])


def _partitions() -> bool:
    x, g = np.array([3.0, 1.0, 2.0, 2.0, 1.0]), np.array([1.0, 2.0, 30.0, 40.0, 500.0])
    value, pullback = vjp(lambda x: np.partition(x, 1), x)
    wanted = [np.mean(g[value == each]) for each in x]
    return np.allclose(pullback(g)[0], wanted, rtol=1e-15) and _sorts(lambda x: np.partition(x, (0, 1, 2, 3, 4)))


def _singular() -> bool:
    """Return whether log |det| of a singular matrix grows without bound with its cofactors, if anything arrives."""
    pullback = vjp(lambda x: list(np.linalg.slogdet(x)), np.array([[1.0, 2.0], [2.0, 4.0]]))[1]
    zero, cofactors = np.zeros(()), np.array([[np.inf, -np.inf], [-np.inf, np.inf]])
    shares = [pullback([np.ones(()), np.array(weight)])[0] for weight in (0.0, 1.0, -2.0)]
    return all(map(np.array_equal, shares, (np.zeros((2, 2)) + zero, cofactors, -cofactors)))


def _spectrum(f: Callable[[Any], Any], scale: float, apart: float) -> tuple[bool, bool]:
    """Return whether gradients through eigenvalues are right, and whether those through vectors are finite."""
    q = np.linalg.qr(_numbers((3, 3), np.float64))[0]
    x = q @ np.diag([2 * scale, (2 + apart) * scale, 5 * scale]) @ q.T
    value, pullback = vjp(lambda x: list(f(x)), (x + x.T) / 2)
    last = value[0] == np.max(value[0])
    share = pullback([np.where(last, 7.0, 3.0), np.zeros((3, 3))])[0]
    wanted = 3 * np.eye(3) + 4 * np.outer(q[:, 2], q[:, 2])
    right = np.allclose(share + share.T, 2 * wanted, atol=1e-6)  # of eigh in one triangle alone
    return right, bool(np.isfinite(pullback([np.zeros(3), _numbers((3, 3), np.float64, 2)])[0]).all())


def _tied(f: Callable[[Any], Any]) -> bool:
    """Return whether eigenvalues count as equal if they are but for rounding, at all scales, and others do not."""
    cases = [(scale, apart) for scale in (1e-8, 1.0, 1e8) for apart in (0.0, 1e-9)]
    return all(_spectrum(f, *case) == (True, case[1] > 0) for case in cases)


LAWS: dict[str, Callable[[], bool]] = {
    "ops.factors.tall_qr": _complete_qr,
    "ops.spectra.singular_vectors": _full_svd,
    "ops.indexing._getitem": _reads,
    "ops.overwriting.overwrite": _writes,
    "ops.sorting.sort": lambda: _sorts(np.sort),
    "ops.sorting.partition": _partitions,
    "ops.solving.slogdet": _singular,
    "ops.spectra.eigh": lambda: _tied(np.linalg.eigh),
    "ops.spectra.eig": lambda: _tied(np.linalg.eig),
}
