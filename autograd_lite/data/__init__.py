"""Data sets and the batches that are drawn from them."""

from autograd_lite.data.digits import load_digits as load_digits

__all__ = ["load_digits"]
