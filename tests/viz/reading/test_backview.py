"""The backward pass as a picture: the same boxes, every arrow turned round."""

import numpy as np

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz import draw


def test_both_ways_are_aligned(graph: object) -> None:
    """Beside every forward arrow with a history runs one back; there is no box besides those of the forward view."""
    forward = draw(graph, fold=False, views=True).description
    both = draw(graph, fold=False, views=True, view="both").description
    assert [box.id for box in both.boxes] == [box.id for box in forward.boxes]
    ways = {(e.source, e.target) for e in both.edges if e.kind == "flow" and not e.cut}
    assert {(e.target, e.source) for e in both.edges if e.kind == "gradient"} == ways


def test_backward_alone_is_turned_round(graph: object) -> None:
    """The view "backward" has the same boxes in the opposite order, but for untracked ones, and gradients alone."""
    forward = draw(graph, fold=False, views=True).description
    backward = draw(graph, fold=False, views=True, view="backward").description
    untracked = {edge.source for edge in forward.edges if edge.cut}
    assert [box.id for box in backward.boxes] == [b.id for b in reversed(forward.boxes) if b.id not in untracked]
    assert {edge.kind for edge in backward.edges} == {"gradient"}


def test_no_gradient_comes_to_what_has_no_history() -> None:
    """An input without a history has no arrow back, and no box where there would be none but such arrows."""
    w = ag.Tensor(np.ones((2, 3)), requires_grad=True, name="w")
    loss = np.sum(np.ones((4, 2)) @ w)
    both, back = (draw(loss, view=view).description for view in ("both", "backward"))
    gradients = [(e.source, e.target) for e in both.edges if e.kind == "gradient"]
    assert gradients == [("sum.0", "matmul.0"), ("out:loss", "sum.0")]
    assert [box.id for box in both.boxes] == ["matmul.0:x", "matmul.0", "sum.0", "out:loss"]
    assert [box.id for box in back.boxes] == ["out:loss", "sum.0", "matmul.0"]


def test_the_bytes_that_are_kept() -> None:
    """Each box has the bytes that its rule keeps, the caption their sum: tanh its 800, the product both sides once."""
    x, w = (ag.Tensor(np.ones(s), requires_grad=True, name=n) for s, n in [((10, 10), "x"), ((10, 10), "w")])
    description = draw(np.sum(np.tanh(x) @ w), view="both").description
    assert {box.operation: box.bytes for box in description.boxes if box.operation} == {
        "tanh": 800, "matmul": 800, "sum": 0,
    }  # fmt: skip
    assert description.captions[-1] == "1.6 kB are kept for the backward pass"


def test_shared_weights_are_counted() -> None:
    """A weight that two operations take is drawn once, with its mark and count, and gets a gradient from both."""
    w = ag.Tensor(np.ones((3, 3)), requires_grad=True, name="w")
    description = draw(np.tanh(np.tanh(np.ones((2, 3)) @ w) @ w), view="both", fold=False).description
    (box,) = [box for box in description.boxes if box.title == "w"]
    assert box.notes == ("◆◆ used 2 ×",)
    back = [edge.label for edge in description.edges if edge.kind == "gradient" and edge.target == box.id]
    assert back == ["xᵀ @ g", "xᵀ @ g"]


def test_rows_say_how_their_gradient_comes() -> None:
    """A parameter that is a row has its rule as a line of the box."""
    layer = nn.Linear(3, 2)
    (box,) = [box for box in draw(layer, np.ones((4, 3)), view="backward").description.boxes if box.rows]
    assert box.notes == ("∂weight = gᵀ @ x", "∂bias = Σ g")


def test_numbers_stand_in_the_formulas() -> None:
    """What is a plain number in the program is that number at the arrow: x² comes back as 2·x, 3·x as 3."""

    def f(x: object) -> object:
        return np.sum(np.maximum(3.0 * x**2, 0.0) / -4.0 + x**-1)

    said = {(e.source, e.target): e.label for e in draw(f, np.ones(3), view="backward").description.edges}
    found = {source.partition(".")[0]: text for (source, _), text in said.items() if text}
    assert found["maximum"] == "g where x > 0"
    assert found["multiply"] == "g·3"
    assert found["divide"] == "g / (−4)  (× −0.25)"
    assert said["power.1", "x"] == "g·(−1)·x⁻²"
    assert said["power.0", "x"] == "g·2·x"


def test_a_number_is_said_once() -> None:
    """A single derivative that is the number in the program stands at the arrow once."""
    x = ag.Tensor(5.0, requires_grad=True, name="x")
    labels = [e.label for e in draw(x * 2.0, view="backward").description.edges]
    assert "g·2" in labels
    assert not any("×" in label for label in labels)


def test_what_was_repeated_is_summed() -> None:
    """The gradient of a bias, of a number beside an array, and of a matrix beside a stack of them is a sum."""
    x, w, b, s = (
        ag.Tensor(np.ones(n), requires_grad=True, name=k)
        for k, n in [("x", (5, 2, 3)), ("w", (3, 4)), ("b", 4), ("s", ())]
    )
    picture = draw((x @ w + b) * s, view="backward", parameters="nodes").description
    labels = {edge.target: edge.label for edge in picture.edges}
    assert labels == {
        "x": "g @ yᵀ", "w": "Σ xᵀ @ g", "b": "Σ g", "s": "Σ g·x",
        "matmul.0": "g", "add.0": "g·y  (× 1)", "multiply.0": "",
    }  # fmt: skip


def test_what_was_transposed_is_turned_back() -> None:
    """The gradient of K in Q @ K.T is (Qᵀ @ g)ᵀ."""
    q, k = (ag.Tensor(np.ones((2, 3)), requires_grad=True, name=n) for n in "qk")
    picture = draw(np.sin(q) @ np.cos(k).T, view="backward").description
    assert {edge.label for edge in picture.edges if edge.source == "matmul.0"} == {"g @ yᵀ", "(xᵀ @ g)ᵀ"}


def test_a_factor_of_one_is_not_written() -> None:
    """1 / x comes back as −g / x²."""
    x = ag.Tensor(np.ones(2), requires_grad=True, name="x")
    picture = draw(1 / x, view="backward").description
    assert [edge.label for edge in picture.edges if edge.target == "x"] == ["−g / y²"]


def test_numbers_beside_signs() -> None:
    """A bound that is negative stands without brackets, the exponent of a root is computed."""
    x = ag.Tensor(np.ones(2), requires_grad=True, name="x")
    labels = [draw(y, view="backward").description.edges[0].label for y in (np.clip(x, -1, 2), x**0.75, x**1.5)]
    assert labels == ["g where −1 ≤ x ≤ 2", "g·0.75·x^(−0.25)", "g·1.5·x^0.5"]


def test_conjugates_of_real_arrays_are_left_out() -> None:
    """A covariance conjugates, which of real arrays is nothing; what was turned is turned back all the same."""
    x = ag.Tensor(np.arange(6.0).reshape(2, 3), requires_grad=True, name="x")
    picture = draw(np.cov(x), view="backward").description
    assert "conjugate" not in {box.operation for box in picture.boxes}
    assert "g @ yᵀ + (xᵀ @ g)ᵀ" in {edge.label for edge in picture.edges}
    z = ag.Tensor(np.array([1j, 2.0]), requires_grad=True, name="z")
    assert "conjugate" in {box.operation for box in draw(np.abs(np.conj(z))).description.boxes}


class TestCustomRules:
    def test_of_one_argument(self) -> None:
        """The rule that a user gave to ``custom_vjp`` stands at the arrow."""
        energy = ag.custom_vjp(lambda x: np.dot(x, x), lambda g, x: 2 * g * x)
        picture = draw(energy, np.ones(2), view="backward").description
        assert [edge.label for edge in picture.edges if edge.target != "out:loss" and edge.label] == ["2·g·x"]

    def test_of_several(self) -> None:
        """Each argument has its own part of the rule, tracked or not; settings stand in the box."""
        scaled = ag.custom_vjp(lambda x, y, power=1: x * y**power, lambda g, x, y, power=1: (g * y, np.sin(g) * x))
        x, y = (ag.Tensor(np.ones(2), requires_grad=True, name=n) for n in "xy")
        picture = draw(scaled(x, y, power=2), view="backward").description
        assert {edge.target: edge.label for edge in picture.edges if edge.target in "xy"} == {
            "x": "g·y",
            "y": "sin(g)·x",
        }
        assert [box.settings for box in picture.boxes if box.role == "operation"] == ["power=2"]
        lone = draw(scaled(np.ones(2), y), view="backward").description
        assert [box.notes for box in lone.boxes if box.role == "operation"] == [("∂y = sin(g)·x",)]

    def test_of_a_direction(self) -> None:
        """Of a ``custom_jvp`` there is no such rule: the arrow says what is done."""
        cube = ag.custom_jvp(lambda x: x**3, lambda primals, tangents: 3 * primals[0] ** 2 * tangents[0])
        picture = draw(cube, 2.0, view="backward").description
        assert "g through the jvp, transposed" in [edge.label for edge in picture.edges]
