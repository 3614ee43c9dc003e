"""Functions of named arrays, layers and updates among them: what was tried is counted, and what is wrong turns up."""

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.testing.laws.named import Named, prove_named

TESTS = Path(__file__).parents[2]
LAYERS, UPDATES = (runpy.run_path(str(TESTS / name)) for name in ("nn/built.py", "optim/updates.py"))


def product(dtype: Any) -> Named:
    """x·y·z, of six numbers."""
    return Named(lambda x, y, z: x * y * z, {name: np.array([1.0, 2.0], dtype) + k for k, name in enumerate("xyz")})


def test_comparisons_are_counted() -> None:
    """Three arrays, a direction each, in four kinds; one pair of modes a kind; in second order g moves as well.

    That has three results, each of which is looked at alone too.
    """
    proof = prove_named("product", [product])
    assert list(proof.names) == ["x", "y", "z"]
    assert proof.kinds == {"as drawn": 1, "float32": 1, "other layouts": 1, "ties": 1}
    assert proof.modes["reverse"] == 12
    assert proof.modes["forward"] == 4
    assert proof.modes["reverse over reverse"] == 4 + 3
    assert proof.modes["forward over reverse"] == proof.modes["symmetry"] == 1
    assert (proof.wrong, proof.unclear, proof.corners) == ([], 0, 0)


def test_further_cases_are_of_first_order() -> None:
    """A second case adds a pair of modes and a direction for each array."""
    proof = prove_named("product", [product, product])
    assert proof.kinds["as drawn"] == 2
    assert (proof.modes["reverse"], proof.modes["forward"], proof.modes["symmetry"]) == (15, 5, 1)


def test_many_arrays() -> None:
    """All of many arrays are moved once; beside each other, the first and three more."""

    def many(dtype: Any) -> Named:
        return Named(lambda *x: sum(x), {str(k): np.ones(1, dtype) for k in range(20)})

    proof = prove_named("many", [many, many])
    assert len(proof.names) == 20
    assert "0" in many(float).few().inputs
    assert len(many(float).few().inputs) == 4
    assert proof.kinds["as drawn"] == 2  # all of the first case, a few of it; the second is left out
    assert proof.modes["reverse"] == 20 + 4 * 4


def test_the_others_stay() -> None:
    """A function of a few arrays has the values of the whole one."""
    whole = Named(lambda *x: sum(10**k * each for k, each in enumerate(x)), {str(k): np.array(1.0) for k in range(9)})
    few = whole.few()
    assert few(*few.inputs.values()) == 111111111
    assert few(*[2.0 * x for x in few.inputs.values()]) == 111111111 + sum(10 ** int(name) for name in few.inputs)


def test_backwards() -> None:
    """Arguments have the same values, and lie backwards in memory where the function gets them."""
    met: list[Any] = []
    Named(lambda x: met.append(x), {"x": np.arange(3.0)}).backwards()(np.arange(3.0))
    np.testing.assert_array_equal(met[0], [0, 1, 2])
    assert met[0].strides == (-8,)


def test_ties_are_tried() -> None:
    """The largest of two equal numbers has a corner, which random numbers alone would not meet."""
    proof = prove_named("max", [lambda dtype: Named(lambda x: np.max(x), {"x": np.array([1.0, 3.0], dtype)})])
    assert proof.corners == 1
    assert proof.wrong == []


def test_what_is_wrong_is_named() -> None:
    """A detached factor is wrong in every kind, with its name; NumPy's function has no part in it."""

    def half(dtype: Any) -> Named:
        def f(x: Any, weight: Any) -> Any:
            return x * detached(weight)

        return Named(f, {"x": np.array([1.0, 2.0], dtype), "weight": np.array([3.0, 4.0], dtype)})

    proof = prove_named("half", [half])
    assert len(proof.wrong) == 4
    assert all(each.startswith("wrong in weight: ") for each in proof.wrong)


def test_nothing_to_try() -> None:
    """Without cases, and without arrays, nothing is counted: the page says so."""
    assert not prove_named("none", []).kinds
    assert not prove_named("none", [lambda dtype: Named(lambda: 1.0, {})]).kinds


@pytest.mark.parametrize("place", [LAYERS, UPDATES], ids=["layers", "updates"])
def test_every_class_is_tried(place: dict[str, Any]) -> None:
    """No layer, loss or optimizer is without a case, but for those that say why."""
    rows = place["rows"]()
    assert [name for name, cases in rows.items() if not cases] == []
    assert set(place["CLASSES"]) <= rows.keys()
    assert all(place["left_out"]().values())


def test_a_new_class_shows() -> None:
    """A layer or an optimizer that no table knows has a row without a case."""
    LAYERS["CLASSES"].add("NewLayer")
    UPDATES["CLASSES"]["NewOptimizer"] = object
    try:
        assert LAYERS["rows"]()["NewLayer"] == UPDATES["rows"]()["NewOptimizer"] == []
    finally:
        LAYERS["CLASSES"].remove("NewLayer")
        del UPDATES["CLASSES"]["NewOptimizer"]


def detached(x: Any) -> Any:
    """A Tensor without its history; an array as it is."""
    return x.detach() if isinstance(x, ag.Tensor) else x


def test_a_wrong_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A layer that loses the gradient of its bias is wrong in its row, and the row names the bias."""
    monkeypatch.setattr(nn.Linear, "forward", lambda self, x: x @ self.weight.T + detached(self.bias))
    proof = prove_named("Linear", LAYERS["rows"]()["Linear"][:1])
    assert proof.wrong
    assert all("wrong in bias" in each for each in proof.wrong)


def test_a_wrong_update(monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that takes its step from a detached gradient is wrong in its row."""
    cases = UPDATES["rows"]()["SGD"][:1]
    assert prove_named("SGD", cases).wrong == []
    monkeypatch.setattr(ag.optim.SGD, "update", lambda self, group: lambda p, g, lr: (p - lr * detached(g),))
    assert all("wrong in g" in each for each in prove_named("SGD", cases).wrong)
    assert prove_named("SGD", cases).wrong
