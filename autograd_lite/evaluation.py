"""One evaluation of a function on fresh inputs, and what every derivative does with it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.arrays import checked_array
from autograd_lite.backward import conjugated, own, propagate
from autograd_lite.errors import DTypeError, NoGradientError, OptionError, ShapeError
from autograd_lite.graph import Leaf, Node, reached
from autograd_lite.modes import current, switched
from autograd_lite.operation import primitive
from autograd_lite.tensor import Tensor, plain
from autograd_lite.trees import leaves, rebuilt


@primitive(None, x=lambda g: g)
def _identity(x: Any) -> Any:
    """Return `x` itself: a fresh node, with respect to which a nested derivative is taken."""
    return x


class Argument(Leaf):
    """The leaf of an argument: open while its function runs, and of no interest to anybody else afterwards."""

    __slots__ = ("open",)
    open: bool


def argument(data: Any, dtype: Any = None) -> Tensor:
    """Return a Tensor of `data` that a transform differentiates for."""
    array = checked_array(data if type(data) is np.ndarray else plain(data), dtype, copy=True)
    if not array.ndim:
        array = array[()]
    tensor = Tensor._wrap(array)
    if array.dtype.kind not in "fc":
        tensor.requires_grad = True  # raises, and says why
    tensor._node = node = Argument(array.shape, array.dtype)
    node.open = True
    if type(array) is np.float64:
        node.scalar = np.float64
    return tensor


def fresh(x: Any) -> Tensor:
    """Return a Tensor with the values of `x`, an input of its own, joined to the history of `x` if it has one."""
    if isinstance(x, Tensor) and x.requires_grad:
        return _identity(x)  # type: ignore[no-any-return]
    return argument(x)


def starts(inputs: list[Tensor]) -> list[Tensor]:
    """Return the inputs as they are now, for a function that writes into its arguments: gradients are of this value.

    An argument that is a leaf refuses to be written to; one that carries an outer derivative does not.
    """
    return [x if isinstance(x._node, Leaf) else Tensor._wrap(x._array, x._node) for x in inputs]


def close(tensors: list[Tensor]) -> None:
    """Note that the function which these are arguments of has returned."""
    for tensor in tensors:
        if isinstance(tensor._node, Argument):
            tensor._node.open = False


def reopen(tensors: list[Tensor]) -> None:
    """Open arguments again for a recorded pass that is to be differentiated for them; `close` them after it.

    A rule may itself take derivatives, and they must be recorded if they depend on these.
    """
    for tensor in tensors:
        if isinstance(tensor._node, Argument):
            tensor._node.open = True


def function_to_differentiate(f: Any) -> None:
    """Raise if `f` is no function: a result that was computed already, mostly."""
    if not callable(f):
        raise TypeError(
            f"Got a {type(f).__name__} to differentiate. Wanted a function f, as in ag.grad(f)(x); of a result that is "
            "there already ag.gradients(y, x) or y.backward() takes the gradient."
        )


def _check_positions(positions: tuple[Any, ...], count: int) -> None:
    """Raise unless all `positions` are those of different arguments of a call with `count` of them."""
    for position in positions:
        if not isinstance(position, int | np.integer):
            raise TypeError(f"argnums got {position!r}. Wanted the position of an argument, or a tuple of positions.")
        if not -count <= position < count:
            raise NoGradientError(f"argnums names argument {position}, but the call has {count} arguments.")
    if len(positions) > 1 and len({position % count for position in positions}) < len(positions):
        raise OptionError(f"argnums={positions} names an argument twice. Wanted each once.")


class Run:
    """One evaluation of a function on fresh inputs, ready to be differentiated."""

    def __init__(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], chosen: Any
    ) -> None:
        self.single = isinstance(chosen, int)
        self.positions = (chosen,) if self.single else tuple(chosen)
        _check_positions(self.positions, len(args))
        with switched(tracking=True):
            inputs: list[Tensor] = []
            own_args = list(args)
            for position in self.positions:
                tensors = [fresh(leaf) for leaf in leaves(args[position])]
                own_args[position] = rebuilt(args[position], iter(tensors))
                inputs += tensors
            self.trees = [own_args[position] for position in self.positions]
            self.inputs = starts(inputs)
            self.result = function(*own_args, **kwargs)
        close(inputs)

    def follow(self, outputs: list[Any]) -> None:
        """Note which of `outputs` have a history, and whether it reaches beyond the inputs."""
        self.nodes = [node_of(output) for output in outputs]
        self.nested = False
        for node in reached([node for node in self.nodes if node is not None]):
            if node.recipe is None and getattr(node, "open", True):
                self.nested = True

    def pull(self, seeds: list[Any], retain: bool = False) -> dict[Node, Any]:
        """Return the gradients of the inputs for the gradients `seeds` of the outputs (not conjugated)."""
        return pull(self.nodes, seeds, self.inputs, self.nested, retain, confined=self.nested)

    def shaped(self, grads: list[Any]) -> Any:
        """Return gradients in the shape of the arguments that they belong to."""
        trees = rebuilt(self.trees, iter(grads))
        return trees[0] if self.single else tuple(trees)


def node_of(value: Any) -> Node | None:
    """Return the node of a Tensor as it is now; None for one without a history, and for anything else."""
    if not isinstance(value, Tensor):
        return None
    if value._memory is not None:
        value._value()
    return value._node


def pull(
    nodes: list[Node | None],
    seeds: list[Any],
    inputs: list[Tensor],
    recorded: bool,
    retain: bool,
    confined: bool = True,
) -> dict[Node, Any]:
    """Carry `seeds` from `nodes` to `inputs`; return what arrives, by node.

    The pass need not be `confined` where it is known that nothing but the inputs has been reached.
    """
    start: dict[Node, Any] = {}
    for node, seed in zip(nodes, seeds, strict=True):
        if node is not None:
            start[node] = start[node] + seed if node in start else seed
    wanted = {tensor._node for tensor in inputs}
    if current().tracking:
        return propagate(start, wanted, recorded, retain or recorded, confined)  # type: ignore[arg-type]
    with switched(tracking=True):
        return propagate(start, wanted, recorded, retain or recorded, confined)  # type: ignore[arg-type]


def zeros_of(tensor: Tensor) -> Any:
    """Return the gradient of a Tensor that nothing depends on."""
    return np.zeros(tensor.shape, tensor.dtype)


def finished(found: dict[Node, Any], tensor: Tensor, conjugate: bool = True) -> Any:
    """Take the gradient of a Tensor out of what a pass has found, as the user gets it: an ndarray, or a Tensor.

    It is taken out, so that an array which nobody else holds need not be copied to be the user's own.
    """
    node: Any = tensor._node
    if node not in found:
        return zeros_of(tensor)
    if isinstance(found[node], Tensor):
        return conjugated(found[node]) if conjugate else found[node]
    g = found.pop(node)
    return own(g) if conjugate or g.dtype.kind != "c" else np.array(g)


def seed_for(value: Any, like: Any, recorded: bool, what: str = "cotangent", of: str = "output") -> Any:
    """Return a cotangent in the shape and dtype of the output `like`, a Tensor for a recorded pass."""
    seed: Any
    if type(value) is np.ndarray and not recorded:
        seed = value.astype(like.dtype)[()]
    elif isinstance(value, Tensor) and recorded:
        seed = value if value.dtype == like.dtype else value.astype(like.dtype)
    else:
        array = np.array(value._plain(f"a {what}") if isinstance(value, Tensor) else value, like.dtype)[()]
        seed = Tensor._wrap(array) if recorded else array
    if seed.shape != like.shape:
        raise ShapeError(f"Got a {what} of shape {seed.shape} for an {of} of shape {like.shape}. Wanted equal.")
    return seed


def with_aux(result: Any) -> tuple[Any, Any]:
    """Return what a function with ``has_aux=True`` returned, if that is a pair."""
    if isinstance(result, tuple | list) and len(result) == 2:
        return result[0], result[1]
    raise DTypeError(f"has_aux=True wants a function that returns (value, aux); got {type(result).__name__}.")


def one_number(value: Any, holomorphic: bool) -> Any:
    """Return `value` as a Tensor, if it is one number that a gradient can be taken of."""
    if value is None:
        raise DTypeError("grad wants a function that returns one number; got None. Is a return missing?")
    if isinstance(value, tuple | list | dict):
        raise DTypeError(
            f"grad wants a function that returns one number; got a {type(value).__name__}. Return the loss alone, or "
            "(loss, aux) with has_aux=True."
        )
    value = value if isinstance(value, Tensor) else Tensor(value)
    if value.size != 1:
        raise ShapeError(
            f"grad wants a function that returns one number; got shape {value.shape}. "
            "Sum it, or use ag.jacobian or ag.vjp."
        )
    if not holomorphic and value.dtype.kind == "c":
        raise DTypeError(
            "grad wants a real result; got a complex one. Return its real part or its absolute value, or pass "
            "holomorphic=True if the function is complex-differentiable."
        )
    return value


def complex_result(value: Tensor, inputs: list[Tensor]) -> None:
    """Raise for a real result of a complex argument that is said to be complex-differentiable."""
    if value.dtype.kind != "c" and value.requires_grad and any(x.dtype.kind == "c" for x in inputs):
        raise DTypeError(
            "holomorphic=True wants a complex result of a complex argument; got a real one. A function with real "
            "values is complex-differentiable only where it is constant: leave holomorphic away."
        )


def shown(value: Any, nested: bool) -> Any:
    """Return an output as the user gets it."""
    return value if nested or not isinstance(value, Tensor) else np.array(value._value())
