import pytest

from autograd_lite.cli import main


def test_one_operation(capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints shapes, decades and numbers of the operation that is named."""
    assert main(["draws", "maximum", "--count", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "20 draws"
    assert {"shapes", "decades", "numbers"} <= set(lines)


def test_no_such_operation(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that no operation has is said."""
    assert main(["draws", "maximun"]) == 1
    assert capsys.readouterr().out == "No operation that draws arguments is called 'maximun'.\n"
