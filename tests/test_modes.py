import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autograd_lite import Tensor, detect_anomaly, enable_grad, no_grad, strict_ieee
from autograd_lite.modes import Modes, current, switched


def tracks() -> bool:
    """Whether an operation would be recorded here."""
    return (Tensor(1.0, requires_grad=True) * 2).requires_grad


@pytest.mark.parametrize(
    ("mode", "name", "value"),
    [
        (no_grad, "tracking", False),
        (enable_grad, "tracking", True),
        (detect_anomaly, "anomaly", True),
        (strict_ieee, "strict", True),
    ],
)
def test_each_mode_switches_one_thing(mode: Callable[[], Any], name: str, value: bool) -> None:
    """A mode changes its own switch and leaves the others as they are."""
    before = current()
    with switched(scope="here"), mode():
        modes = current()
        assert getattr(modes, name) is value
        assert modes.scope == "here"
        others = {"tracking": True, "anomaly": False, "strict": False, name: value}
        assert {key: getattr(modes, key) for key in others} == others
    assert current() is before


def test_plain() -> None:
    """`plain` says that operations are recorded and nobody looks on."""
    assert Modes().plain
    assert not Modes(tracking=False).plain
    assert not Modes(anomaly=True).plain
    assert not Modes(watch=print).plain
    assert Modes(strict=True, scope="a").plain


def test_nesting() -> None:
    """Blocks nest, and each restores what it found."""
    with no_grad():
        with enable_grad():
            assert tracks()
        assert not tracks()
        with no_grad():
            assert not tracks()
        assert not tracks()
    assert tracks()


def test_decorator() -> None:
    """A mode decorates a function: it is on in every call, also a recursive one, and nowhere else."""

    @no_grad()
    def inside(again: bool) -> list[bool]:
        return [tracks(), *(inside(False) if again else [])]

    assert inside(True) == [False, False]
    assert inside(False) == [False]
    assert tracks()


def test_no_grad_results_are_leaves() -> None:
    """What was computed under ``no_grad`` has no history, though its inputs have one."""
    p = Tensor(2.0, requires_grad=True)
    with no_grad():
        y = p * p
    assert (y.is_leaf, y.requires_grad, y.item()) == (True, False, 4.0)
    z = y * p
    z.backward()
    assert p.grad == 4.0


def test_leaves_made_under_no_grad() -> None:
    """A leaf that asks for a gradient gets one, wherever it was made."""
    with no_grad():
        p = Tensor(2.0, requires_grad=True)
    (p * p).backward()
    assert p.grad == 4.0


def test_backward_under_no_grad() -> None:
    """A graph that was recorded outside can be walked inside."""
    p = Tensor(2.0, requires_grad=True)
    y = p * p
    with no_grad():
        y.backward()
    assert p.grad == 4.0


def test_paused_generator() -> None:
    """A generator that is paused inside ``no_grad`` leaves it on for its caller, until it is resumed or closed."""

    def paused() -> Iterator[bool]:
        with no_grad():
            yield tracks()
        yield tracks()

    generator = paused()
    assert next(generator) is False
    assert not tracks()  # the documented weakness
    assert next(generator) is True
    assert tracks()


def test_generator_that_is_dropped() -> None:
    """A paused generator that is dropped closes its block, so the mode comes back."""

    def paused() -> Iterator[None]:
        with no_grad():
            yield

    generator = paused()
    next(generator)
    del generator
    assert tracks()


def test_iterating_under_the_mode() -> None:
    """Taking values out before yielding, as the documentation advises, keeps the caller's mode."""

    def values() -> Iterator[float]:
        with no_grad():
            found = [(Tensor(k, dtype=float, requires_grad=True) * 2).item() for k in range(3)]
        yield from found

    seen = [(value, tracks()) for value in values()]
    assert seen == [(0.0, True), (2.0, True), (4.0, True)]


def test_a_mode_that_is_on_cannot_be_entered_again() -> None:
    """One object serves one block at a time, and later another; so none restores what another found."""
    mode = no_grad()
    with mode, pytest.raises(RuntimeError, match=r"entered again. Make another for the inner block"), mode:
        pass
    assert current().tracking
    with mode:
        assert not current().tracking
    assert current().tracking


def test_the_modes_without_recording_are_made_once() -> None:
    """Entering ``no_grad`` again and again meets the same modes, so modules keep what they noted for them."""
    seen = []
    for _ in range(2):
        with no_grad():
            seen.append(current())
    assert seen[0] is seen[1]


def test_decorated_generator() -> None:
    """Each step of a decorated generator runs in the mode, its caller never; values, errors, the end come through."""
    seen = []

    @no_grad()
    def steps() -> Any:
        try:
            while True:
                try:
                    seen.append((yield tracks()))
                except KeyError:
                    yield "caught"
        finally:
            seen.append(tracks())

    generator = steps()
    assert (next(generator), tracks()) == (False, True)
    assert (generator.send(7), tracks()) == (False, True)
    assert (generator.throw(KeyError), tracks()) == ("caught", True)
    generator.close()
    assert seen == [7, False]

    @no_grad()
    def ends() -> Any:
        yield from ()
        return tracks()

    with pytest.raises(StopIteration) as end:
        next(ends())
    assert end.value.value is False


def test_decorated_coroutine() -> None:
    """A coroutine runs in the mode to its end, while others do not."""

    @no_grad()
    async def inside() -> bool:
        await asyncio.sleep(0)
        return tracks()

    async def beside() -> bool:
        await asyncio.sleep(0)
        return tracks()

    async def both() -> list[bool]:
        return await asyncio.gather(inside(), beside())

    assert asyncio.run(both()) == [False, True]


def test_async_generators_are_refused() -> None:
    """Their body would run outside the mode unseen."""
    with pytest.raises(TypeError, match="cannot decorate an async generator"):

        @no_grad()
        async def steps() -> Any:
            yield 1
