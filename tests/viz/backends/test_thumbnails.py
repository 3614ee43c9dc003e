"""Little pictures of arrays, pixel by pixel."""

import base64
import io

import numpy as np
import pytest

from autograd_lite.viz.backends.thumbnails import GAP, HEIGHT, WIDTH, enlarged, histogram, image_width, panel, thumbnail

BLUE, WHITE, ORANGE = [0, 114, 178], [255, 255, 255], [213, 94, 0]


def test_a_matrix_is_a_picture_of_itself() -> None:
    """Each element is a rectangle: blue at minus the scale, white at zero, orange at the scale; NaN is black."""
    pixels = panel(np.array([[-2.0, 0.0], [2.0, np.nan]]), 2.0)
    corners = pixels[0, 0], pixels[0, -1], pixels[-1, 0], pixels[-1, -1]
    assert [corner.tolist() for corner in corners] == [BLUE, WHITE, ORANGE, [0, 0, 0]]
    assert pixels.shape == (HEIGHT, WIDTH, 3)


def test_what_has_more_axes_is_counted() -> None:
    """Three axes become bars: of four numbers, three of the half scale stand three times as high as one at its end."""
    pixels = panel(np.array([[[0.5, 0.5], [0.5, -1.0]], [[np.inf, np.nan], [np.inf, np.nan]]]), 1.0)
    heights = (pixels != 255).any(axis=2).sum(axis=0)
    assert sorted(set(heights.tolist())) == [0, 11, 32]
    assert (heights[:2].tolist(), heights[36:38].tolist()) == ([11, 11], [32, 32])
    assert (pixels[-1, 0].tolist(), pixels[-1, 36].tolist()) == (BLUE, ORANGE)


def test_a_large_matrix_is_counted_too() -> None:
    """Far more elements than pixels would be noise; an axis of length one is no axis."""
    large = np.linspace(-1, 1, 200_000).reshape(400, 500)
    assert (panel(large, 1.0) == histogram(large, 1.0)).all()
    assert (panel(np.eye(3)[None, :, :, None], 1.0) == panel(np.eye(3), 1.0)).all()


def test_nothing_finite_is_an_empty_picture() -> None:
    """An array of NaN alone has no bars, and none of it is a fault."""
    assert (histogram(np.full((2, 2, 2), np.nan), 1.0) == 255).all()


def test_it_is_a_png() -> None:
    """Other programs read it: two panels and the gap between them."""
    image = pytest.importorskip("PIL.Image")
    uri = thumbnail([np.eye(2), -np.eye(2)], [1.0, 1.0])
    with image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))) as read:
        assert (read.size, image_width(uri)) == ((2 * WIDTH + GAP, HEIGHT), 2 * WIDTH + GAP)
        assert [read.getpixel(place) for place in [(0, 0), (WIDTH + GAP, 0)]] == [tuple(ORANGE), tuple(BLUE)]


def test_one_is_enlarged_without_smoothing() -> None:
    """Of a picture three times as large each pixel is a square of nine of one colour."""
    image = pytest.importorskip("PIL.Image")
    uri = thumbnail([np.array([[-1.0, 0.25], [1.0, np.nan]])], [1.0])
    with image.open(io.BytesIO(enlarged(uri, 3))) as large, image.open(io.BytesIO(enlarged(uri, 1))) as same:
        assert (large.size, same.size) == ((3 * WIDTH, 3 * HEIGHT), (WIDTH, HEIGHT))
        assert (np.asarray(large) == np.asarray(same).repeat(3, axis=0).repeat(3, axis=1)).all()
        assert enlarged(uri, 1) == base64.b64decode(uri.partition(",")[2])
