"""Modules that hold others: in a row, in a list, in a dict."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from autograd_lite.nn.module import Module
from autograd_lite.nn.parameter import Parameter


class _Items(Module):
    """What the containers share: the items and their names."""

    def __init__(self) -> None:
        self.__dict__["_items"] = {}

    def _members(self) -> Iterator[tuple[str, Any]]:
        yield from self.__dict__["_items"].items()
        yield from ((name, value) for name, value in super()._members() if name != "_items")

    def _put(self, name: str, item: Any) -> None:
        self.__dict__["_items"][name] = item
        if self._path is not None:
            self._stamp(self._path)

    def __getattr__(self, name: str) -> Any:
        items = self.__dict__.get("_items", {})
        if name in items:
            return items[name]
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}. Its items are {list(items)}.")

    def add_module(self, name: str, module: Module | None) -> None:
        """Add or replace the item `name`."""
        self._put(name, module)

    register_module = add_module

    def __len__(self) -> int:
        return len(self.__dict__["_items"])


class _Numbered(_Items):
    """A container whose items are counted from 0."""

    def _names(self) -> list[str]:
        return list(self.__dict__["_items"])

    def _renumber(self, items: list[Any]) -> None:
        self.__dict__["_items"] = {str(k): item for k, item in enumerate(items)}
        if self._path is not None:
            self._stamp(self._path)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.__dict__["_items"].values())

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)._of(list(self)[index])
        return list(self)[index]

    @classmethod
    def _of(cls, items: list[Any]) -> Any:
        return cls(items)  # type: ignore[call-arg]

    def __setitem__(self, index: int, item: Any) -> None:
        self._put(self._names()[index], item)

    def __delitem__(self, index: int | slice) -> None:
        items = list(self)
        del items[index]
        self._renumber(items)

    def append(self, item: Any) -> Self:
        """Add an item at the end."""
        self._put(str(len(self)), item)
        return self

    def extend(self, items: Iterable[Any]) -> Self:
        """Add several items at the end."""
        for item in items:
            self.append(item)
        return self

    def insert(self, index: int, item: Any) -> None:
        """Add an item before the one at `index`."""
        items = list(self)
        items.insert(index, item)
        self._renumber(items)

    def pop(self, index: int = -1) -> Any:
        """Remove an item and return it."""
        item = self[index]
        del self[index]
        return item


class Sequential(_Numbered):
    """Modules in a row, each fed with the result of the one before.

    Parameters
    ----------
    *modules : the modules, or one dict of them, whose keys become their names

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> model = nn.Sequential(nn.Linear(4, 3, rng=0), nn.ReLU(), nn.Linear(3, 2, rng=1))
    >>> model(np.ones((5, 4))).shape
    (5, 2)
    >>> model
    Sequential(  # 23 parameters
      (0): Linear(in_features=4, out_features=3, bias=True)  # weight (3, 4), bias (3,): 15
      (1): ReLU()
      (2): Linear(in_features=3, out_features=2, bias=True)  # weight (2, 3), bias (2,): 8
    )
    """

    def __init__(self, *modules: Any) -> None:
        super().__init__()
        named = modules[0].items() if len(modules) == 1 and isinstance(modules[0], Mapping) else enumerate(modules)
        for name, module in named:
            if not callable(module):
                raise TypeError(f"Got {type(module).__name__} as item {name} of Sequential. Wanted a Module.")
            self._put(str(name), module)

    @classmethod
    def _of(cls, items: list[Any]) -> Any:
        return cls(*items)

    def forward(self, x: Any) -> Any:
        """Feed `x` through all modules."""
        for module in self.__dict__["_items"].values():
            x = module(x)
        return x


class ModuleList(_Numbered):
    """A list of modules; a plain list as an attribute is found as well.

    Examples
    --------
    >>> from autograd_lite import nn
    >>> layers = nn.ModuleList(nn.Linear(2, 2, rng=k) for k in range(3))
    >>> [name for name, _ in layers.named_parameters()][:2]
    ['0.weight', '0.bias']
    """

    def __init__(self, modules: Iterable[Module] = ()) -> None:
        super().__init__()
        self.extend(modules)


class ParameterList(_Numbered):
    """A list of parameters; arrays in it become parameters."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        super().__init__()
        self.extend(values)

    def append(self, item: Any) -> Self:
        """Add a parameter at the end."""
        return super().append(item if isinstance(item, Parameter) else Parameter(item))


class ModuleDict(_Items):
    """A dict of modules; a plain dict as an attribute is found as well."""

    def __init__(self, modules: Mapping[str, Any] | Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__()
        self.update(modules)

    def __getitem__(self, key: str) -> Any:
        return self.__dict__["_items"][key]

    def __setitem__(self, key: str, item: Any) -> None:
        self._put(key, item)

    def __delitem__(self, key: str) -> None:
        del self.__dict__["_items"][key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__["_items"])

    def __contains__(self, key: str) -> bool:
        return key in self.__dict__["_items"]

    def keys(self) -> Any:
        """Return the names."""
        return self.__dict__["_items"].keys()

    def values(self) -> Any:
        """Return the items."""
        return self.__dict__["_items"].values()

    def items(self) -> Any:
        """Return names and items."""
        return self.__dict__["_items"].items()

    def update(self, modules: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> None:
        """Add or replace several items."""
        for key, item in modules.items() if isinstance(modules, Mapping) else modules:
            self[key] = item

    def pop(self, key: str) -> Any:
        """Remove an item and return it."""
        item = self[key]
        del self[key]
        return item

    def clear(self) -> None:
        """Remove all items."""
        self.__dict__["_items"].clear()


class ParameterDict(ModuleDict):
    """A dict of parameters; arrays in it become parameters."""

    def __setitem__(self, key: str, item: Any) -> None:
        super().__setitem__(key, item if isinstance(item, Parameter) else Parameter(item))
