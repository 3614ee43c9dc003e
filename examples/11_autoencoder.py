"""An autoencoder: images of digits through a bottleneck of eight numbers, and back."""

import numpy as np
from example import Pictures, load_images, run

from autograd_lite import nn
from autograd_lite.nn.functional import mse_loss
from autograd_lite.optim import AdamW
from autograd_lite.train import Trainer, plots


def main(full: bool, pictures: Pictures) -> None:
    x, _, x_test, *_ = load_images()
    pixels = x.shape[1]
    x, x_test = x[: None if full else 4000], x_test[:500]
    model = nn.Sequential(
        nn.Linear(pixels, 128, rng=0),
        nn.ReLU(),
        nn.Linear(128, 8, rng=1),
        nn.Linear(8, 128, rng=2),
        nn.ReLU(),
        nn.Linear(128, pixels, rng=3),
        nn.Sigmoid(),
    )
    trainer = Trainer(model, AdamW(model.parameters(), lr=0.003), mse_loss, rng=0)
    trainer.fit(x, x, 10 if full else 4 if pixels == 784 else 20, batch_size=64)
    error = trainer.evaluate(x_test, x_test)["loss"]
    blank = ((x_test - x.mean(0)) ** 2).mean()
    print(f"mean squared error {error:.4f}; of the mean image {blank:.4f}")
    side = int(np.sqrt(pixels))
    pairs = np.stack([x_test[:8], trainer.predict(x_test[:8])]).reshape(16, side, side)
    pictures.save("11_pairs", lambda: plots.weight_filters(pairs, label="ink"))
    assert error < 0.65 * blank


if __name__ == "__main__":
    run(main, __doc__)
