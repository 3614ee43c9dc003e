"""Large arrays, some thousand elements at a time.

An update makes half a dozen temporaries. Over a large parameter each would be a walk through main memory; over a block
that fits the processor's cache they cost little, so an update may be written as the formula that it is.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

BLOCK = 1 << 17  # bytes of one array in a block: with its temporaries it fits the second-level cache


def in_blocks(arrays: list[Any], elementwise: bool) -> Iterator[list[Any]]:
    """Cut arrays of one shape into views of the same few elements; complex numbers become pairs of real ones.

    The first array and those after the second are written to, so they are cut only if that makes no copy.
    """
    written = [arrays[0], *arrays[2:]]
    if not elementwise:
        yield arrays
    elif all(each.flags.c_contiguous for each in written):
        flat = [np.ravel(each) for each in arrays]
        if flat[0].dtype.kind == "c":
            flat = [each.view(each.real.dtype) for each in flat]
        size = BLOCK // flat[0].itemsize
        for start in range(0, flat[0].size, size):
            yield [each[start : start + size] for each in flat]
    elif arrays[0].dtype.kind == "c":
        yield [each.real for each in arrays]
        yield [each.imag for each in arrays]
    else:
        yield arrays
