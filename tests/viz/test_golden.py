"""Pictures of which every byte is known: what changes in them is seen in the change's own diff.

After a change that is meant, ``AUTOGRAD_LITE_GOLDEN=write`` in the environment of this test writes the files anew; then
look at each.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from autograd_lite.viz import draw

FOLDER = Path(__file__).with_name("golden")
OPTIONS = {"purchase": {"view": "both"}, "called_twice": {}, "recurrent": {}, "normalised": {"view": "backward"}}


@pytest.mark.parametrize("suffix", ["dot", "mmd", "tikz", "json", "svg", "txt"])
@pytest.mark.parametrize("name", OPTIONS)
def test_every_byte(name: str, suffix: str, graphs: dict[str, Callable[[], object]], tmp_path: Path) -> None:
    """The file that is written is the one that is kept; by our own layout, in which no other program plays a part."""
    kept = FOLDER / f"{name}.{suffix}"
    writing = os.environ.get("AUTOGRAD_LITE_GOLDEN") == "write"
    drawing = draw(graphs[name](), engine="own", title=name, **OPTIONS[name])
    written = drawing.save(kept if writing else tmp_path / kept.name)
    assert written.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")
