import numpy as np

from autograd_lite import Tensor
from autograd_lite.undifferentiated import Constant


def test_plain_results() -> None:
    """Tensors in, plain values out, tracked or not; lists of Tensors too."""

    def steps(x):  # type: ignore[no-untyped-def]
        """How many."""
        return np.ceil(np.array(x))

    counted = Constant(steps)
    found = counted(Tensor([1.5], requires_grad=True))
    assert (type(found), found.tolist()) == (np.ndarray, [2.0])
    assert counted([Tensor(0.5, requires_grad=True), 1.5]).tolist() == [1.0, 2.0]
    assert (repr(counted), counted.__doc__) == ("<Constant steps>", "How many.")
