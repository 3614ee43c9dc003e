"""What to write instead: for names that Tensors have elsewhere, and for those of ndarrays that are about memory."""

import numpy as np

INSTEAD = {
    "view": "t.reshape(...)",
    "view_as": "t.reshape(other.shape)",
    "unsqueeze": "t[:, None], or np.expand_dims(t, axis)",
    "permute": "t.transpose(...)",
    "t": "t.T",
    "numel": "t.size",
    "dim": "t.ndim",
    "contiguous": "t itself",
    "clone": "t.copy()",
    "masked_fill": "np.where(mask, value, t)",
    "masked_fill_": "t[mask] = value",
    "expand": "np.broadcast_to(t, shape)",
    "expand_as": "np.broadcast_to(t, other.shape)",
    "chunk": "np.split(t, count, axis)",
    "gather": "np.take_along_axis(t, indices, axis)",
    "pow": "t ** exponent",
    "mul": "t * other",
    "sub": "t - other",
    "div": "t / other",
    "eq": "t == other",
    "ne": "t != other",
    "lt": "t < other",
    "le": "t <= other",
    "gt": "t > other",
    "ge": "t >= other",
    "mm": "t @ other",
    "bmm": "t @ other",
    "float": "t.astype(np.float32)",
    "double": "t.astype(np.float64)",
    "half": "t.astype(np.float16)",
    "long": "t.astype(int)",
    "int": "t.astype(int)",
    "bool": "t.astype(bool)",
    "type": "t.astype(dtype)",
    "to": "t.astype(dtype); there is no other device than the CPU",
    "cpu": "t itself; there is no other device than the CPU",
    "cuda": "t itself; there is no other device than the CPU",
    "device": "nothing; there is no other device than the CPU",
    "requires_grad_": "Tensor(t, requires_grad=True)",
    "detach_": "t.detach()",
    "cleargrad": "t.zero_grad()",
}
OF_MEMORY = ("base", "ctypes", "flags", "strides", "byteswap", "dump", "dumps", "tobytes", "tofile", "getfield")
INSTEAD |= {
    "flat": "t.ravel() to read, t.reshape(-1)[i] = … to write",
    "put": "t.reshape(-1)[i] = …, which is recorded",
    "resize": "np.resize(t, shape) or np.pad(t, …), which give a new Tensor",
    **{name: f"t.numpy().{name}" for name in OF_MEMORY},
}
LAYERS = ("relu", "sigmoid", "softmax", "log_softmax", "gelu", "softplus")


def instead(name: str) -> str | None:
    """Return what to write for the attribute `name` of a Tensor, if it is known.

    Examples
    --------
    >>> instead("view"), instead("exp"), instead("softmax")
    ('t.reshape(...)', 'np.exp(t)', 'nn.functional.softmax(t)')
    >>> instead("nonsense")
    """
    if name in INSTEAD:
        return INSTEAD[name]
    if name in LAYERS:
        return f"nn.functional.{name}(t)"
    if name.startswith("_") or not callable(getattr(np, name, None)) or isinstance(getattr(np, name), type):
        return None
    return f"np.{name}(t)"
