"""The lines of text in a box, the same for every backend."""

from math import prod
from typing import NamedTuple
from urllib.parse import quote

from autograd_lite.viz.description import Box, bytes_text, shape_text, short
from autograd_lite.viz.layout.measure import text_width

_ONE_LINE = 36  # characters of a title and a shape, or of two parameters, that share a line
_MARGINS = 10.0  # points beside a title where a longer line may stand
TITLE, DETAIL = 12.0, 10.0  # type sizes


class Line(NamedTuple):
    """One line: ``kind`` is "title", "detail", "value", "row", "note" or "warning"; ``role`` colours a row.

    `after` stands behind a title, in the type of details.
    """

    kind: str
    text: str
    role: str = ""
    after: str = ""

    @property
    def whole(self) -> str:
        """All of the text, for backends with one type alone."""
        return f"{self.text}  {self.after}" if self.after else self.text


def lines(box: Box) -> list[Line]:
    """Return what stands in `box`, from top to bottom."""
    title = short(box.title, 48) + (f"  × {box.times}" if box.times > 1 else "")
    shape = " ".join(part for part in (shape_text(box.shape), box.dtype) if part)
    shape = "" if shape == "()" else f"→ {shape}" if shape and box.role in ("operation", "module") else shape
    beside = len(title) + len(shape) < _ONE_LINE
    found = [Line("title", title, after=shape if beside else "")]
    if box.settings:
        found.append(Line("detail", short(box.settings, 40)))
    if shape and not beside:
        found.append(Line("detail", shape))
    parts = box.value.split(" | ") if len(box.value) > 26 else [box.value]
    found += [Line("value", short(part, 84)) for part in parts if part]
    found += _rows(box)
    found += [Line("note", short(note, 48)) for note in box.notes]
    if box.warning:
        found.append(Line("warning", f"⚠ {short(box.warning, 44)}"))
    return found


def _rows(box: Box) -> list[Line]:
    """Return the lines of parameters and constants: two on a line if that is short, or no longer than the title.

    Of a closed module with many, how many they are.
    """
    if box.role == "module" and len(box.rows) > 4:
        return _counted(box)
    found: list[Line] = []
    room = text_width(short(box.title, 48), TITLE, bold=True) + _MARGINS
    for row in box.rows[:8]:
        text = " ".join(part for part in (short(row.name, 36), shape_text(row.shape), row.dtype, row.note) if part)
        text = f"{MARKS[row.role]} {text}"
        last = found[-1] if found else Line("", "")
        both = f"{last.text}   {text}"
        fits = len(last.text) + len(text) < _ONE_LINE or text_width(both, DETAIL) <= room
        if last.role == row.role and not row.note and fits:
            found[-1] = Line("row", both, row.role)
        else:
            found.append(Line("row", text, row.role))
    if len(box.rows) > 8:
        found.append(Line("row", f"… {len(box.rows) - 8} more", "parameter"))
    return found


def _counted(box: Box) -> list[Line]:
    """Return a line for each kind of row."""
    kinds = {role: [row for row in box.rows if row.role == role] for role in MARKS}
    size = sum(prod(row.shape or (0,)) for row in kinds["parameter"])
    found = [Line("row", f"◆ {size:,} parameters in {len(kinds['parameter'])} arrays", "parameter")] * (size > 0)
    for role in ("constant", "detached"):
        if count := len(kinds[role]):
            word = role if role == "detached" else f"constant{'s' * (count > 1)}"
            found.append(Line("row", f"{MARKS[role]} {count} {word}", role))
    return found


MARKS = {"parameter": "◆", "constant": "▫", "detached": "⊘"}
LONGEST_TIP = 300


def tip(box: Box) -> str:
    """Return the longer text that is shown on hovering."""
    before, after = around_module(box)
    return short(f"{before}; in {box.group}{after}" if box.group else before + after, LONGEST_TIP)


def around_module(box: Box) -> tuple[str, str]:
    """Return what the longer text says before and after the module: the same for all boxes of a kind."""
    after = f"; shape {shape_text(box.shape)}" if box.shape is not None else ""
    if box.bytes:
        after += f"; keeps {bytes_text(box.bytes)} for the backward pass"
    if box.line:
        after += f"; {box.line}"
    return box.tip or box.title, after


def source_address(line: str) -> str:
    r"""Return the address of the file in a ``file:line``; empty for what is no file, such as ``<stdin>``.

    A relative path stays one, to be found from the folder that the picture is saved in. Whatever the name is, nothing
    in it is read as another kind of address.

    Examples
    --------
    >>> source_address("train.py:12"), source_address("/home/me/a b.py:3"), source_address("<stdin>:1")
    ('./train.py', 'file:///home/me/a%20b.py', '')
    >>> source_address("C:\\me\\net.py:3"), source_address("javascript:alert(1):3")
    ('file:///C:/me/net.py', './javascript%3Aalert%281%29')
    """
    file = line.rpartition(":")[0].replace("\\", "/")
    if not file or file.startswith("<"):
        return ""
    if len(file) > 2 and file[1:3] == ":/" and file[0].isascii() and file[0].isalpha():
        return f"file:///{file[0]}:{quote(file[2:], errors='replace')}"
    if file.startswith("/"):
        return f"file:///{quote(file.lstrip('/'), errors='replace')}"
    return f"./{quote(file, errors='replace')}"
