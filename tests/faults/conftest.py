"""What the fault tests share: floating-point errors loud and quiet, and a process of its own for what may crash one."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest

Run = Callable[[str], str]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test twice, but the slow ones once: they are about time and stack, not about numbers."""
    slow = metafunc.definition.get_closest_marker("slow") is not None
    metafunc.parametrize("floating_point_errors", ["warn"] if slow else ["warn", "raise"], indirect=True)


@pytest.fixture(autouse=True)
def floating_point_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run every test as NumPy is, and once more where the user asked for an exception at every floating-point error."""
    with np.errstate(all=request.param, under="raise" if request.param == "raise" else "ignore"):
        yield


@pytest.fixture
def run_python(floating_point_errors: None, request: pytest.FixtureRequest) -> Run:
    """Run a program in a process of its own, warnings being errors there too, and return what it printed."""
    mode = np.geterr()["invalid"]
    prelude = f"import numpy as np\nimport autograd_lite as ag\nnp.seterr(all={mode!r})\n"

    def run(program: str) -> str:
        finished = subprocess.run(
            [sys.executable, "-W", "error", "-c", prelude + program],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        assert finished.returncode == 0, f"exit status {finished.returncode}\n{finished.stdout}\n{finished.stderr}"
        return finished.stdout

    return run
