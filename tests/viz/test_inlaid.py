"""Little pictures of values in what Graphviz draws."""

import io
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.viz import draw


def test_little_pictures_of_values_in_all_that_graphviz_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PNG, PDF and SVG hold the same little pictures, sharp; files that Graphviz read are gone, unnamed."""
    pytest.importorskip("pygraphviz")
    image = pytest.importorskip("PIL.Image")
    files = tmp_path / "files"
    files.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(files))
    # values ±1 and gradients ±2 of x, and the ones of its square, are as blue and as orange as can be
    x = ag.Tensor(np.repeat([[1.0], [-1.0]], 8, axis=1), requires_grad=True, name="x")
    drawing = draw(np.sum(x * x), values=True)
    png, pdf, svg = (drawing.save(tmp_path / f"graph.{kind}").read_bytes() for kind in ("png", "pdf", "svg"))
    with image.open(io.BytesIO(png)) as read:
        pixels = np.asarray(read.convert("RGB")).reshape(-1, 3)
    blue, orange = ((pixels == colour).all(axis=1).sum() for colour in ([0, 114, 178], [213, 94, 0]))
    half = 64 * 43 / 2  # of a picture of 48 × 32 points at 96 dots an inch
    assert (blue, orange) == (pytest.approx(2 * half, rel=0.1), pytest.approx(4 * half, rel=0.1))
    assert pdf.count(b"/Subtype /Image") == 2
    assert pdf.count(b"/Width 600") == 2
    assert svg.count(b'style="image-rendering:pixelated" href="data:image/png;base64,') == svg.count(b"<image") == 2
    for content in (png, pdf, svg):
        assert os.fspath(files).encode() not in content
    assert not list(files.iterdir())
    assert "IMG" not in drawing.dot
    assert "#fe0" not in drawing.dot
    assert png == drawing.image("png")


def test_files_of_little_pictures_go_when_graphviz_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of Graphviz leaves no file behind."""
    pygraphviz = pytest.importorskip("pygraphviz")
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path))
    drawing = draw(np.sum(ag.Tensor(np.ones(12), requires_grad=True, name="x") ** 2), values=True)

    def fail(*_: object, **__: object) -> None:
        raise OSError(f"{len(list(tmp_path.glob('*/*.png')))} pictures were there")

    monkeypatch.setattr(pygraphviz.AGraph, "draw", fail)
    with pytest.raises(OSError, match=r"^[12] pictures were there"):
        drawing.image("pdf")
    assert not list(tmp_path.iterdir())
