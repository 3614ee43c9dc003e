"""What the current context asks of operations: to record, to look for NaN, to name their module.

One :class:`~contextvars.ContextVar` holds one immutable :class:`Modes`. It is set only by ``with`` (or a decorator made
of it) and the previous value comes back in ``finally``, so the modes are right under threads, asyncio and exceptions.

A generator that is paused inside ``with no_grad():`` leaves the mode switched for its caller until it is resumed or
closed, since a generator has no context of its own (PEP 568 was never accepted). Finish such a generator, take the
values out before yielding, or decorate it: ``@no_grad()`` runs each of its steps in a block of its own.
"""

from collections.abc import Callable, Generator
from contextvars import ContextVar
from functools import wraps
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Any


class Modes:
    """The modes that are on; never changed once made. ``scope`` is the path of the module.

    ``watch(operation, arguments, result, node)`` is called after every operation on Tensors, with plain arrays.

    ``plain`` says that operations shall just be recorded, with nobody looking on.
    """

    __slots__ = ("anomaly", "opposite", "plain", "scope", "strict", "tracking", "watch")

    def __init__(
        self,
        tracking: bool = True,
        anomaly: bool = False,
        strict: bool = False,
        scope: str | None = None,
        watch: Callable[..., Any] | None = None,
    ) -> None:
        self.tracking, self.anomaly, self.strict, self.scope, self.watch = tracking, anomaly, strict, scope, watch
        self.plain = tracking and not anomaly and watch is None
        self.opposite: Modes | None = None

    def but(self, changes: dict[str, Any]) -> "Modes":
        """Return these modes with some changed."""
        names = ("tracking", "anomaly", "strict", "scope", "watch")
        return Modes(**{name: changes.get(name, getattr(self, name)) for name in names})


_modes: ContextVar[Modes] = ContextVar("autograd_lite.modes", default=Modes())  # noqa: B039  # nobody changes it
current = _modes.get
put = _modes.set  # for `Module.__call__`, which knows the modes that it wants


class switched:  # noqa: N801  # read as the verb that it is: with switched(tracking=False)
    """Context manager and decorator that changes some modes for a while.

    The previous ones come back however the block ends. One of them serves one block at a time.
    """

    __slots__ = ("before", "changes", "tracking")

    def __init__(self, tracking: bool | None = None, **changes: Any) -> None:
        self.tracking = tracking
        self.changes = changes  # besides
        self.before: Modes | None = None

    def __enter__(self) -> None:
        if self.before is not None:
            raise RuntimeError("A mode that is on was entered again. Make another for the inner block: ag.no_grad().")
        self.before = before = current()
        tracking = before.tracking if self.tracking is None else self.tracking
        if self.changes:
            put(before.but({**self.changes, "tracking": tracking}))
        elif tracking is not before.tracking:  # this pair is made once: a step of training goes there and back
            if before.opposite is None:
                before.opposite = before.but({"tracking": tracking})
            put(before.opposite)

    def __exit__(self, *_: object) -> None:
        before, self.before = self.before, None
        put(before)  # type: ignore[arg-type]  # entered, so it is there

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function` run in these modes, each call in a block of its own.

        The body of a generator function runs in them too, while its caller keeps its own between the steps.
        """
        if isasyncgenfunction(function):
            raise TypeError("A mode cannot decorate an async generator, whose body runs later. Put a with into it.")
        if isgeneratorfunction(function):
            return wraps(function)(lambda *args, **kwargs: self._steps(function(*args, **kwargs)))
        if iscoroutinefunction(function):

            @wraps(function)
            async def awaited(*args: Any, **kwargs: Any) -> Any:
                with switched(self.tracking, **self.changes):
                    return await function(*args, **kwargs)

            return awaited

        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with switched(self.tracking, **self.changes):
                return function(*args, **kwargs)

        return run

    def _steps(self, generator: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """Run a generator in these modes, and its caller in its own."""
        resume, value = generator.send, None
        while True:
            try:
                with switched(self.tracking, **self.changes):
                    step = resume(value)
            except StopIteration as end:
                return end.value
            try:
                resume, value = generator.send, (yield step)
            except BaseException as error:  # noqa: BLE001  # also GeneratorExit, for the cleanup of the generator
                resume, value = generator.throw, error


def no_grad() -> Any:
    """Context manager and decorator: operations inside record nothing.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> p = ag.Tensor([1.0, 2.0], requires_grad=True)
    >>> with ag.no_grad():
    ...     (p * 2).requires_grad
    False
    """
    return switched(False)


def enable_grad() -> Any:
    """Context manager and decorator: operations inside record again, also within :func:`no_grad`."""
    return switched(True)


def detect_anomaly() -> Any:
    """Context manager: every operation and every rule is checked for NaN and infinity the moment it runs.

    The :class:`~autograd_lite.errors.AnomalyError` names the operation, its shapes and the line that called it.
    Forward operations remember their line (about a microsecond each), so this is for looking, not for training.
    """
    return switched(anomaly=True)


def strict_ieee() -> Any:
    """Context manager for a backward pass in which zero times infinity is NaN, as IEEE 754 has it.

    Without it an exactly zero cotangent wins over an infinite or NaN local derivative ("strong zeros"), so that
    ``np.where(x > 0, np.log(x), 0.)`` has a gradient of 0 and not NaN where it chooses 0; and an exactly zero
    derivative wins over an infinite cotangent, so that ``np.sqrt(x**2)`` has one of 0 at 0, as ``np.abs``.
    """
    return switched(strict=True)
