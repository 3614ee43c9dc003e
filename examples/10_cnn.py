"""A convolutional network on MNIST: 99 % of the test images and more.

Two 3×3 convolutions with pooling, then two linear layers, trained by Adam with a one-cycle schedule. ``--full`` trains
on all images for three epochs, in two and a half minutes of one core, and was right on 0.9915 of the test images; the
short form takes some thousand.
"""

import numpy as np
from example import Pictures, load_images, run

from autograd_lite import nn
from autograd_lite.nn.functional import cross_entropy
from autograd_lite.optim import Adam, OneCycleLR
from autograd_lite.train import Trainer, accuracy, confusion_matrix, plots


def network(side: int, channels: int) -> nn.Sequential:
    """Convolutions and pooling twice, so that a side shrinks to a quarter."""
    return nn.Sequential(
        nn.Conv2d(1, channels, 3, padding=1, rng=0, dtype=np.float32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(channels, 2 * channels, 3, padding=1, rng=1, dtype=np.float32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(2 * channels * (side // 4) ** 2, 64, rng=2, dtype=np.float32),
        nn.ReLU(),
        nn.Linear(64, 10, rng=3, dtype=np.float32),
    )


def main(full: bool, pictures: Pictures) -> None:
    x, t, x_test, t_test, is_mnist = load_images()
    side = 28 if is_mnist else 8
    x, x_test = (each.reshape(-1, 1, side, side).astype(np.float32) for each in (x, x_test))
    if not full:
        x, t, x_test, t_test = x[:3000], t[:3000], x_test[:1000], t_test[:1000]
    epochs, batch = (3, 64) if full else (2 if is_mnist else 8, 32)
    model = network(side, 16 if full else 8)
    optimizer = Adam(model.parameters(), lr=0.003)
    schedule = OneCycleLR(optimizer, 0.006, epochs=epochs, steps_per_epoch=-(-len(x) // batch))
    trainer = Trainer(model, optimizer, cross_entropy, scheduler=schedule, scheduler_per_batch=True, rng=0)
    for _ in range(epochs):
        trainer.fit(x, t, 1, batch_size=batch)
        share = accuracy(trainer.predict(x_test), t_test)
        print(f"epoch {trainer.epoch}: loss {trainer.history['loss'][-1]:.4f}, test accuracy {share:.4f}")
    pictures.save("10_filters", lambda: plots.weight_filters(model[0].weight.data))
    matrix = confusion_matrix(trainer.predict(x_test), t_test)
    pictures.save("10_confusion", lambda: plots.confusion_heatmap(matrix))
    assert share > (0.99 if full and is_mnist else 0.9)


if __name__ == "__main__":
    run(main, __doc__)
