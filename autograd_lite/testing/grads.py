"""Checks of functions on Tensors: reverse mode, forward mode, second order, and whole models by parameter name."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograd_lite.derivatives import gradients, vjp
from autograd_lite.errors import AutogradError
from autograd_lite.tensor import Tensor
from autograd_lite.testing.checks import examine_vjp
from autograd_lite.testing.comparison import contracts, sparing
from autograd_lite.testing.comparison.contracts import wrong
from autograd_lite.testing.differences.evaluation import plain
from autograd_lite.testing.differences.given import prepared
from autograd_lite.testing.differences.summaries import large
from autograd_lite.testing.laws import paths
from autograd_lite.testing.parameters import Reports, settle
from autograd_lite.testing.report import Report
from autograd_lite.trees import leaves, rebuilt

_FEW = 16  # elements that second order moves one by one


def check_grads(
    f: Callable[..., Any], args: Any, order: int = 2, modes: Sequence[str] = ("rev", "fwd"), **options: Any
) -> Report:
    """Raise :class:`~autograd_lite.testing.report.GradientCheckError` unless the derivatives of `f` are right.

    Parameters
    ----------
    f : function of Tensors, with any operations, also own ones
    args : tuple of arguments, arrays or Tensors or nested lists and dicts of them; one may stand alone
    order : 1, or 2 to check the derivative of the gradient too
    modes : "rev" compares reverse mode with differences, "fwd" forward mode with reverse mode
    **options : of :func:`~autograd_lite.testing.checks.examine_vjp`

    Examples
    --------
    >>> import numpy as np
    >>> from autograd_lite.testing import check_grads
    >>> print(check_grads(lambda x: np.sin(x) * x, np.array([0.5, 2.0])))  # doctest: +ELLIPSIS
    <lambda>: agrees in ...
    """
    return examine_grads(f, args, order, modes, **options).checked()


def examine_grads(
    f: Callable[..., Any], args: Any, order: int = 2, modes: Sequence[str] = ("rev", "fwd"), **options: Any
) -> Report:
    """Return the report of what :func:`check_grads` checks."""
    _asked(f, args, order, modes)
    args = args if isinstance(args, tuple) else (args,)
    tree = [plain(a) if isinstance(a, Tensor) else a for a in args]
    flat = [plain(leaf) if isinstance(leaf, Tensor) else leaf for leaf in leaves(tree)]
    flat, wrt = prepared(flat)
    options.setdefault("name", getattr(f, "__name__", repr(f)))

    def call(*values: Any) -> Any:
        return f(*rebuilt(tree, iter(values)))

    nested = any(isinstance(a, list | tuple | dict) or a is None for a in tree)
    function = _Tracked(call if nested else f, flat, wrt)
    report = examine_vjp(function.value, function.pull, tuple(flat), **options)
    if report.failed():
        return report
    with np.errstate(all="ignore"):
        if "fwd" in modes:
            report.findings += paths.first(function, flat, wrt, report.seed)
        if order > 1 and report.verdict == "agrees" and not report.kink:
            _second(report, function, flat, wrt, options)
    return report


def _asked(f: Any, args: Any, order: int, modes: Sequence[str]) -> None:
    """Raise for what cannot be checked."""
    if not callable(f):
        raise TypeError(f"f is {f!r}, no function. Wanted a function of Tensors and its arguments: f, args.")
    if callable(args):
        raise TypeError(
            "Got a function after f. Wanted f, args: Tensors know their rules. check_vjp takes f, vjp, args."
        )
    if order not in (1, 2):
        raise ValueError(f"Got order={order!r}. Wanted 1 for the gradient, or 2 for its derivative too.")
    if isinstance(modes, str) or not set(modes) <= {"rev", "fwd"}:
        raise ValueError(f"Got modes={modes!r}. Wanted some of ('rev', 'fwd'): reverse mode, forward mode.")


class _Tracked:
    """A function on Tensors, seen as one on arrays with a hand-written ``vjp``."""

    def __init__(self, f: Callable[..., Any], args: list[Any], wrt: list[int]) -> None:
        self.f, self.args, self.wrt = f, args, wrt
        self._watched = 2  # calls

    def moving(self, *inputs: Any) -> Any:
        args = list(self.args)
        for i, value in zip(self.wrt, inputs, strict=True):
            args[i] = value
        return self.f(*args)

    def value(self, *args: Any) -> Any:
        """Return the values on plain arrays, wrapped as Tensors without a history.

        In the first calls, which are watched, what is written to a Tensor is written to the array.
        """
        given, self._watched = list(args), self._watched - 1
        for i in self.wrt:
            x = given[i]
            given[i] = Tensor(x, copy=False) if self._watched >= 0 or not x.ndim else Tensor._wrap(x)
        found = self.f(*given)
        if type(found) is Tensor:  # as nearly always; and it is asked for hundreds of times
            return found._value()
        result = [plain(leaf) for leaf in leaves(found)]
        return result[0] if len(result) == 1 else result

    def pull(self, g: Any, *args: Any) -> tuple[Any, ...]:
        """Return the gradients of all arguments, None for those that do not move."""
        shares: list[Any] = [None] * len(args)
        given = self.args
        self.args = list(args)
        seeds, inputs = list(g) if isinstance(g, tuple) else [g], [args[i] for i in self.wrt]
        try:
            if large(inputs, seeds):
                found = sparing.pulled(self.moving, inputs, seeds)
            else:
                value, pullback = vjp(self.moving, *inputs)
                found = pullback(rebuilt(value, iter(seeds)))
            for i, share in zip(self.wrt, found, strict=True):
                shares[i] = share
        finally:
            self.args = given
        return tuple(shares)


def _second(report: Report, function: _Tracked, args: list[Any], wrt: list[int], options: dict[str, Any]) -> None:
    """Check the gradient as a function of the incoming gradient and the inputs."""
    rng = np.random.default_rng(report.seed)
    g = [contracts.like(each, rng) for each in leaves([function.value(*args)])]
    big = large(g, args)

    def gradient(*moving: Any) -> list[Any]:
        if big:
            return sparing.pulled(function.moving, moving[len(g) :], moving[: len(g)])
        value, pullback = vjp(function.moving, *moving[len(g) :])
        return list(pullback(rebuilt(value, iter(moving[: len(g)]))))

    point = [*g, *[args[i] for i in wrt]]
    outer = _Tracked(gradient, point, list(range(len(point))))
    few = min(options.get("per_element", _FEW), _FEW)  # an element's differences are gradients here, so directions
    plainly = {**options, "laws": False, "per_element": few, "name": f"{report.name}, second order"}
    try:
        second = examine_vjp(outer.value, outer.pull, tuple(point), **plainly)
    except AutogradError as error:
        report.findings.append(wrong("second order", f"second order fails: {type(error).__name__}: {error}"))
        return
    names = ["g"] * len(g) + [str(i) for i in wrt]
    for each in second.findings:
        argument = names[each.argument] if isinstance(each.argument, int) else each.argument
        reason = f"second order: {each.reason}" if each.reason else "second order"
        shown = reason if each.verdict != "agrees" else each.reason
        report.findings.append(replace(each, argument=argument, reason=shown))
    report.calls += second.calls
    report.diagnosis = second.diagnosis
    if second.verdict != "wrong":
        report.findings += paths.second(lambda *x: gradient(*g, *x), [args[i] for i in wrt], report.seed)


def _parameters(model: Any, loss: Any) -> dict[str, Any]:
    """Return the parameters of a model by name; raise for what is no model, and for what is no loss of one."""
    if not hasattr(model, "named_parameters"):
        raise TypeError(f"model is {model!r}. Wanted an object with named_parameters(), such as an nn.Module.")
    if not callable(loss):
        raise TypeError(f"loss is {loss!r}, no function. Wanted loss(model, batch), which returns one number.")
    try:
        inspect.signature(loss).bind(model, None)
    except ValueError:  # written in C
        pass
    except TypeError:
        raise TypeError(
            f"loss takes {inspect.signature(loss)}, and is called as loss(model, batch): it runs the model itself. "
            "Write, say, lambda model, batch: np.mean((model(batch[0]) - batch[1]) ** 2)."
        ) from None
    found = {name: each for name, each in model.named_parameters() if each.requires_grad}
    if not found:
        raise ValueError("The model has no parameter that requires a gradient: there is nothing to check.")
    return found


def check_module(model: Any, batch: Any, loss: Callable[..., Any], **options: Any) -> Reports:
    """Raise unless the gradient of every parameter of a model is right.

    Parameters
    ----------
    model : an object with ``named_parameters()``; frozen parameters are left out
    batch : what `loss` is called with, besides the model
    loss : ``loss(model, batch)`` returns one number; it must not draw random numbers
    **options : of :func:`~autograd_lite.testing.checks.examine_vjp`

    Returns
    -------
    :class:`~autograd_lite.testing.parameters.Reports`: by parameter name, the worst first; printed they are a table,
    and ``.draw()`` shows the computation with each parameter in the colour of its verdict
    """
    reports = examine_module(model, batch, loss, **options)
    for report in reports.values():
        report.checked()
    return reports


def examine_module(model: Any, batch: Any, loss: Callable[..., Any], **options: Any) -> Reports:
    """Return a report for every parameter, the worst first. Parameters as in :func:`check_module`."""
    parameters = _parameters(model, loss)
    options = {"per_element": 16, **options}
    found = {}
    for name, parameter in parameters.items():
        value = np.array(plain(parameter))

        def function(x: Any, parameter: Any = parameter) -> Any:
            before = np.array(plain(parameter))
            parameter.data = np.asarray(x, dtype=before.dtype)
            try:
                return plain(loss(model, batch))
            finally:
                parameter.data = before

        def pull(g: Any, x: Any, parameter: Any = parameter) -> Any:
            before = np.array(plain(parameter))
            parameter.data = np.array(x, dtype=before.dtype)
            try:
                return gradients(loss(model, batch), [parameter])[0] * g
            finally:
                parameter.data = before

        found[name] = examine_vjp(function, pull, value, name=name, **{"laws": False, **options})
    if any(report.verdict == "inconclusive" for report in found.values()):
        every = list(parameters.values())
        settle(found, dict(zip(parameters, zip(every, gradients(loss(model, batch), every), strict=True), strict=True)))
    return Reports(found.items(), lambda: loss(model, batch), model)
