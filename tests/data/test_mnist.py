"""MNIST and Fashion-MNIST from IDX files."""

import gzip
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd_lite.data import load_fashion_mnist, load_mnist
from autograd_lite.data.mnist import FASHION_MNIST, FASHION_NAMES, MNIST
from autograd_lite.errors import DataError


def written(folder: Path, images: Any, labels: Any) -> Path:
    """A folder with the same images and labels to train on and to test with."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("train", "t10k"):
        for name, array in ((f"{part}-images-idx3-ubyte.gz", images), (f"{part}-labels-idx1-ubyte.gz", labels)):
            header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
            (folder / name).write_bytes(gzip.compress(header + array.tobytes()))
    return folder


IMAGES, LABELS = np.arange(24, dtype="u1").reshape(2, 3, 4), np.array([9, 0], dtype="u1")


@pytest.mark.parametrize(("load", "name"), [(load_mnist, "mnist"), (load_fashion_mnist, "fashion-mnist")])
def test_from_a_folder(tmp_path: Path, load: Any, name: str, monkeypatch: Any) -> None:
    """Four arrays come from the directory given, or from the folder in the environment's."""
    written(tmp_path / name, IMAGES, LABELS)
    monkeypatch.setenv("AUTOGRAD_LITE_DATA", str(tmp_path))
    for found in (load(tmp_path / name), load(str(tmp_path / name)), load()):
        assert np.array_equal(found.train_images, IMAGES)
        assert np.array_equal(found.test_labels, LABELS)


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (IMAGES, LABELS[:1], r"uint8 \(2, 3, 4\) and uint8 \(1,\). Wanted bytes"),
        (IMAGES[0], LABELS, r"uint8 \(3, 4\)"),
        (IMAGES, np.array([3, 10], dtype="u1"), "labels hold 10, first at 1. Wanted 0 to 9"),
    ],
)
def test_files_that_do_not_fit(tmp_path: Path, images: Any, labels: Any, message: str) -> None:
    """Files of another shape, and labels out of range, are named."""
    with pytest.raises(DataError, match=message):
        load_mnist(written(tmp_path, images, labels))


def test_sources() -> None:
    """Each set has four files, each with https first, and ten names of classes."""
    for sources in (MNIST, FASHION_MNIST):
        assert len(sources) == 4
        assert all(len(source.md5) == 32 and source.urls[0].startswith("https://") for source in sources)
    assert len(FASHION_NAMES) == 10


@pytest.mark.skipif(not (Path(os.environ.get("AUTOGRAD_LITE_DATA", "")) / "mnist").is_dir(), reason="no MNIST here")
def test_the_real_files() -> None:
    """60 000 and 10 000 images; the first is the well-known 5, and labels occur as often as published."""
    found = load_mnist()
    assert found.train_images.shape == (60000, 28, 28)
    assert found.test_images.shape == (10000, 28, 28)
    assert found.train_labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert np.bincount(found.train_labels).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
