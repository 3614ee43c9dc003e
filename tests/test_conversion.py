import copy
import pickle

import numpy as np
import pytest

from autograd_lite import Tensor


class TestOut:
    """Ways out: numbers, arrays, text."""

    def test_item_and_tolist(self) -> None:
        """Python numbers, nested as the array is."""
        t = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        assert (t.item(1, 0), t.tolist()) == (3.0, [[1.0, 2.0], [3.0, 4.0]])
        assert type(Tensor(2).item()) is int
        with pytest.raises(ValueError, match="size 1"):
            t.item()

    def test_data_is_an_array(self) -> None:
        """``data`` and ``numpy()`` are ndarrays, also for a number."""
        for t in (Tensor(1.0), Tensor([1.0]), Tensor(1.0) * 2):
            assert type(t.data) is np.ndarray
            assert type(t.numpy()) is np.ndarray

    def test_detach(self) -> None:
        """The same values and name, no history."""
        t = Tensor([1.0, 2.0], requires_grad=True, name="w")
        free = (t * 2).detach()
        assert (free.tolist(), free.requires_grad, free.is_leaf) == ([2.0, 4.0], False, True)
        assert t.detach().name == "w"

    def test_numbers(self) -> None:
        """float, int, complex and index of an untracked number."""
        assert (float(Tensor(2.5)), int(Tensor(2.5)), complex(Tensor(2.5))) == (2.5, 2, 2.5 + 0j)
        assert [10, 20, 30][Tensor(1)] == 20
        with pytest.raises(TypeError):
            [10, 20][Tensor(1.0)]

    def test_array_protocol(self) -> None:
        """``np.asarray`` with dtype and copy, of an untracked Tensor."""
        t = Tensor([1.0, 2.0])
        assert np.asarray(t, dtype=np.float32).dtype == np.float32
        array = np.array(t)
        array[:] = 0
        assert t.tolist() == [1.0, 2.0]

    @pytest.mark.parametrize(
        ("t", "text"),
        [
            (Tensor([1.0, 2.0]), "Tensor([1., 2.])"),
            (Tensor(3), "Tensor(3)"),
            (Tensor([True]), "Tensor([ True])"),
            (Tensor([1.0], requires_grad=True), "Tensor([1.], requires_grad=True)"),
            (Tensor([1.0], name="w"), "Tensor([1.], name='w')"),
            (Tensor([1.0], dtype=np.float32), "Tensor([1.], dtype=float32)"),
            (Tensor([1.0], requires_grad=True) * 2, "Tensor([2.], from multiply)"),
            (Tensor([[1.0, 2.0], [3.0, 4.0]]), "Tensor([[1., 2.],\n        [3., 4.]])"),
            (
                Tensor([1.0], name="w", dtype=np.float32, requires_grad=True),
                "Tensor([1.], name='w', dtype=float32, requires_grad=True)",
            ),
        ],
    )
    def test_repr(self, t: Tensor, text: str) -> None:
        """The values as NumPy shows them, and what is not usual about the Tensor."""
        assert repr(t) == text

    def test_str_and_format(self) -> None:
        """Printed as an array; a single number takes a format."""
        t = Tensor([1.0, 2.0], requires_grad=True)
        assert str(t) == "[1. 2.]"
        assert f"{t}" == "[1. 2.]"
        assert f"{t.sum():.2f}" == "3.00"
        assert f"{Tensor(0.5):.0%}" == "50%"

    def test_repr_of_a_large_one_is_short(self) -> None:
        """A large Tensor is summarised."""
        assert len(repr(Tensor(np.zeros((1000, 1000))))) < 1000


class TestSequence:
    """Length, iteration, membership, truth."""

    def test_iteration_is_recorded(self) -> None:
        """Rows carry the gradient."""
        t = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        first, second = t
        (first * 10 + second).sum().backward()
        assert t.grad.tolist() == [[10.0, 10.0], [1.0, 1.0]]
        assert len(t) == 2

    def test_iteration_over_a_number(self) -> None:
        """A 0-d Tensor has no elements to iterate over and no length."""
        with pytest.raises(TypeError, match="iteration over a 0-d Tensor"):
            iter(Tensor(1.0))
        with pytest.raises(TypeError):
            len(Tensor(1.0))

    def test_membership(self) -> None:
        """``in`` compares elements."""
        t = Tensor([1.0, 2.0], requires_grad=True)
        assert 2.0 in t
        assert 3.0 not in t

    def test_truth(self) -> None:
        """One element has a truth value, several have none."""
        assert Tensor(1.0)
        assert not Tensor([0.0])
        with pytest.raises(ValueError, match="ambiguous"):
            bool(Tensor([1.0, 1.0]))


class TestCopies:
    """copy, deepcopy, pickle: leaves only."""

    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_pickle(self, protocol: int) -> None:
        """Every protocol keeps values, dtype, gradient, name and flag."""
        t = Tensor([1.0, 2.0], dtype=np.float32, requires_grad=True, name="w")
        t.grad = np.array([3.0, 4.0])
        other = pickle.loads(pickle.dumps(t, protocol=protocol))
        assert repr(other) == repr(t)
        assert other.grad.tolist() == [3.0, 4.0]

    def test_deepcopy_of_a_structure(self) -> None:
        """A copied structure trains on its own."""
        model = {"w": Tensor([1.0], requires_grad=True)}
        other = copy.deepcopy(model)
        (other["w"] * 2).sum().backward()
        assert (model["w"].grad, other["w"].grad.tolist()) == (None, [2.0])

    def test_copied_view(self) -> None:
        """An untracked view's copy has memory of its own."""
        t = Tensor([1.0, 2.0])
        other = copy.copy(t[1:])
        t[1] = 9.0
        assert other.tolist() == [2.0]
