"""What the library says it differentiates: every name stands here by family, and is there in all its spellings."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.registry import OPERATIONS, REFUSED
from autograd_lite.undifferentiated import Constant

ELEMENTWISE = """
absolute abs add arccos arccosh arcsin arcsinh arctan arctan2 arctanh acos acosh asin asinh atan atan2 atanh pow cbrt
conjugate conj copysign cos cosh deg2rad degrees divide true_divide exp exp2 expm1 fabs float_power fmax fmin fmod
heaviside hypot i0 imag ldexp log log10 log1p log2 logaddexp logaddexp2 matmul maximum minimum mod remainder multiply
nan_to_num negative positive power rad2deg radians real real_if_close reciprocal sign sin sinc sinh sqrt square
subtract tan tanh where clip modf divmod unwrap angle piecewise select choose interp frexp sign floor ceil trunc rint
round around fix floor_divide
"""
REDUCTIONS = """
sum prod mean average var std max amax min amin ptp cumsum cumprod cumulative_sum cumulative_prod median quantile
percentile nansum nanprod nanmean nanvar nanstd nanmax nanmin nanmedian nanquantile nanpercentile nancumsum nancumprod
diff ediff1d gradient trapezoid trace convolve correlate cov corrcoef
"""
SHAPES = """
reshape ravel transpose permute_dims matrix_transpose swapaxes moveaxis rollaxis expand_dims squeeze broadcast_to
broadcast_arrays atleast_1d atleast_2d atleast_3d concatenate concat stack vstack hstack dstack column_stack block
append insert delete split array_split hsplit vsplit dsplit unstack tile repeat pad flip fliplr flipud rot90 roll diag
diagflat diagonal tril triu vander meshgrid resize sort partition take take_along_axis compress extract copy astype
apply_along_axis apply_over_axes linspace logspace geomspace zeros_like ones_like empty_like full_like
"""
PRODUCTS = """
dot vdot inner outer matmul matvec vecmat vecdot tensordot einsum kron cross linalg.multi_dot linalg.matrix_power
linalg.trace linalg.det linalg.slogdet linalg.inv linalg.pinv linalg.solve linalg.lstsq linalg.tensorinv
linalg.tensorsolve linalg.cholesky linalg.qr linalg.svd linalg.svdvals linalg.eig linalg.eigh linalg.eigvals
linalg.eigvalsh linalg.norm linalg.matrix_norm linalg.vector_norm linalg.cond linalg.diagonal linalg.outer
linalg.cross linalg.matmul linalg.tensordot linalg.vecdot linalg.matrix_transpose
"""
FOURIER = """
fft.fft fft.ifft fft.rfft fft.irfft fft.hfft fft.ihfft fft.fft2 fft.ifft2 fft.rfft2 fft.irfft2 fft.fftn fft.ifftn
fft.rfftn fft.irfftn fft.fftshift fft.ifftshift
"""
CONSTANT = """
equal not_equal less less_equal greater greater_equal logical_and logical_or logical_not logical_xor isnan isinf
isfinite isclose allclose array_equal argmax argmin argsort argpartition searchsorted nonzero count_nonzero shape ndim
size result_type linalg.matrix_rank
"""
SPECIAL = """
expit logit erf erfc erfinv erfcinv gamma gammaln loggamma digamma psi polygamma multigammaln rgamma gammainc
gammaincc beta betaln betainc log_ndtr ndtr ndtri logsumexp softmax log_softmax xlogy xlog1py entr rel_entr kl_div i0
i1 iv ive i0e i1e j0 j1 jn y0 y1 yn sinc
"""
SCIPY_LINALG = """
expm logm sqrtm solve_triangular solve_banded solve_sylvester cho_factor cho_solve lu_factor lu_solve block_diag
toeplitz
"""
STATS = {
    **dict.fromkeys(["norm", "gamma", "beta", "t", "chi2"], "pdf logpdf cdf logcdf"),
    "poisson": "logpmf",
    "dirichlet": "logpdf",
    "multivariate_normal": "logpdf",
}
# NumPy looks at no Tensor in these, so they are called as ag.foo.
OWN = "array full ascontiguousarray logsumexp sliding_window_view"
METHODS = """
T mT real imag sum mean prod var std max min argmax argmin argsort all any cumsum cumprod clip round conj conjugate
reshape ravel flatten transpose swapaxes squeeze repeat take compress choose nonzero searchsorted argpartition sort
partition fill diagonal trace dot astype copy item tolist shape ndim size dtype
"""
DIFFERENTIATED = " ".join([ELEMENTWISE, REDUCTIONS, SHAPES, PRODUCTS, FOURIER]).split()


def found(root: object, dotted: str) -> object:
    """The attribute under a dotted name; None if this version of NumPy or SciPy has none."""
    for part in dotted.split("."):
        root = getattr(root, part, None)
    return root


@pytest.mark.parametrize("name", DIFFERENTIATED)
def test_promised_functions_are_differentiated(name: str) -> None:
    """Each is registered under NumPy's function, is not refused, and the library has it under the same name."""
    function = found(np, name)
    if function is None:
        pytest.skip("not in this NumPy")
    assert ag.supported(function).state == "differentiated"
    assert function not in REFUSED
    assert found(ag, name) is not None


@pytest.mark.parametrize("name", CONSTANT.split())
def test_constant_functions(name: str) -> None:
    """A function without a derivative is stated as such, and returns plain arrays."""
    assert isinstance(OPERATIONS[found(np, name)], Constant)


@pytest.mark.parametrize("name", OWN.split())
def test_functions_of_the_library_alone(name: str) -> None:
    """What NumPy does not tell us of, or does not have, is called on the library."""
    assert callable(getattr(ag, name))


@pytest.mark.parametrize("name", METHODS.split())
def test_methods(name: str) -> None:
    """Tensors have the methods of arrays."""
    assert hasattr(np.ndarray, name)
    assert hasattr(ag.Tensor, name)


@pytest.mark.parametrize("name", SPECIAL.split())
def test_special_functions(name: str) -> None:
    """Each is there as ag.scipy.special.foo; SciPy's ufuncs take Tensors themselves."""
    special = pytest.importorskip("scipy.special")
    assert callable(getattr(ag.scipy.special, name))
    theirs = getattr(special, name, None)
    if isinstance(theirs, np.ufunc):
        assert ag.supported(theirs).state == "differentiated"


@pytest.mark.parametrize("name", [*SCIPY_LINALG.split()])
def test_linear_algebra_of_scipy(name: str) -> None:
    """Each is there as ag.scipy.linalg.foo."""
    pytest.importorskip("scipy.linalg")
    assert callable(getattr(ag.scipy.linalg, name))


@pytest.mark.parametrize(("name", "methods"), STATS.items())
def test_distributions(name: str, methods: str) -> None:
    """Each has the methods that are promised."""
    pytest.importorskip("scipy.stats")
    distribution = getattr(ag.scipy.stats, name)
    assert [m for m in methods.split() if not callable(getattr(distribution, m, None))] == []


def test_the_rest_of_scipy() -> None:
    """Convolutions and a differential equation."""
    pytest.importorskip("scipy")
    assert callable(ag.scipy.signal.convolve)
    assert callable(ag.scipy.signal.fftconvolve)
    assert callable(ag.scipy.integrate.odeint)
