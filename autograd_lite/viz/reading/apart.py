"""Several models in one function: where their modules have the same paths, each path begins with the model's name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def told_apart(modules: Mapping[str, Any]) -> Iterator[set[str]]:
    """Let Modules that share paths run under their names for as long as the block lasts; yield those names.

    A generator and a discriminator that are both sequences have a ``0`` each: then they are ``generator.0`` and
    ``discriminator.0``.
    """
    own = {name: {id(inner): path for path, inner in module.named_modules()} for name, module in modules.items()}
    within = Counter(key for inner in own.values() for key in inner)
    outer = {name: own[name] for name, module in modules.items() if within[id(module)] == 1}
    paths = Counter(path for inner in outer.values() for path in inner.values() if path)
    named = {name for name, inner in outer.items() if any(paths[path] > 1 for path in inner.values())}
    before = {name: modules[name]._path for name in named}
    try:
        for name in named:
            modules[name]._stamp(name)
        yield named
    finally:
        for name in named:
            modules[name]._stamp(before[name] or "")
