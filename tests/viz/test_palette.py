"""Colours that everyone can tell apart, measured."""

import itertools
import re

import numpy as np
import pytest

from autograd_lite.viz import draw
from autograd_lite.viz.palette import FADED, THEMES, ThemeError, heat_colour, paint, theme

# What people with each kind of sight see, in linear RGB: Machado, Oliveira and Fernandes 2009, full severity.
SIGHT = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip


def linear(colour: str) -> np.ndarray:
    """Linear RGB of a colour such as #0072B2."""
    values = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast as WCAG 2 defines it."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    light, dark = sorted((float(linear(c) @ weights) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, sight: str) -> np.ndarray:
    """CIE L*a*b* of a colour as it is seen."""
    rgb = np.clip(SIGHT[sight] @ linear(colour), 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    scaled = to_xyz @ rgb / np.array([0.95047, 1.0, 1.08883])
    f = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def faded(colour: str, page: str) -> str:
    """A colour as it is seen through the opacity of what a picture is not about."""
    pairs = [(int(colour[k : k + 2], 16), int(page[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(FADED * over + (1 - FADED) * under):02X}" for over, under in pairs)


@pytest.mark.parametrize("name", THEMES)
class TestThemes:
    def test_text_can_be_read(self, name: str) -> None:
        """Text on its fill has a contrast of at least 4.5 : 1, also on the page and in frames."""
        look = theme(name)
        for style in look.roles.values():
            assert contrast(style.text, style.fill) >= 4.5
        for page in (look.page, look.group):
            assert min(contrast(look.text, page), contrast(look.faint, page)) >= 4.5

    def test_faded_text_can_be_read(self, name: str) -> None:
        """In boxes that wait for their step, or are the same in two graphs, words have 4.5 : 1 still."""
        look = theme(name)
        for style in look.roles.values():
            shown = [faded(colour, look.page) for colour in (style.text, style.fill)]
            assert contrast(*shown) >= 4.5

    def test_text_on_heat_can_be_read(self, name: str) -> None:
        """Text on any amount of heat, a warning too, has a contrast of at least 4.5 : 1, in every role."""
        for amount in np.linspace(0, 1, 201):
            for role in theme(name).roles:
                colour = paint(theme(name), role, float(amount))
                assert min(contrast(colour.ink, colour.fill), contrast(colour.alarm, colour.fill)) >= 4.5

    def test_warnings_and_formulas_can_be_read(self, name: str) -> None:
        """Words of warnings in boxes, and of gradients on page and frames, have 4.5 : 1: more than their lines need."""
        look = theme(name)
        boxes = [paint(look, role, None) for role in look.roles]
        assert min(contrast(colour.alarm, colour.fill) for colour in boxes) >= 4.5
        assert min(contrast(look.alarm, look.page), contrast(look.alarm, look.group)) >= 4.5

    @pytest.mark.parametrize("engine", ["own", "pygraphviz"])
    def test_what_is_written_has_these_colours(self, name: str, engine: str) -> None:
        """Every colour of text in a picture with heat, warnings and formulas is one of those that are measured here."""
        if engine == "pygraphviz":
            pytest.importorskip("pygraphviz")
        look = theme(name)
        texts = {look.text, look.faint, look.alarm, "#000000", "#FEFEFE", *[s.text for s in look.roles.values()]}
        with np.errstate(all="ignore"):
            drawing = draw(
                lambda x: np.sum(np.log(x) * x), np.array([-1.0, 2.0]),
                heat="value", values=True, view="both", theme=name, engine=engine,
            )  # fmt: skip
        written = drawing.svg
        found = re.findall(r'<text[^>]*? fill="(\S+)"', written)
        found += ["#000000"] * len([t for t in re.findall(r"<text[^>]*>", written) if "fill=" not in t])
        swatches = {style.border for style in look.roles.values()}  # Graphviz draws those of its legend as characters
        assert {colour.upper().replace("BLACK", "#000000").replace("WHITE", "#FFFFFF") for colour in found} <= (
            texts | (swatches if engine == "pygraphviz" else set())
        )

    def test_borders_can_be_seen(self, name: str) -> None:
        """Borders, arrows and marks have a contrast of at least 3 : 1 to the page."""
        look = theme(name)
        colours = [style.border for style in look.roles.values()]
        for colour in [*colours, look.edge, look.gradient, look.warning, look.group_border, *look.marks.values()]:
            assert contrast(colour, look.page) >= 3

    def test_roles_have_a_second_cue(self, name: str) -> None:
        """No two roles share shape, line and mark: none is told by colour alone."""
        cues = [(style.shape, style.line, style.mark) for style in theme(name).roles.values()]
        assert len(set(cues)) == len(cues)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_borders_differ_for_every_sight(name: str, sight: str) -> None:
    """Borders of input, parameter, operation, constant, result differ by ΔE 10 at least, in four kinds of sight."""
    roles = [theme(name).roles[role].border for role in ("input", "parameter", "operation", "output", "constant")]
    for one, other in itertools.combinations(roles, 2):
        assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 10


@pytest.mark.parametrize("sight", SIGHT)
def test_heat_rises_for_every_sight(sight: str) -> None:
    """From little to much, heat only grows lighter: read as an order by every kind of sight, and in grey print."""
    lightness = [lab(heat_colour(amount), sight)[0] for amount in np.linspace(0, 1, 21)]
    assert min(np.diff(lightness)) > 0.5


def test_an_unknown_theme() -> None:
    """The error lists the themes."""
    with pytest.raises(ThemeError, match=r"Got theme='neon'\. There are light, dark, print\."):
        theme("neon")
