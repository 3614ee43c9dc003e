"""One HTML page that works from disk: zoom, search, modules that open and close; nothing is fetched.

The pictures are laid out here, one for each state of the modules that is cheap; the script only chooses among them.
"""

import json
from collections.abc import Iterable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from autograd_lite.viz.closing import closed, depths
from autograd_lite.viz.description import Description, Group, short
from autograd_lite.viz.engines import OWN_LIMIT
from autograd_lite.viz.palette import THEMES, theme
from autograd_lite.viz.placing import keys_of
from autograd_lite.viz.spine import mark_spine
from autograd_lite.viz.svg import to_svg

_BUDGET = 350_000  # characters of pictures


def to_html(description: Description, whole: Description | None = None, look: str = "light") -> str:
    """Return the page.

    Parameters
    ----------
    description : what is shown first
    whole : the same with every module open; by default `description`
    look : the theme; "light" turns dark where the reader's system is
    """
    states: list[dict[str, Any]] = []
    size = 0
    for shown in _states(description, description if whole is None else whole):
        if len(shown.boxes_in_order()) < len(shown.boxes):
            continue  # a hand-made frame around boxes between which others lie cannot be closed
        state = _state(mark_spine(shown), look)
        if states and size + len(state["svg"]) > _BUDGET:
            continue
        if not any(state["open"] == other["open"] and state["shut"] == other["shut"] for other in states):
            states.append(state)
            size += len(state["svg"])
    title = short(description.title or "computation graph", 100)
    data = {"states": states, "dark": _darker() if look == "light" else {}}
    return _TEMPLATE.format(
        title=escape(title),
        page=theme(look).page,
        text=theme(look).text,
        faint=theme(look).faint,
        dark_page=THEMES["dark"].page if look == "light" else theme(look).page,
        dark_text=THEMES["dark"].text if look == "light" else theme(look).text,
        data=embedded(data),
        script=Path(__file__).with_name("page.js").read_text(encoding="utf-8"),
    )


def embedded(data: Any) -> str:
    """Return JSON that can stand inside of a script element: nothing in it ends the element or begins a comment."""
    text = json.dumps(data, sort_keys=True)
    return text.replace("</", "<\\/").replace("<!", "\\u003c!").replace("<s", "\\u003cs").replace("<S", "\\u003cS")


def _states(description: Description, whole: Description) -> Iterable[Description]:
    """Yield the picture as it is; then each depth; then the picture with one more module closed or opened."""
    yield description
    deep = depths(whole.groups)
    for level in sorted(set(deep.values()), reverse=True):
        yield closed(whole, partial(_deeper, level))
    opened = {group.id for group in description.groups}
    for group in whole.groups:
        if group.id in opened:
            yield closed(description, partial(_among, {group.id}))
        elif not group.parent or group.parent in opened:
            yield closed(whole, partial(_among, {g.id for g in whole.groups} - opened - {group.id}))


def _deeper(level: int, _: Group, depth: int) -> bool:
    return depth > level


def _among(paths: set[str], group: Group, _: int) -> bool:
    return group.id in paths


def _state(description: Description, look: str) -> dict[str, Any]:
    if len(description.boxes) > OWN_LIMIT:
        return {"open": [], "shut": [], "svg": "", "paths": {}}
    keys = keys_of(description)
    opened = {key: path for path, key in keys.groups.items() if path}
    shut = {keys.boxes[box.id]: box.id for box in description.boxes if box.role == "module"}
    return {
        "open": sorted(opened.values()),
        "shut": sorted(shut.values()),
        "paths": {**opened, **shut},
        "svg": to_svg(description, look),
    }


def _darker() -> dict[str, str]:
    """Return for each colour of the light theme the one of the dark."""
    light, dark = THEMES["light"], THEMES["dark"]
    pairs = {}
    for name in ("edge", "gradient", "faint", "group", "group_border", "text", "page"):
        pairs[getattr(light, name)] = getattr(dark, name)
    for role, style in light.roles.items():
        other = dark.roles[role]
        pairs.update({style.fill: other.fill, style.border: other.border})
    pairs[light.page] = dark.page
    return pairs


_TEMPLATE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>{title}</title>
<style>
:root {{ --page: {page}; --text: {text}; --faint: {faint}; }}
@media (prefers-color-scheme: dark) {{ :root {{ --page: {dark_page}; --text: {dark_text}; }} }}
html, body {{ margin: 0; height: 100%; background: var(--page); color: var(--text);
  font: 14px Helvetica, Arial, sans-serif; }}
body {{ display: flex; flex-direction: column; }}
header {{ display: flex; gap: .6em; align-items: center; padding: .4em .8em; border-bottom: 1px solid var(--faint);
  flex-wrap: wrap; }}
header button, header input {{ font: inherit; color: inherit; background: transparent; border: 1px solid var(--faint);
  border-radius: 4px; padding: .2em .6em; }}
header input {{ width: 15em; }}
#stage {{ flex: 1; overflow: hidden; cursor: grab; touch-action: none; }}
#stage svg {{ transform-origin: 0 0; display: block; }}
#note {{ padding: .4em .8em; min-height: 1.3em; border-top: 1px solid var(--faint); }}
.box, .group {{ cursor: pointer; }}
.found > rect:first-of-type {{ stroke: #D55E00; stroke-width: 4; }}
.near path {{ stroke-width: 3; }}
.dim .box:not(.found) {{ opacity: .35; }}
</style>
</head>
<body>
<header>
<input id="search" type="search" placeholder="search: operation, module, shape" aria-label="search">
<span id="count" role="status"></span>
<button id="in" title="zoom in (+)">+</button><button id="out" title="zoom out (-)">−</button>
<button id="fit" title="whole picture (0)">fit</button>
<button id="all" title="open all modules">open all</button>
<button id="none" title="close all modules">close all</button>
</header>
<div id="stage" tabindex="0"></div>
<div id="note" role="status">Click a module to open or close it; drag to move; wheel to zoom; / to search.</div>
<script type="application/json" id="data">{data}</script>
<script>
{script}</script>
</body>
</html>
"""
