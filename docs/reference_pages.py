"""The reference: a page for each namespace, a section for each file that its names come from."""

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent / "generated" / "reference"
PLACES = ["linalg", "fft", "data", "nn", "nn.functional", "nn.init", "optim", "train", "train.plots"]
PLACES += ["viz", "testing", "testing.strategies"]
PLACES += ["scipy.special", "scipy.linalg", "scipy.signal", "scipy.stats", "scipy.integrate"]


def is_constant(home: str) -> bool:
    """NumPy's own functions without a derivative keep NumPy's docstring."""
    return not home.startswith("autograd_lite")


# The top level is too long for one page: name of the page, its title, and whose names stand there.
TOP: list[tuple[str, str, Callable[[str], bool]]] = [
    ("core", "ag: tensors and derivatives", lambda home: not is_constant(home) and ".ops." not in home),
    ("elementwise", "ag: elementwise operations", lambda home: ".ops.elementwise" in home),
    ("arrays", "ag: operations on arrays", lambda home: ".ops." in home and ".elementwise" not in home),
]


def public_names(module: ModuleType) -> list[str]:
    """Return the names that a module offers, in its own order where it says one."""
    listed = getattr(module, "__all__", None)
    return list(listed) if listed is not None else [name for name in vars(module) if not name.startswith("_")]


def homes(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield each public function and class with the module that it was written in."""
    for name in public_names(module):
        value = getattr(module, name)
        if callable(value) and not isinstance(value, ModuleType):
            yield str(getattr(value, "__module__", None) or type(value).__module__), name


def directive(module: ModuleType, name: str) -> str:
    """Return the lines that have Sphinx print one docstring; of a class also those of its methods."""
    if inspect.isclass(getattr(module, name)):
        return f".. autoclass:: {name}\n   :members:\n   :member-order: bysource\n"
    return f".. autofunction:: {name}\n"


def section(module: ModuleType, home: str, names: list[str]) -> str:
    """Return a section: what its file is about, a table of its names, and their docstrings."""
    title = (inspect.getdoc(sys.modules[home]) or home).splitlines()[0].removesuffix(".").replace("`", "")
    table = "".join(f"   {name}\n" for name in names)
    blocks = "\n".join(directive(module, name) for name in names)
    place = f".. currentmodule:: {module.__name__}\n\n.. autosummary::\n\n{table}\n{blocks}"
    return f"## {title}\n\n```{{eval-rst}}\n{place}```\n\n"


def sections(module: ModuleType, wanted: Callable[[str], bool]) -> str:
    """Return a section for each file that the wanted names of a module come from."""
    ours = sorted((pair for pair in homes(module) if wanted(pair[0])), key=lambda pair: pair[0])
    groups = groupby(ours, lambda pair: pair[0])
    return "".join(section(module, home, [name for _, name in pairs]) for home, pairs in groups)


def pages() -> Iterator[tuple[str, str]]:
    """Yield the pages: a name for the file, and its text."""
    top = importlib.import_module("autograd_lite")
    for name, title, wanted in TOP:
        yield name, f"# {title}\n\n" + sections(top, wanted)
    for place in PLACES:
        module = importlib.import_module(f"autograd_lite.{place}")
        about = f"```{{eval-rst}}\n.. automodule:: {module.__name__}\n   :no-members:\n```\n\n"
        yield place, f"# ag.{place}\n\n{about}" + sections(module, lambda home: not is_constant(home))


def write(*_: object) -> None:
    """Write the pages; Sphinx calls it before it reads the sources."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")
