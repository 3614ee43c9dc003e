"""Linear algebra under NumPy's names: ``ag.linalg.det`` is what ``np.linalg.det`` does with Tensors."""

from numpy.linalg import LinAlgError as LinAlgError

from autograd_lite.ops.decompositions import (
    cond as cond,
    eigvals as eigvals,
    eigvalsh as eigvalsh,
    lstsq as lstsq,
    matrix_norm as matrix_norm,
    matrix_rank as matrix_rank,
    norm as norm,
    pinv as pinv,
    qr as qr,
    svd as svd,
    svdvals as svdvals,
)
from autograd_lite.ops.factors import cholesky as cholesky
from autograd_lite.ops.matrices import (
    linalg_cross as cross,
    linalg_diagonal as diagonal,
    linalg_matrix_transpose as matrix_transpose,
    linalg_outer as outer,
    linalg_trace as trace,
    linalg_vecdot as vecdot,
    matrix_power as matrix_power,
    multi_dot as multi_dot,
    tensorinv as tensorinv,
    tensorsolve as tensorsolve,
)
from autograd_lite.ops.norms import vector_norm as vector_norm
from autograd_lite.ops.products import matmul as matmul, tensordot as tensordot
from autograd_lite.ops.solving import det as det, inv as inv, slogdet as slogdet, solve as solve
from autograd_lite.ops.spectra import eig as eig, eigh as eigh

__all__ = [
    "LinAlgError",
    "cholesky",
    "cond",
    "cross",
    "det",
    "diagonal",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "inv",
    "lstsq",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "matrix_transpose",
    "multi_dot",
    "norm",
    "outer",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "tensordot",
    "tensorinv",
    "tensorsolve",
    "trace",
    "vecdot",
    "vector_norm",
]
