"""TikZ, for papers: our own layout, in LaTeX's points."""

from autograd_lite.viz.calls import circles_opened
from autograd_lite.viz.content import lines
from autograd_lite.viz.description import Box, Description, Edge, short
from autograd_lite.viz.layout import Placed
from autograd_lite.viz.palette import Theme, theme
from autograd_lite.viz.placing import Keys, placed

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "-": "{-}",
    "[": "{[}",
    "]": "{]}",
    "→": r"$\rightarrow$",
    "⇒": r"$\Rightarrow$",
    "×": r"$\times$",
    "−": "$-$",
    "·": r"$\cdot$",
    "◆": r"$\blacklozenge$",
    "▸": r"$\blacktriangleright$",
    "▫": r"$\square$",
    "∂": r"$\partial$",
    "√": r"$\surd$",
    "≠": r"$\neq$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "⚠": "$!$",
    "…": r"\ldots{}",
    "ᵀ": r"\textsuperscript{T}",
    "⁻": r"\textsuperscript{$-$}",
    "␣": r"\ ",
    "∞": r"$\infty$",
    "Σ": r"$\Sigma$",
    "Δ": r"$\Delta$",
} | {c: rf"\textsuperscript{{{n}}}" for n, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def tex(text: str) -> str:
    """Return `text` so that LaTeX prints it and runs none of it; characters that its fonts lack as their code."""
    return "".join(_TEX.get(c) or (c if " " <= c <= "~" or (c.isalpha() and c <= "ÿ") else _code(c)) for c in text)


def _code(character: str) -> str:
    return rf"\texttt{{U+{ord(character):04X}}}"


def to_tikz(description: Description, look: str | Theme = "print") -> str:
    """Return `description` as a ``tikzpicture``; it wants the packages of :func:`document`."""
    colours = look if isinstance(look, Theme) else theme(look)
    description = circles_opened(description)
    place, keys = placed(description)
    out = [r"\begin{tikzpicture}[x=1pt,y=-1pt,font=\sffamily,>={Latex[length=5pt]}]"]
    for role, style in colours.roles.items():
        out.append(rf"\definecolor{{{role}fill}}{{HTML}}{{{style.fill[1:]}}}")
        out.append(rf"\definecolor{{{role}line}}{{HTML}}{{{style.border[1:]}}}")
        out.append(rf"\definecolor{{{role}text}}{{HTML}}{{{style.text[1:]}}}")
    names = ("edge", "gradient", "faint", "group")
    shades = (colours.edge, colours.gradient, colours.faint, colours.group_border)
    out += [rf"\definecolor{{{name}}}{{HTML}}{{{shade[1:]}}}" for name, shade in zip(names, shades, strict=True)]
    if description.title:
        out.append(
            rf"\node[anchor=base west,font=\sffamily\bfseries] at (0,-14) {{{tex(short(description.title, 100))}}};"
        )
    for group in description.groups:
        x, y, width, height = place.groups[keys.groups[group.id]]
        out.append(rf"\draw[group,rounded corners=6pt] ({x:.1f},{y:.1f}) rectangle ({x + width:.1f},{y + height:.1f});")
        times = f" × {group.times}" if group.times > 1 else ""
        out.append(_write(tex(short(group.title, 60) + times), x + 6, y + 14, "faint", 9, "base west"))
    out += [_edge(edge, place, keys) for edge in description.edges]
    for box in description.boxes:
        out += _box(box, place.boxes[keys.boxes[box.id]], colours)
    return "\n".join([*out, r"\end{tikzpicture}", ""])


def document(picture: str) -> str:
    """Return a whole LaTeX document with the picture alone on its page."""
    return (
        "\\documentclass[tikz,border=6pt]{standalone}\n\\usepackage[T1]{fontenc}\n\\usepackage{textcomp,amssymb,lmodern}\n"
        "\\usetikzlibrary{arrows.meta}\n\\begin{document}\n" + picture + "\\end{document}\n"
    )


def _write(text: str, x: float, y: float, colour: str, size: float, anchor: str, bold: bool = False) -> str:
    font = rf"\fontsize{{{size:g}}}{{{size * 1.2:g}}}\selectfont" + (r"\bfseries" if bold else "")
    return rf"\node[anchor={anchor},inner sep=0pt,text={colour},font=\sffamily{font}] at ({x:.1f},{y:.1f}) {{{text}}};"


def _edge(edge: Edge, place: Placed, keys: Keys) -> str:
    ends = keys.boxes[edge.source], keys.boxes[edge.target]
    points = place.routes.get(ends)
    if edge.kind == "link" or points is None:
        a, b = place.boxes[ends[0]], place.boxes[ends[1]]
        points = [(a[0] + a[2], a[1] + a[3] / 2), (b[0], b[1] + b[3] / 2)]
    style = {"flow": "->,edge", "gradient": "->,gradient,dashed", "link": "faint,dotted"}[edge.kind]
    path = " -- ".join(f"({x:.1f},{y:.1f})" for x, y in points)
    label = _write(tex(short(edge.label, 60)), points[-1][0] + 4, points[-1][1] - 8, "faint", 8, "base west")
    return rf"\draw[{style},rounded corners=4pt] {path};" + ("\n" + label if edge.label else "")


def _box(box: Box, rectangle: tuple[float, float, float, float], colours: Theme) -> list[str]:
    x, y, width, height = rectangle
    style, role = colours.roles[box.role], box.role
    form = {"round": ",rounded corners=10pt", "box": "", "double": ",double"}[style.shape]
    form += ",dashed" if style.line == "dashed" else ""
    out = [
        rf"\draw[fill={role}fill,draw={role}line{form}] ({x:.1f},{y:.1f}) rectangle ({x + width:.1f},{y + height:.1f});"
    ]
    down = y + 3
    for line in lines(box):
        leading = 19.0 if line.kind == "title" else 15.0
        if line.kind == "row":
            out.append(
                rf"\fill[{line.role}fill] ({x + 0.6:.1f},{down:.1f}) "
                rf"rectangle ({x + width - 0.6:.1f},{down + leading:.1f});"
            )
            out.append(_write(tex(line.text), x + 6, down + 11, f"{line.role}text", 9, "base west"))
        else:
            big = line.kind == "title"
            text = tex((style.mark if big else "") + line.text)
            if line.after:
                text += rf"{{\mdseries\fontsize{{9}}{{10.8}}\selectfont\ \ {tex(line.after)}}}"
            down_to, size = (13, 11) if big else (11, 9)
            out.append(_write(text, x + width / 2, down + down_to, f"{role}text", size, "base", big))
        down += leading
    return out
