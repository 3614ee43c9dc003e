"""Data sets and the batches that are drawn from them."""

from autograd_lite.data.dataset import (
    Dataset as Dataset,
    Subset as Subset,
    TensorDataset as TensorDataset,
    random_split as random_split,
)
from autograd_lite.data.digits import load_digits as load_digits
from autograd_lite.data.idx import read_idx as read_idx
from autograd_lite.data.loader import DataLoader as DataLoader
from autograd_lite.data.mnist import (
    Images as Images,
    load_fashion_mnist as load_fashion_mnist,
    load_mnist as load_mnist,
)
from autograd_lite.data.spiral import load_spiral as load_spiral
from autograd_lite.data.text import Characters as Characters, load_shakespeare as load_shakespeare, windows as windows

__all__ = [
    "Characters",
    "DataLoader",
    "Dataset",
    "Images",
    "Subset",
    "TensorDataset",
    "load_digits",
    "load_fashion_mnist",
    "load_mnist",
    "load_shakespeare",
    "load_spiral",
    "random_split",
    "read_idx",
    "windows",
]
