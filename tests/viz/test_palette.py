"""Colours that everyone can tell apart, measured."""

import itertools

import numpy as np
import pytest

from autograd_lite.viz.palette import THEMES, ThemeError, theme

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


@pytest.mark.parametrize("name", THEMES)
class TestThemes:
    def test_text_can_be_read(self, name: str) -> None:
        """Text on its fill has a contrast of at least 4.5 : 1, also on the page and in frames."""
        look = theme(name)
        for style in look.roles.values():
            assert contrast(style.text, style.fill) >= 4.5
        for page in (look.page, look.group):
            assert min(contrast(look.text, page), contrast(look.faint, page)) >= 4.5

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
    """The borders of input, parameter, operation, result and gradient differ by 10 at least, in four kinds of sight."""
    roles = [theme(name).roles[role].border for role in ("input", "parameter", "operation", "output")]
    for one, other in itertools.combinations(roles, 2):
        assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 10


def test_an_unknown_theme() -> None:
    """The error lists the themes."""
    with pytest.raises(ThemeError, match=r"Got theme='neon'\. There are light, dark, print\."):
        theme("neon")
