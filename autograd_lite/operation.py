"""Operations: the real NumPy forward, its rules, its docstring and its samples, in one block.

``@primitive`` takes rules that say how the gradient ``g`` comes back. What a rule may name: ``g`` (first), every
parameter of the function, ``out``, ``out_shape``, and for every array input ``x`` also ``x_shape`` and ``x_dtype``
(``xs_shapes`` for a list of arrays). What it does not name is not kept.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from autograd_lite import rules as compiled
from autograd_lite.domains import Draw
from autograd_lite.errors import RuleError, UnsupportedOperationError
from autograd_lite.quick import QuickCalls
from autograd_lite.recipe import CUT, Recipe
from autograd_lite.recording import PLAIN, Call
from autograd_lite.registry import QUICK, register
from autograd_lite.several import Calls
from autograd_lite.tensor import Tensor

Samples = Callable[[Draw], tuple[tuple[Any, ...], dict[str, Any]]]
_REQUIRED = compiled.REQUIRED


class Operation(QuickCalls):
    """A NumPy function with derivative rules. Call it with Tensors to record it, with arrays to just compute.

    Parameters
    ----------
    forward : the NumPy code; its parameters are those of the NumPy function that are supported
    function : the NumPy function (or several) that it stands for, or None
    rules : by input name
    sequences : names of inputs that are lists of arrays
    view : the result may share memory with the first input; a function of an array's shape and of the further arguments
        of two such steps returns those of the one step that they amount to, or None
    samples : draws arguments for the tests
    analytic : the complex step applies
    pole : predicate of the inputs, True where the value is finite but the derivative is not
    into : by input name, a :class:`~autograd_lite.graph.Deferred` form of the rule, for first-order passes
    batched : by input name, the rule for many gradients at once, stacked along one more axis in front; it names what
        the rule names
    byproducts : names of arrays that the forward returns behind its result, for rules to name. They come to the rules
        of first-order passes; in a recorded pass they are None, since they have no history there
    """

    broadcasts = False

    def __init__(
        self,
        forward: Callable[..., Any],
        function: Any,
        rules: dict[str, Callable[..., Any]],
        *,
        sequences: Iterable[str] = (),
        view: bool | Callable[..., Any] = False,
        samples: Samples | None = None,
        analytic: bool = False,
        pole: Callable[..., Any] | None = None,
        into: dict[str, Callable[..., Any]] | None = None,
        batched: dict[str, Callable[..., Any]] | None = None,
        byproducts: tuple[str, ...] = (),
    ) -> None:
        self.forward = forward
        self.name = forward.__name__
        self.functions = tuple(function) if isinstance(function, list | tuple) else (function,) if function else ()
        self.__name__ = self.__qualname__ = self.name
        self.__doc__ = forward.__doc__
        self.__module__ = forward.__module__
        self.__wrapped__ = forward
        self.rules = rules
        self.view, self.samples = view, samples
        self.analytic, self.pole = analytic, pole
        self.into, self.batched, self.byproducts = into or {}, batched or {}, byproducts
        self._read_signature()
        self.inputs = tuple(name for name in self.parameters if name in rules)
        self.sequences = frozenset(sequences)
        self._check_rules()
        self._find_places()
        self.recipes: dict[int, Recipe] = {}
        self.out_place = self.parameters.index("out") if "out" in self.parameters else len(self.parameters)
        self.calls = Calls(self)
        self.steady = bool(self.inputs) and not (self.sequences or self.keyword_only)
        simple = self.steady and self.inputs == self.parameters and not (self.view or self.byproducts)
        self.fast = len(self.inputs) if simple and len(self.inputs) <= 2 else -1
        for each in self.functions:
            register(each, self)
            if isinstance(each, np.ufunc) and self.fast > 0:
                QUICK[each] = self.unary if self.fast == 1 else self.binary

    def _read_signature(self) -> None:
        compiled.parameter_names(self.forward, self.name)
        self.positional, self.defaults = compiled.signature(self.forward)
        self.parameters = tuple(self.defaults)

    def _find_places(self) -> None:
        """Note, for quick calls, where in the list of arguments the inputs and the other settings stand."""
        names = self.parameters
        self.input_places = tuple(names.index(name) for name in self.inputs)
        self.reads = tuple((place, 1 << k) for k, place in enumerate(self.input_places))
        self.bits = tuple(dict(self.reads).get(place, 0) for place in range(len(names)))
        settings = [place for place in range(len(names)) if place not in self.input_places]
        self.setting_places = tuple(tuple(p for p in settings if p < given) for given in range(len(names) + 1))
        self.tails = tuple(list(self.defaults.values())[given:] for given in range(len(names) + 1))
        self.required = sum(default is _REQUIRED for default in self.defaults.values())
        self.keyword_only = len(names) - len(self.positional)

    def _check_rules(self) -> None:
        if missing := [name for name in self.rules if name not in self.parameters]:
            raise RuleError(f"{self.name} has rules for {missing}. Its inputs are {list(self.parameters)}.")
        shapes = [f"{n}_shapes" if n in self.sequences else f"{n}_shape" for n in self.inputs]
        dtypes = [f"{n}_dtype" for n in self.inputs]
        offered = (*self.parameters, "out", "out_shape", *shapes, *dtypes, *self.byproducts)
        self.needs = {}
        for name, rule in self.rules.items():
            needs = compiled.parameter_names(rule, f"The rule of {self.name} for {name}")
            self.needs[name] = self._after_g(name, needs)
            for other in (self.batched.get(name), self.into.get(name)):
                if other is not None and compiled.parameter_names(other, self.name) != needs:
                    raise RuleError(f"The rules of {self.name} for {name} must name the same values: {list(needs)}.")
            if unknown := [n for n in self.needs[name] if n not in offered]:
                raise RuleError(f"The rule of {self.name} for {name} names {unknown}. On offer: {list(offered)}.")

    def _after_g(self, name: str, needs: tuple[str, ...]) -> tuple[str, ...]:
        if needs[:1] != ("g",):
            raise RuleError(f"The rule of {self.name} for {name} takes {list(needs)}. Wanted g, the gradient, first.")
        return needs[1:]

    def share(self, name: str, picks: Sequence[int], form: str) -> compiled.Share:
        """Compile the rule for one input: `form` is "pull" (fast), "recorded" or "careful"."""
        rule = self.into.get(name) if form == "pull" else None
        share = compiled.bound(rule or self.rules[name], picks)
        return compiled.quietly(share) if form == "careful" else share

    def rows(self, name: str, picks: Sequence[int]) -> compiled.Share | None:
        """Compile the rule that takes many cotangents at once, stacked in front; None if there is none."""
        return compiled.bound(self.batched[name], picks) if name in self.batched else None

    def recipe(self, tracked: int) -> Recipe:
        """Return the compiled rules for this set of tracked inputs, those that were detached `CUT` bits higher."""
        if tracked not in self.recipes:
            self.recipes[tracked] = Recipe(self, *(self._chosen(bits) for bits in (tracked, tracked >> CUT)))
        return self.recipes[tracked]

    def _chosen(self, bits: int) -> tuple[str, ...]:
        return tuple(name for k, name in enumerate(self.inputs) if bits >> k & 1)

    # -- a call --

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call with any arguments: record if a Tensor is among them, else just compute."""
        if kwargs or not self.steady:
            return self.general(*args, **kwargs)
        given = len(args)
        if given == self.fast:
            return self.unary(*args) if given == 1 else self.binary(*args)
        return self.calls[given](*args)

    def general(self, *args: Any, **kwargs: Any) -> Any:
        """Call in the way that serves every operation and all arguments."""
        given = len(args)
        if kwargs or not self.required <= given <= len(self.positional):
            values, given = self.bind(args, kwargs), len(self.parameters)
        else:
            values = [*args, *self.tails[given]]
        call = Call()
        for place, bit in self.reads:
            if self.sequences and self.parameters[place] in self.sequences:
                values[place] = call.read_list(bit, values[place], self.name)
            else:
                values[place] = call.read(bit, values[place])
        for place in self.setting_places[given]:
            if type(values[place]) not in PLAIN or place == self.out_place:
                values[place] = self.setting(self.parameters[place], values[place], call)
        out = self.compute(values)
        if self.byproducts:
            out, *beside = out
            values += beside
        return out if call.source is None else call.finish(self, values, out)

    def compute(self, values: list[Any]) -> Any:
        """Run the forward function; a refusal of NumPy's comes out as an error of ours that names the operation."""
        try:
            if not self.keyword_only:
                return self.forward(*values)
            n = len(self.positional)
            return self.forward(*values[:n], **dict(zip(self.parameters[n:], values[n:], strict=True)))
        except ValueError as error:
            raise self.misfit(error, values) from error

    def setting(self, name: str, value: Any, call: Call) -> Any:
        """Return a parameter that is not differentiated; a tracked Tensor there is an error."""
        if name == "out" and value is not None:
            raise self.refusal("the keyword 'out'") if isinstance(value, np.ndarray | Tensor) else self.no_array(value)
        if isinstance(value, Tensor):
            if value.requires_grad and call.modes.tracking:
                raise UnsupportedOperationError(
                    f"{self.name} is not differentiable in {name!r}, which got a Tensor that requires a gradient. "
                    "Pass t.detach() or a number."
                )
            if call.source is None:
                call.source = value
            return np.array(value._value())
        return value.copy() if isinstance(value, np.ndarray | list) else value

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}({', '.join(self.parameters)})>"


OPTIONS = frozenset({"sequences", "view", "samples", "analytic", "pole", "into", "batched", "byproducts"})


def primitive(function: Any = None, **rules_and_options: Any) -> Callable[[Callable[..., Any]], Operation]:
    """Define an operation by rules that say how the gradient ``g`` of its result comes back.

    Parameters
    ----------
    function : the NumPy function that it stands for (or a tuple of them), or None
    **rules_and_options : a rule for every differentiable input, under the input's name; and the options
        ``sequences``, ``view``, ``samples``, ``analytic``, ``pole``, ``into``, ``batched``, ``byproducts`` of
        :class:`Operation`

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> @ag.primitive(x=lambda g, x: 2 * g * x)
    ... def energy(x):
    ...     "Sum of squares."
    ...     return np.sum(x * x)
    >>> ag.grad(energy)(np.array([1.0, 2.0]))
    array([2., 4.])
    """

    def define(forward: Callable[..., Any]) -> Operation:
        rules, options = split(rules_and_options, OPTIONS)
        return Operation(forward, function, rules, **options)

    return define


def split(given: dict[str, Any], options: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Separate the rules, named after inputs, from the options."""
    return {n: v for n, v in given.items() if n not in options}, {n: v for n, v in given.items() if n in options}
