"""What a ufunc takes besides arrays: keywords of a call (``dtype=``, ``out=``, ``where=``, …), and its methods.

========================  ============================================================================================
``dtype=``, ``casting=``  the inputs are converted as NumPy's rules say, which is recorded, and then the operation runs
``signature=``            the same
``out=``                  a Tensor: written in place, which is recorded; an array: refused if it would lose a gradient
``where=``                with ``out=`` a Tensor only, since elements left out would else be undefined
``order=``, ``subok=``    change no value
``axes=``, ``axis=``      of matrix products: the axes are moved to the end and the result's back, recorded
========================  ============================================================================================

The methods of ufuncs are in :mod:`autograd_lite.ops.folds`.
"""

import numpy as np

from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.ops.shapes import astype
from autograd_lite.recording import plain
from autograd_lite.registry import OPERATIONS, register

_SCALARS = (int, float, complex)


def call(ufunc, *inputs, **keywords):
    """Call `ufunc` with keywords: what ``np.add(t, u, out=v)`` comes to."""
    inputs = tuple(np.asarray(x) if isinstance(x, list | tuple) else x for x in inputs)
    out, where = _outputs(keywords), keywords.pop("where", True)
    inputs = _converted(ufunc, inputs, keywords)
    everywhere = np.ndim(where) == 0 and bool(where)
    if out is None and not everywhere:
        raise UnsupportedOperationError(
            f"{ufunc.__name__} was called with the keyword 'where' and without 'out': its derivative is not defined "
            "here, since the elements left out have no value. "
            "Pass out= a Tensor, or write np.where(mask, result, other)."
        )
    operation = OPERATIONS.get(ufunc, ufunc)  # what has no rule goes back to NumPy, and from there to its error
    if everywhere:
        result = _over_axes(ufunc, operation, inputs, keywords) if ufunc.signature else operation(*inputs, **keywords)
        return put(ufunc, out, result)
    mask, inputs = _masked(ufunc, out, inputs, np.asarray(plain(where)))
    return put(ufunc, out, operation(*inputs, **keywords), mask)


register(np.ufunc, call)


def _outputs(keywords):
    """Take ``out=`` from `keywords`: None, or a tuple with a place for each result. Drop what changes no value."""
    for irrelevant in ("order", "subok"):
        keywords.pop(irrelevant, None)
    out = keywords.pop("out", None)
    out = out if isinstance(out, tuple) else (out,)
    return None if all(each is None for each in out) else out


def put(ufunc, out, result, index=...):
    """Write `result` into `out` and return that: a Tensor takes its history on, an array cannot."""
    if out is None:
        return result
    given = []
    for target, value in zip(out, result if isinstance(result, tuple) else (result,), strict=True):
        if target is not None:
            _write(ufunc, target, value, index)
        given.append(value if target is None else target)
    return tuple(given) if isinstance(result, tuple) else given[0]


def _write(ufunc, target, value, index):
    if plain(target) is target:
        if getattr(value, "requires_grad", False):
            raise OPERATIONS[ufunc].refusal("the keyword 'out'")
        value = plain(value)
    if not np.can_cast(value.dtype, target.dtype, "same_kind"):
        raise TypeError(
            f"{ufunc.__name__} got out= of dtype {target.dtype} for a result of dtype {value.dtype}. "
            "Wanted an array that holds such values; or convert the result with astype."
        )
    target[index] = value


def _masked(ufunc, out, inputs, mask):
    """Return where to write, and the elements of the inputs there: as in NumPy, the others are not computed at all."""
    if mask.dtype != bool:
        raise TypeError(f"{ufunc.__name__} got where= of dtype {mask.dtype}. Wanted booleans, such as x > 0.")
    shape = next(each.shape for each in out if each is not None)
    mask = np.broadcast_to(mask, shape)
    return mask, [x if isinstance(x, _SCALARS) else np.broadcast_to(x, shape)[mask] for x in inputs]


def _converted(ufunc, inputs, keywords):
    """Convert the inputs to the types of the loop that NumPy chooses for ``dtype=``, ``signature=``, ``casting=``."""
    dtype, casting = keywords.pop("dtype", None), keywords.pop("casting", "same_kind")
    signature = keywords.pop("signature", None) or keywords.pop("sig", None)
    if dtype is None and signature is None and casting == "same_kind":
        return inputs
    given = [type(x) if type(x) in _SCALARS else np.result_type(plain(x)) for x in inputs]
    asked = _signature(ufunc, dtype, signature)
    settings = {"casting": casting} if asked is None else {"casting": casting, "signature": asked}
    loop = ufunc.resolve_dtypes((*given, *[None] * ufunc.nout), **settings)
    return [
        wanted.type(x) if isinstance(have, type) else x if have == wanted else astype(x, wanted)
        for x, have, wanted in zip(inputs, given, loop, strict=False)
    ]


def _over_axes(ufunc, operation, inputs, keywords):
    """Call a product of vectors or matrices whose axes stand where ``axes=`` or ``axis=`` says."""
    axes, axis = keywords.pop("axes", None), keywords.pop("axis", None)
    if axes is None and axis is None:
        return operation(*inputs, **keywords)
    given = {name: value for name, value in (("axes", axes), ("axis", axis)) if value is not None}
    ufunc(*map(plain, inputs), **given, **keywords)  # what NumPy refuses is refused in its words
    places = [(axis,)] * len(inputs) if axes is None else [np.atleast_1d(each).tolist() for each in axes]
    moved = [np.moveaxis(x, place, range(-len(place), 0)) for x, place in zip(inputs, places, strict=False)]
    result = operation(*moved, **keywords)
    kept = [place for result_places in places[len(inputs) :] for place in result_places]
    if keywords.get("keepdims") and not kept:
        kept = [-1 if axis is None else axis]
    return np.moveaxis(result, range(-len(kept), 0), kept)


def _signature(ufunc, dtype, signature):
    """Return the types that are asked for, one for each input and result, None where any will do."""
    if isinstance(signature, str) and "->" in signature:
        return tuple(map(np.dtype, signature.replace("->", "")))
    if isinstance(signature, tuple):
        return tuple(None if each is None else np.dtype(each) for each in signature)
    chosen = signature if dtype is None else dtype
    return None if chosen is None else (*[None] * ufunc.nin, *[np.dtype(chosen)] * ufunc.nout)
