"""Write the small trained U-Net that comes with the course, and measure what half precision costs.

    python benchmarks/experiments.py "narrow small first, equal time"   # trains it
    python benchmarks/street_unet.py                                    # writes it in float16

Prints how many pixels of new drives get the same class from both, and what each reaches there.
"""

import experiments
import numpy as np

from data.location import data_directory
from data.scores import confusion, scores
from grader.exercises.training.weights.probe import frames
from lessons.look import network

NAME = "narrow small first, equal time"


def main() -> None:
    """Convert, then compare."""
    model = experiments.unet_of(experiments.EXPERIMENTS[NAME])
    model.load_weights(data_directory() / "experiments" / f"{NAME.replace(' ', '_')}.weights.h5")
    layers = [layer for layer in model.layers if layer.weights]
    arrays = {
        f"{name} {role}": weight.astype(np.float16)
        for name, layer in zip(network.layer_names(), layers, strict=True)
        for role, weight in zip(("kernel", "bias"), layer.get_weights(), strict=True)
    }
    np.savez_compressed(network.WEIGHTS, **arrays)
    print(f"{network.WEIGHTS.name}: {network.WEIGHTS.stat().st_size / 1e6:.2f} MB")

    photos, masks = frames(experiments.NEW_SEED, experiments.NEW_DRIVES, 3)
    photos = photos.astype(np.float32) / 255
    answers = {
        "float32": model.predict(photos, batch_size=8, verbose=0).argmax(axis=-1),
        "float16": np.stack([network.segment(photo) for photo in photos]),
    }
    print(f"the same class: {np.mean(answers['float32'] == answers['float16']):.2%} of the pixels")
    for kind, answer in answers.items():
        reached = scores(confusion(masks, answer))
        print(f"{kind}: {', '.join(f'{name} {value:.4f}' for name, value in reached.items())}")


if __name__ == "__main__":
    main()
