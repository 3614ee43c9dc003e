"""Linear algebra under SciPy's names: ``ag.scipy.linalg.expm`` is what ``scipy.linalg.expm`` does with Tensors."""

from autograd_lite.scipy.assembly import block_diag as block_diag, toeplitz as toeplitz
from autograd_lite.scipy.matrix_functions import expm as expm, logm as logm, sqrtm as sqrtm
from autograd_lite.scipy.systems import (
    cho_factor as cho_factor,
    cho_solve as cho_solve,
    lu_factor as lu_factor,
    lu_solve as lu_solve,
    solve_banded as solve_banded,
    solve_sylvester as solve_sylvester,
    solve_triangular as solve_triangular,
)
