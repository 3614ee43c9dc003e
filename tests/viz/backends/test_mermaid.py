"""Mermaid's own parser reads what we write, where Node and Mermaid are at hand (``make check`` fetches Mermaid)."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from autograd_lite.viz import draw
from autograd_lite.viz.backends.content import lines
from autograd_lite.viz.backends.mermaid import to_mermaid
from autograd_lite.viz.description import Box, Description, Edge, Group, Row, short

PACKAGES = Path(os.environ.get("AUTOGRAD_LITE_NODE", Path(__file__).parents[3] / "build" / "node"))
PARSER = Path(__file__).with_name("mermaid_parser.mjs")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("node") is None, reason="no Node is installed"),
    pytest.mark.skipif(
        not (PACKAGES / "node_modules" / "mermaid").is_dir(),
        reason="no Mermaid: npm install --prefix build/node mermaid@11 jsdom@29 fetches it, as make check does",
    ),
]


def parsed(texts: list[str]) -> list[dict[str, object]]:
    """What the parser finds in each text, its codes for characters turned back into characters."""
    command = ["node", str(PARSER), str(PACKAGES)]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(re.sub("ﬂ°°(\\d+)¶ß", lambda found: json.dumps(chr(int(found[1])))[1:-1], done.stdout))


def compared(description: Description, found: dict[str, object]) -> None:
    """The parser found our boxes with their words, our arrows, our frames, and nothing that can be clicked."""
    names = {box.id: f"n{n}" for n, box in enumerate(description.boxes)}
    words = {names[box.id]: [line.whole for line in lines(box)] for box in description.boxes}
    assert {name: text.split("<br>") for name, text in found["vertices"].items()} == words
    forward = {(edge.source, edge.target) for edge in description.edges if edge.kind == "flow"}
    arrows = [
        [names[edge.target], names[edge.source], short(f"↑ {edge.label}".strip(), 60)]
        if (edge.target, edge.source) in forward and edge.kind == "gradient"
        else [names[edge.source], names[edge.target], short(edge.label, 60)]
        for edge in description.edges
    ]
    assert found["edges"] == arrows
    titles = [short(g.title, 60) + (f" × {g.times}" if g.times > 1 else "") for g in description.groups]
    assert sorted(found["groups"]) == sorted(titles)
    assert found["links"] == 0


def test_graphs(graphs: dict[str, Callable[[], object]]) -> None:
    """Boxes, words, arrows and frames of every graph and view come through."""
    drawn = [
        draw(make(), view=view).description for make in graphs.values() for view in ("forward", "backward", "both")
    ]
    for description, found in zip(drawn, parsed([to_mermaid(d) for d in drawn]), strict=True):
        compared(description, found)


def test_hostile_names(hostile: list[str]) -> None:
    """Names that are markup, commands, lists or words of Mermaid's own come through as the text that they are."""
    drawn = []
    for name in hostile:
        boxes = [Box("a", "operation", name, "g", rows=(Row("parameter", name),)), Box("b", "output", name)]
        drawn.append(Description(boxes, [Edge("a", "b", name)], [Group("g", name)], name, (name,)))
    for description, found in zip(drawn, parsed([to_mermaid(d) for d in drawn]), strict=True):
        compared(description, found)
