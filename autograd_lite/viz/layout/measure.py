"""How much room text takes, without a font at hand: Helvetica's widths, with a margin for wider ones."""

import unicodedata

# Widths of the characters 32 to 126 in thousandths of the type size, from Adobe's published metrics.
_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 "
    "611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 "
    "556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584 "
)
_WIDTHS = dict(zip(map(chr, range(32, 127)), map(int, _ASCII.split()), strict=True))
_MARGIN = 1.15  # DejaVu Sans, which stands in for Helvetica on many machines, is that much wider
_BOLD = 1.13


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of `text` in points, a little too wide rather than too narrow."""
    total = 0
    for character in text:
        if (width := _WIDTHS.get(character)) is not None:
            total += width
        elif not unicodedata.combining(character):
            total += 1060 if unicodedata.east_asian_width(character) in "WF" else 720
    return total / 1000 * size * _MARGIN * (_BOLD if bold else 1.0)
