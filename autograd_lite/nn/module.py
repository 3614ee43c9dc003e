"""Module: attributes that are learnt, and a function that uses them."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Self

import numpy as np

from autograd_lite.modes import Modes, current, put
from autograd_lite.nn.hooks import Hooked
from autograd_lite.nn.parameter import Buffer, Parameter, convert
from autograd_lite.nn.state import Stateful
from autograd_lite.tensor import Tensor

_INTERNAL = frozenset({"_path", "_scoped", "_hooks", "training"})


class Owned(NamedTuple):
    """Something that a module owns: its name there, and the object."""

    name: str
    value: Any


class Module(Hooked, Stateful):
    """Base of everything that has parameters. A subclass sets them as attributes and defines ``forward``.

    Parameters, buffers and modules are found by walking the attributes in the order of their definition, into lists,
    tuples and dicts too; there is nothing to register and no ``super().__init__()`` to forget. An object that is
    reached twice is one object, under its first name.

    Attributes
    ----------
    training : whether dropout drops and batch norm learns its statistics; set by :meth:`train` and :meth:`eval`

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite import nn
    >>> class Scale(nn.Module):
    ...     def __init__(self, n):
    ...         self.factor = nn.Parameter(np.ones(n))
    ...     def forward(self, x):
    ...         return x * self.factor
    >>> model = Scale(3)
    >>> [name for name, _ in model.named_parameters()]
    ['factor']
    >>> model(np.array([1.0, 2.0, 3.0]))
    Tensor([1., 2., 3.], from multiply)
    """

    training: bool = True
    _path: str | None = None  # from the outermost module that was called; '' there
    _scoped: tuple[Modes, Modes] | None = None  # the modes around the last call and those within

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the result; what a subclass defines."""
        raise NotImplementedError(f"{type(self).__name__} defines no forward. Write one: def forward(self, x): …")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the hooks and ``forward``; what is computed within remembers the module's path."""
        before = current()
        scoped = self._scoped
        if scoped is None or scoped[0] is not before:
            scoped = self._scope(before)
        put(scoped[1])
        try:
            if self._hooks is None:
                return self.forward(*args, **kwargs)
            return self._hooks.around(self, args, kwargs)
        except Exception as error:
            if self._path and not getattr(error, "__notes__", None) and not str(error).startswith(self._path):
                error.add_note(f"in module {self._path} ({type(self).__name__})")
            raise
        finally:
            put(before)

    def _scope(self, before: Modes) -> tuple[Modes, Modes]:
        """Return the modes within this module: as before, but for the path that the operations remember."""
        if self._path is None and before.scope is None:
            self._stamp("")
        path = self._path if self._path is not None else f"{before.scope}.{type(self).__name__}".lstrip(".")
        within = Modes(before.tracking, before.anomaly, before.strict, path, before.watch)
        if before.watch is None:
            self.__dict__["_scoped"] = (before, within)
        return before, within

    def _stamp(self, path: str) -> None:
        """Tell this module and those below it their paths."""
        for name, module in self.named_modules(path):
            module.__dict__.update(_path=name, _scoped=None)

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        if self._path is not None and isinstance(value, Module | list | tuple | dict):
            self._stamp(self._path)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in ("_scoped", "_path")}

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(name for name, _ in self._members())})

    # -- what it owns -----------------------------------------------------------------------------------------------

    def _members(self) -> Iterator[tuple[str, Any]]:
        """Yield the attributes in which parameters and modules may hang."""
        return ((name, value) for name, value in self.__dict__.items() if name not in _INTERNAL)

    def _own(self, kind: type | tuple[type, ...]) -> Iterator[Owned]:
        """Yield what hangs directly on this module, or in its lists and dicts, but not below another module."""
        stack = [Owned(name, value) for name, value in reversed(list(self._members()))]
        while stack:
            name, value = stack.pop()
            if isinstance(value, kind):
                yield Owned(name, value)
            elif isinstance(value, list | tuple):
                stack.extend(Owned(f"{name}.{k}", value[k]) for k in reversed(range(len(value))))
            elif isinstance(value, dict):
                stack.extend(Owned(f"{name}.{key}", each) for key, each in reversed(list(value.items())))

    def named_children(self) -> Iterator[tuple[str, "Module"]]:
        """Yield name and module for those directly below this one, each once."""
        seen: set[int] = set()
        for name, module in self._own(Module):
            if id(module) not in seen:
                seen.add(id(module))
                yield name, module

    def children(self) -> Iterator["Module"]:
        """Yield the modules directly below this one."""
        return (module for _, module in self.named_children())

    def named_modules(self, prefix: str = "", remove_duplicate: bool = True) -> Iterator[tuple[str, "Module"]]:
        """Yield dotted name and module: this one (named `prefix`), then all below it, parents before children."""
        seen: set[int] = set()
        stack = [(prefix, self)]
        while stack:
            path, module = stack.pop()
            if remove_duplicate and id(module) in seen:
                continue
            seen.add(id(module))
            yield path, module
            stack.extend(reversed([(_dotted(path, name), child) for name, child in module._own(Module)]))

    def modules(self) -> Iterator["Module"]:
        """Yield this module and all below it."""
        return (module for _, module in self.named_modules())

    def _named(self, kind: type, prefix: str, recurse: bool, remove_duplicate: bool) -> Iterator[tuple[str, Any]]:
        seen: set[int] = set()
        modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
        for path, module in modules:
            for name, value in module._own(kind):
                if not remove_duplicate or id(value) not in seen:
                    seen.add(id(value))
                    yield _dotted(path, name), value

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """Yield dotted name and parameter, each object once; a module's own before those of the modules below it."""
        return self._named(Parameter, prefix, recurse, remove_duplicate)

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """Yield the parameters, each object once; what an optimizer takes."""
        return (parameter for _, parameter in self.named_parameters(recurse=recurse))

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Buffer]]:
        """Yield dotted name and buffer."""
        return self._named(Buffer, prefix, recurse, remove_duplicate)

    def buffers(self, recurse: bool = True) -> Iterator[Buffer]:
        """Yield the buffers."""
        return (buffer for _, buffer in self.named_buffers(recurse=recurse))

    def get_submodule(self, target: str) -> "Module":
        """Return the module of a dotted name."""
        found = dict(self.named_modules(remove_duplicate=False))
        if target not in found:
            raise AttributeError(f"No module {target!r} in {type(self).__name__}. There are {sorted(found)[1:]}.")
        return found[target]

    def get_parameter(self, target: str) -> Parameter:
        """Return the parameter of a dotted name."""
        found = dict(self.named_parameters(remove_duplicate=False))
        if target not in found:
            raise AttributeError(f"No parameter {target!r} in {type(self).__name__}. There are {sorted(found)}.")
        return found[target]

    def register_buffer(self, name: str, tensor: Any, persistent: bool = True) -> None:
        """Set the attribute `name` to a :class:`Buffer`, or to None; the same as assigning one."""
        setattr(self, name, None if tensor is None else Buffer(tensor, persistent))

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Set the attribute `name`; the same as assigning it."""
        setattr(self, name, param)

    def add_module(self, name: str, module: "Module | None") -> None:
        """Set the attribute `name`; the same as assigning it."""
        setattr(self, name, module)

    register_module = add_module

    # -- what is done to all ----------------------------------------------------------------------------------------

    def train(self, mode: bool = True) -> Self:
        """Set :attr:`training` here and below."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Self:
        """Switch to evaluation: dropout passes everything on, batch norm uses its running statistics."""
        return self.train(False)

    def apply(self, fn: Callable[["Module"], Any]) -> Self:
        """Call `fn` with every module, children before parents."""
        for module in reversed(list(self.modules())):
            fn(module)
        return self

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Freeze the parameters, or unfreeze them."""
        for parameter in self.parameters():
            parameter.requires_grad = requires_grad
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters, or fill them with zeros."""
        for parameter in self.parameters():
            if parameter.grad is not None:
                parameter.grad = None if set_to_none else np.zeros(parameter.shape, parameter.dtype)

    def to(self, dtype: Any) -> Self:
        """Convert floating-point parameters and buffers to `dtype`, in place."""
        try:
            wanted = np.dtype(dtype)
        except TypeError:
            raise TypeError(
                f"Got {dtype!r}. Wanted a dtype, such as np.float32; there is no device but the CPU."
            ) from None
        if wanted.kind != "f":
            raise TypeError(f"Got dtype {wanted}. Wanted a floating-point one, such as np.float32.")
        for tensor in [*self.parameters(), *self.buffers()]:
            convert(tensor, dtype)
        return self

    def float(self) -> Self:
        """Convert to float32."""
        return self.to(np.float32)

    def double(self) -> Self:
        """Convert to float64."""
        return self.to(np.float64)

    def half(self) -> Self:
        """Convert to float16."""
        return self.to(np.float16)

    # -- state ------------------------------------------------------------------------------------------------------

    def _stateful(self) -> dict[str, Tensor]:
        """Return what a state dict holds, by name; an object with two names has both, as PyTorch has it."""
        held: dict[str, Tensor] = {}
        for path, module in self.named_modules(remove_duplicate=False):
            held.update((_dotted(path, name), value) for name, value in module._own(Parameter))
            held.update((_dotted(path, name), value) for name, value in module._own(Buffer) if value.persistent)
        return held

    # -- how it looks -----------------------------------------------------------------------------------------------

    def extra_repr(self) -> str:
        """Return what stands between the parentheses of the representation."""
        return ""

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        """Return the representation: a tree with the shapes and counts of parameters."""
        count = sum(p.size for p in self.parameters())
        own = ", ".join(f"{name} {tuple(p.shape)}" for name, p in self._own(Parameter))
        note = f"  # {own}: {count:,}" if own else f"  # {count:,} parameters" if count else ""
        children = list(self._own(Module))
        head = f"{type(self).__name__}({self.extra_repr()}"
        if not children:
            return [f"{head}){note}"]
        lines = [head + note]
        for name, module in children:
            first, *rest = module._lines()
            lines.extend([f"  ({name}): {first}", *[f"  {line}" for line in rest]])
        return [*lines, ")"]


def _dotted(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
