"""The spiral and the Trainer ("Deep Learning from Scratch 2", section 1.4).

The whole run is reproduced to every printed digit: with a loop written out, and once more through the Trainer.
"""

import numpy as np
from example import Pictures, run

from autograd_lite import nn
from autograd_lite.data import load_spiral
from autograd_lite.nn.functional import cross_entropy
from autograd_lite.optim import SGD
from autograd_lite.train import Trainer, accuracy, plots

ROWS = """[[-0.78313528 -0.55524691]
 [-0.68338075 -0.68839723]
 [-0.6793856  -0.70628267]
 [-0.58700916 -0.79719524]
 [ 0.          0.        ]
 [-0.00837021 -0.00547171]
 [-0.01839967 -0.00783914]
 [-0.02386156 -0.01818313]
 [-0.0271639  -0.02936192]]"""
SCORES = """[[ 7.0750414  -6.07991423 -1.0589919 ]
 [ 7.07900866 -6.07605854 -1.06679914]
 [ 7.08296037 -6.07223889 -1.07455478]
 [ 7.08689655 -6.06845546 -1.08225869]
 [ 7.09081721 -6.0647084  -1.0899107 ]]"""


def start():
    """Data and model as the book's generator gives them: first the noise, then W1, then W2."""
    rng = np.random.RandomState(1984)
    x, t = load_spiral(rng=rng)
    model = nn.Sequential(nn.Linear(2, 10), nn.Sigmoid(), nn.Linear(10, 3))
    for layer in (model[0], model[2]):
        columns = layer.weight.shape[::-1]  # the book owns W as (in, out)
        layer.weight.data = (0.01 * rng.standard_normal(columns)).T
        layer.bias.data = np.zeros(layer.bias.shape)
    return rng, x, t, model


def written_out():
    """300 epochs of 10 batches of 30, as the book writes them."""
    rng, x, t, model = start()
    optimizer, shown = SGD(model.parameters(), lr=1.0), []
    points, labels = x, t
    for epoch in range(300):
        order = rng.permutation(300)
        points, labels = points[order], labels[order]
        total = 0.0
        for k in range(0, 300, 30):
            optimizer.zero_grad()
            loss = cross_entropy(model(points[k : k + 30]), labels[k : k + 30])
            loss.backward()
            optimizer.step()
            total += loss.item()
        shown.append(f"{total / 10:.2f}")
        if epoch < 5 or epoch >= 295:
            print(f"| epoch {epoch + 1} |  iter 10 / 10 | loss {shown[-1]}")
    return model, shown, x, t


def through_the_trainer():
    """The same in two lines."""
    rng, x, t, model = start()
    trainer = Trainer(model, SGD(model.parameters(), lr=1.0), cross_entropy, rng=rng)
    trainer.fit(x, t, max_epoch=300, batch_size=30, eval_interval=10)
    return trainer, [f"{loss:.2f}" for loss in trainer.history.losses]


def main(full: bool, pictures: Pictures) -> None:
    x, t = load_spiral()
    print(f"rows 96 to 104:\n{x[96:105] + 0.0}")
    assert str(x[96:105] + 0.0) == ROWS

    model, shown, x, t = written_out()
    trainer, same = through_the_trainer()
    for losses in (shown, same):
        assert losses[:5] == ["1.13", "1.13", "1.12", "1.12", "1.11"]
        assert losses[-5:] == ["0.11", "0.12", "0.11", "0.11", "0.11"]

    h = 0.001
    low, high = x.min(0) - 0.1, x.max(0) + 0.1
    across, up = np.arange(low[0], high[0], h), np.arange(low[1], high[1], h)
    print(f"the grid has {len(up)} x {len(across)} points")
    assert (len(up), len(across)) == (2047, 2112)
    first = np.stack([across[:5], np.full(5, up[0])], axis=1)
    for name, scores in (("written out", model(first).detach().data), ("Trainer", trainer.predict(first))):
        print(f"scores at the first five points ({name}):\n{scores}")
        assert str(scores) == SCORES
    print(f"accuracy {accuracy(trainer.predict(x), t):.4f}")
    pictures.save("03_loss", trainer.plot)
    step = h if full else None
    pictures.save("03_decision_boundary", lambda: plots.decision_boundary(trainer.predict, x, t, step=step))


if __name__ == "__main__":
    run(main, __doc__)
