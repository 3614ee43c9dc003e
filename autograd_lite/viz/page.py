"""The interactive page (placeholder until the page with zoom and search stands)."""

from html import escape

from autograd_lite.viz.description import Description
from autograd_lite.viz.svg import to_svg


def to_html(description: Description, look: str = "light") -> str:
    """Return one self-contained HTML page."""
    title = escape(description.title or "computation graph")
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    return f"{head}<body>{to_svg(description, look)}</body></html>"
