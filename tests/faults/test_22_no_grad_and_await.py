"""Fault 22: ``no_grad`` held across an ``await`` switches other tasks off as well.

A mode that belongs to the thread is seen by every task on its event loop.
"""

import asyncio
from collections.abc import Iterator

from autograd_lite import Tensor, detect_anomaly, enable_grad, no_grad
from autograd_lite.modes import current


def _tracks() -> bool:
    return (Tensor(1.0, requires_grad=True) * 2).requires_grad


def test_other_tasks_keep_their_gradients() -> None:
    """While one task awaits inside ``no_grad``, another one records, and each keeps its mode throughout."""

    async def main() -> list[tuple[bool, bool]]:
        holding, checked = asyncio.Event(), asyncio.Event()

        async def holder() -> tuple[bool, bool]:
            with no_grad():
                holding.set()
                await checked.wait()
                return _tracks(), _tracks()

        async def other() -> tuple[bool, bool]:
            await holding.wait()
            before = _tracks()
            checked.set()
            await asyncio.sleep(0)
            return before, _tracks()

        return await asyncio.gather(holder(), other())

    assert asyncio.run(main()) == [(False, False), (True, True)]


def test_task_inherits_the_mode_of_its_maker() -> None:
    """A task that is started inside ``no_grad`` runs without gradients, also after its maker has left the block."""

    async def tracks() -> bool:
        await asyncio.sleep(0)
        return _tracks()

    async def main() -> bool:
        with no_grad():
            task = asyncio.create_task(tracks())
        return await task

    assert asyncio.run(main()) is False


def test_function_in_a_thread_of_the_loop() -> None:
    """``asyncio.to_thread`` carries the mode along, as it carries every context variable."""

    async def main() -> tuple[bool, bool]:
        with no_grad():
            inside = await asyncio.to_thread(_tracks)
        return inside, await asyncio.to_thread(_tracks)

    assert asyncio.run(main()) == (False, True)


def test_cancelled_task() -> None:
    """A task that is cancelled inside ``no_grad`` leaves nobody else without gradients."""

    async def main() -> bool:
        async def forever() -> None:
            with no_grad():
                await asyncio.Event().wait()

        task = asyncio.create_task(forever())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return _tracks()

    assert asyncio.run(main()) is True


def test_modes_nest() -> None:
    """Each block restores the modes of the block around it."""
    with no_grad():
        assert not _tracks()
        with enable_grad():
            assert _tracks()
            with detect_anomaly():
                assert current().anomaly
        assert not _tracks()
        assert not current().anomaly
    assert _tracks()


def test_paused_generator() -> None:
    """A generator paused inside ``no_grad`` leaves it on for its caller until it ends: Python gives it no context."""

    def paused() -> Iterator[None]:
        with no_grad():
            yield

    generator = paused()
    next(generator)
    assert not _tracks()  # as the documentation of autograd_lite.modes says
    generator.close()
    assert _tracks()
