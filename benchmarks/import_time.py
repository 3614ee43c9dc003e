"""What ``import autograd_lite`` costs beyond ``import numpy``.

Fresh interpreters import NumPy alone and the library in turns; each reports the time of its import statement, so the
start of Python is not counted. Bytecode is cached, in a folder of its own. Medians are compared.
"""

import os
import statistics
import subprocess
import sys
import tempfile

TURNS = 21
TARGET = 60  # milliseconds
PROGRAM = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"


def milliseconds(module: str, cache: str) -> float:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", PROGRAM.format(module)]
    return 1000 * float(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)


def main() -> None:
    modules = ("numpy", "autograd_lite")
    with tempfile.TemporaryDirectory() as cache:
        for module in modules:
            milliseconds(module, cache)  # compiles what is not compiled yet
        turns = [[milliseconds(module, cache) for module in modules] for _ in range(TURNS)]
    numpy, ours = (statistics.median(times) for times in zip(*turns, strict=True))
    print(f"numpy {numpy:.0f} ms, autograd_lite {ours:.0f} ms: {ours - numpy:.0f} ms beyond NumPy (target {TARGET})")


if __name__ == "__main__":
    main()
