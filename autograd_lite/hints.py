"""What to write instead: for names that Tensors have elsewhere, and for those of ndarrays that are about memory."""

from typing import Any

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
    "clamp": "t.clip(low, high)",
    "norm": "np.linalg.norm(t, axis=axis)",
    "unbind": "list(t)",
    "topk": "np.sort(t, axis)[..., -count:]",
    "index_select": "np.take(t, indices, axis)",
    "masked_select": "t[mask]",
    "narrow": "t[start:stop]",
    "repeat_interleave": "t.repeat(count, axis)",
    "movedim": "np.moveaxis(t, source, destination)",
    "amax": "t.max(axis)",
    "amin": "t.min(axis)",
    "rsqrt": "1 / np.sqrt(t)",
    "det": "np.linalg.det(t)",
    "inverse": "np.linalg.inv(t)",
    "logsumexp": "ag.logsumexp(t, axis)",
    "type_as": "t.astype(other.dtype)",
    "element_size": "t.itemsize",
    "is_cuda": "nothing; there is no other device than the CPU",
    "new_zeros": "np.zeros_like(t, shape=shape)",
    "new_ones": "np.ones_like(t, shape=shape)",
    "add_": "t += other",
    "sub_": "t -= other",
    "mul_": "t *= other",
    "div_": "t /= other",
    "zero_": "t.fill(0)",
    "fill_": "t.fill(value)",
    "copy_": "t[...] = other",
    "clamp_": "t[...] = t.clip(low, high)",
    "index_add_": "np.add.at(t, indices, other)",
    "scatter_add": "ag.scatter_add(values, (indices,), shape)",
}
OF_MEMORY = ("base", "ctypes", "flags", "strides", "byteswap", "dump", "dumps", "tobytes", "tofile", "getfield")
INSTEAD |= {
    "put": "t.reshape(-1)[i] = …, which is recorded",
    "resize": "np.resize(t, shape) or np.pad(t, …), which give a new Tensor",
    **{name: f"t.numpy().{name}" for name in OF_MEMORY},
}
LAYERS = ("relu", "sigmoid", "softmax", "log_softmax", "gelu", "softplus")
FUNCTIONS = (  # noqa: SIM905  # eighty names in six lines
    "abs absolute exp exp2 expm1 log log2 log10 log1p sqrt cbrt square reciprocal sin cos tan arcsin "
    "arccos arctan arctan2 sinh cosh tanh arcsinh arccosh arctanh sign floor ceil trunc fix negative add "
    "subtract multiply divide power remainder fmod hypot maximum minimum where isnan isinf isfinite "
    "allclose matmul outer inner kron cross tensordot einsum split flip roll rot90 tile stack concatenate "
    "pad median quantile unique bincount diff tril triu logaddexp heaviside expand_dims nanmean nansum "
    "count_nonzero moveaxis broadcast_to isclose average cov"
).split()
HINTS = {
    **{name: f"np.{name}(t)" for name in FUNCTIONS},
    **{name: f"nn.functional.{name}(t)" for name in LAYERS},
    **INSTEAD,
}


class Missing:
    """An attribute that is not there: asking for it is an AttributeError that says what to write.

    A descriptor for each name and no ``__getattr__``, with which Python would look up every attribute the slow way.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        message = f"{owner.__name__!r} object has no attribute {self.name!r}. Write {HINTS[self.name]}."
        raise AttributeError(message, name=self.name, obj=instance)


class Elsewhere:
    """The names that a Tensor does not have, though others have them."""

    __slots__ = ()

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if not isinstance(vars(Elsewhere).get(name), Missing)]


for _name in HINTS:
    setattr(Elsewhere, _name, Missing(_name))
