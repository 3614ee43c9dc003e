"""Linear algebra under NumPy's names: ``ag.linalg.det`` is what ``np.linalg.det`` does with Tensors."""

from autograd_lite.ops.norms import vector_norm as vector_norm
from autograd_lite.ops.products import matmul as matmul
from autograd_lite.ops.solving import det as det, inv as inv, slogdet as slogdet, solve as solve
