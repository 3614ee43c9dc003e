import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from autograd_lite.cli import main
from autograd_lite.cli.info import EXTRAS, KINDS, counts, found
from autograd_lite.registry import operations

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_output(capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints versions, every extra and the counts, and ends well."""
    assert main(["info"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"autograd_lite {PROJECT['version']}, NumPy {np.__version__}, Python 3.")
    for extra in EXTRAS:
        assert any(line.startswith(f"  {extra} ") for line in lines)
    assert any(re.fullmatch(r" +\d+ elementwise, by local derivatives", line) for line in lines)


def test_extras_are_those_of_the_project() -> None:
    """The list of optional packages is what pyproject.toml offers to users, in its order."""
    for_contributors = {"test", "check", "docs"}
    offered = {
        extra: tuple(re.split(r"[><=~! ]", package)[0] for package in packages)
        for extra, packages in PROJECT["optional-dependencies"].items()
        if extra not in for_contributors
    }
    assert offered == EXTRAS


def test_package_that_is_missing() -> None:
    """A package that is not installed is called missing; NumPy is there with its version."""
    assert found("no-such-package-anywhere") == "no-such-package-anywhere missing"
    assert found("numpy") == f"numpy {np.__version__}"


def test_counts() -> None:
    """Every registered operation is counted once, under a kind that has a name."""
    assert sum(counts().values()) == len(list(operations()))
    assert set(counts()) <= set(KINDS)
    assert counts()["Elementwise"] > 20
