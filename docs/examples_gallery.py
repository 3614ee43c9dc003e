"""Run every example in its short form and make a page of what each one says, prints and draws.

Sphinx calls it before it reads the pages. What an example left is kept in ``build/examples`` and used again as long as
neither the example nor the library has changed.
"""

import ast
import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES, KEPT, FOLDER = ROOT / "examples", ROOT / "build" / "examples", Path(__file__).parent / "generated"
WIDE = ("05_optimizers", "07_initial_values", "11_autoencoder")  # their pictures have many panels
HEAD = """# Examples

The systems of the "Deep Learning from Scratch" books with their figures in print, and what comes after. Each is a
script in the folder `examples`, ends in an assert on what it claims, and was run in its short form while this page was
built; `--full` trains as long as the figures need.

```sh
python examples/03_spiral.py
```
"""


def fingerprint(script: Path) -> str:
    """Return a hash of all that the results of an example depend on."""
    sources = [script, EXAMPLES / "example.py", *sorted((ROOT / "autograd_lite").rglob("*.py"))]
    mark = hashlib.sha256(os.environ.get("AUTOGRAD_LITE_DATA", "").encode())
    for source in sources:
        mark.update(source.read_bytes())
    return mark.hexdigest()[:16]


def results(script: Path) -> Path:
    """Return the folder with what an example has printed and drawn, run now unless nothing has changed since."""
    place = KEPT / f"{script.stem}-{fingerprint(script)}"
    if (place / "out.txt").exists():
        return place
    for old in KEPT.glob(f"{script.stem}-*"):
        shutil.rmtree(old)
    place.mkdir(parents=True)
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    data = {"AUTOGRAD_LITE_DATA": str(place), **os.environ}  # never the network: without the files, the digits
    ran = subprocess.run(
        [sys.executable, "-W", "error", str(script), "--pictures", str(place)],
        env={**data, **one_thread, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"{script.name} failed:\n{ran.stdout}\n{ran.stderr}")
    (place / "out.txt").write_text(ran.stdout, encoding="utf-8")
    return place


def section(script: Path, place: Path) -> str:
    """Return the part of the page about one example: its docstring, its pictures, what it printed."""
    summary, _, rest = (ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or "").partition("\n\n")
    title, _, further = summary.replace("\n", " ").partition(": ")
    title, _, book = title.rstrip(".").partition(" (")
    lines = [f"## {script.name[:2]} {title}", f"*{book.rstrip(')')}*" if book else ""]
    lines += [further[:1].upper() + further[1:], rest, f"`examples/{script.name}`"]
    lines.append(pictures(script, place))
    printed = (place / "out.txt").read_text(encoding="utf-8").splitlines()
    shown = "\n".join(line for line in printed if not line.startswith(("picture: ", "Using ", "Learning ")))
    lines.append(f"::::{{dropdown}} What it prints\n```text\n{shown}\n```\n::::")
    return "\n\n".join(line for line in lines if line) + "\n"


def pictures(script: Path, place: Path) -> str:
    """Copy the pictures of an example to the page, and return a grid of them."""
    items = []
    for picture in sorted(place.glob("*.png")):
        name = f"{script.stem}_{picture.stem.partition('_')[2]}"
        shutil.copyfile(picture, FOLDER / "examples" / f"{name}.png")
        items.append(f":::{{grid-item}}\n![{picture.stem[3:].replace('_', ' ')}](examples/{name}.png)\n:::\n")
    columns = "1" if script.stem in WIDE or not items else "1 1 2 2"
    return f"::::{{grid}} {columns}\n{''.join(items)}::::"


def write(*_: object) -> None:
    """Run them all and write the page."""
    shutil.rmtree(FOLDER / "examples", ignore_errors=True)
    (FOLDER / "examples").mkdir(parents=True)
    scripts = sorted(EXAMPLES.glob("[0-9][0-9]_*.py"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        places = list(pool.map(results, scripts))
    page = [HEAD, *map(section, scripts, places)]
    (FOLDER / "examples.md").write_text("\n".join(page), encoding="utf-8")


if __name__ == "__main__":
    write()
