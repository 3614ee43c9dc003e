"""A browser for the tests of pages."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "viz"

# Milliseconds of the browser's own clock, which it winds forward whenever the page waits: how often a page may look
# whether it is ready. What is compiled beside takes real time, so on a busy machine a page may look very often.
_PATIENCE = (2_000_000, 100_000_000)
_CEILING = 900  # seconds, after which a program is taken to hang


@pytest.fixture
def browser(tmp_path: Path) -> Callable[..., list[str]]:
    """Open a page in a browser without a window, run a script in it, and return what that has said.

    Errors, words to the console and requests for anything are said too; a test that compares all that was said finds
    them.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed")

    def run(page: str, script: str, dark: bool = False, ready: str = "true") -> list[str]:
        file = tmp_path / "page.html"
        head, last = (HERE.joinpath(f"browser_{part}.html").read_text(encoding="utf-8") for part in ("head", "last"))
        last = last.replace("READY", ready).replace("SCRIPT", script)
        heard = page.replace("<head>", "<head>" + head, 1).replace("</body>", last, 1)
        file.write_text(heard, encoding="utf-8")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu"]
        command += ["--blink-settings=preferredColorScheme=0"] if dark else []
        for patience in _PATIENCE:
            waiting = f"--virtual-time-budget={patience}"
            done = subprocess.run(
                [*command, waiting, "--dump-dom", file.as_uri()],
                capture_output=True, text=True, check=True, timeout=_CEILING,
            )  # fmt: skip
            if title := re.search(r"<title>(\[.*?\])</title>", done.stdout):
                return json.loads(unescape(title[1]))
        pytest.fail("the page's script has not come to its end")

    return run
