"""Which gradients of HIPS/autograd are wrong? The checks of this library find them by themselves, through an adapter.

Every function is called with keywords that NumPy documents and autograd accepts. Needs ``pip install autograd scipy``.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from autograd_lite.testing import Report, examine_vjp
from autograd_lite.testing.adapters import from_hips

X = np.array([[0.3, -1.2, 2.0], [1.5, 0.7, -0.4]])
MASK = np.array([[True, False, True], [True, True, False]])
SQUARE = np.array([[2.0, 0.3], [0.5, 1.5]])


def cases() -> dict[str, tuple[Callable[..., Any], Any]]:
    """Return calls by what is written, each with its argument; the first ones are right."""
    import autograd.numpy as anp

    return {
        "sum(x)": (anp.sum, X),
        "prod(x)": (anp.prod, X),
        "linalg.norm(x)": (anp.linalg.norm, X),
        "sum(x, where=mask)": (lambda x: anp.sum(x, where=MASK), X),
        "mean(x, where=mask)": (lambda x: anp.mean(x, where=MASK), X),
        "prod(x, where=mask)": (lambda x: anp.prod(x, where=MASK), X),
        "var(x, where=mask)": (lambda x: anp.var(x, where=MASK), X),
        "std(x, where=mask)": (lambda x: anp.std(x, where=MASK), X),
        "var(x, correction=1)": (lambda x: anp.var(x, correction=1), X),
        "std(x, correction=1)": (lambda x: anp.std(x, correction=1), X),
        "max(x, initial=1.8)": (lambda x: anp.max(x, initial=1.8, axis=1), X),
        "linalg.norm(x, axis=1, keepdims=True)": (lambda x: anp.linalg.norm(x, axis=1, keepdims=True), X),
        "cumsum(x)": (lambda x: anp.cumsum(x), X),
        "linalg.cholesky(x, upper=True)": (lambda x: anp.linalg.cholesky(x @ x.T, upper=True), SQUARE),
        "linalg.pinv(x, hermitian=True)": (lambda x: anp.linalg.pinv(x + x.T, hermitian=True), SQUARE),
        "prod of a row with two zeros": (anp.prod, np.array([0.0, 0.0, 3.0])),
        "linalg.norm of zeros": (anp.linalg.norm, np.zeros(3)),
        "sinc": (anp.sinc, np.array([0.0, 0.5])),
    }


def examined(f: Callable[..., Any], x: Any) -> Report | str:
    """Return the report, or what was raised instead."""
    with np.errstate(all="ignore"):
        try:
            return examine_vjp(*from_hips(f), x)
        except Exception as error:  # noqa: BLE001  whatever another library says to a keyword
            return f"{type(error).__name__}: {str(error).splitlines()[0]}"


def main() -> None:
    """Print a verdict for every call, and the diagnosis where it is wrong."""
    if find_spec("autograd") is None:
        print("autograd is not installed here: pip install autograd==1.9.1")
        return
    for text, (f, x) in cases().items():
        report = examined(f, x)
        if isinstance(report, str):
            print(f"{text:40} refuses: {report[:90]}")
            continue
        print(f"{text:40} {report.verdict:13} {report.diagnosis or report.reason}")


if __name__ == "__main__":
    main()
