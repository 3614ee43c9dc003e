"""Words that differ in their numbers alone: whether those rise in equal steps, and how they are written as one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import isclose

from autograd_lite.viz.description import Box
from autograd_lite.viz.shaping.once import between

_NUMBER = re.compile(r"((?<![\w.])−?\d+(?:\.\d+)?(?:e[-−]?\d+)?)")  # not the digits of a name: w1
_NAMED = re.compile(r"(?<=[A-Za-z_])\d+")


def alike_so_far(runs: Sequence[Sequence[Box]]) -> int:
    """Return how many of these runs, from the first on, one picture can stand for.

    That is as far as the numbers in the words of each box are the same or rise in equal steps: three powers of 2, 3 and
    4 are "** 2 … 4", those of 2, 3 and 5 are not.
    """
    count = len(runs)
    for boxes in zip(*runs, strict=True):
        for words in ([box.settings for box in boxes], [box.title for box in boxes if not box.module]):
            if words and words.count(words[0]) < len(words):
                count = min(count, _regular(words))
    return count


def stands_for(boxes: Sequence[Box]) -> Box:
    """Return the box that is drawn for equal ones, one from each run: with the words and the bytes of all of them."""
    first = boxes[0]
    title = boxes[1].title if first.module else spanned([box.title for box in boxes])
    settings, kept = spanned([box.settings for box in boxes]), sum(box.bytes for box in boxes)
    return replace(first, title=title, settings=settings, bytes=kept)


def _regular(words: list[str]) -> int:
    """Return how many of the words, from the first on, have numbers that rise in equal steps."""
    found = [list(map(_value, numbers_in(text))) for text in words]
    start = 0 if len(found[0]) == len(found[1]) else 1  # the first may name the input of a loop: x1 ** 2
    if len(found) > start + 1 and len(found[start]) != len(found[start + 1]):
        return start + 1
    for n in range(start + 2, len(words)):
        now, before, first = found[n], found[n - 1], found[n - 2]
        if len(now) != len(before) or any(
            not isclose(c - b, b - a, rel_tol=1e-6, abs_tol=1e-9) for a, b, c in zip(first, before, now, strict=True)
        ):
            return n
    return len(words)


def numbers_in(text: str) -> list[str]:
    """Return the numbers in a text, without those that are a part of a name.

    Examples
    --------
    >>> numbers_in("· ** 2.5"), numbers_in("x1 @ w12"), numbers_in("[1:−3]")
    (['2.5'], [], ['1', '−3'])
    """
    return _NUMBER.findall(text)


def _value(number: str) -> float:
    return float(number.replace("−", "-"))


def spanned(words: Sequence[str]) -> str:
    """Return what stands for words that :func:`alike_so_far` has found to be a series.

    Examples
    --------
    >>> spanned(["x ** 2", "· ** 3", "· ** 4"]), spanned(["axis=0"] * 3), spanned(["[0:3]", "[3:6]", "[6:9]"])
    ('· ** 2 … 4', 'axis=0', '[0:3] … [6:9]')
    >>> spanned(["· @ w1", "· @ w2"])
    '· @ w1 … w2'
    """
    first, second, last = words[0], words[1], words[-1]
    if first == last == second:
        return first
    if _NAMED.sub("#", first) != _NAMED.sub("#", second):
        first = _with_numbers(second, numbers_in(first))
    parts = _NUMBER.split(first), _NUMBER.split(last)
    if parts[0][::2] == parts[1][::2]:
        return between(*parts)
    return between(re.split(r"(\d+)", first), re.split(r"(\d+)", last))


def _with_numbers(text: str, numbers: list[str]) -> str:
    """Return a text with other numbers in the place of its own, if they are as many."""
    parts = _NUMBER.split(text)
    if len(parts[1::2]) == len(numbers):
        parts[1::2] = numbers
    return "".join(parts)
