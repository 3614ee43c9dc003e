"""Einstein sums: any product of arrays along named axes. The rule is an Einstein sum again."""

from functools import lru_cache

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.errors import ShapeError
from autograd_lite.operation import primitive
from autograd_lite.recording import plain
from autograd_lite.registry import register

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _from_lists(operands):
    """Turn the form ``(x, [0, 1], y, [1, 2], [0, 2])`` into a string of subscripts and the list of arrays."""
    pairs, target = operands[: len(operands) // 2 * 2], operands[len(operands) // 2 * 2 :]

    def word(labels):
        return "".join("..." if label is Ellipsis else _LETTERS[int(label)] for label in labels)

    terms = ",".join(map(word, pairs[1::2]))
    return (f"{terms}->{word(target[0])}" if target else terms), list(pairs[::2])


def _without_ellipsis(terms, target, ndims):
    """Give the axes that an ellipsis stands for labels of their own, the same ones counted from the right."""
    unused = [letter for letter in _LETTERS if letter not in "".join([*terms, target or ""])]
    hidden = [n - len(term.replace("...", "")) if "..." in term else 0 for term, n in zip(terms, ndims, strict=True)]
    if (most := max(hidden, default=0)) > len(unused) or min(hidden, default=0) < 0:
        raise ShapeError(
            f"einsum got subscripts {','.join(terms)!r} for arrays of {ndims} axes. Wanted one label an axis."
        )
    fresh = "".join(unused[:most])
    spelt = [term.replace("...", fresh[most - n :]) for term, n in zip(terms, hidden, strict=True)]
    if target is None:
        letters = "".join(spelt)
        target = fresh + "".join(sorted(c for c in set(letters) if letters.count(c) == 1 and c not in fresh))
    return spelt, target.replace("...", fresh)


@lru_cache(maxsize=1024)
def spelt_out(subscripts, ndims):
    """Return the labels of every operand and of the result, with nothing left implicit.

    Parameters
    ----------
    subscripts : such as ``"...ij,jk"``
    ndims : tuple of the counts of axes of the operands

    Examples
    --------
    >>> spelt_out("ij,jk", (2, 2))
    (('ij', 'jk'), 'ik')
    >>> spelt_out("...i,i", (3, 1))
    (('abi', 'i'), 'ab')
    """
    inputs, arrow, target = subscripts.replace(" ", "").partition("->")
    terms = inputs.split(",")
    if len(terms) != len(ndims):
        raise ShapeError(f"einsum got {len(ndims)} arrays for the {len(terms)} terms of {subscripts!r}. Wanted equal.")
    spelt, target = _without_ellipsis(terms, target if arrow else None, ndims)
    for term, ndim in zip(spelt, ndims, strict=True):
        if len(term) != ndim:
            raise ShapeError(f"einsum got the term {term!r} for an array of {ndim} axes. Wanted one label an axis.")
    return tuple(spelt), target


def _share(k, g, operands, terms, target, shapes, optimize):
    """Return the share of operand `k`: the sum of products of `g` and all other operands, over its own labels.

    Axes of length one that were stretched against longer ones are summed; labels that only operand `k` has were summed
    away, so their share is spread; a label that it has twice read a diagonal, so its share goes to that diagonal.
    """
    others = [j for j in range(len(operands)) if j != k]
    longest: dict[str, int] = {}
    for term, shape in zip(terms, shapes, strict=True):
        for label, n in zip(term, shape, strict=True):
            longest[label] = n if longest.get(label, 1) == 1 else longest[label]
    own = dict(zip(terms[k], shapes[k], strict=True))
    on_offer = set(target).union(*(terms[j] for j in others))
    kept = [label for label, n in own.items() if label in on_offer and (n != 1 or longest[label] == 1)]
    words = ",".join([target, *(terms[j] for j in others)])
    share = np.einsum(f"{words}->{''.join(kept)}", g, *(operands[j] for j in others), optimize=optimize)
    there = dict(zip(kept, share.shape, strict=True))
    share = np.broadcast_to(np.reshape(share, [there.get(label, 1) for label in own]), list(own.values()))
    return _on_diagonals(share, "".join(own), terms[k], own)


def _on_diagonals(share, labels, term, sizes):
    """Put an array with axes `labels` on the diagonals that `term` names by repeating a label."""
    if len(labels) == len(term):
        return share
    unused = iter([letter for letter in _LETTERS if letter not in labels])
    spread, factors, seen = "", [], set()
    for label in term:
        fresh = next(unused) if label in seen else label
        if label in seen:
            factors.append((label + fresh, np.eye(sizes[label], dtype=share.dtype)))
        seen.add(label)
        spread += fresh
    words = ",".join([labels, *(word for word, _ in factors)])
    return np.einsum(f"{words}->{spread}", share, *(eye for _, eye in factors))


def _shares(g, operands, terms, target, wanted, optimize, operands_shapes):
    again = "greedy" if optimize else False
    return [
        _share(k, g, operands, terms, target, operands_shapes, again) if wanted[k] else None
        for k in range(len(operands))
    ]


_FORMS = ("ij,jk->ik", "i,i->", "ii->i", "ii", "ij,ij,j->i", "ij->", "...i,ij->...j", "ij,k->jik", "iij,j->ij")


def _samples(draw: Draw):
    form = draw.choice(_FORMS)
    terms, target = spelt_out(
        form, tuple(len(term.replace("...", "ab")) for term in form.partition("->")[0].split(","))
    )
    sizes = {label: draw.integer(1, 3) for label in "".join(terms)}
    operands = [draw.array(tuple(sizes[label] for label in term)) for term in terms]
    return (operands, terms, target, (True,) * len(terms)), {"optimize": draw.boolean()}


@primitive(None, operands=_shares, sequences=("operands",), samples=_samples, analytic=True)
def _einsum(operands, terms, target, wanted, optimize=False, dtype=None, casting="safe", order="K"):
    """Sum of products over the labels that the result does not have."""
    words = f"{','.join(terms)}->{target}"
    out = np.einsum(words, *operands, optimize=optimize, dtype=dtype, casting=casting, order=order)
    return out if out.base is None else out.copy()  # a diagonal or a transpose: a view, whose array may be written to


def einsum(*operands, out=None, optimize=False, dtype=None, casting="safe", order="K"):
    """Sum of products along named axes, as ``np.einsum``.

    Parameters
    ----------
    *operands : subscripts and the arrays, or arrays each followed by its list of integer labels (and at last that of
        the result). Labels may repeat within an array (a diagonal), be implicit in the result, and hide in an ellipsis.
    optimize : False, True, ``"greedy"``, ``"optimal"`` or a path, for three arrays and more; the rule uses ``"greedy"``
        wherever it is not False
    dtype, casting, order : as in NumPy

    Examples
    --------
    >>> import autograd_lite as ag
    >>> import numpy as np
    >>> ag.grad(lambda x: ag.einsum("ii", x))(np.ones((2, 2)))
    array([[1., 0.],
           [0., 1.]])
    """
    if out is not None:
        raise _einsum.refusal("the keyword 'out'")
    if len(operands) < 2:
        raise ValueError("einsum wants subscripts and at least one array: np.einsum('ij,jk', a, b).")
    if not isinstance(operands[0], str):
        subscripts, arrays = _from_lists(operands)
    else:
        subscripts, arrays = operands[0], list(operands[1:])
    terms, target = spelt_out(subscripts, tuple(np.ndim(array) for array in arrays))
    if len(arrays) == 1 and plain(arrays[0]) is not arrays[0] and (dtype, order) == (None, "K"):
        view = _view(arrays[0], terms[0], target)
        if view is not None:
            return view
    wanted = tuple(getattr(array, "requires_grad", False) for array in arrays)
    return _einsum(arrays, terms, target, wanted, optimize=optimize, dtype=dtype, casting=casting, order=order)


def _view(x, labels, target):
    """Return the view of `x` that NumPy's einsum is where nothing is summed: axes in another order, diagonals.

    NumPy lets diagonals be written to; here they are read-only, as those of ``np.diagonal``.
    """
    if set(labels) != set(target):
        return None
    for label in target:
        while labels.count(label) > 1:
            first = labels.index(label)
            second = labels.index(label, first + 1)
            if x.shape[first] != x.shape[second]:
                return None  # for the error of einsum
            x = np.diagonal(x, 0, first, second)
            labels = labels[:first] + labels[first + 1 : second] + labels[second + 1 :] + label
    return np.transpose(x, [labels.index(label) for label in target])


register(np.einsum, einsum)
