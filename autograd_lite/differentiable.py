"""The gradients of a Tensor: asking for them, keeping them, and looking at them as they pass."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd_lite.arrays import checked_array
from autograd_lite.backward import accumulate, conjugated, propagate
from autograd_lite.errors import NoGradientError, ShapeError
from autograd_lite.graph import Leaf, Node
from autograd_lite.hooks import Retained, Seen
from autograd_lite.memory import Storage


class Differentiable(Storage):
    """The part of a Tensor that starts backward passes and has their results."""

    __slots__ = ()
    shape: Any
    dtype: Any
    ndim: Any
    size: Any
    _plain: Any
    _wrap: Any
    astype: Any

    def backward(
        self, gradient: Any = None, retain_graph: bool = False, create_graph: bool = False, inputs: Any = None
    ) -> None:
        """Compute the gradient of this value and add it to the ``grad`` of the leaves that it depends on.

        Parameters
        ----------
        gradient : array_like of this Tensor's shape, by default 1 for a single number
        retain_graph : keep the saved values for another pass; by default they are freed as they are used
        create_graph : record the pass itself; ``grad`` is then a Tensor that can be differentiated again
        inputs : leaves to which the gradients are to be confined

        Raises
        ------
        NoGradientError
            If this value depends on no Tensor that requires a gradient.
        GraphFreedError
            If an earlier pass consumed the graph.
        ShapeError
            If `gradient` is missing for more than one number, or has another shape.

        Notes
        -----
        All or nothing: if a rule raises or is interrupted, no leaf's gradient has changed, and the graph counts as
        freed. For complex leaves the gradient is ∂L/∂Re + i ∂L/∂Im, so that ``p -= lr * grad`` descends.

        With `create_graph` a leaf keeps a gradient whose history leads back to the leaf. That ring goes at
        :meth:`zero_grad`, or when Python's garbage collector comes by; :func:`~autograd_lite.gradients` makes none.
        """
        if self._memory is not None:
            self._value()
        if self._node is None:
            raise NoGradientError(
                f"backward of a Tensor of shape {self.shape} that depends on nothing that requires a gradient. "
                "Make the inputs with requires_grad=True, and compute outside no_grad()."
            )
        wanted = None
        if inputs is not None:
            wanted = {_leaf_of(t) for t in (inputs if isinstance(inputs, list | tuple) else (inputs,))}
        plain_loss = gradient is None and type(self._array) in _LOSSES and not create_graph
        seed = type(self._array)(1) if plain_loss else conjugated(self._seed(gradient, create_graph))
        accumulate(propagate({self._node: seed}, wanted, create_graph, retain_graph or create_graph))

    def _seed(self, gradient: Any, recorded: bool) -> Any:
        """Return the gradient that starts a pass from here, in this Tensor's shape and dtype."""
        if gradient is None:
            if self.size != 1:
                raise ShapeError(
                    f"Got no gradient for a result of shape {self.shape}. Wanted a single number to differentiate "
                    "(such as a loss), or gradient= of that shape."
                )
            seed = np.ones_like(self._array) if self.ndim else self.dtype.type(1)
        elif isinstance(gradient, Differentiable) and recorded:
            seed = gradient if gradient.dtype == self.dtype else gradient.astype(self.dtype)
        else:
            values = gradient._plain("gradient=t") if isinstance(gradient, Differentiable) else gradient
            seed = checked_array(values, self.dtype, copy=True)
        if seed.shape != self.shape:
            raise ShapeError(f"Got a gradient of shape {seed.shape} for a result of shape {self.shape}. Wanted equal.")
        return self._wrap(seed) if recorded and not isinstance(seed, Differentiable) else seed

    @property
    def grad(self) -> Any:
        """The gradient that backward passes have added up, or None. An ndarray of this Tensor's shape and dtype."""
        node = self._node
        if isinstance(node, Leaf):
            return node.grad
        kept = node.hooks.get("retained") if node is not None and node.hooks else None
        return kept.grad if kept is not None else None

    @grad.setter
    def grad(self, value: Any) -> None:
        if not isinstance(self._node, Leaf):
            raise NoGradientError("grad can be set on leaves that require a gradient only.")
        if value is not None and not isinstance(value, Differentiable):
            value = checked_array(value, self.dtype, copy=True)
        if value is not None and value.shape != self.shape:
            raise ShapeError(f"Got a gradient of shape {value.shape} for a Tensor of shape {self.shape}. Wanted equal.")
        self._node.grad = value

    def zero_grad(self) -> None:
        """Forget the gradient."""
        node = self._node
        if isinstance(node, Leaf):
            node.grad = None
        elif node is not None:
            self.grad = None  # raises, and says why

    def retain_grad(self) -> None:
        """Keep the gradient of this result too, which is otherwise dropped as soon as it was passed on.

        After a write into the result (``y += 1``, ``y[0] = v``) it is the gradient of the new value.
        """
        node = self._tracked_node("retain_grad")
        if not isinstance(node, Leaf):
            node.hooks = {**(node.hooks or {}), "retained": (node.hooks or {}).get("retained") or Retained()}

    def register_hook(self, hook: Callable[[Any], Any]) -> Callable[[], None]:
        """Call `hook` with this value's gradient in every backward pass; return a function that removes it.

        What the hook returns takes the gradient's place, unless it returns None.
        """
        if not callable(hook):
            raise TypeError(f"register_hook got a {type(hook).__name__}. Wanted a function of the gradient.")
        node, key = self._tracked_node("register_hook"), object()
        hooks = node.hooks or {}
        kept = {k: hooks[k] for k in ("retained",) if k in hooks}  # stays last: it keeps what the others leave
        node.hooks = {**{k: h for k, h in hooks.items() if k not in kept}, key: Seen(hook), **kept}

        def remove() -> None:
            node.hooks = {k: h for k, h in (node.hooks or {}).items() if k is not key} or None

        return remove

    def _tracked_node(self, asked: str) -> Node:
        self._value()
        if self._node is None:
            raise NoGradientError(f"{asked} of a Tensor that requires no gradient: none will ever arrive.")
        node: Node = self._node
        return node


def _leaf_of(tensor: Any) -> Node:
    node = tensor._node if isinstance(tensor, Differentiable) else None
    if not isinstance(node, Leaf):
        raise NoGradientError("inputs= wants leaves that require a gradient; for others use ag.gradients(y, x).")
    return node


_LOSSES = frozenset({np.float64, np.float32})
