"""A small GPT on Tiny Shakespeare: characters in, the next character out.

Two transformer layers of width 64 with a causal mask, trained by AdamW on pieces of 64 characters; then it writes by
itself. PyTorch with the same weights and the same pieces has the same loss, to ten digits, after 50 and 200 steps:
``python tests/oracle/test_examples.py`` trains the model there and prints the losses that stand in ``TORCH``.

``--full`` takes 3000 steps, some five minutes on one core; the loss was then 1.77 on what it trains with, and 1.91 on
text that it had not seen.
"""

import numpy as np
from example import Pictures, beside, drawn, learn, load_text, run

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.data import Characters, windows
from autograd_lite.nn.functional import cross_entropy
from autograd_lite.optim import AdamW
from autograd_lite.train import plots

LENGTH, WIDTH, HEADS, LAYERS, BATCH = 64, 64, 4, 2, 16
TORCH = {50: 2.941884145484442, 200: 2.534838702110767}  # by step; float64, from these weights by state_dict


class GPT(nn.Module):
    """Embeddings of characters and places, transformer layers that only look back, scores for the next character."""

    def __init__(self, characters: int) -> None:
        self.embed = nn.Embedding(characters, WIDTH, rng=0)
        self.place = nn.Embedding(LENGTH, WIDTH, rng=1)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                WIDTH, HEADS, 4 * WIDTH, dropout=0.0, activation="gelu", batch_first=True, norm_first=True, rng=2 + k
            )
            for k in range(LAYERS)
        )
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, characters, rng=9)

    def forward(self, codes):
        """Return the scores for the character after each place."""
        length = codes.shape[1]
        mask = np.triu(np.ones((length, length), dtype=bool), 1)  # True where a place may not look: ahead
        x = self.embed(codes) + self.place(np.arange(length))
        for layer in self.layers:
            x = layer(x, src_mask=mask)
        return self.head(self.norm(x))


def write(model: GPT, text: Characters, start: str, count: int, rng) -> str:
    """Let the model go on from `start`, drawing each character by its probability."""
    codes = text.encode(start)
    with ag.no_grad():
        for _ in range(count):
            codes = np.append(codes, drawn(model(codes[None, -LENGTH:]).numpy()[0, -1], rng))
    return text.decode(codes)


def main(full: bool, pictures: Pictures) -> None:
    text, is_shakespeare = load_text()
    train, held_out = text.split(0.9)
    model = GPT(len(text.alphabet))
    optimizer = AdamW(model.parameters(), lr=1e-3)
    rng = np.random.default_rng(0)

    def loss_of(codes, count=BATCH):
        x, y = windows(codes, LENGTH, count, rng)
        return cross_entropy(model(x).reshape(-1, len(text.alphabet)), y.ravel())

    losses = learn(model, optimizer, lambda: loss_of(train), 3000 if full else 60)
    with ag.no_grad():
        unseen = loss_of(held_out, 64).item()
    print(f"loss on text it has not seen {unseen:.4f}; of guessing {np.log(len(text.alphabet)):.4f}")
    print(write(model, text, "\n", 200, rng))
    pictures.save("16_loss", lambda: plots.loss_curves(losses, smooth=10))
    if is_shakespeare:
        beside(losses, TORCH)
    assert unseen < (1.95 if full and is_shakespeare else 3.3)


if __name__ == "__main__":
    run(main, __doc__)
