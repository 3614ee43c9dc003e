"""The base of every optimizer: groups, the loop over parameters, state, and what is refused.

A class adds one pure function, its update, in the symbols of its docstring. The parameter names of the update say what
it needs: ``p`` and ``g``, arrays of the state by their symbol, options of the group, ``t`` (the count of steps) and
what :meth:`Optimizer.numbers` works out. It returns the new ``p``, and the new state in the order of its parameters.
"""

import inspect
import math
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from autograd_lite.errors import DTypeError, InPlaceError, NonFiniteError, OptionError
from autograd_lite.modes import enable_grad
from autograd_lite.optim.blocks import in_blocks
from autograd_lite.optim.options import check_options, plain_number
from autograd_lite.optim.state import SCHEDULED, load, saved
from autograd_lite.tensor import Tensor

Update = Callable[..., Any]


class Optimizer:
    """Base of the optimizers.

    Parameters
    ----------
    params : Tensors, or pairs of name and Tensor, or dicts with the key ``params`` and options of their own
    defaults : options for the groups that do not state them

    Attributes
    ----------
    param_groups : list of dict, each with ``params`` and its options; options may be changed between steps
    state : dict of what is remembered for each parameter, by the names of PyTorch's ``state_dict``

    Notes
    -----
    Arrays of parameters are written to in place, unless a graph still needs the old values: then into a copy, so that a
    step between a forward pass and its backward pass leaves the gradient of the values that the forward pass saw.
    """

    symbols: ClassVar[dict[str, str]] = {}  # symbol in the update -> name in the state
    counts = True  # whether the state counts the steps
    elementwise = True  # whether the update may be applied block by block

    def __init__(self, params: Iterable[Any], defaults: dict[str, Any]) -> None:
        self.defaults = {name: plain_number(value) for name, value in defaults.items()}
        self.state: dict[Tensor, dict[str, Any]] = {}
        self.param_groups: list[dict[str, Any]] = []
        if isinstance(params, Tensor | np.ndarray | dict):
            raise OptionError(f"{type(self).__name__} got a {type(params).__name__}. Wanted a list: [p], or [group].")
        if callable(getattr(params, "parameters", None)):
            raise OptionError(f"{type(self).__name__} got a {type(params).__name__}. Wanted model.parameters().")
        given = list(params)
        if not given:
            raise OptionError(
                f"{type(self).__name__} got no parameters. Wanted at least one Tensor; was model.parameters() used up?"
            )
        for group in given if isinstance(given[0], dict) else [{"params": given}]:
            self.add_param_group(group)

    # -- what a class adds ------------------------------------------------------------------------------------------

    def update(self, group: dict[str, Any]) -> Update:
        """Return the pure update that fits the options of `group`."""
        raise NotImplementedError(f"{type(self).__name__} has no update.")

    def initial(self, symbol: str, p: Any, group: dict[str, Any]) -> Any:
        """Return what the state `symbol` of a parameter with the values `p` starts from; None for nothing yet."""
        return np.zeros(p.shape, p.dtype)

    def numbers(self, t: int, group: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
        """Return what the update names besides, worked out once a step."""
        return {}

    def check(self, group: dict[str, Any]) -> None:
        """Raise `OptionError` if options of `group` do not go together."""

    # -- groups -----------------------------------------------------------------------------------------------------

    def add_param_group(self, group: Any) -> None:
        """Add parameters with options of their own: ``{"params": [...], "lr": 0.01}``.

        Raises
        ------
        OptionError
            For an option that does not exist or lies outside its limits, for a parameter that is listed already, for an
            empty group.
        """
        owner = type(self).__name__
        if not isinstance(group, dict) or "params" not in group:
            raise OptionError(f"{owner} got the group {group!r}. Wanted a dict with the key 'params'.")
        unknown = [name for name in group if name not in (*self.defaults, *SCHEDULED, "params", "param_names")]
        if unknown:
            raise OptionError(f"{owner} got the options {unknown}. It has {list(self.defaults)}.")
        params = group["params"]
        pairs = [each if isinstance(each, tuple) else (None, each) for each in self._listed(params)]
        options = {name: plain_number(group.get(name, value)) for name, value in self.defaults.items()}
        added = {**group, **options, "params": [p for _, p in pairs]}
        if any(name is not None for name, _ in pairs):
            added["param_names"] = [name for name, _ in pairs]
        check_options(owner, options)
        self.check(added)
        self._check_params(added["params"])
        self.param_groups.append(added)

    def _listed(self, params: Any) -> list[Any]:
        listed = [params] if isinstance(params, Tensor) else list(params)
        if not listed:
            raise OptionError(f"{type(self).__name__} got a group without parameters. Wanted at least one Tensor.")
        return listed

    def _check_params(self, params: list[Any]) -> None:
        owner = type(self).__name__
        seen = {id(p) for group in self.param_groups for p in group["params"]}
        for k, p in enumerate(params):
            if not isinstance(p, Tensor):
                raise OptionError(f"{owner} got a {type(p).__name__} as parameter {k}. Wanted a Tensor.")
            if not p.is_leaf:
                raise InPlaceError(
                    f"{owner} got parameter {k} that is the result of an operation. Wanted leaves, made with "
                    "requires_grad=True: a step into a result would be undone by the next forward pass."
                )
            if p.dtype.kind not in "fc":
                raise DTypeError(f"{owner} got parameter {k} of dtype {p.dtype}. Wanted float or complex.")
            if id(p) in seen:
                raise OptionError(
                    f"{owner} got parameter {k} (shape {p.shape}) twice; it would be stepped twice. List it once."
                )
            seen.add(id(p))

    def named(self) -> Iterator[tuple[str, Tensor]]:
        """Every parameter with a name for messages: its own, or its place."""
        for i, group in enumerate(self.param_groups):
            names = group.get("param_names") or [None] * len(group["params"])
            for k, (name, p) in enumerate(zip(names, group["params"], strict=True)):
                yield name or p.name or f"parameter {k} of group {i}", p

    # -- a step -----------------------------------------------------------------------------------------------------

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients, or fill them with zeros."""
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.grad = None if set_to_none else np.zeros(p.shape, p.dtype)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Update every parameter that has a gradient.

        Parameters
        ----------
        closure : computes the loss and its gradients anew, and returns the loss

        Returns
        -------
        what `closure` returned, or None

        Raises
        ------
        NonFiniteError
            If a gradient holds NaN or infinity. No parameter has changed then.
        OptionError
            If an option was set to a value outside its limits. No parameter has changed then.
        """
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        with np.errstate(all="ignore"):
            self._check_step()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        self._advance(p, group)
        return loss

    def _check_options(self) -> None:
        """Refuse options that were set to bad values since the last step."""
        for group in self.param_groups:
            for name in self.defaults:
                group[name] = plain_number(group[name])
            check_options(type(self).__name__, group)

    def _check_step(self) -> None:
        """Refuse a step that would spoil weights, before the first of them changes."""
        self._check_options()
        for name, p in self.named():
            if p.grad is not None:
                check_finite(name, p, type(self).__name__)

    def _advance(self, p: Tensor, group: dict[str, Any]) -> None:
        """Apply the update to one parameter."""
        state = self.state.setdefault(p, {})
        t = state.get("step", 0) + 1
        if self.counts:
            state["step"] = t
        update = self.update(group)
        symbols, others = needs(update, tuple(self.symbols))
        values = {"t": t, **group, **self.numbers(t, group, state)}
        further = {name: values[name] for name in others}
        array = p._writable()
        for symbol in symbols:
            if self.symbols[symbol] not in state:
                state[self.symbols[symbol]] = self.initial(symbol, array, group)
        held = [state[self.symbols[symbol]] for symbol in symbols]
        kept = [np.empty(array.shape, array.dtype) if each is None else each for each in held]
        state.update((self.symbols[symbol], each) for symbol, each in zip(symbols, kept, strict=True))
        starting = [each is None for each in held]
        for new_p, g, *new in in_blocks([array, gradient(p), *kept], self.elementwise):
            g, scale = self._decayed(new_p, g, group)
            old = [None if start else each for start, each in zip(starting, new, strict=True)]
            results = update(new_p * scale if scale != 1 else new_p, g, *old, **further)
            for target, result in zip([new_p, *new], results, strict=True):
                target[...] = result

    def _decayed(self, p: Any, g: Any, group: dict[str, Any]) -> tuple[Any, float]:
        """Apply the options that every class shares: climb instead of descend, and weight decay in its two forms."""
        if group.get("maximize"):
            g = -g
        decay = group.get("weight_decay", 0)
        if decay and self.decoupled(group):
            return g, 1 - group["lr"] * decay
        return (g + decay * p if decay else g), 1

    def decoupled(self, group: dict[str, Any]) -> bool:
        """Whether weight decay shrinks the weights themselves, and does not pass through the gradient."""
        return bool(group.get("decoupled_weight_decay", False))

    # -- state ------------------------------------------------------------------------------------------------------

    def state_dict(self) -> dict[str, Any]:
        """Return copies of state and options, in PyTorch's layout: parameters are numbered in order."""
        return saved(self.param_groups, self.state)

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` returned, by this class or by PyTorch's.

        Raises
        ------
        CheckpointError
            With everything that does not fit; nothing has been loaded then.
        """
        groups, self.state = load(self, state_dict)
        for group, new in zip(self.param_groups, groups, strict=True):
            group.update(new)

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for i, group in enumerate(self.param_groups):
            count = sum(p.size for p in group["params"])
            options = ", ".join(f"{name}={group[name]!r}" for name in self.defaults)
            lines.append(f"  group {i}: {len(group['params'])} parameters, {count} numbers; {options}")
        return "\n".join([*lines, ")"])


@lru_cache
def needs(update: Update, symbols: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the symbols of the state, and the other names, that `update` takes besides ``p`` and ``g``."""
    names = tuple(inspect.signature(update).parameters)[2:]
    return tuple(n for n in names if n in symbols), tuple(n for n in names if n not in symbols)


def gradient(p: Tensor) -> Any:
    """Return the gradient of `p` as an array, also after ``backward(create_graph=True)``."""
    g = p.grad
    return g._value() if isinstance(g, Tensor) else g


def check_finite(name: str, p: Tensor, asked: str) -> None:
    """Raise `NonFiniteError` if the gradient of `p` holds NaN or infinity."""
    g = gradient(p)
    flat = np.ravel(g)
    if math.isfinite(abs(np.vdot(flat, flat))) or np.isfinite(g).all():  # the first is fast, but may overflow
        return
    bad = ~np.isfinite(g)
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    raise NonFiniteError(
        f"{asked} found {g[where]} in the gradient of {name} (shape {p.shape}), first at {where}, {bad.sum()} in all. "
        "No weight was changed. Look for a loss that is not finite, a learning rate that is too large, or run "
        "under ag.detect_anomaly() to see where it was born."
    )
