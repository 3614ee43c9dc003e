"""The frame of every page that we write: one file that works from disk, fetches nothing, and turns dark if asked."""

import json
from html import escape
from pathlib import Path
from typing import Any

from autograd_lite.viz.palette import THEMES, theme

HERE = Path(__file__).parent


def webpage(name: str, title: str, look: str, data: dict[str, Any], library: str = "") -> str:
    """Return a page: the body, style and script of the files ``name.html``, ``name.css`` and ``name.js``, and its data.

    Parameters
    ----------
    name : of the three files
    title : of the page
    look : the theme; "light" turns dark where the reader's system is
    data : what the script reads; colours for the dark join it
    library : a compressed script in base64, which the page's own script may unpack and run
    """
    colours, dark = theme(look), THEMES["dark"] if look == "light" else theme(look)
    more = " 'wasm-unsafe-eval'" if library else ""
    packed = f'<script type="text/plain" id="library">{library}</script>\n' if library else ""
    data = {**data, "dark": _darker() if look == "light" else {}}
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'{more}; img-src data:">
<title>{escape(title)}</title>
<style>
:root {{ --page: {colours.page}; --text: {colours.text}; --faint: {colours.faint}; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --page: {dark.page}; --text: {dark.text}; --faint: {dark.faint}; }}
}}
{_part("webpage.css")}{_part(f"{name}.css")}</style>
</head>
<body>
{_part(f"{name}.html")}<script type="application/json" id="data">{embedded(data)}</script>
{packed}<script>
{_part("webpage.js")}{_part(f"{name}.js")}</script>
</body>
</html>
"""


def _part(file: str) -> str:
    return (HERE / file).read_text(encoding="utf-8")


def embedded(data: Any) -> str:
    """Return JSON that can stand inside of a script element: nothing in it ends the element or begins a comment."""
    text = json.dumps(data, sort_keys=True)
    return text.replace("</", "<\\/").replace("<!", "\\u003c!").replace("<s", "\\u003cs").replace("<S", "\\u003cS")


def _darker() -> dict[str, str]:
    """Return for each colour of the light theme the one of the dark."""
    light, dark = THEMES["light"], THEMES["dark"]
    pairs = {}
    for name in ("edge", "gradient", "warning", "alarm", "faint", "group", "group_border", "text", "page"):
        pairs[getattr(light, name)] = getattr(dark, name)
    for role, style in light.roles.items():
        other = dark.roles[role]
        pairs.update({style.fill: other.fill, style.border: other.border})
    pairs.update({colour: dark.marks[kind] for kind, colour in light.marks.items()})
    pairs[light.page] = dark.page
    return pairs
