from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import GradientShapeError, NoGradientError


def leaf(*values: float) -> Tensor:
    """A leaf that requires a gradient."""
    return Tensor(list(values), requires_grad=True)


class TestRegisterHook:
    """``t.register_hook(f)``: `f` sees the gradient that arrives at `t`."""

    def test_sees_the_complete_gradient_once(self) -> None:
        """A value that is used twice shows the sum of both ways, once."""
        x, seen = leaf(2.0, 3.0), []
        h = x * 1
        h.register_hook(lambda g: seen.append(g.tolist()))
        (h * h + h).sum().backward()
        assert seen == [[5.0, 7.0]]
        assert x.grad.tolist() == [5.0, 7.0]

    def test_replaces(self) -> None:
        """What a hook returns takes the gradient's place; None leaves it."""
        x = leaf(2.0, 3.0)
        h = x * 1
        h.register_hook(lambda g: g * 10)
        h.register_hook(lambda g: None)
        h.sum().backward()
        assert x.grad.tolist() == [10.0, 10.0]

    def test_order(self) -> None:
        """Hooks run in the order in which they were registered, each on what the one before returned."""
        x, seen = leaf(1.0), []
        h = x * 1
        h.register_hook(lambda g: seen.append(("first", g.item())) or g + 1)
        h.register_hook(lambda g: seen.append(("second", g.item())) or g * 10)
        h.sum().backward()
        assert seen == [("first", 1.0), ("second", 2.0)]
        assert x.grad.tolist() == [20.0]

    def test_on_a_leaf(self) -> None:
        """A leaf's hook sees, and may replace, what is about to be added to its gradient."""
        x = leaf(1.0)
        x.register_hook(lambda g: -g)
        (x * 3).sum().backward()
        (x * 3).sum().backward()
        assert x.grad.tolist() == [-6.0]

    def test_removing(self) -> None:
        """The function that it returns removes the hook, and removing twice is harmless."""
        x, seen = leaf(1.0), []
        remove = x.register_hook(seen.append)
        (x * 1).sum().backward()
        remove()
        remove()
        (x * 1).sum().backward()
        assert len(seen) == 1

    def test_shown_array_belongs_to_the_hook(self) -> None:
        """A hook may write into what it is shown: neither the seed nor another branch's gradient changes."""
        x, y, seed = leaf(1.0, 2.0), leaf(3.0, 4.0), np.ones(2)
        a, b = x * 1, y * 1
        a.register_hook(lambda g: g.fill(100.0))
        (a + b).backward(seed)
        assert (x.grad.tolist(), y.grad.tolist(), seed.tolist()) == ([1.0, 1.0], [1.0, 1.0], [1.0, 1.0])

    def test_complex(self) -> None:
        """Hooks see the gradient in the users' convention, and answer in it: 2z for |z|²."""
        z, seen = Tensor(3.0 + 4.0j, requires_grad=True), []
        h = z * 1
        h.register_hook(lambda g: seen.append(complex(g)) or g * 1j)
        (np.abs(h) ** 2).backward()
        np.testing.assert_allclose(seen, [6.0 + 8.0j])
        np.testing.assert_allclose(z.grad, -8.0 + 6.0j)

    @pytest.mark.parametrize("returned", [np.ones(3), 1.0, np.array(["a", "b"])])
    def test_wrong_return(self, returned: Any) -> None:
        """A hook that returns another shape or no numbers is refused."""
        x = leaf(1.0, 2.0)
        h = x * 1
        h.register_hook(lambda g: returned)
        with pytest.raises(GradientShapeError, match=r"^A hook returned .* for a gradient of shape \(2,\)"):
            h.sum().backward()
        assert x.grad is None

    def test_other_dtype_is_cast(self) -> None:
        """A hook that returns another float format does not change the dtype of what follows."""
        x = Tensor([1.0], requires_grad=True, dtype=np.float32)
        h = x * 1
        h.register_hook(lambda g: g.astype(np.float64))
        h.sum().backward()
        assert x.grad.dtype == np.float32

    def test_usual_float_errors_inside(self) -> None:
        """Inside a hook NumPy warns as usual: an invalid operation is no exception."""
        x = leaf(0.0)

        def hook(g: Any) -> None:
            with pytest.warns(RuntimeWarning, match="invalid value"):
                np.log(g - 2)

        x.register_hook(hook)
        (x * 1).sum().backward()
        assert x.grad.tolist() == [1.0]

    def test_recorded_pass(self) -> None:
        """In a recorded pass a hook sees Tensors, and what it returns is differentiated too."""
        x = Tensor(2.0, requires_grad=True)
        h = x * 1
        remove = h.register_hook(lambda g: g * g)
        (h**3).backward(create_graph=True)  # g = 3x², replaced by 9x⁴
        slope, x.grad = x.grad, None
        assert slope.item() == 144.0
        remove()  # it would see the next pass too
        slope.backward()
        assert x.grad.item() == 36 * 2.0**3

    def test_untracked(self) -> None:
        """A Tensor to which no gradient will ever come takes no hook."""
        with pytest.raises(NoGradientError) as caught:
            Tensor([1.0]).register_hook(print)
        assert str(caught.value) == ("register_hook of a Tensor that requires no gradient: none will ever arrive.")


class TestRetainGrad:
    """``t.retain_grad()``: the gradient of a result is kept."""

    def test_kept(self) -> None:
        """A result's gradient is None until it is asked to be kept."""
        x = leaf(2.0, 3.0)
        h = x * 2
        h.retain_grad()
        k = h * h
        k.sum().backward()
        assert (h.grad.tolist(), k.grad) == ([8.0, 12.0], None)
        assert type(h.grad) is np.ndarray

    def test_adds_up(self) -> None:
        """Several passes add up, as they do in a leaf; asking again changes nothing."""
        x = leaf(2.0)
        h = x * 2
        h.retain_grad()
        y = h.sum()
        y.backward(retain_graph=True)
        h.retain_grad()
        y.backward()
        assert h.grad.tolist() == [2.0]

    def test_after_hooks(self) -> None:
        """What is kept is what the hooks passed on, whichever came first."""
        x = leaf(2.0)
        h = x * 2
        h.register_hook(lambda g: g * 3)
        h.retain_grad()
        h.register_hook(lambda g: g * 5)
        h.sum().backward()
        assert h.grad.tolist() == [15.0]

    def test_own_memory(self) -> None:
        """What is kept shares memory with nothing."""
        x = leaf(2.0)
        h = x * 1
        h.retain_grad()
        (h + 0).backward(np.ones(1))
        h.grad[:] = 100
        assert x.grad.tolist() == [1.0]

    def test_leaf(self) -> None:
        """A leaf keeps its gradient anyway."""
        x = leaf(2.0)
        x.retain_grad()
        (x * 2).sum().backward()
        assert x.grad.tolist() == [2.0]

    @pytest.mark.parametrize(
        "write", [lambda h: h.__iadd__(1.0), lambda h: h.__setitem__(0, 7.0), lambda h: h.fill(7.0)]
    )
    def test_after_a_write(self, write: Callable[[Any], Any]) -> None:
        """It is the gradient of the value as it is now, 2h of h², and no longer that of the one before."""
        x = leaf(2.0, 3.0)
        h = x * 2
        h.retain_grad()
        before = h[:1] * 5.0
        write(h)
        (np.sum(h * h) + np.sum(before)).backward()
        assert h.grad.tolist() == [2 * value for value in h.tolist()]

    def test_of_a_view_after_a_write(self) -> None:
        """A view whose base was written to keeps the gradient of what it shows now."""
        x = leaf(2.0, 3.0, 4.0)
        h = x * 1
        view = h[1:]
        view.retain_grad()
        h[2] = 10.0
        (view * view).sum().backward()
        assert view.grad.tolist() == [6.0, 20.0]
        assert x.grad.tolist() == [0.0, 6.0, 0.0]

    def test_untracked(self) -> None:
        """A Tensor without a history cannot keep what never comes."""
        with pytest.raises(NoGradientError, match="retain_grad of a Tensor that requires no gradient"):
            Tensor([1.0]).retain_grad()


def test_a_hook_is_a_function() -> None:
    """What cannot be called is refused where it is handed in, not in the backward pass."""
    with pytest.raises(TypeError, match=r"^register_hook got a int\. Wanted a function of the gradient\.$"):
        Tensor(1.0, requires_grad=True).register_hook(3)  # type: ignore[arg-type]
