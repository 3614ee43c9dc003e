"""Our own pictures, and those of Graphviz, as a browser shows them."""

import json
from collections.abc import Callable

import pytest

from autograd_lite.viz import draw

MEASURE = """
for (const picture of document.querySelectorAll("main > svg")) {
  for (const text of picture.querySelectorAll("g.node text, g.box text")) {
    const edges = [...text.closest("g.node, g.box").querySelectorAll("polygon, path, rect")].map((e) => e.getBBox());
    const left = Math.min(...edges.map((e) => e.x)), right = Math.max(...edges.map((e) => e.x + e.width));
    const box = text.getBBox(), [, before, after] = text.textContent.match(/^(\u00a0*).*?(\u00a0*)$/);
    const from = box.x + 2.5 * before.length, to = box.x + box.width - 2.5 * after.length;
    const over = Math.max(left - from, to - right);
    if (over > 0.5) say(picture.dataset.name + ": " + text.textContent + " by " + over.toFixed(1));
  }
}
say("texts " + (document.querySelectorAll("main text").length > 500));
"""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["own", "pygraphviz"])
def test_no_text_is_wider_than_its_box(
    browser: Callable[..., list[str]], graphs: dict[str, Callable[[], object]], engine: str
) -> None:
    """In every picture of every graph each text, as the browser sets it, lies between the borders of its box."""
    if engine == "pygraphviz":
        pytest.importorskip("pygraphviz")
    pictures = []
    for name, make in graphs.items():
        for options in ({}, {"view": "both", "fold": False}, {"values": True, "direction": "LR"}):
            svg = draw(make(), engine=engine, title=name, **options).svg
            pictures.append(svg[svg.index("<svg") :].replace("<svg", f"<svg data-name={json.dumps(name)}", 1))
    page = f"<html><head></head><body><main>{''.join(pictures)}</main></body></html>"
    assert browser(page, MEASURE) == ["texts true"]
