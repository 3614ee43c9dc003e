"""The house of docs/design.md, section 3: who may import whom.

Floors lie one above the other, and a module imports earlier modules of its own floor and the floors below. Sides import
any floor and the sides above them in the list; no floor imports a side.
"""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

# Earlier entries may be imported by later ones. A name stands for a file or for a folder with all that is in it.
FLOORS = [
    ["errors", "domains", "arrays", "trees", "modes", "registry", "rules"],
    [
        "graph",
        "memory",
        "backward",
        "hooks",
        "hints",
        "differentiable",
        "conversion",
        "operators",
        "dialect",
        "tensor",
        "recipe",
        "recording",
        "binding",
        "several",
        "quick",
        "operation",
        "undifferentiated",
        "composition",
        "pointwise",
        "rows",
        "writing",
    ],
    ["ops", "linalg", "fft"],
    ["evaluation", "derivatives", "jacobians", "custom", "support", "atomic", "saving", "scipy"],
    ["nn", "optim", "data"],
    ["train"],
]
SIDES = ["viz", "testing", "pytest_plugin", "cli", "__main__"]
NEVER = {("ops", "tensor"), ("optim", "nn")}  # a share's rule knows no Tensor; an optimizer knows parameters only
PLACE = {name: place for place, name in enumerate([name for floor in FLOORS for name in floor] + SIDES)}


class Import(NamedTuple):
    """``importer`` needs ``imported``, as its line ``line`` says; ``deferred`` where that line is in a function."""

    importer: str
    imported: str
    line: int
    deferred: bool


def modules(package: Path) -> dict[str, Path]:
    """Dotted names of all modules of a package and their files, the package's own ``__init__`` among them."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def statements(tree: ast.AST, deferred: bool = False) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Every import statement below ``tree``, and whether it waits for a call."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, deferred
        yield from statements(node, deferred or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))


def targets(statement: ast.Import | ast.ImportFrom, module: str, is_package: bool) -> list[str]:
    """The dotted names that a statement may mean: ``from a import b`` means module ``a.b`` or a name in ``a``."""
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    base = statement.module or ""
    if statement.level:
        here = module.split(".")
        here = here[: len(here) - statement.level + is_package]
        base = ".".join([*here, base] if base else here)
    return [f"{base}.{alias.name}" for alias in statement.names]


def imports(package: Path) -> list[Import]:
    """All imports of the package's modules by each other."""
    known, found = modules(package), []
    for module, path in known.items():
        for statement, deferred in statements(ast.parse(path.read_text(encoding="utf-8"))):
            for name in targets(statement, module, path.name == "__init__.py"):
                meant = next((n for n in (name, name.rpartition(".")[0]) if n in known), None)
                if meant is not None and not (
                    deferred and module == package.name
                ):  # the lazy door may open on anything
                    found.append(Import(module, meant, statement.lineno, deferred))
    return found


def home(module: str) -> str:
    """The entry of the table under which a module lives; empty for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def unplaced(package: Path) -> list[str]:
    """Modules that the table does not know."""
    return [module for module in modules(package) if home(module) and home(module) not in PLACE]


def violations(package: Path) -> list[str]:
    """One line for each import that the table does not allow."""
    return [
        f"{found.importer}, line {found.line}, imports {found.imported}: {reason}"
        for found in imports(package)
        if (reason := forbidden(home(found.importer), home(found.imported)))
    ]


def forbidden(importer: str, imported: str) -> str:
    """Why the one home may not import from the other; empty where it may."""
    if importer == imported or {importer, imported} - {""} - PLACE.keys():
        return ""  # inside one folder only circles are forbidden; modules without a place are reported as such
    if not importer:
        return "the package opens a side through its lazy door only" if imported in SIDES else ""
    if not imported:
        return "" if importer in SIDES else "a floor imports the module that it needs, not the whole package"
    if (importer, imported) in NEVER:
        return f"{importer} never imports {imported}"
    if imported in SIDES and importer not in SIDES:
        return "no floor imports a side"
    return "" if PLACE[imported] < PLACE[importer] else f"{imported} stands above {importer} or later on its floor"


def circle(package: Path) -> list[str]:
    """A circle of imports, its first module repeated at the end; empty if there is none."""
    needs: dict[str, set[str]] = {}
    for found in imports(package):
        if found.importer != found.imported:
            needs.setdefault(found.importer, set()).add(found.imported)
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def stars(package: Path) -> list[str]:
    """Every ``from … import *``."""
    return [
        f"{module}, line {statement.lineno}"
        for module, path in modules(package).items()
        for statement, _ in statements(ast.parse(path.read_text(encoding="utf-8")))
        if any(alias.name == "*" for alias in statement.names)
    ]


class TestThisHouse:
    """The package keeps to the table."""

    package = ROOT / "autograd_lite"

    def test_every_module_has_a_place(self) -> None:
        """A new file or folder belongs to a floor or a side before anything may import it."""
        assert unplaced(self.package) == []

    def test_imports_point_downwards(self) -> None:
        """A module imports earlier modules of its floor and lower floors; sides look at floors, never the reverse."""
        assert violations(self.package) == []

    def test_no_circles(self) -> None:
        """Modules can be read in an order in which each needs only what was read before."""
        assert circle(self.package) == []

    def test_no_stars(self) -> None:
        """Every imported name stands where grep finds it."""
        assert stars(self.package) == []


def house(folder: Path, **files: str) -> Path:
    """A small package ``p``: ``ops__sums="…"`` writes ``p/ops/sums.py``, ``init="…"`` its ``__init__``."""
    for name, text in {"init": "", **files}.items():
        path = folder / "p" / ("__init__.py" if name == "init" else name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "p"


class TestTheReader:
    """The functions above find what they are there to find, in small packages that are wrong on purpose."""

    def test_a_right_house_passes(self, tmp_path: Path) -> None:
        """Imports that point downwards, the lazy door and a side that uses the whole package are all allowed."""
        package = house(
            tmp_path,
            init="from p.tensor import Tensor\ndef __getattr__(name):\n    import p.viz\n    return p.viz",
            errors="import numpy as np",
            arrays="from p.errors import ShapeError",
            tensor="from p import arrays, errors",
            nn__module="import p.tensor",
            nn__layers="from p.nn.module import Module",
            viz="import p",
            testing="from p.viz import drawn\nfrom p import Tensor",
        )
        assert (unplaced(package), violations(package), circle(package), stars(package)) == ([], [], [], [])

    @pytest.mark.parametrize(
        ("files", "message"),
        [
            ({"errors": "import p.arrays", "arrays": ""}, "p.errors, line 1, imports p.arrays: arrays stands above"),
            (
                {"graph": "from p.ops.sums import sum", "ops__sums": ""},
                "p.graph, line 1, imports p.ops.sums: ops stands",
            ),
            ({"graph": "from . import tensor", "tensor": ""}, "p.graph, line 1, imports p.tensor: tensor stands above"),
            (
                {"nn__a": "from ..train import fit", "train": ""},
                "p.nn.a, line 1, imports p.train: train stands above nn",
            ),
            ({"ops__sums": "from p.tensor import T", "tensor": ""}, "ops never imports tensor"),
            ({"optim__sgd": "import p.nn.module", "nn__module": ""}, "optim never imports nn"),
            (
                {"train": "def f():\n    import p.viz", "viz": ""},
                "p.train, line 2, imports p.viz: no floor imports a side",
            ),
            ({"viz": "import p.testing", "testing": ""}, "testing stands above viz or later"),
            (
                {"init": "import p.viz", "viz": ""},
                "p, line 1, imports p.viz: the package opens a side through its lazy",
            ),
            (
                {"errors": "from p import Tensor"},
                "p.errors, line 1, imports p: a floor imports the module that it needs",
            ),
        ],
    )
    def test_a_wrong_import_is_named(self, tmp_path: Path, files: dict[str, str], message: str) -> None:
        """Each forbidden import gives one line with importer, line number, what it imports and why it may not."""
        (line,) = violations(house(tmp_path, **files))
        assert message in line

    def test_a_module_without_a_place_is_named(self, tmp_path: Path) -> None:
        """A module that the table does not know is reported, not passed over."""
        assert unplaced(house(tmp_path, utils="", errors="", misc__bag="")) == ["p.misc.bag", "p.utils"]

    def test_a_circle_inside_a_folder_is_found(self, tmp_path: Path) -> None:
        """The table allows imports inside a folder; a circle there is found all the same, in functions too."""
        package = house(tmp_path, ops__a="from p.ops import b", ops__b="def f():\n    from p.ops.a import x")
        assert violations(package) == []
        assert sorted(set(circle(package))) == ["p.ops.a", "p.ops.b"]

    def test_a_star_is_found(self, tmp_path: Path) -> None:
        """A star import is reported with its line, wherever the star comes from."""
        package = house(tmp_path, errors="", arrays="import os\nfrom numpy import *\n")
        assert stars(package) == ["p.arrays, line 2"]
