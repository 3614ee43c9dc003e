"""TikZ, for papers: our own layout, in LaTeX's points."""

from autograd_lite.viz.backends.content import lines
from autograd_lite.viz.backends.dot import legend_marks
from autograd_lite.viz.description import Box, Description, Edge, short
from autograd_lite.viz.layout.curves import pieces
from autograd_lite.viz.layout.labelling import SIZE, labels_of, link
from autograd_lite.viz.layout.layered import Placed
from autograd_lite.viz.layout.placing import Keys, group_title, leading_of, placed
from autograd_lite.viz.palette import LEGEND, Theme, paint, theme
from autograd_lite.viz.shaping.calls import circles_opened

_PACKAGES = (
    r"\usepackage[T1]{fontenc}\usepackage{tikz,textcomp,amssymb,lmodern}\usetikzlibrary{arrows.meta,backgrounds}"
)
_WANTED = f"% wants {_PACKAGES}"
_WHITE = "#FFFFFF"
Rectangle = tuple[float, float, float, float]

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
    "■": r"$\blacksquare$",
    "▣": r"$\boxdot$",
    "●": r"$\bullet$",
    "⊘": r"$\oslash$",
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
    "Φ": r"$\Phi$",
    "Γ": r"$\Gamma$",
    "π": r"$\pi$",
    "λ": r"$\lambda$",
    "ᴴ": r"\textsuperscript{H}",
    "ᵢ": r"\textsubscript{i}",
    "ⱼ": r"\textsubscript{j}",
    "′": r"$'$",
    "⌊": r"$\lfloor$",
    "⌋": r"$\rfloor$",
} | {c: rf"\textsuperscript{{{n}}}" for n, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def tex(text: str) -> str:
    """Return `text` so that LaTeX prints it and runs none of it; characters that its fonts lack as their code."""
    return "".join(_TEX.get(c) or (c if " " <= c <= "~" or (c.isalpha() and c <= "ÿ") else _code(c)) for c in text)


def _code(character: str) -> str:
    return rf"\texttt{{U+{ord(character):04X}}}"


def to_tikz(description: Description, look: str | Theme = "print") -> str:
    """Return `description` as a ``tikzpicture``; a comment before it names the packages that it wants."""
    colours = look if isinstance(look, Theme) else theme(look)
    description = circles_opened(description)
    place, keys = placed(description)
    behind = "" if colours.page == _WHITE else ",show background rectangle,background rectangle/.style={fill=page}"
    options = rf"x=1pt,y=-1pt,font=\sffamily,>={{Latex[length=5pt]}}{behind}"
    out = [_WANTED, *_colours(colours), rf"\begin{{tikzpicture}}[{options}]"]
    out += _head(description)
    for group in description.groups:
        x, y, width, height = place.groups[keys.groups[group.id]]
        corners = f"({x:.1f},{y:.1f}) rectangle ({x + width:.1f},{y + height:.1f})"
        out.append(rf"\draw[group,fill=groupfill,rounded corners=6pt] {corners};")
    out += [_edge(edge, place, keys, description.direction == "LR") for edge in description.edges]
    for group in description.groups:  # on the arrows that pass
        x, y, _, _ = place.groups[keys.groups[group.id]]
        text = tex(group_title(group.title, group.times))
        out.append(_write(text, x + 6, y + 14, "faint,fill=groupfill", SIZE, "base west"))
    for label in labels_of(description, place, keys):
        colour = "alarm" if label.edge.kind == "gradient" else "faint"
        out.append(_write(tex(label.text), label.x, label.y, colour, SIZE, _ANCHORS[label.anchor]))
    for box in description.boxes:
        out += _box(box, place.boxes[keys.boxes[box.id]], colours)
    return "\n".join([*out, r"\end{tikzpicture}", ""])


_ANCHORS = {"start": "base west", "end": "base east"}


def _colours(colours: Theme) -> list[str]:
    named = {name: getattr(colours, name) for name in ("edge", "gradient", "faint", "warning", "alarm")}
    named |= colours.marks | {
        "group": colours.group_border,
        "groupfill": colours.group,
        "page": colours.page,
        "ink": colours.text,
    }
    for role, style in colours.roles.items():
        named |= {f"{role}fill": style.fill, f"{role}line": style.border, f"{role}text": style.text}
    return [rf"\definecolor{{{name}}}{{HTML}}{{{shade[1:]}}}" for name, shade in named.items()]


def _head(description: Description) -> list[str]:
    """Return title and captions, which stand above the picture."""
    captions, legend = description.captions, _legend(description)
    y = -14.0 - 12.0 * (len(captions) + bool(legend))
    out = []
    if description.title:
        bold = r"font=\sffamily\bfseries,text=ink"
        out.append(rf"\node[anchor=base west,{bold}] at (0,{y:.1f}) {{{tex(short(description.title, 100))}}};")
    for n, caption in enumerate(captions, 1):
        out.append(_write(tex(short(caption, 160)), 3.3, y + 12 * n, "faint", SIZE, "base west"))
    return [*out, _write(legend, 3.3, -14.0, "ink", SIZE, "base west")] if legend else out


def _legend(description: Description) -> str:
    """Return what the colours stand for, each after its mark."""
    marks = legend_marks(description)
    return r"\quad ".join(rf"\textcolor{{{role}line}}{{{tex(mark)}}} {LEGEND[role]}" for role, mark in marks)


def document(picture: str) -> str:
    """Return a whole LaTeX document with the picture alone on its page."""
    head = r"\documentclass[tikz,border=6pt]{standalone}" + "\n" + _PACKAGES
    return f"{head}\n\\begin{{document}}\n{picture}\\end{{document}}\n"


def _write(text: str, x: float, y: float, colour: str, size: float, anchor: str, bold: bool = False) -> str:
    font = rf"\fontsize{{{size:g}}}{{{size * 1.2:g}}}\selectfont" + (r"\bfseries" if bold else "")
    return rf"\node[anchor={anchor},inner sep=0pt,text={colour},font=\sffamily{font}] at ({x:.1f},{y:.1f}) {{{text}}};"


def _edge(edge: Edge, place: Placed, keys: Keys, across: bool) -> str:
    ends = keys.boxes[edge.source], keys.boxes[edge.target]
    points = link(place, *ends) if edge.kind == "link" else place.routes[ends]
    style = {"flow": "->,edge", "gradient": "->,gradient,dashed", "link": "faint,dotted"}[edge.kind]
    path = f"({points[0][0]:.1f},{points[0][1]:.1f})"
    for piece in pieces(points, across):
        way = [f"({x:.1f},{y:.1f})" for x, y in piece]
        path += f" -- {way[0]}" if len(way) == 1 else f" .. controls {way[0]} and {way[1]} .. {way[2]}"
    return rf"\draw[{style}] {path};"


def _box(box: Box, rectangle: Rectangle, colours: Theme) -> list[str]:
    x, y, width, _ = rectangle
    out = _outline(box, rectangle, colours)
    ink = "heatink" if box.heat is not None else f"{box.role}text"
    alarm = "alarm" if box.heat is None and colours.roles[box.role].shape != "double" else ink
    down = y + 3
    for line in lines(box):
        leading = leading_of(line)
        if line.kind == "row":
            out.append(
                rf"\fill[{line.role}fill] ({x + 0.6:.1f},{down:.1f}) "
                rf"rectangle ({x + width - 0.6:.1f},{down + leading:.1f});"
            )
            out.append(_write(tex(line.text), x + 6, down + 11, f"{line.role}text", 9, "base west"))
        elif line.kind == "title":
            text = tex(colours.roles[box.role].mark + line.text)
            if line.after:
                text += rf"{{\mdseries\fontsize{{9}}{{10.8}}\selectfont\ \ {tex(line.after)}}}"
            out.append(_write(text, x + width / 2, down + 13, ink, 11, "base", bold=True))
        else:
            shade = alarm if line.kind == "warning" else ink
            out.append(_write(tex(line.text), x + width / 2, down + 11, shade, 9, "base"))
        down += leading
    return out


def _outline(box: Box, rectangle: Rectangle, colours: Theme) -> list[str]:
    x, y, width, height = rectangle
    style = colours.roles[box.role]
    form = {"round": ",rounded corners=10pt", "box": "", "double": ",double"}[style.shape]
    form += ",dashed" if style.line == "dashed" else ""
    out, fill = [], f"{box.role}fill"
    if box.heat is not None:
        colour, fill = paint(colours, box.role, box.heat), "heat"
        out = [rf"\definecolor{{heat}}{{HTML}}{{{colour.fill[1:]}}}\definecolor{{heatink}}{{HTML}}{{{colour.ink[1:]}}}"]
    marked = box.emphasis if box.emphasis in colours.marks else "warning" if box.warning else ""
    border = f"{marked},line width=2pt" if marked else f"{box.role}line"
    out.append(
        rf"\draw[fill={fill},draw={border}{form}] ({x:.1f},{y:.1f}) rectangle ({x + width:.1f},{y + height:.1f});"
    )
    return out
