"""Colours by role, as data. Every role has a second cue, a shape or a border, so nothing is told by hue alone.

Okabe and Ito's colour-blind-safe set, pale as fill and strong as border; a test computes the contrasts.
"""

from dataclasses import dataclass
from typing import NamedTuple

from autograd_lite.errors import AutogradError


class ThemeError(AutogradError, ValueError):
    """A theme that does not exist."""


@dataclass(frozen=True, slots=True)
class Style:
    """How boxes of one role look; ``shape`` and ``line`` are the second cue."""

    fill: str
    border: str
    text: str
    shape: str = "box"  # "box", "round" (rounded ends), "double" (two borders)
    line: str = "solid"  # "solid", "dashed"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a whole picture."""

    name: str
    page: str
    text: str
    faint: str
    edge: str
    gradient: str
    warning: str
    alarm: str  # words of warnings and of gradients: deeper than their lines, since words want more contrast
    group: str
    group_border: str
    roles: dict[str, Style]
    marks: dict[str, str]  # borders of boxes that were added, removed, changed; the word stands in the box too


def _roles(text: str, last: str, *pairs: tuple[str, str]) -> dict[str, Style]:
    inputs, parameter, operation, output, constant, gradient, module = pairs
    return {
        "input": Style(*inputs, text, shape="round"),
        "parameter": Style(*parameter, text, mark="◆ "),
        "operation": Style(*operation, text),
        "output": Style(*output, last, shape="double"),
        "constant": Style(*constant, text, line="dashed"),
        "detached": Style(*gradient, text, line="dashed", mark="⊘ "),  # it is about the gradient that ends there
        "gradient": Style(*gradient, text, shape="round", line="dashed"),
        "module": Style(*module, text, mark="▸ "),
    }


THEMES = {
    "light": Theme(
        "light", "#FFFFFF", "#16181D", "#5A6069", "#4A4F55", "#D55E00", "#D55E00", "#9C4200", "#F3F6FA", "#7A8AA0",
        _roles(
            "#16181D", "#FFFFFF",
            ("#CFE8F7", "#0072B2"), ("#FFE2B0", "#B35F00"), ("#EEF0F2", "#4A4F55"), ("#5C1A3A", "#5C1A3A"),
            ("#FFFFFF", "#767B82"), ("#FFF1E6", "#D55E00"), ("#E3E9F1", "#4A4F55"),
        ),
        {"added": "#0072B2", "removed": "#D55E00", "changed": "#8A6D00"},
    ),
    "dark": Theme(
        "dark", "#16181D", "#EDEFF2", "#A7AEB8", "#9AA4B2", "#FF8A3D", "#FF8A3D", "#FFA366", "#20252D", "#6F8098",
        _roles(
            "#EDEFF2", "#16181D",
            ("#12384F", "#56B4E9"), ("#4A3205", "#E69F00"), ("#2B2F36", "#9AA4B2"), ("#F2B8D2", "#F2B8D2"),
            ("#1B1E24", "#7D8794"), ("#3A2414", "#FF8A3D"), ("#323944", "#9AA4B2"),
        ),
        {"added": "#56B4E9", "removed": "#FF8A3D", "changed": "#F0E442"},
    ),
    "print": Theme(
        "print", "#FFFFFF", "#000000", "#444444", "#333333", "#555555", "#000000", "#000000", "#FFFFFF", "#777777",
        _roles(
            "#000000", "#FFFFFF",
            ("#E8E8E8", "#333333"), ("#F4F4F4", "#333333"), ("#FFFFFF", "#333333"), ("#222222", "#000000"),
            ("#FFFFFF", "#777777"), ("#FFFFFF", "#555555"), ("#F0F0F0", "#333333"),
        ),
        {"added": "#000000", "removed": "#000000", "changed": "#000000"},
    ),
}  # fmt: skip

FADED = 0.7  # opacity of boxes that a picture is not about; less, and their words could not be read
LEGEND = {
    "input": "input",
    "parameter": "parameter",
    "operation": "operation",
    "module": "closed module",
    "constant": "constant",
    "detached": "detached",
    "output": "result",
    "gradient": "gradient",
}


def theme(name: str) -> Theme:
    """Return a theme by its name."""
    try:
        return THEMES[name]
    except KeyError:
        raise ThemeError(f"Got theme={name!r}. There are {', '.join(THEMES)}.") from None


_CIVIDIS = [(0, 34, 78), (53, 69, 108), (102, 105, 112), (148, 142, 119), (201, 183, 99), (254, 232, 56)]
_HOT_WHITE = "#FEFEFE"  # not the white of pages, which a page turns dark where its reader's system is
_INK_TURNS = 0.467  # the amount from which black is easier to read than white


def heat_colour(amount: float) -> str:
    """Return a colour of the scale cividis, which every kind of sight reads as rising from dark to bright."""
    place = min(max(amount, 0.0), 1.0) * (len(_CIVIDIS) - 1)
    low = min(int(place), len(_CIVIDIS) - 2)
    mixed = [round(a + (b - a) * (place - low)) for a, b in zip(_CIVIDIS[low], _CIVIDIS[low + 1], strict=True)]
    return "#{:02X}{:02X}{:02X}".format(*mixed)


class Paint(NamedTuple):
    """What a box is filled with, and the colours of its words and of a warning among them."""

    fill: str
    ink: str
    alarm: str


def paint(look: Theme, role: str, heat: float | None) -> Paint:
    """Return the colours of a box: its role's, or those of its amount, on which words are black or white."""
    if heat is not None:
        ink = "#000000" if heat >= _INK_TURNS else _HOT_WHITE
        return Paint(heat_colour(heat), ink, ink)
    style = look.roles[role]
    return Paint(style.fill, style.text, style.text if style.shape == "double" else look.alarm)
