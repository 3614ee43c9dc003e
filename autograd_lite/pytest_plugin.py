"""The pytest plugin, silent unless used: ``--gradients=thorough`` draws more, ``--gradients-report=FILE`` writes.

The fixture ``check_gradients`` is :func:`autograd_lite.testing.check_vjp` or ``check_grads``, whichever fits; the
decorator is :func:`autograd_lite.testing.properties.gradients`. Every pytest run loads this file where the library is
installed, so it opens :mod:`autograd_lite.testing` only when asked for something.
"""

import html
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from autograd_lite.atomic import write_atomically

_STYLE = "td,th{padding:2px 8px;text-align:left}.wrong{background:#fbb}.inconclusive{background:#ffd}"
_SUFFIXES = (".txt", ".json", ".html", ".htm")
_COLUMNS = ("test", "name", "verdict", "reason", "diagnosis", "comparisons", "evaluations", "worst", "got", "wanted")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("gradients", "checks of gradients (autograd_lite)")
    group.addoption(
        "--gradients", choices=("fast", "default", "thorough"), default=None, help="how many inputs to draw"
    )
    group.addoption("--gradients-report", metavar="FILE", default=None, help="write all checks: .txt, .json or .html")


def pytest_configure(config: pytest.Config) -> None:
    """Set the level, and record reports if a file for them was named."""
    chosen, file = config.getoption("--gradients"), config.getoption("--gradients-report")
    if chosen:
        from autograd_lite.testing import properties

        properties.level = chosen
    if file:
        if Path(file).suffix not in _SUFFIXES:
            raise pytest.UsageError(f"--gradients-report={file}: wanted a name that ends in {', '.join(_SUFFIXES)}")
        if not Path(file).absolute().parent.is_dir():
            raise pytest.UsageError(f"--gradients-report={file}: there is no folder {Path(file).absolute().parent}")
        from autograd_lite.testing import report

        report.recording = True
        report.RECORD.clear()


@pytest.fixture
def check_gradients() -> Any:
    """Return ``check(f, args)`` for functions on Tensors, ``check(f, vjp, args)`` for hand-written derivatives."""
    from autograd_lite.testing import check_grads, check_vjp

    def check(f: Any, *rest: Any, **options: Any) -> Any:
        return check_vjp(f, *rest, **options) if callable(rest[0]) else check_grads(f, *rest, **options)

    return check


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Any:
    """Note in which test the checks stand."""
    if not item.config.getoption("--gradients-report"):
        return (yield)
    from autograd_lite.testing.report import RECORD

    before = len(RECORD)
    try:
        return (yield)
    finally:
        for report in RECORD[before:]:
            report.test = item.nodeid


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's reports to the main process, or write the file."""
    file = session.config.getoption("--gradients-report")
    if not file:
        return
    from autograd_lite.testing.report import RECORD

    rows = [report.as_dict() for report in RECORD]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["gradients"] = json.dumps(rows)
        return
    rows += getattr(session.config, "_gradient_rows", [])
    write_atomically(Path(file), written(rows, Path(file).suffix).encode())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: Any) -> None:  # noqa: ARG001
    """Collect the reports of a worker of pytest-xdist."""
    rows = json.loads(getattr(node, "workeroutput", {}).get("gradients", "[]"))
    node.config._gradient_rows = getattr(node.config, "_gradient_rows", []) + rows


def written(rows: list[dict[str, Any]], suffix: str) -> str:
    r"""Return the rows as text, JSON or a web page.

    Examples
    --------
    >>> written([{"name": "sin", "verdict": "agrees"}], ".txt")
    'agrees        sin\n1 check of gradients: 1 agrees\n'
    """
    if suffix == ".json":
        return json.dumps(rows, indent=1)
    kinds = [row["verdict"] for row in rows]
    total = ", ".join(f"{kinds.count(k)} {k}" for k in ("wrong", "inconclusive", "agrees") if k in kinds) or "none"
    summary = f"{len(rows)} check{'s' * (len(rows) != 1)} of gradients: {total}"
    if suffix in (".html", ".htm"):
        head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
        cells = "".join(
            f"<tr class={row['verdict']}>"
            + "".join(f"<td>{html.escape(str(row.get(c, '')))}</td>" for c in _COLUMNS)
            + "</tr>"
            for row in rows
        )
        page = f"<h1>{summary}</h1><table><tr>{head}</tr>{cells}</table>"
        return f"<!doctype html><title>Gradients</title><style>{_STYLE}</style>{page}"
    lines = [
        f"{row['verdict']:14}{row['name']}"
        + "".join(f": {row[said]}" for said in ("reason", "diagnosis") if row.get(said))
        + (f"  [{row['test']}]" if row.get("test") else "")
        for row in rows
    ]
    counts = Counter(lines)  # a test that draws its own inputs checks many times, with the same outcome
    lines = [f"{line}  ({count} times)" if count > 1 else line for line, count in counts.items()]
    return "\n".join([*lines, summary, ""])
