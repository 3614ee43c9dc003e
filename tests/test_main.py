import subprocess
import sys


def test_python_m() -> None:
    """``python -m autograd_lite`` runs the command line, without a warning, and passes its exit status on."""
    command = [sys.executable, "-W", "error", "-m", "autograd_lite"]
    finished = subprocess.run([*command, "info"], capture_output=True, text=True, timeout=60, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.startswith("autograd_lite ")
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 2
