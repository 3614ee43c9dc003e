"""Operations: the real NumPy forward, its rules, its docstring and its domain, in one block.

``@elementwise`` takes local derivatives ∂out/∂x; ``@primitive`` takes rules that say how the gradient ``g`` comes back.
What a rule may name: ``g`` (first, in ``@primitive``), every parameter of the function, ``out``, and for every array
input ``x`` also ``x_shape`` and ``x_dtype`` (``xs_shapes`` for a list of arrays). What it does not name is not kept.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from autograd_lite import rules as compiled
from autograd_lite.arrays import unbroadcast
from autograd_lite.domains import REAL, Draw, Interval
from autograd_lite.errors import AnomalyError, GradientShapeError, RuleError, UnsupportedOperationError
from autograd_lite.graph import Deferred, Node
from autograd_lite.memory import Owned, View
from autograd_lite.modes import Modes, current
from autograd_lite.registry import register
from autograd_lite.tensor import Tensor, checked_array, plain as plain

Samples = Callable[[Draw], tuple[tuple[Any, ...], dict[str, Any]]]
_REQUIRED = inspect.Parameter.empty
_wrap = Tensor._wrap


class Recipe:
    """An operation's rules, compiled for the case that just the inputs named in `tracked` have a history."""

    __slots__ = ("careful", "keep", "kept_inputs", "name", "names", "operation", "pull", "recorded", "sources")

    def __init__(self, operation: "Operation", tracked: tuple[str, ...]) -> None:
        self.operation = operation
        self.name = operation.name
        self.names = tuple(dict.fromkeys(n for t in tracked for n in operation.needs[t]))
        self.kept_inputs = tuple(n for n in self.names if n in operation.inputs)
        self.sources = tuple(tracked.index(n) if n in tracked else n for n in self.names)
        self.keep = tuple(_getter(n, operation.inputs) for n in self.names)
        sequences = [t in operation.sequences for t in tracked]
        picks = {t: [self.names.index(n) for n in operation.needs[t]] for t in tracked}
        for form in ("pull", "recorded", "careful"):
            shares = [operation.share(t, picks[t], form) for t in tracked]
            setattr(self, form, compiled.together(shares, sequences))

    def lift(self, node: Node) -> list[Any]:
        """Return the saved values of `node` as Tensors, joined to the nodes that they came from."""
        lifted: list[Any] = []
        for source, value in zip(self.sources, node.saved, strict=False):
            if source == "out":
                lifted.append(results(value, node))
            elif isinstance(source, int):
                lifted.append(_wrap(value, node.parents[source]))
            elif source in self.operation.inputs and isinstance(value, np.ndarray):
                lifted.append(_wrap(value))
            else:
                lifted.append(value)
        return [*lifted, *node.saved[len(lifted) :]]

    def fit(self, share: Any, parent: Node) -> Any:
        """Give a share the shape and dtype of its parent: undo broadcasting, drop an imaginary part, cast."""
        share = share if isinstance(share, Tensor | np.ndarray | np.generic) else np.asarray(share)
        if share.shape != parent.shape:
            if not self.operation.broadcasts or share.ndim < len(parent.shape):
                raise GradientShapeError(
                    f"A rule of {self.name} returned a share of shape {share.shape} for an input of shape "
                    f"{parent.shape}. Wanted equal shapes: is a sum, a reshape or a transpose missing in the rule?"
                )
            share = unbroadcast(share, parent.shape)
        if share.dtype != parent.dtype:
            if share.dtype.kind not in "biufc":
                raise GradientShapeError(f"A rule of {self.name} returned a share of dtype {share.dtype}, not numbers.")
            share = np.real(share) if share.dtype.kind == "c" and parent.dtype.kind != "c" else share
            share = share.astype(parent.dtype)
        return share

    def add(self, held: Any, share: Any, own: bool) -> Any:
        """Sum two shares, in place if the sweep owns the first."""
        try:
            if own and isinstance(held, np.ndarray) and isinstance(share, np.ndarray | np.generic):
                held += share
                return held
            return held + share
        except FloatingPointError:  # infinity minus infinity: IEEE's NaN is the answer
            with np.errstate(invalid="ignore"):
                return held + share


class Operation:
    """A NumPy function with derivative rules. Call it with Tensors to record it, with arrays to just compute.

    Parameters
    ----------
    forward : the NumPy code; its parameters are those of the NumPy function that are supported
    function : the NumPy function (or several) that it stands for, or None
    rules : by input name
    sequences : names of inputs that are lists of arrays
    view : the result may share memory with the first input
    samples : draws arguments for the tests
    analytic : the complex step applies
    pole : predicate of the inputs, True where the value is finite but the derivative is not
    into : by input name, a :class:`~autograd_lite.graph.Deferred` form of the rule, for first-order passes
    """

    broadcasts = False

    def __init__(
        self,
        forward: Callable[..., Any],
        function: Any,
        rules: dict[str, Callable[..., Any]],
        *,
        sequences: Iterable[str] = (),
        view: bool = False,
        samples: Samples | None = None,
        analytic: bool = False,
        pole: Callable[..., Any] | None = None,
        into: dict[str, Callable[..., Any]] | None = None,
    ) -> None:
        self.forward = forward
        self.name = forward.__name__
        self.functions = tuple(function) if isinstance(function, list | tuple) else (function,) if function else ()
        self.__name__ = self.__qualname__ = self.name
        self.__doc__ = forward.__doc__
        self.__module__ = forward.__module__
        self.__wrapped__ = forward
        self.rules = rules
        self.view, self.samples, self.analytic, self.pole = view, samples, analytic, pole
        self.into = into or {}
        self._read_signature()
        self.inputs = tuple(name for name in self.parameters if name in rules)
        self.sequences = frozenset(sequences)
        self._check_rules()
        self.recipes: dict[tuple[str, ...], Recipe] = {}
        for each in self.functions:
            register(each, self)

    def _read_signature(self) -> None:
        compiled.parameter_names(self.forward, self.name)
        signature = inspect.signature(self.forward).parameters
        self.parameters = tuple(signature)
        self.positional = tuple(n for n, p in signature.items() if p.kind is not p.KEYWORD_ONLY)
        self.defaults = {n: p.default for n, p in signature.items()}

    def _check_rules(self) -> None:
        if missing := [name for name in self.rules if name not in self.parameters]:
            raise RuleError(f"{self.name} has rules for {missing}. Its inputs are {list(self.parameters)}.")
        shapes = [f"{n}_shapes" if n in self.sequences else f"{n}_shape" for n in self.inputs]
        offered = (*self.parameters, "out", "out_shape", *shapes, *[f"{n}_dtype" for n in self.inputs])
        self.needs = {}
        for name, rule in self.rules.items():
            needs = compiled.parameter_names(rule, f"The rule of {self.name} for {name}")
            self.needs[name] = self._after_g(name, needs)
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

    def recipe(self, tracked: tuple[str, ...]) -> Recipe:
        """Return the compiled rules for this set of tracked inputs."""
        try:
            return self.recipes[tracked]
        except KeyError:
            return self.recipes.setdefault(tracked, Recipe(self, tracked))

    # -- a call -----------------------------------------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        bound = self.bind(args, kwargs)
        call = Call(self)
        for name in self.inputs:
            bound[name] = (call.read_list if name in self.sequences else call.read)(name, bound[name])
        for name in self.parameters:
            if name not in self.inputs:
                bound[name] = self.setting(name, bound[name], call)
        out = self.run(bound)
        return call.finish(out, bound) if call.tensors else out

    def run(self, bound: dict[str, Any]) -> Any:
        """Call the forward function with its arguments by position where it wants them so."""
        values = [bound[name] for name in self.positional]
        keywords = {name: bound[name] for name in self.parameters[len(values) :]}
        return self.forward(*values, **keywords)

    def bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return every parameter with its argument or default; raise for what is not supported."""
        if len(args) > len(self.positional):
            raise self.refusal(f"its argument {len(self.positional) + 1}")
        bound = dict(zip(self.positional, args, strict=False))
        for name, value in kwargs.items():
            known = name if name in self.parameters else self.numpy_names().get(name)
            if known is None and name == "out" and value is None:
                continue
            if known is None:
                raise self.refusal(f"the keyword {name!r}")
            if known in bound:
                raise TypeError(f"{self.name}() got two values for {known!r}.")
            bound[known] = value
        complete = {**self.defaults, **bound}
        if missing := [name for name, value in complete.items() if value is _REQUIRED]:
            raise TypeError(f"{self.name}() misses {', '.join(missing)}. It takes {', '.join(self.parameters)}.")
        return complete

    def numpy_names(self) -> dict[str, str]:
        """Map NumPy's names of the leading parameters to ours, for calls such as ``np.sum(a=t)``."""
        for function in self.functions:
            try:
                theirs = inspect.signature(function).parameters
            except (TypeError, ValueError):
                continue
            pairs = zip(theirs, self.positional, strict=False)
            return {their: our for their, our in pairs if their not in self.parameters}
        return {}

    def refusal(self, what: str) -> UnsupportedOperationError:
        """Return the error for an argument that has no derivative rule."""
        reason = "writing into out= would lose the gradient" if "out" in what else "its derivative is not defined here"
        return UnsupportedOperationError(
            f"{self.name} was called with {what}: {reason}. It takes {', '.join(self.parameters)}; "
            "leave the argument out, or pass t.detach() if no gradient is wanted through it."
        )

    def setting(self, name: str, value: Any, call: "Call") -> Any:
        """Return a parameter that is not differentiated; a tracked Tensor there is an error."""
        if isinstance(value, Tensor):
            if value._node is not None and call.modes.tracking:
                raise UnsupportedOperationError(
                    f"{self.name} is not differentiable in {name!r}, which got a Tensor that requires a gradient. "
                    "Pass t.detach() or a number."
                )
            call.tensors = True
            return np.array(value._value())
        if name == "out" and value is not None:
            raise self.refusal("the keyword 'out'")
        return value.copy() if isinstance(value, np.ndarray | list) else value

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}({', '.join(self.parameters)})>"


class Call:
    """One call of an operation: which inputs were Tensors, which have a history, which must be copied when kept."""

    __slots__ = ("foreign", "modes", "nodes", "operation", "source", "tensors", "tracked", "which")

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.modes: Modes = current()
        self.tensors = False
        self.tracked: list[str] = []  # names of the inputs with a history
        self.nodes: list[Node] = []
        self.foreign: list[str] = []  # names of the inputs whose memory others may write to
        self.which: list[int] = []  # elements of a list of arrays that have a history
        self.source: Tensor | None = None

    def read(self, name: str, value: Any) -> Any:
        """Return the array of one input."""
        if isinstance(value, Tensor):
            self.tensors = True
            if self.source is None:
                self.source = value
            memory = value._memory
            if memory is not None:
                value._value()
                if (memory if memory.root is None else memory.root._memory).exposed:
                    self.foreign.append(name)
            if value._node is not None and self.modes.tracking:
                self.tracked.append(name)
                self.nodes.append(value._node)
            return value._array
        if type(value) in _SCALARS or value is None:
            return value
        self.foreign.append(name)
        return value if type(value) is np.ndarray and value.dtype.kind in "biufc" else checked_array(value)

    def read_list(self, name: str, values: Any) -> list[Any]:
        """Return the arrays of an input that is a list of arrays."""
        if isinstance(values, Tensor):
            values = list(values)
        if not isinstance(values, list | tuple):
            raise TypeError(f"{self.operation.name} got {type(values).__name__} for {name}. Wanted a list of arrays.")
        arrays = []
        for k, value in enumerate(values):
            before = len(self.nodes)
            arrays.append(self.read(name, value))
            if len(self.nodes) > before:
                self.which.append(k)
        if self.which:
            self.tracked = list(dict.fromkeys(self.tracked))
        return arrays

    def finish(self, out: Any, bound: dict[str, Any]) -> Any:
        """Wrap the result; record a node if an input has a history."""
        operation = self.operation
        if self.modes.anomaly or self.modes.watch is not None:
            observe(operation, bound, out, self.modes)
        node = None
        if self.nodes and (isinstance(out, tuple | list) or _kind(out) in "fc"):
            recipe = operation.recipe(tuple(self.tracked))
            for name in self.foreign:
                if name in recipe.kept_inputs:
                    bound[name] = _copied(bound[name])
            saved = tuple([keep(bound, out) for keep in recipe.keep])
            node = make_node(recipe, tuple(self.nodes), (*saved, self.which) if self.which else saved, out, self.modes)
        result = results(out, node)
        if operation.view and self.source is not None and isinstance(result, Tensor):
            remember_view(self.source, result, operation, bound, self.modes)
        return result


_SCALARS = frozenset({int, float, complex, bool, np.float64, np.float32, np.int64})


def _kind(out: Any) -> str:
    return out.dtype.kind if hasattr(out, "dtype") else np.asarray(out).dtype.kind


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [v.copy() if isinstance(v, np.ndarray) else v for v in value]
    return value.copy() if isinstance(value, np.ndarray) else value


def _getter(name: str, inputs: Sequence[str]) -> Callable[[dict[str, Any], Any], Any]:
    if name == "out":
        return lambda bound, out: out
    if name == "out_shape":
        return lambda bound, out: np.shape(out)
    base, _, what = name.rpartition("_")
    if base in inputs and what == "shape":
        return lambda bound, out: np.shape(bound[base])
    if base in inputs and what == "shapes":
        return lambda bound, out: [np.shape(x) for x in bound[base]]
    if base in inputs and what == "dtype":
        return lambda bound, out: np.result_type(bound[base])
    return lambda bound, out: bound[name]


def make_node(recipe: Recipe, parents: tuple[Node, ...], saved: Any, out: Any, modes: Modes) -> Node:
    """Record an operation with one result or several."""
    if isinstance(out, tuple | list):
        shape: Any = tuple(np.shape(o) for o in out)
        dtype: Any = tuple(np.asarray(o).dtype for o in out)
    else:
        shape, dtype = out.shape, out.dtype
    node = Node(recipe, parents, saved, shape, dtype, modes.scope)
    if modes.anomaly:
        node.line = calling_line()
    return node


def results(out: Any, node: Node | None) -> Any:
    """Wrap what a forward function returned: an array, or a tuple of arrays, each with a node that picks it out."""
    if isinstance(out, tuple | list):
        picked = [_wrap(o, _picked(node, k, o)) for k, o in enumerate(out)]
        return type(out)(*picked) if hasattr(out, "_fields") else type(out)(picked)
    return _wrap(out if isinstance(out, np.ndarray | np.generic) else np.asarray(out)[()], node)


def _picked(node: Node | None, k: int, out: Any) -> Node | None:
    out = np.asarray(out)
    return Node(Pick, (node,), (k,), out.shape, out.dtype, node.scope) if node and out.dtype.kind in "fc" else None


class Pick:
    """The recipe of one among several results: its gradient takes its place in the list that the operation gets."""

    name = "pick"

    @staticmethod
    def pull(g: Any, saved: Any) -> tuple[Deferred]:
        """Return a share that fills place ``saved[0]``, with zeros in the places not yet filled."""

        def add_to(held: Any, own: bool, parent: Node, g: Any, own_g: bool) -> Any:
            held = held or [np.zeros(s, d) for s, d in zip(parent.shape, parent.dtype, strict=True)]
            held[saved[0]] = held[saved[0]] + g
            return held

        return (Deferred(add_to),)

    careful = recorded = pull

    @staticmethod
    def lift(node: Node) -> Any:
        """Return what was saved: a place."""
        return node.saved


def remember_view(source: Tensor, result: Tensor, operation: Operation, bound: dict[str, Any], modes: Modes) -> None:
    """Let a result that shares memory with its input follow that input's root."""
    array, base = result._array, source._array
    if (
        not isinstance(array, np.ndarray)
        or (array.base is not base and array.base is not base.base)
        or array.base is None
    ):
        return
    memory = source._memory
    if memory is None:
        memory = source._memory = Owned()
    arguments = tuple(bound[name] for name in operation.parameters[1:])
    step = (operation, arguments)
    if memory.root is None:
        result._memory = View(source, (step,), memory.version, modes.tracking)
    else:
        result._memory = View(memory.root, (*memory.steps, step), memory.version, modes.tracking and memory.tracking)


# -- elementwise ------------------------------------------------------------------------------------------------------


class Elementwise(Operation):
    """An operation whose every element of the result depends on the same element of its (broadcast) inputs.

    Parameters
    ----------
    domain : an interval for every input, or one for all
    strong : the derivative may be NaN outside the domain, so every product is checked, not only those that raise
    selection : the derivative is 0 where the other input was chosen, and then stops even an infinite cotangent
    """

    broadcasts = True

    def __init__(
        self,
        forward: Callable[..., Any],
        function: Any,
        rules: dict[str, Callable[..., Any]],
        *,
        domain: Interval | tuple[Interval, ...] = REAL,
        strong: bool = False,
        selection: bool = False,
        **options: Any,
    ) -> None:
        self.strong, self.selection = strong, selection
        super().__init__(forward, function, rules, **options)
        self.domain = domain if isinstance(domain, tuple) else (domain,) * len(self.inputs)
        self.samples = self.samples or self._broadcast_samples
        self.fast = len(self.inputs) if self.inputs == self.parameters else 0
        self.ways: dict[int, tuple[Recipe, Callable[[Any], Any]]] = {}

    def _after_g(self, name: str, needs: tuple[str, ...]) -> tuple[str, ...]:
        return needs

    def _broadcast_samples(self, draw: Draw) -> tuple[tuple[Any, ...], dict[str, Any]]:
        shapes = draw.broadcastable(len(self.domain))
        return tuple(draw.array(s, interval) for s, interval in zip(shapes, self.domain, strict=True)), {}

    def share(self, name: str, picks: Sequence[int], form: str) -> compiled.Share:
        """Compile the local derivative for one input to its product with ``g``."""
        rule = self.rules[name]
        if not picks:
            return compiled.constant(rule())
        derivative = compiled.local(rule, picks)
        if self.selection:
            return compiled.selection(derivative)
        if self.strong or form == "careful":
            return compiled.strong(derivative)
        return compiled.simple_product(rule, picks)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and self.fast == 1:
            return self.unary(args[0])
        if len(args) == 2 and not kwargs and self.fast == 2:
            return self.binary(*args)
        return super().__call__(*args, **kwargs)

    def unary(self, x: Any) -> Any:
        """Do the same as the general call, for one input, in a third of its time."""
        modes = current()
        if not isinstance(x, Tensor) or x._memory is not None or not modes.plain:
            return super().__call__(x)
        array, parent = x._array, x._node
        out = self.forward(array)
        if parent is None:
            return results(out, None)
        recipe, save = self.ways.get(1) or self.way(1)
        return _wrap(out, Node(recipe, (parent,), save((array, out)), out.shape, out.dtype, modes.scope))

    def binary(self, x: Any, y: Any) -> Any:
        """Do the same as the general call, for two inputs that are Tensors or numbers, in a third of its time."""
        modes = current()
        a, m = (x._array, x._node) if isinstance(x, Tensor) and x._memory is None else (x, None)
        b, n = (y._array, y._node) if isinstance(y, Tensor) and y._memory is None else (y, None)
        if not modes.plain or (a is x and type(x) not in _SCALARS) or (b is y and type(y) not in _SCALARS):
            return super().__call__(x, y)
        out = self.forward(a, b)
        if m is not None:
            key, parents = (3, (m, n)) if n is not None else (1, (m,))
        elif n is not None:
            key, parents = 2, (n,)
        else:
            return out if a is x and b is y else results(out, None)
        recipe, save = self.ways.get(key) or self.way(key)
        return _wrap(out, Node(recipe, parents, save((a, b, out)), out.shape, out.dtype, modes.scope))

    def way(self, key: int) -> tuple[Recipe, Callable[[Any], Any]]:
        """Return the recipe and the saving function for the inputs whose bits are set in `key`."""
        recipe = self.recipe(tuple(name for i, name in enumerate(self.inputs) if key >> i & 1))
        values = (*self.inputs, "out")
        self.ways[key] = recipe, compiled.saver([values.index(name) for name in recipe.names])
        return self.ways[key]


# -- the decorators ---------------------------------------------------------------------------------------------------


def elementwise(function: Any = None, **rules_and_options: Any) -> Callable[[Callable[..., Any]], Elementwise]:
    """Define an elementwise operation by its local derivatives.

    Parameters
    ----------
    function : the NumPy function that it stands for (or a tuple of them), or None
    **rules_and_options : a local derivative for every differentiable input, under the input's name; and the options
        ``domain``, ``strong``, ``selection``, ``samples``, ``analytic``, ``pole`` of :class:`Elementwise`

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> @ag.elementwise(x=lambda x: 3 * x * x)
    ... def cube(x, /):
    ...     "Third power."
    ...     return x * x * x
    >>> ag.grad(cube)(2.0)
    array(12.)
    """

    def define(forward: Callable[..., Any]) -> Elementwise:
        rules, options = _split(rules_and_options, Elementwise)
        return Elementwise(forward, function, rules, **options)

    return define


def primitive(function: Any = None, **rules_and_options: Any) -> Callable[[Callable[..., Any]], Operation]:
    """Define an operation by rules that say how the gradient ``g`` of its result comes back.

    Parameters
    ----------
    function : the NumPy function that it stands for (or a tuple of them), or None
    **rules_and_options : a rule for every differentiable input, under the input's name; and the options
        ``sequences``, ``view``, ``samples``, ``analytic``, ``pole``, ``into`` of :class:`Operation`

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
        rules, options = _split(rules_and_options, Operation)
        return Operation(forward, function, rules, **options)

    return define


def constant(*functions: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function whose result has no derivative: it is computed on the values and returned as plain arrays."""

    def define(forward: Callable[..., Any]) -> Callable[..., Any]:
        operation = Constant(forward)
        for function in functions:
            register(function, operation)
        return operation

    return define


class Constant:
    """A function without a derivative, such as a comparison: Tensors in, plain arrays out."""

    def __init__(self, forward: Callable[..., Any]) -> None:
        self.forward = forward
        self.name = self.__name__ = self.__qualname__ = forward.__name__
        self.__doc__ = forward.__doc__
        self.__module__ = forward.__module__
        self.__wrapped__ = forward

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.forward(*map(plain, args), **{name: plain(value) for name, value in kwargs.items()})

    def __repr__(self) -> str:
        return f"<Constant {self.name}>"


_OPTIONS = {
    Operation: {"sequences", "view", "samples", "analytic", "pole", "into"},
    Elementwise: {"domain", "strong", "selection", "samples", "analytic", "pole"},
}


def _split(given: dict[str, Any], kind: type) -> tuple[dict[str, Any], dict[str, Any]]:
    options = {name: value for name, value in given.items() if name in _OPTIONS[kind]}
    return {name: value for name, value in given.items() if name not in options}, options


# -- looking at calls -------------------------------------------------------------------------------------------------


def calling_line() -> str:
    """Return file and line of the innermost caller outside the library."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("autograd_lite."):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def observe(operation: Operation, bound: dict[str, Any], out: Any, modes: Modes) -> None:
    """Show a call to whoever watches; under ``detect_anomaly`` raise if NaN or infinity was born in it."""
    if modes.watch is not None:
        modes.watch(operation, bound, out)
    if not modes.anomaly or all(np.all(np.isfinite(o)) for o in (out if isinstance(out, tuple | list) else (out,))):
        return
    shapes = ", ".join(
        f"{name} {np.shape(bound[name])}" for name in operation.inputs if name not in operation.sequences
    )
    raise AnomalyError(
        f"{operation.name} returned NaN or infinity at {calling_line()} for inputs of shape {shapes}. "
        "Look at what goes in there: a logarithm of zero, a division by zero, an overflow?"
    )
