"""Rules that are programs, in a few words: what a formula from their source cannot say, or not in a picture's width.

A phrase stands under the module, the operation and the input that it is about, and speaks as formulas do: g comes back,
out is the result, Φ, M, q and t are explained on the spot. Of several results, gQ is the gradient of Q.
"""

import math
from collections.abc import Mapping
from typing import Any

_RUN_BACK = "q[t] = g[t] + a[t + 1]·q[t + 1]"
_PHRASES = {
    "assembly.concatenate.xs": "its part of g",
    "assembly.stack.xs": "its part of g",
    "convolution.convolve.x": "correlate(g, y)",
    "convolution.convolve.y": "correlate(g, x)",
    "creation._linspace.start": "sum(g·(1 − t)), t from 0 to 1",
    "creation._linspace.stop": "sum(g·t), t from 0 to 1",
    "creation.geomspace.start": "sum(g·out·(1 − t)) / start, t from 0 to 1",
    "creation.geomspace.stop": "sum(g·out·t) / stop, t from 0 to 1",
    "custom._checkpoint.xs": "g through the function, run again",
    "diagonals.diagonal.x": "g on the diagonal, else 0",
    "diagonals.place_diagonal.x": "the diagonal of g",
    "einsum._einsum.operands": "einsum(g, the others)",
    "elementwise.arithmetic.divmod.x": "g of the remainder",
    "elementwise.arithmetic.divmod.y": "−g·(x // y), g of the remainder",
    "elementwise.arithmetic.frexp.x": "g of the mantissa / 2^exponent",
    "elementwise.arithmetic.ldexp.x": "g·2^n",
    "elementwise.arithmetic.modf.x": "g of the fractional part",
    "elementwise.choices.choose.choices": "g where it was chosen",
    "elementwise.complex.angle.x": "−i·g / x",
    "elementwise.exponential.logaddexp2.x": "g·2^x / (2^x + 2^y)",
    "elementwise.exponential.logaddexp2.y": "g·2^y / (2^x + 2^y)",
    "elementwise.exponential.logistic2.x": "g·log(2)·out·(1 − out)",
    "elementwise.selection.nan_to_num.x": "g where x is finite",
    "elementwise.special.sinc.x": "g·(cos(π·x) − out) / x",
    "factors.cholesky.x": "out⁻ᵀ @ Φ(outᵀ @ g) @ out⁻¹, Φ: lower half",
    "factors.pseudo_inverse.x": "−outᵀ @ g @ outᵀ, and what leaves the range",
    "factors.tall_qr.x": "(gQ + Q @ M) @ R⁻ᵀ, M = sym(R @ gRᵀ − gQᵀ @ Q)",
    "fft.fft.x": "fft(g)",
    "fft.fftshift.x": "ifftshift(g)",
    "fft.ifft.x": "ifft(g)",
    "fft.ifftshift.x": "fftshift(g)",
    "fft.irfft.x": "rfft(g) / n, inner bins twice",
    "fft.resized.x": "g, cut or filled with zeros",
    "fft.rfft.x": "n·irfft(g), inner bins halved",
    "indexing.scatter_add.x": "g at index",
    "nan_reductions.nanmax.initial": "g where initial = out",
    "nan_reductions.nanmin.initial": "g where initial = out",
    "nan_reductions.nanprod.initial": "g·prod(x)",
    "nan_reductions.nanstd.mean": "−g·sum(x − mean) / (n·out)",
    "nan_reductions.nanstd.x": "g·(x − mean(x)) / (n·out)",
    "nan_reductions.nanvar.mean": "−g·2·sum(x − mean) / n",
    "neural.activations.hardswish.x": "g·(x / 3 + 0.5) where |x| < 3; 0 below, g above",
    "neural.activations.mish.x": "g·(t + x·(1 − t²)·sigmoid(x)), t = tanh(softplus(x))",
    "neural.along.along_axis.x": "matrixᵀ @ g along the axis",
    "neural.cross_entropy.softmax_cross_entropy.x": "g·share·(softmax(x) − one-hot)",
    "neural.gaussian.gelu_tanh.x": "g·(1 + t + x·(1 − t²)·u′) / 2, t = tanh(u)",
    "neural.lookup.collect.x": "g at rows",
    "neural.lookup.lookup.table": "g summed at rows",
    "neural.losses.huber.x": "g·clip(x, −delta, delta)",
    "neural.normalization.rms_standardize.x": "(g − out·mean(g·out)) / √(square + eps)",
    "neural.normalization.standardize.x": "(g − mean(g) − out·mean(g·out)) / √(variance + eps)",
    "neural.pooling.pooled.x": "g where the largest was, else 0",
    "neural.pooling.place.x": "g where the largest was",
    "neural.pooling.window_spread.x": "g summed over each window",
    "neural.pooling.window_sum.x": "g repeated over its window",
    "neural.recurrence.gru_step.from_input": "g through the gates",
    "neural.recurrence.gru_step.from_state": "g through the gates",
    "neural.recurrence.gru_step.state": "g through the update gate",
    "neural.recurrence.lstm_step.cell": "g through the forget gate",
    "neural.recurrence.lstm_step.gates": "g through the gates",
    "neural.unfolding.fold.x": "patches of g",
    "neural.unfolding.unfold.x": "g summed where patches overlap",
    "norms.vector_norm.x": "g·x·|x|^(p − 2) / out^(p − 1)",
    "overwriting.overwrite.value": "g where written",
    "overwriting.overwrite.x": "g, 0 where written",
    "padding._surrounded.x": "the inner part of g",
    "products.dot.x": "g @ yᵀ",
    "products.dot.y": "xᵀ @ g",
    "products.inner.x": "g @ y",
    "products.inner.y": "gᵀ @ x",
    "products.matvec.x": "outer(g, y)",
    "products.outer.x": "g @ y",
    "products.outer.y": "gᵀ @ x",
    "products.tensordot.x": "tensordot(g, y)",
    "products.tensordot.y": "tensordot(x, g)",
    "products.vecmat.y": "outer(x, g)",
    "quantiles.median.x": "g at the middle in order",
    "quantiles.nanmedian.x": "g at the middle in order",
    "quantiles.nanpercentile.x": "g at the neighbours in order, weighted",
    "quantiles.nanquantile.x": "g at the neighbours in order, weighted",
    "quantiles.percentile.x": "g at the neighbours in order, weighted",
    "quantiles.quantile.x": "g at the neighbours in order, weighted",
    "reductions.max.initial": "g where initial = out",
    "reductions.min.initial": "g where initial = out",
    "reductions.prod.initial": "g·prod(x)",
    "scans.cumprod.x": "sums of g·out from the end / x",
    "scans.cumsum.x": "sums of g from the end",
    "scans.linear_recurrence.a": f"q[t]·out[t − 1], {_RUN_BACK}",
    "scans.linear_recurrence.b": _RUN_BACK,
    "scipy.gammas.rgamma.x": "−g·out·digamma(x)",
    "scipy.gaussian.dawsn.x": "g·(1 − 2·x·out)",
    "scipy.gaussian.erfcx.x": "g·(2·x·out − 2 / √π)",
    "scipy.incomplete.betainc.a": "g·∂out/∂a, a series",
    "scipy.incomplete.betainc.b": "g·∂out/∂b, a series",
    "scipy.incomplete.betainc.x": "g·x^(a − 1)·(1 − x)^(b − 1) / B(a, b)",
    "scipy.incomplete.betainc_slope.a": "g·∂out/∂a, a series",
    "scipy.incomplete.betainc_slope.b": "g·∂out/∂b, a series",
    "scipy.incomplete.betainc_slope.x": "g·∂out/∂x",
    "scipy.incomplete.betaincc.a": "g·∂out/∂a, a series",
    "scipy.incomplete.betaincc.b": "g·∂out/∂b, a series",
    "scipy.incomplete.betaincc.x": "−g·x^(a − 1)·(1 − x)^(b − 1) / B(a, b)",
    "scipy.incomplete.gammainc.a": "g·∂out/∂a, a series",
    "scipy.incomplete.gammainc.x": "g·x^(a − 1)·exp(−x) / Γ(a)",
    "scipy.incomplete.gammainc_slope.a": "g·∂out/∂a, a series",
    "scipy.incomplete.gammainc_slope.x": "g·∂out/∂x",
    "scipy.incomplete.gammaincc.a": "g·∂out/∂a, a series",
    "scipy.incomplete.gammaincc.x": "−g·x^(a − 1)·exp(−x) / Γ(a)",
    "scipy.incomplete.stdtr.df": "g·∂out/∂df, an integral",
    "scipy.incomplete.stdtr.x": "g·density(x)",
    "scipy.integrate.solution.t": "g·dz/dt at t",
    "scipy.integrate.solution.z": "the adjoint equation, solved from the end",
    "scipy.matrix_functions.expm.x": "upper right of expm([[xᵀ, g], [0, xᵀ]])",
    "scipy.matrix_functions.logm.x": "upper right of logm([[xᵀ, g], [0, xᵀ]])",
    "scipy.matrix_functions.sqrtm.x": "upper right of sqrtm([[xᵀ, g], [0, xᵀ]])",
    "scipy.signal.full_convolution.x": "correlate(g, y)",
    "scipy.signal.full_convolution.y": "correlate(g, x)",
    "scipy.systems._lu.x": "Pᵀ @ L⁻ᵀ @ (tril(Lᵀ @ gL) + triu(gU @ Uᵀ)) @ U⁻ᵀ",
    "scipy.systems.banded.x": "−x⁻ᵀ @ g @ outᵀ in the bands",
    "scipy.systems.banded.y": "x⁻ᵀ @ g",
    "scipy.systems.solve_sylvester.q": "s, where xᵀ @ s + s @ yᵀ = g",
    "scipy.systems.solve_sylvester.x": "−s @ outᵀ, where xᵀ @ s + s @ yᵀ = g",
    "scipy.systems.solve_sylvester.y": "−outᵀ @ s, where xᵀ @ s + s @ yᵀ = g",
    "scipy.systems.triangular.x": "−x⁻ᵀ @ g @ outᵀ in the triangle",
    "scipy.systems.triangular.y": "x⁻ᵀ @ g",
    "scipy.systems.turned_bands.x": "g, bands turned back",
    "shapes.expand_dims.x": "g, reshaped",
    "shapes.reshape.x": "g, reshaped",
    "shapes.swapaxes.x": "g, axes swapped back",
    "shapes.transpose.x": "g, transposed back",
    "solving._cofactors.x": "the second derivative of det, times g",
    "solving.det.x": "g·out·x⁻ᵀ",
    "solving.slogdet.x": "g·x⁻ᵀ",
    "sorting.partition.x": "g, put back in order",
    "sorting.sort.x": "g, put back in order",
    "spectra.eig.x": "V⁻ᴴ @ (diag(gλ) + (Vᴴ @ gV) / (λⱼ − λᵢ)) @ Vᴴ",
    "spectra.eigh.x": "V @ (diag(gλ) + (Vᵀ @ gV) / (λⱼ − λᵢ)) @ Vᵀ",
    "spectra.singular_vectors.x": "U @ (diag(gs) + gU, gV over sⱼ² − sᵢ²) @ Vᵀ",
    "statistics.std.mean": "−g·sum(x − mean) / (n·out)",
    "windows.add_windows.x": "g in windows",
    "windows.sliding_window_view.x": "g summed where windows overlap",
}


_BY_SETTING: dict[str, tuple[str, dict[Any, str]]] = {  # where a setting makes it simple: its name, and then
    "norms.vector_norm.x": ("ord", {1: "g·sign(x)", 2: "g·x / out", math.inf: "g·sign(x) where |x| = out"}),
}


def _of_cross_entropy(settings: Mapping[str, Any]) -> str:
    """Return the slope of cross entropy for the mean over the batch or for the sum; empty for another."""
    share = settings["share"]
    if not isinstance(share, float | int):
        return ""
    if share == 1:
        return "g·(softmax(x) − one-hot)"
    return "g·(softmax(x) − one-hot) / N" if share * len(settings["x"]) == 1 else ""


def phrase(operation: Any, name: str, settings: Mapping[str, Any] | None = None) -> str:
    """Return what the library's own rule for an input does, in words; empty where its source says it as shortly.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> phrase(ag.stack, "xs"), phrase(ag.tanh, "x")
    ('its part of g', '')
    """
    key = f"{_place(operation)}.{operation.name}.{name}"
    if settings and key in _BY_SETTING:
        setting, cases = _BY_SETTING[key]
        if (found := cases.get(settings.get(setting))) is not None:
            return found
    if settings and key == "neural.cross_entropy.softmax_cross_entropy.x" and (words := _of_cross_entropy(settings)):
        return words
    return _PHRASES.get(key, "")


def _place(operation: Any) -> str:
    module = str(getattr(operation, "__module__", ""))
    return module.removeprefix("autograd_lite.").removeprefix("ops.") if module.startswith("autograd_lite.") else "?"
