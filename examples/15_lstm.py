"""An LSTM on Tiny Shakespeare: characters in, the next character out, one after the other.

One layer of 128 cells, trained by Adam on pieces of 64 characters; then it writes by itself, and all that it knows of
what it wrote before is its state. PyTorch with the same weights and the same pieces has the same loss, to ten digits,
after 50 and 200 steps: ``python tests/oracle/test_examples.py`` trains the model there and prints the losses that
stand in ``TORCH``.

``--full`` takes 3000 steps, some four minutes on one core; the loss was then 1.51 on what it trains with, and 1.68 on
text that it had not seen.
"""

import numpy as np
from example import Pictures, beside, drawn, learn, load_text, run

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.data import Characters, windows
from autograd_lite.nn.functional import cross_entropy
from autograd_lite.optim import Adam
from autograd_lite.train import plots

LENGTH, WIDTH, BATCH = 64, 128, 16
TORCH = {50: 2.465606758651551, 200: 2.0262836813323624}  # by step; float64, from these weights by state_dict


class Writer(nn.Module):
    """An embedding of characters, an LSTM, scores for the next character."""

    def __init__(self, characters: int) -> None:
        self.embed = nn.Embedding(characters, 32, rng=0)
        self.lstm = nn.LSTM(32, WIDTH, batch_first=True, rng=1)
        self.head = nn.Linear(WIDTH, characters, rng=2)

    def forward(self, codes, state=None):
        """Return the scores for the character after each place, and the state after the last."""
        out, state = self.lstm(self.embed(codes), state)
        return self.head(out), state


def write(model: Writer, text: Characters, start: str, count: int, rng) -> str:
    """Let the model go on from `start`: each character drawn is the next one read."""
    codes, state, given = [], None, text.encode(start)
    with ag.no_grad():
        for _ in range(count):
            scores, state = model(given[None], state)
            given = np.array([drawn(scores.numpy()[0, -1], rng)])
            codes.append(given[0])
    return start + text.decode(codes)


def main(full: bool, pictures: Pictures) -> None:
    text, is_shakespeare = load_text()
    train, held_out = text.split(0.9)
    model = Writer(len(text.alphabet))
    optimizer = Adam(model.parameters(), lr=0.005)
    rng = np.random.default_rng(0)

    def loss_of(codes, count=BATCH):
        x, y = windows(codes, LENGTH, count, rng)
        scores, _ = model(x)
        return cross_entropy(scores.swapaxes(1, 2), y)  # classes stand on axis 1

    losses = learn(model, optimizer, lambda: loss_of(train), 3000 if full else 60)
    with ag.no_grad():
        unseen = loss_of(held_out, 64).item()
    print(f"loss on text it has not seen {unseen:.4f}; of guessing {np.log(len(text.alphabet)):.4f}")
    print(write(model, text, "\n", 200, rng))
    pictures.save("15_loss", lambda: plots.loss_curves(losses, smooth=10))
    if is_shakespeare:
        beside(losses, TORCH)
    assert unseen < (1.8 if full and is_shakespeare else 3.0)


if __name__ == "__main__":
    run(main, __doc__)
