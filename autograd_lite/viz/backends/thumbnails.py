"""Little pictures of arrays, 48 × 32 points, blue below zero, orange above: a matrix as colours, all else as bars."""

import base64
import struct
import zlib
from typing import Any

import numpy as np

WIDTH, HEIGHT, GAP = 48, 32, 4
_BARS = 24
_SECOND = 33  # where the second part of a PNG begins
_BELOW, _ABOVE = np.array([0, 114, 178]), np.array([213, 94, 0])


def thumbnail(arrays: list[Any], scales: list[float]) -> str:
    """Return the arrays side by side as a PNG in a data URI, each on its scale."""
    panels = [panel(array, scale) for array, scale in zip(arrays, scales, strict=True)]
    gap = np.full((HEIGHT, GAP, 3), 255, np.uint8)
    gap[:, 1:-1] = 160
    joined = panels[0]
    for each in panels[1:]:
        joined = np.concatenate([joined, gap, each], axis=1)
    return "data:image/png;base64," + base64.b64encode(png(joined)).decode()


def image_width(uri: str) -> int:
    """Return the width of a picture that :func:`thumbnail` made, from the head of its PNG."""
    head = base64.b64decode(uri.partition(",")[2][:32])
    return int(struct.unpack(">I", head[16:20])[0])


def enlarged(uri: str, times: int) -> bytes:
    """Return a picture that :func:`thumbnail` made as a PNG file in which each pixel is `times` as wide and high.

    What draws a bitmap or a page smooths a picture that it enlarges; of elements there must be edges.
    """
    pixels = _pixels(base64.b64decode(uri.partition(",")[2]))
    return png(pixels.repeat(times, axis=0).repeat(times, axis=1))


def _pixels(file: bytes) -> Any:
    """Return the pixels of a PNG that :func:`png` wrote: three parts, of which the second holds rows as they are."""
    length = struct.unpack_from(">I", file, _SECOND)[0]
    lines = zlib.decompress(file[_SECOND + 8 : _SECOND + 8 + length])
    return np.frombuffer(lines, np.uint8).reshape(HEIGHT, -1)[:, 1:].reshape(HEIGHT, -1, 3)


def panel(array: Any, scale: float) -> Any:
    """Return one array as pixels.

    A matrix has its rows down, nearest elements where it is larger. What has more axes or far more elements than there
    are pixels would look like noise: it becomes a histogram.
    """
    values = np.squeeze(np.real(np.asarray(array)).astype(float))
    if values.ndim > 2 or values.size > 16 * WIDTH * HEIGHT:
        return histogram(values, scale or 1.0)
    values = values.reshape(-1, values.shape[-1] if values.ndim else 1)
    rows = np.arange(HEIGHT) * values.shape[0] // HEIGHT
    columns = np.arange(WIDTH) * values.shape[1] // WIDTH
    part = values[np.ix_(rows, columns)]
    amount = np.clip(np.nan_to_num(np.abs(part) / (scale or 1.0), nan=1.0, posinf=1.0), 0, 1)[..., None]
    colour = np.where(part[..., None] < 0, _BELOW, _ABOVE)
    pixels = 255 + (colour - 255) * amount
    pixels = np.where(np.isfinite(part)[..., None], pixels, 0)
    return np.round(pixels).astype(np.uint8)


def histogram(values: Any, scale: float) -> Any:
    """Return as pixels how often numbers from −scale to scale occur; those beyond lie at the ends."""
    finite = values[np.isfinite(values)]
    places = np.clip((finite / scale + 1) / 2 * _BARS, 0, _BARS - 1).astype(int)
    counts = np.bincount(places, minlength=_BARS)
    heights = np.ceil(counts / max(counts.max(), 1) * HEIGHT).repeat(WIDTH // _BARS)
    colours = np.where(np.arange(WIDTH)[:, None] < WIDTH // 2, _BELOW, _ABOVE)
    filled = np.arange(HEIGHT, 0, -1)[:, None] <= heights
    return np.where(filled[..., None], colours, 255).astype(np.uint8)


def png(pixels: Any) -> bytes:
    """Return pixels ``(height, width, 3)`` as a PNG file."""
    height, width, _ = pixels.shape
    lines = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
