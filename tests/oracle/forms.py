"""Functions of NumPy with the argument forms in which they are compared with other libraries.

Not a test file: ``test_numpy.py`` reads it. Arrays of floats among the arguments are differentiated, all else are
settings.
"""

from typing import Any, NamedTuple

import numpy as np


class Form(NamedTuple):
    """Arguments of one call."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]


def form(*args: Any, **kwargs: Any) -> Form:
    """Return the arguments as a form."""
    return Form(args, kwargs)


def each(names: str, forms: list[Form]) -> dict[str, list[Form]]:
    """Return the same forms for several functions."""
    return dict.fromkeys(names.split(), forms)


def drawn(*shape: int, low: float = -2.0, high: float = 2.0, seed: int = 0) -> Any:
    """Draw numbers that do not repeat."""
    return np.random.default_rng([seed, *shape]).uniform(low, high, shape)


def setting(*values: float) -> Any:
    """Return an array that is not differentiated."""
    array = np.array(values, dtype=float)
    array.flags.writeable = False
    return array


A, B, C = drawn(2, 3), drawn(2, 3, seed=1), drawn(2, 3, 4)
V, W, SQ = drawn(5), drawn(5, seed=1), drawn(3, 3)
POS, POS_V = drawn(2, 3, low=0.5), drawn(5, low=0.5)
TIED = np.array([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])
# Every row and column has two numbers at least: of one number the standard deviation has another convention.
HOLES = np.array([[1.5, np.nan, -0.5], [0.25, 2.0, np.nan], [-1.0, 0.5, 0.75]])
MASK = np.array([[True, False, True], [True, True, False]])
AXES = [form(C), form(C, axis=0), form(C, axis=-1), form(C, axis=1, keepdims=True)]
MANY = [*AXES, form(C, axis=(0, 2)), form(C, axis=(-1, 0), keepdims=True)]
MOST = np.ones((2, 3, 4), bool)
MOST[0, 0, 1] = MOST[1, 2, 3] = MOST[1, 0, 0] = False
WHERE = [form(A, where=MASK), form(C, axis=1, where=MOST), form(C, axis=(0, 2), keepdims=True, where=MOST[:1])]
HOLED = [form(HOLES), form(HOLES, axis=0), form(HOLES, axis=1, keepdims=True), form(C, axis=(0, 2))]
SORTED = [form(V), form(C), form(C, axis=0), form(C, axis=1), form(C, axis=None)]
LINES = [form(C), form(C, axis=0), form(C, axis=-1), form(C, axis=None)]

REDUCTIONS = {
    "sum": [*MANY, *WHERE, form(A, initial=2.5), form(A, axis=1, initial=1.0, where=MASK)],
    "prod": [*MANY, *WHERE, form(A, initial=2.5), form(A * MASK), form(A * MASK, axis=1), form(np.array([0.0, 2, 0]))],
    "mean": [*MANY, *WHERE],
    "average": [
        *MANY,
        form(C, axis=1, weights=drawn(3, low=0.5)),
        form(A, weights=POS),
        form(A, axis=0, weights=POS, returned=True),
    ],
    "std": [*MANY, *WHERE, form(C, ddof=1), form(C, axis=1, ddof=1), form(C, correction=1)],
    "var": [*MANY, *WHERE, form(C, ddof=1), form(C, axis=1, ddof=2), form(C, axis=0, correction=1)],
    **each(
        "max min amax amin",
        [*MANY, form(TIED), form(TIED, axis=1), form(A, initial=0.3), form(A, axis=1, initial=0.0, where=MASK)],
    ),
    "ptp": [form(C), form(C, axis=0), form(C, axis=(0, 1)), form(C, axis=-1, keepdims=True)],
    "median": [form(V), form(drawn(6)), form(C), form(C, axis=0), form(C, axis=(0, 1)), form(C, axis=1, keepdims=True)],
    **{
        name: [
            form(V, 0.3 * scale),
            form(C, setting(0.1 * scale, 0.5 * scale, 0.8 * scale), axis=1),
            form(C, 0.25 * scale, axis=-1, keepdims=True),
            form(C, 0.6 * scale, axis=(0, 2)),
            *[form(V, 0.33 * scale, method=m) for m in ("linear", "lower", "higher", "midpoint", "nearest")],
        ]
        for name, scale in (("quantile", 1.0), ("percentile", 100.0), ("nanquantile", 1.0), ("nanpercentile", 100.0))
    },
    "nansum": [*HOLED, form(HOLES, where=np.eye(3) < 1), form(HOLES, initial=2.0)],
    "nanprod": [*HOLED, form(HOLES, initial=2.0)],
    "nanmean": [*HOLED, form(HOLES, where=np.eye(3) < 1)],
    "nanstd": [*HOLED, form(HOLES, ddof=1)],
    "nanvar": [*HOLED, form(HOLES, axis=1, ddof=1)],
    "nanmax": [*HOLED, form(HOLES, initial=1.0)],
    "nanmin": [*HOLED, form(HOLES, initial=1.0)],
    "nanmedian": [form(HOLES), form(HOLES, axis=0), form(HOLES, axis=1, keepdims=True), form(C, axis=(0, 1))],
    "cumsum": LINES,
    "cumprod": [*LINES, form(A * MASK), form(A * MASK, axis=1)],
    "nancumsum": [form(HOLES), form(HOLES, axis=0), form(HOLES, axis=1)],
    "nancumprod": [form(HOLES), form(HOLES, axis=0), form(HOLES, axis=1)],
    **each(
        "cumulative_sum cumulative_prod",
        [form(V), form(C, axis=1), form(C, axis=-1, include_initial=True), form(V, include_initial=True)],
    ),
    "diff": [form(V), form(C), form(C, axis=0), form(C, n=2), form(C, 1, 1), form(V, prepend=1.5), form(V, append=W)],
    "ediff1d": [form(V), form(A), form(V, to_end=drawn(2), to_begin=drawn(1))],
    "gradient": [form(V), form(V, 0.5), form(A), form(C, axis=1), form(C, axis=(0, 2)), form(C, 0.5, 2.0, axis=(0, 2))],
    "trapezoid": [form(V), form(V, dx=0.5), form(V, np.sort(W)), form(C, axis=1), form(C, drawn(4))],
    "cov": [
        form(C[0]),
        form(C[0], rowvar=False),
        form(V, W),
        form(C[0], bias=True),
        form(C[0], ddof=0),
        form(C[0], fweights=np.array([1, 2, 1, 3])),
        form(C[0], aweights=drawn(4, low=0.5)),
    ],
    "corrcoef": [form(C[0]), form(C[0], rowvar=False), form(V, W)],
    **each(
        "convolve correlate",
        [form(V, W[:3]), form(W[:2], V), *[form(V, W[:3], mode=mode) for mode in ("full", "same", "valid")]],
    ),
}

ELEMENTWISE = {
    **each("negative positive fabs degrees radians rint fix", [form(V)]),
    "floor_divide": [form(V, W), form(A, 0.7)],
    "around": [form(V), form(10 * V, 1)],
    **each("fmax fmin", [form(A, B), form(A, V[:3]), form(HOLES[:2], B), form(A, 0.5)]),
    "astype": [form(A, np.float64)],
}

_STACKED = [form([A, B]), form([C, C + 1]), form([V, W]), form((A, B, A))]
SHAPES = {
    **each("atleast_1d atleast_2d atleast_3d", [form(drawn()), form(V), form(A), form(C), form(V, A)]),
    "broadcast_to": [form(V, (2, 5)), form(A[:, :1], (2, 3)), form(drawn(1, 3), (4, 2, 3))],
    "broadcast_arrays": [form(V, drawn(2, 1)), form(drawn(), A)],
    **each("concatenate concat", [
        *_STACKED, form([A, B], axis=1), form([A, C[0, :, :3]], axis=0), form([A, B], axis=-1)]),
    "stack": [*_STACKED, form([A, B], 1), form([A, B], axis=-1)],
    **each("vstack hstack dstack", _STACKED),
    "column_stack": [form([A, B]), form([V, W]), form([A, drawn(2)])],
    "append": [form(V, 2 * W), form(A, B, axis=0), form(A, B, 1), form(A, V)],
    "block": [form([A, B]), form([[A, B], [B, A]])],
    "repeat": [form(V, 2), form(A, 3, axis=0), form(A, np.array([1, 0, 2]), axis=1), form(A, 2, -1)],
    "tile": [form(V, 2), form(A, (2, 1)), form(A, (2, 1, 3)), form(A, [3])],
    "pad": [
        form(A, 1),
        form(A, (1, 2)),
        form(A, ((1, 2), (0, 1)), constant_values=((1.0, 2.0), (3.0, 4.0))),
        *[form(V, (2, 3), mode=m) for m in ("constant", "edge", "linear_ramp", "mean", "maximum", "minimum", "wrap")],
        *[form(V, (2, 3), mode=m) for m in ("reflect", "symmetric", "empty")][:2],
        form(C, ((0, 1), (2, 0), (1, 1)), mode="reflect"),
        form(V, 2, mode="reflect", reflect_type="odd"),
        form(V, 2, mode="symmetric", reflect_type="odd"),
        form(V, 7, mode="wrap"),
        form(V, 2, mode="linear_ramp", end_values=(1.0, -1.0)),
        form(V, 2, mode="mean", stat_length=2),
    ],
    "flip": [form(V), form(C), form(C, 0), form(C, axis=(0, 2)), form(C, axis=-1)],
    **each("fliplr flipud", [form(A), form(C)]),
    "rot90": [form(A), form(A, 2), form(A, -1), form(C, 3, (1, 2)), form(C, k=1, axes=(2, 0))],
    "roll": [form(V, 2), form(A, 1), form(A, -1, axis=1), form(C, (1, 2), axis=(0, 2)), form(C, 1, (0, 1))],
    "moveaxis": [form(C, 0, -1), form(C, (0, 1), (2, 0)), form(C, [2], [0])],
    "rollaxis": [form(C, 2), form(C, 2, 1), form(C, 0, 3)],
    "swapaxes": [form(C, 0, 2), form(C, -1, 1)],
    "transpose": [form(C), form(C, (1, 2, 0)), form(C, (-1, 0, 1)), form(C, None)],
    "permute_dims": [form(C, (1, 2, 0)), form(C, (0, 2, 1))],
    **each("matrix_transpose linalg.matrix_transpose", [form(A), form(C)]),
    "expand_dims": [form(A, 0), form(A, -1), form(A, (0, 2)), form(A, (1, -1))],
    "squeeze": [
        form(drawn(1, 3, 1)), form(drawn(1, 3, 1), 0), form(drawn(1, 3, 1), axis=(0, 2)), form(drawn(1, 3, 1), -1)],
    "reshape": [form(C, (6, 4)), form(C, -1), form(C, (4, -1)), form(C, (3, 8), order="F"), form(C, (-1,))],
    "ravel": [form(C), form(C, order="F"), form(V)],
    "resize": [form(V, (2, 3)), form(A, (2, 2)), form(A, 10), form(A, (7,))],
    "split": [form(C, 2, axis=2), form(V, [1, 3]), form(C, [1], axis=1), form(C, [1, 1, 3], 2)],
    "array_split": [form(V, 3), form(C, 3, axis=2), form(V, [1, 3])],
    "hsplit": [form(V, [2]), form(C, 3), form(A, [1])],
    "vsplit": [form(C, 2), form(A, [1])],
    "dsplit": [form(C, 2), form(C, [1, 3])],
    "unstack": [form(A), form(C, axis=1), form(C, axis=-1)],
    "copy": [form(A)],
    **each("ones_like zeros_like", [form(A)]),
    "full_like": [form(A, 2.5), form(A, drawn(3))],
    "diag": [form(V), form(SQ), form(SQ, 1), form(V, -2), form(A, -1)],
    "diagflat": [form(V), form(A), form(V, 1)],
    "diagonal": [form(SQ), form(A, 1), form(C, 0, 0, 2), form(C, -1, 1, 2), form(C, offset=1, axis1=2, axis2=1)],
    "linalg.diagonal": [form(SQ), form(C), form(C, offset=1)],
    **each("tril triu", [form(SQ), form(C), form(C, 1), form(C, -1), form(A, k=2)]),
    "vander": [form(V), form(V, 3), form(V, 4, increasing=True), form(V, N=0)],
    "meshgrid": [form(V, W[:3]), form(V, W[:3], indexing="ij"), form(V, W[:2], V[:3], sparse=True), form(V)],
    "linspace": [
        form(0.0, drawn(), 5), form(drawn(), drawn(seed=1), 4, endpoint=False), form(V, W, 3),
        form(V, W, 3, axis=-1)],
    "logspace": [
        form(drawn(), drawn(seed=1), 5), form(drawn(), drawn(seed=1), 4, endpoint=False, base=2.0), form(V, W, 3)],
    "geomspace": [form(drawn(low=1.0), drawn(low=1.0, seed=1), 5), form(POS_V, POS_V + 1.5, 3, endpoint=False)],
    "sort": SORTED,
    "partition": [form(V[:3], 1), form(A, 1), form(A, 1, axis=-1), form(drawn(3, 2), 1, axis=0)],
    "take": [
        form(V, np.array([3, 0, 3])), form(C, np.array([[0, 1], [1, 1]]), axis=1), form(C, 1, axis=0),
        form(A, np.array([5, 0])),
             form(C, np.array([-1, 7]), axis=2, mode="wrap"), form(C, np.array([0, 7]), axis=2, mode="clip")],
    "take_along_axis": [
        form(A, np.array([[0, 0], [2, 1]]), axis=1), form(A, np.array([5, 0, 0]), axis=None),
        form(C, C.argsort(0), 0)],
    "compress": [
        form(np.array([True, False, True]), A, axis=1), form(np.array([1, 0, 1, 1]), A),
        form(np.array([False, True]), C, 0)],
    "extract": [form(MASK, A)],
    "delete": [form(V, 1), form(A, np.array([0, 2]), axis=1), form(C, slice(1, 3), axis=2), form(A, 4)],
    "insert": [
        form(V, 1, drawn()), form(A, 1, drawn(3), axis=0), form(A, np.array([0, 2]), drawn(2, 2), axis=1),
        form(V, np.array([1, 1]), drawn(2))],
    **each("fft.fftshift fft.ifftshift", [form(V), form(C), form(C, axes=1), form(C, axes=(0, 2))]),
}  # fmt: skip

PRODUCTS = {
    "dot": [form(V, W), form(A, A.T), form(C, V[:4]), form(C, drawn(4, 2)), form(A, drawn(2, 3, 2)), form(A, 2.0)],
    "vdot": [form(V, W), form(A, B)],
    "vecdot": [form(V, W), form(A, B), form(C, C + 1), form(A, V[:3])],
    "linalg.vecdot": [form(V, W), form(A, B), form(C, C + 1, axis=1), form(A, B, axis=0)],
    "matvec": [form(A, V[:3]), form(C, V[:4]), form(C, drawn(2, 4))],
    "vecmat": [form(V[:2], A), form(drawn(2, 3), C)],
    "linalg.matrix_norm": [
        form(A), form(C, keepdims=True), *[form(A, ord=o) for o in (1, -1, 2, -2, np.inf, -np.inf, "nuc")]],
    "linalg.tensorinv": [form(drawn(4, 2, 2), ind=1), form(drawn(2, 3, 6), ind=2)],
    "linalg.tensorsolve": [form(drawn(2, 3, 6), drawn(2, 3)), form(drawn(6, 2, 3), drawn(6), axes=None)],
    "polyadd": [form(V, W[:3])],
    "polysub": [form(V[:2], W)],
    "polymul": [form(V, W[:3])],
    "polyval": [form(V, A), form(V[:1], A)],
    "polyfit": [form(setting(-1, 0, 1, 2, 4), W, 1), form(setting(-1, 0, 1, 2, 4), W, 2)],
    "bincount": [form(np.array([0, 1, 1, 3, 1]), V), form(np.array([2, 0, 2, 1, 0]), W, minlength=5)],
    "polyder": [form(V), form(V, 2)],
    "polyint": [form(V), form(V, 2), form(V, 2, np.array([1.0, 2.0]))],
}  # fmt: skip

CALLS = {
    "apply_along_axis": [form(lambda x: x[0] * x, 1, A), form(lambda x: (x**2).sum(), 0, C)],
    "apply_over_axes": [form(lambda x, axis: (x**2).sum(axis, keepdims=True), C, [0, 2])],
}

SPD, RHS = SQ @ SQ.T + np.eye(3), drawn(3, 2, seed=2)
SHARES = np.abs(drawn(3, low=0.1)) / np.abs(drawn(3, low=0.1)).sum()
SPECIAL = {
    **each("gamma loggamma", [form(POS), form(POS_V)]),
    **each("erfcx dawsn sinc", [form(V)]),
    "psi": [form(POS)],
    "beta": [form(POS, POS[::-1].copy())],
    "polygamma": [form(n, POS) for n in (1, 2, 3)],
    "multigammaln": [form(POS + 2.0, 2), form(POS + 3.0, 3)],
    "logsumexp": [form(C), form(C, axis=1), form(C, axis=(0, 2), keepdims=True), form(A, b=POS), form(A, 1, b=B + 3.0)],
    **each("softmax log_softmax", [form(V), form(C), form(C, axis=1), form(C, axis=(0, 2))]),
}
LINALG = {
    "block_diag": [form(A, SQ), form(A, V, SQ)],
    "toeplitz": [form(V), form(V, W[:3])],
    "cho_solve": [form((np.linalg.cholesky(SPD), True), V[:3]), form((np.linalg.cholesky(SPD), True), RHS)],
    "lu_factor": [form(SPD)],
    "lu_solve": [form((SPD, np.array([1, 1, 2], np.int32)), right) for right in (V[:3], RHS)],
    "solve_triangular": [
        *[form(SPD, RHS, trans=trans, lower=lower) for trans in (0, 1, 2) for lower in (False, True)],
        form(SPD, V[:3], unit_diagonal=True),
    ],
    "expm": [form(SQ / 2)],
}
SIGNAL = {
    "convolve": [form(V, W[:3], mode=mode) for mode in ("full", "same", "valid")] + [form(A, B[:1, :2], mode="full")],
    "fftconvolve": [form(V, W[:3], mode=mode) for mode in ("full", "same", "valid")]
    + [form(A, B[:1, :2], mode="full")],
}
STATS = {
    "poisson.logpmf": [form(np.array([0, 2, 5]), POS_V[:3])],
    "dirichlet.logpdf": [form(SHARES, POS_V[:3])],
}
SCIPY = {
    f"scipy.{module}.{name}": forms
    for module, table in (("special", SPECIAL), ("linalg", LINALG), ("signal", SIGNAL), ("stats", STATS))
    for name, forms in table.items()
}

FORMS: dict[str, list[Form]] = {**REDUCTIONS, **ELEMENTWISE, **SHAPES, **PRODUCTS, **CALLS, **SCIPY}
