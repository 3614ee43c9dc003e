"""MNIST and Fashion-MNIST: 70 000 images of digits, and as many of clothes."""

from pathlib import Path
from typing import Any, NamedTuple

from autograd_lite.data.files import Source, locate
from autograd_lite.data.idx import read_idx
from autograd_lite.errors import DataError

_MNIST = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/")
_FASHION = (
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
)


def _sources(mirrors: tuple[str, ...], *files: tuple[str, int, str]) -> tuple[Source, ...]:
    return tuple(Source(name, size, md5, tuple(mirror + name for mirror in mirrors)) for name, size, md5 in files)


MNIST = _sources(
    _MNIST,
    ("train-images-idx3-ubyte.gz", 9912422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
    ("train-labels-idx1-ubyte.gz", 28881, "d53e105ee54ea40749a09fcbcd1e9432"),
    ("t10k-images-idx3-ubyte.gz", 1648877, "9fb629c4189551a2d022fa330f9573f3"),
    ("t10k-labels-idx1-ubyte.gz", 4542, "ec29112dd5afa0611ce80d1b7f02629c"),
)
FASHION_MNIST = _sources(
    _FASHION,
    ("train-images-idx3-ubyte.gz", 26421880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
    ("train-labels-idx1-ubyte.gz", 29515, "25c81989df183df01b3e8a0aad5dffbe"),
    ("t10k-images-idx3-ubyte.gz", 4422102, "bef4ecab320f06d8554ea6380940ec79"),
    ("t10k-labels-idx1-ubyte.gz", 5148, "bb300cfdad3c16e7a12a480ee83cd310"),
)
FASHION_NAMES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)


class Images(NamedTuple):
    """Images and labels to train on, and to test with; arrays of uint8."""

    train_images: Any
    train_labels: Any
    test_images: Any
    test_labels: Any


def load_mnist(directory: str | Path | None = None) -> Images:
    """Handwritten digits: 60 000 images to train on, 10 000 to test with.

    Parameters
    ----------
    directory : folder with the four files (``train-images-idx3-ubyte.gz``, …), gzipped or not. By default the folder
        ``mnist`` in the one that the environment variable ``AUTOGRAD_LITE_DATA`` names; without it the files are
        downloaded once, verified, and kept in ``~/.cache/autograd_lite``

    Returns
    -------
    train_images, train_labels, test_images, test_labels : ndarrays of uint8
        Images of shape (count, 28, 28), 0 for paper to 255 for ink; labels of shape (count,), 0 to 9.

    Raises
    ------
    DataError
        If a file is missing or damaged, or cannot be downloaded.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, 1998.
    """
    return _load("mnist", MNIST, directory)


def load_fashion_mnist(directory: str | Path | None = None) -> Images:
    """Images of clothes, in the form of MNIST; parameters and results as those of :func:`load_mnist`.

    The folder is ``fashion-mnist``; ``autograd_lite.data.mnist.FASHION_NAMES`` says what the labels mean.

    References
    ----------
    H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a novel image dataset, arXiv:1708.07747.
    """
    return _load("fashion-mnist", FASHION_MNIST, directory)


def _load(folder: str, sources: tuple[Source, ...], directory: str | Path | None) -> Images:
    paths = locate(folder, sources, directory)
    found = Images(*[read_idx(paths[source.name]) for source in sources])
    for what, images, labels in (("train", *found[:2]), ("t10k", *found[2:])):
        if (
            images.ndim != 3
            or labels.ndim != 1
            or len(images) != len(labels)
            or not (images.dtype == labels.dtype == "u1")
        ):
            raise DataError(
                f"The {what} files hold {images.dtype} {images.shape} and {labels.dtype} {labels.shape}. Wanted bytes: "
                "images (count, rows, columns) and as many labels."
            )
        if labels.size and labels.max() > 9:
            raise DataError(f"The {what} labels hold {labels.max()}, first at {labels.argmax()}. Wanted 0 to 9.")
    return found
