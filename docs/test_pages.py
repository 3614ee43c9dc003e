"""Nothing is printed that is not run: every ```` ```python ```` block of README.md and of the pages in docs/.

The blocks of a page run one after the other and share their names, in a folder of their own. A block with ``>>>`` must
print what it says it prints; a block without it must run. Other languages (``text``, ``sh``) and indented code are left
alone.
"""

import doctest
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograd_lite.testing.laws.proof import Proof

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^(?P<fence>`{3,}|:{3,})python\b[^\n]*\n(?P<code>.*?)^(?P=fence)\s*$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """The Python blocks of a page, each with the number of lines that stand before its first."""
    for match in BLOCK.finditer(text):
        yield text.count("\n", 0, match.start("code")), match["code"]


def run(text: str, name: str) -> None:
    """Run all Python blocks of a page; raise at the first example that fails or prints something else."""
    names: dict[str, object] = {"__name__": "__main__"}
    for line, code in blocks(text):
        if ">>>" not in code:
            exec(compile("\n" * line + code, name, "exec"), names)
            continue
        report: list[str] = []
        examples = doctest.DocTestParser().get_doctest(code, names, name, name, line)
        doctest.DocTestRunner(optionflags=FLAGS).run(examples, out=report.append, clear_globs=False)
        names.update(examples.globs)
        if report:
            pytest.fail("".join(report), pytrace=False)


PAGES_WITH_CODE = [page for page in PAGES if page.exists() and any(blocks(page.read_text(encoding="utf-8")))]


@pytest.mark.parametrize("page", PAGES_WITH_CODE, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who types what a page shows sees what the page shows."""
    monkeypatch.chdir(tmp_path)
    run(page.read_text(encoding="utf-8"), str(page.relative_to(ROOT)))


TRANSLATED = {"ja/first.md": "tutorial/first.md", "ja/book.md": "migrating/book.md"}


@pytest.mark.parametrize(("page", "original"), TRANSLATED.items())
def test_translations_show_the_same_code(page: str, original: str) -> None:
    """A page in another language has the code of its original, block by block."""
    ours, theirs = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in (page, original))
    assert [code for _, code in blocks(ours)] == [code for _, code in blocks(theirs)]


def test_every_translation_has_an_original() -> None:
    """No page in another language is left out of the comparison."""
    assert {f"ja/{page.name}" for page in (ROOT / "docs" / "ja").glob("*.md")} == set(TRANSLATED)


def test_blocks_share_their_names() -> None:
    """A name from one block is known in the next, with and without prompts."""
    run("```python\na = 1\n```\ntext\n```python\n>>> b = a + 1\n>>> b\n2\n```\n```python\nc = a + b\n```\n", "page.md")


def test_wrong_output_fails_with_its_line() -> None:
    """An example that prints something else than the page says fails, and the message points at the line."""
    with pytest.raises(pytest.fail.Exception, match=r'"page\.md", line 3[^$]*Expected:\s+3\s+Got:\s+2'):
        run("text\n```python\n>>> 1 + 1\n3\n```\n", "page.md")


def test_raising_code_fails() -> None:
    """A block without prompts that raises fails with the exception itself."""
    with pytest.raises(ZeroDivisionError):
        run("```python\n1 / 0\n```\n", "page.md")


def test_other_languages_are_left_alone() -> None:
    """Shell commands, plain text and indented code are not Python to run."""
    assert list(blocks("```sh\nmake\n```\n```text\n>>> 1\n```\n\n    >>> 1\n    2\n")) == []


PROOF = runpy.run_path(str(ROOT / "docs" / "proof_page.py"))


def tried(name: str, **results: object) -> Proof:
    """The proof of something that was tried once."""
    proof = Proof(name, **results)
    proof.met("as drawn", [np.ones((2, 3))])
    proof.modes.update({"forward": 6, "reverse": 1, "forward over reverse": 5, "reverse over reverse": 2})
    return proof


def test_a_row_of_the_page_of_proof() -> None:
    """What was counted stands in the cells; numbers of equal layers stand once."""
    names = dict.fromkeys(["layers.0.weight", "layers.1.weight", "weight_l0", "weight_l1"])
    proof = tried("ops.foo", worst=0.25, corners=3, names=names)
    page = PROOF["page"]([proof], {"Layers": [proof]}, {"Bar": "a reason"})
    numbers = "2×3 | float64 | 1 as drawn | 6 + 1 | 5 + 2 |  | 3 |  | 0.2 |"
    assert f"| `ops.foo` | {numbers}\n" in page
    assert f"| `ops.foo` | `layers.*.weight`, `weight_l*` | {numbers}\n" in page
    assert "2 operations, layers, losses and optimizers, 28 comparisons" in page
    assert "none of them wrong" in page
    assert "* `Bar`: a reason\n" in page


def test_the_page_of_proof_says_what_is_wrong() -> None:
    """What is wrong, and what was never tried, is bold and counted."""
    unmoved = Proof("Unmoved")
    unmoved.met("as drawn", [np.ones(1)])
    proofs = [tried("Right"), tried("Wrong", wrong=["wrong in bias: half"]), Proof("New"), unmoved]
    assert [PROOF["verdict"](each) for each in proofs] == [
        "0",
        "**wrong**: wrong in bias: half",
        "**no case**",
        "**nothing compared**",
    ]
    page = PROOF["page"](proofs, {}, {})
    assert "**3 of them wrong or never tried**: Wrong, New, Unmoved" in page


def test_a_class_without_a_case_stops_the_build(tmp_path: Path) -> None:
    """The page is written first, so that one can look."""
    table = tmp_path / "table.py"
    table.write_text("rows = lambda: {'NewLayer': []}\nleft_out = dict\n", encoding="utf-8")
    page = tmp_path / "proof.md"
    with pytest.raises(RuntimeError, match=r"without a case that was tried: NewLayer\."):
        PROOF["write"](page, {"Layers": table}, list)
    assert "| `NewLayer` |" in page.read_text(encoding="utf-8")
