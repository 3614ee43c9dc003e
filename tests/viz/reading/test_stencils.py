"""Operations drawn from a stencil: the same picture as when each is looked at by itself."""

from collections.abc import Callable
from contextlib import nullcontext

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import autograd_lite as ag
from autograd_lite.modes import switched
from autograd_lite.viz import draw
from autograd_lite.viz.reading import describing as reading
from autograd_lite.viz.reading.describing import Reading, read
from autograd_lite.viz.reading.known import Known
from autograd_lite.viz.reading.stencils import Signatures, drawn

NUMBERS = [0.0, -0.0, 0, 1, 1.0, True, 0.5, np.float64(0.5), np.arange(3.0)]


@st.composite
def graphs(draw: st.DrawFn) -> object:
    """The last node of a random computation on arrays of shape (2, 3), in modules, with parameters and constants."""
    values = [ag.Tensor(np.ones((2, 3)), requires_grad=True, name=name) for name in ("x", None)]
    parameters = []
    for k in range(draw(st.integers(1, 25))):
        scope = draw(st.sampled_from([None, "a", "a.b", f"layers.{k // 5}"]))
        one, other = values[-1], draw(st.sampled_from(values))
        with switched(scope=scope) if scope else nullcontext():
            match draw(st.integers(0, 9)):
                case 0:
                    new = np.tanh(one)
                case 1:
                    new = one + other
                case 2:
                    new = one * draw(st.sampled_from(NUMBERS))
                case 3:
                    name = draw(st.sampled_from([None, "W", f"{scope}.weight", "a.b.weight"]))
                    parameters.append(ag.Tensor(np.ones((3, 3)), requires_grad=True, name=name))
                    new = one @ parameters[-1]
                case 4:
                    new = one @ draw(st.sampled_from(parameters or [np.eye(3)]))
                case 5:
                    new = one[:: draw(st.sampled_from([1, -1]))]
                case 6:
                    new = np.reshape(np.reshape(one, (3, 2)), (2, 3)) + np.sum(
                        other, axis=draw(st.sampled_from([0, (0,)]))
                    )
                case 7:
                    new = np.where([True, False, True], one, other)
                case 8:
                    new = one * ag.Tensor(np.ones((3, 2)), requires_grad=True, name="T").T
                case _:
                    new = np.concatenate([one, other])[:2]
        values.append(new)
    return values[-1]._node


class TestStencils:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(graph=graphs())
    def test_they_change_nothing(self, graph: object, monkeypatch: pytest.MonkeyPatch) -> None:
        """A description made with stencils is the one made without."""
        one = read({"y": graph})
        with monkeypatch.context() as patched:
            patched.setattr(Signatures, "of", lambda *_: (None, ()))
            assert one == read({"y": graph})

    def test_they_change_nothing_of_what_was_seen(
        self, graphs: dict[str, Callable[[], object]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """So it is where a function was watched, with all that its operations were called with."""
        used = []
        for name, make in graphs.items():
            with monkeypatch.context() as patched:
                patched.setattr(reading, "drawn", lambda *given: used.append(given) or drawn(*given))
                one = draw(make, fold=False, limit=None, title=name).description
            with monkeypatch.context() as patched:
                patched.setattr(Signatures, "of", lambda *_: (None, ()))
                assert one == draw(make, fold=False, limit=None, title=name).description
        assert len(used) > 50

    def test_equal_layers_have_one(self) -> None:
        """Of a hundred equal layers the three operations of one are read; the first of all takes no arrow."""
        y = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="x")
        for k in range(100):
            with switched(scope=f"layers.{k}"):
                w = ag.Tensor(np.ones((3, 3)), requires_grad=True, name=f"layers.{k}.weight")
                y = np.tanh(y @ w) * 0.5
        found = Reading(Known())
        found.describe({"y": np.sum(y)._node})
        assert [stencil.title for stencil in found.stencils.values()] == ["tanh", "· × 0.5", "· @ weight", "sum"]
