"""Pictures of which every byte is known: what changes in them is seen in the change's own diff.

After a change that is meant, ``AUTOGRAD_LITE_GOLDEN=write`` in the environment of this test writes the files anew; then
look at each.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from autograd_lite.viz import Drawing, diff, draw

Graphs = dict[str, Callable[[], object]]

FOLDER = Path(__file__).with_name("golden")
OPTIONS: dict[str, dict[str, object]] = {
    "purchase": {"view": "both"},
    "called_twice": {},
    "recurrent": {},
    "normalised": {"view": "backward"},
    "affine": {"view": "both", "values": True, "parameters": "nodes"},
    "softmax_loss": {"heat": "bytes", "theme": "dark"},
    "lstm": {"direction": "LR"},
    "convolutional": {"theme": "print"},
    "transformer": {"depth": 1},
    "curvature": {"names": {}},
    "written": {"fold": False},
    "waves": {"view": "backward"},
    "distilled": {"view": "both"},
    "hostile_names": {"limit": 10},
}


def pictured(name: str, graphs: Graphs) -> Drawing:
    """One of the pictures; by our own layout, in which no other program plays a part."""
    if name == "difference":
        return diff(graphs["affine"](), graphs["tied"](), engine="own")
    return draw(graphs[name](), engine="own", title=name, **OPTIONS[name])


@pytest.mark.parametrize("name", [*OPTIONS, "difference"])
def test_every_byte(name: str, graphs: Graphs, tmp_path: Path) -> None:
    """DOT, Mermaid, TikZ, JSON, SVG and outline are those that are kept."""
    drawing = pictured(name, graphs)
    writing = os.environ.get("AUTOGRAD_LITE_GOLDEN") == "write"
    for suffix in ("dot", "mmd", "tikz", "json", "svg", "txt"):
        kept = FOLDER / f"{name}.{suffix}"
        written = drawing.save(kept if writing else tmp_path / kept.name)
        assert written.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), kept.name
