"""NumPy functions that have no derivative rule on purpose, each with its reason and what to do instead.

Called with Tensors that have no history they just compute; with a history they raise. A function that writes into its
argument is refused always (np.copyto, see ``editing.py``), since a write behind a Tensor's back would corrupt what
nodes saved.
"""

import numpy as np

from autograd_lite.registry import refuse

_SETS = "The number of distinct values jumps as values meet. Pass t.detach(), or index with np.unique(t.detach(), …)."
_DATES = "Dates have no derivative. Pass t.detach()."
_FILES = "A file holds no history. Pass t.numpy()."
_EIGENVALUES = "Write np.linalg.eigvals(np.concatenate([-p[None, 1:] / p[0], np.eye(len(p) - 2, len(p) - 1)]))."
_FACTORS = "Write functools.reduce(np.convolve, [ag.array([1.0, -root]) for root in roots])."
_DIVISION = "Its remainder is trimmed, by as much as the values have it. Pass t.detach()."
_NEIGHBOURS = "The distance to the next floating-point number is a step function. Pass t.detach()."

_REASONS = {
    _SETS: (
        *(np.unique, np.unique_all, np.unique_counts, np.unique_inverse, np.unique_values),
        *(np.intersect1d, np.setdiff1d, np.setxor1d, np.union1d),
    ),
    _DATES: (np.busday_count, np.busday_offset, np.datetime_as_string, np.is_busday),
    _FILES: (np.save, np.savetxt, np.savez, np.savez_compressed),
    _EIGENVALUES: (np.roots,),
    _FACTORS: (np.poly,),
    _DIVISION: (np.polydiv,),
    _NEIGHBOURS: (np.nextafter, np.spacing),
    "Index arrays are integers; pass t.detach().": (np.ix_,),
    "Use np.sort on the absolute values or the real parts.": (np.sort_complex,),
    "The shape of the result depends on the values. Slice by hand, or pass t.detach(); np.poly1d trims, np.polyval "
    "takes the coefficients as they are.": (np.trim_zeros,),
}

for _reason, _functions in _REASONS.items():
    for _function in _functions:
        refuse(_function, _reason)
