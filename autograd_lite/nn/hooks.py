"""Functions that a module calls before and after its forward, and when gradients have come back through it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.tensor import Tensor


class Handle:
    """What registering a hook returns: ``remove()`` takes the hook away; so does leaving a ``with`` block."""

    def __init__(self, hooks: dict[object, Any]) -> None:
        self._hooks = hooks

    def remove(self) -> None:
        """Take the hook away; a second time does nothing."""
        self._hooks.pop(self, None)

    def __enter__(self) -> "Handle":
        return self

    def __exit__(self, *exception: object) -> None:
        self.remove()


class Hooks:
    """The hooks of one module, each kind in the order of registration."""

    def __init__(self) -> None:
        self.kinds: dict[str, dict[object, tuple[Callable[..., Any], bool]]] = {
            "before": {},
            "after": {},
            "backward": {},
        }

    def add(self, kind: str, hook: Callable[..., Any], with_kwargs: bool = False) -> Handle:
        """Add a hook of one kind."""
        hooks = self.kinds[kind]
        handle = Handle(hooks)
        hooks[handle] = (hook, with_kwargs)
        return handle

    def around(self, module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call ``module.forward`` with all hooks around it."""
        for hook, with_kwargs in tuple(self.kinds["before"].values()):
            returned = hook(module, args, kwargs) if with_kwargs else hook(module, args)
            if returned is not None and with_kwargs:
                args, kwargs = returned
            elif returned is not None:
                args = returned if isinstance(returned, tuple) else (returned,)
        watchers = [Watcher(module, hook) for hook, _ in tuple(self.kinds["backward"].values())]
        for watcher in watchers:
            args = watcher.inputs(args)
        result = module.forward(*args, **kwargs)
        for watcher in watchers:
            result = watcher.outputs(result)
        for hook, with_kwargs in tuple(self.kinds["after"].values()):
            returned = hook(module, args, kwargs, result) if with_kwargs else hook(module, args, result)
            result = result if returned is None else returned
        return result


class Watcher:
    """One backward hook during one call: collects the gradients of results and arguments, then calls the hook.

    Arguments and results pass through identities of their own, so that what is seen is this module's share of the
    gradient and not the whole.
    """

    def __init__(self, module: Any, hook: Callable[..., Any]) -> None:
        self.module, self.hook = module, hook
        self.grad_input: list[Any] = []
        self.grad_output: list[Any] = []
        self.waiting = 0
        self.tracked_inputs: list[int] = []

    def inputs(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Pass the arguments on, watched."""
        self.grad_input = [None] * len(args)
        passed = list(args)
        for k, arg in enumerate(args):
            if isinstance(arg, Tensor) and arg.requires_grad:
                passed[k] = np.copy(arg)
                if passed[k].requires_grad:
                    self.tracked_inputs.append(k)
                    passed[k].register_hook(lambda g, k=k: self.arrived_input(k, g))
        self.waiting = len(self.tracked_inputs)
        return tuple(passed)

    def outputs(self, result: Any) -> Any:
        """Pass the results on, watched."""
        several = isinstance(result, tuple)
        results = list(result) if several else [result]
        self.grad_output = [None] * len(results)
        self.expected = [k for k, r in enumerate(results) if isinstance(r, Tensor) and r.requires_grad]
        for k in self.expected:
            results[k] = np.copy(results[k])
            results[k].register_hook(lambda g, k=k: self.arrived_output(k, g))
        return tuple(results) if several else results[0]

    def arrived_output(self, k: int, g: Any) -> None:
        """Note the gradient of a result; without tracked arguments the hook's time has come with the last of them."""
        self.grad_output[k] = g
        if not self.tracked_inputs and all(self.grad_output[j] is not None for j in self.expected):
            self.hook(self.module, tuple(self.grad_input), tuple(self.grad_output))

    def arrived_input(self, k: int, g: Any) -> Any:
        """Note the gradient of an argument; call the hook with the last one."""
        self.grad_input[k] = g
        self.waiting -= 1
        if self.waiting:
            return None
        self.waiting = len(self.tracked_inputs)
        replaced = self.hook(self.module, tuple(self.grad_input), tuple(self.grad_output))
        if replaced is None:
            return None
        if not isinstance(replaced, tuple):
            replaced = (replaced,)
        if len(self.tracked_inputs) > 1:
            raise NotImplementedError(
                "A backward hook that replaces gradients wants a module with one tracked argument; "
                f"{type(self.module).__name__} has {len(self.tracked_inputs)}. Use Tensor.register_hook on each."
            )
        return replaced[k]


class Hooked:
    """The part of a module that takes hooks."""

    _hooks: Hooks | None = None

    def _with_hooks(self) -> Hooks:
        if self._hooks is None:
            self._hooks = Hooks()
        return self._hooks

    def register_forward_pre_hook(self, hook: Callable[..., Any], *, with_kwargs: bool = False) -> Handle:
        """Call ``hook(module, args)`` before forward; what it returns takes the arguments' place, but for None."""
        return self._with_hooks().add("before", hook, with_kwargs)

    def register_forward_hook(self, hook: Callable[..., Any], *, with_kwargs: bool = False) -> Handle:
        """Call ``hook(module, args, result)`` after forward; what it returns takes the result's place, but for None."""
        return self._with_hooks().add("after", hook, with_kwargs)

    def register_full_backward_hook(self, hook: Callable[..., Any]) -> Handle:
        """Call ``hook(module, grad_input, grad_output)`` when the gradients have come back through the module.

        Both are tuples with an element for each positional argument (result), None where nothing is tracked. A tuple
        that the hook returns takes the place of `grad_input`.
        """
        return self._with_hooks().add("backward", hook)
