"""The commands and what they do with arguments."""

import re

import pytest

import autograd_lite
from autograd_lite.cli import COMMANDS, main


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` prints the library's version and ends."""
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"autograd_lite {autograd_lite.__version__}\n"


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """``--help`` has a line for each command, with what it does."""
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    for name, module in COMMANDS.items():
        assert re.search(rf"^ +{name} +{re.escape(module.HELP)}$", text, re.MULTILINE)


@pytest.mark.parametrize("arguments", [[], ["no-such-command"], ["info", "--no-such-option"]])
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A missing or unknown command and an unknown option end with status 2 and the usage."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m autograd_lite" in capsys.readouterr().err
