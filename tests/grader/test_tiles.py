"""Tiles laid side by side give what the whole picture gives, whatever its size."""

from typing import Any

import numpy as np
import pytest

from lessons.tiles import UnfitTile, mirrored, predict_in_tiles


def network(size: tuple[int, int], levels: int = 1) -> Any:
    """A small U-Net with as many poolings and no padding."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(1)

    def convolve(tensor: Any) -> Any:
        return layers.Conv2D(4, 3, activation="relu", kernel_initializer="he_normal")(tensor)

    inputs = keras.Input((*size, 3))
    tensor, skips = inputs, []
    for _ in range(levels):
        skips.append(convolve(convolve(tensor)))
        tensor = layers.MaxPooling2D(2)(skips[-1])
    tensor = convolve(convolve(tensor))
    for skip in reversed(skips):
        up = layers.Conv2DTranspose(4, 2, strides=2)(tensor)
        sizes = zip(skip.shape[1:3], up.shape[1:3], strict=True)
        cut = [(before - after) // 2 for before, after in sizes]
        tensor = convolve(convolve(layers.concatenate([up, layers.Cropping2D(cut)(skip)])))
    return keras.Model(inputs, layers.Conv2D(4, 1)(tensor))


def padded_network() -> Any:
    """Answers as many pixels as it sees."""
    import keras

    inputs = keras.Input((16, 16, 3))
    return keras.Model(inputs, keras.layers.Conv2D(4, 3, padding="same")(inputs))


def picture(height: int, width: int) -> Any:
    return np.random.default_rng(0).normal(size=(height, width, 3)).astype(np.float32)


def at_once(model: Any, image: Any) -> Any:
    """The logits that a network for pictures larger than this one gives, mirrored by NumPy."""
    lost = (model.input_shape[1] - model.output_shape[1]) // 2
    margins = [
        (lost, seen - lost - side)
        for seen, side in zip(model.input_shape[1:3], image.shape, strict=False)
    ]
    bordered = np.pad(image, (*margins, (0, 0)), mode="reflect")
    return model.predict_on_batch(bordered[np.newaxis])[0, : image.shape[0], : image.shape[1]]


def pair(tile: tuple[int, int], whole: tuple[int, int], levels: int) -> tuple[Any, Any]:
    """A network for tiles and one for the whole picture, with the same weights."""
    small, large = network(tile, levels), network(whole, levels)
    large.set_weights(small.get_weights())
    return small, large


@pytest.mark.parametrize("size", [(23, 31), (24, 32), (9, 5), (1, 30)])
def test_tiles_agree_with_the_whole_picture(size: tuple[int, int]) -> None:
    tiled, whole = pair((26, 30), (40, 48), levels=1)
    image = picture(*size)
    answer = predict_in_tiles(tiled, image, grid=2)
    assert answer.shape == (*size, 4)
    np.testing.assert_allclose(answer, at_once(whole, image), rtol=1e-5, atol=1e-5)


def test_four_poolings_agree_on_the_grid_and_only_there() -> None:
    """A piece of 20 pixels is laid every 16: every 20 the poolings would cut other blocks."""
    tiled, whole = pair((204, 220), (236, 236), levels=4)
    image = picture(40, 37)
    expected = at_once(whole, image)
    spread = float(expected.std())
    on_grid = np.abs(predict_in_tiles(tiled, image) - expected).max()
    beside = np.abs(predict_in_tiles(tiled, image, grid=4) - expected).max()
    assert on_grid < 1e-4 * spread
    assert beside > 1e-2 * spread


def test_the_border_is_the_mirror_image() -> None:
    image = np.arange(3.0).reshape(1, 3, 1)
    bordered = mirrored(image, tile=(6, 6), piece=(2, 2), grid=2)
    assert bordered[2, :, 0].tolist() == [2, 1, 0, 1, 2, 1, 0, 1]


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((20, 20), "The picture has the shape (20, 20), expected (height, width, 3)."),
        ((20, 20, 4), "The picture has the shape (20, 20, 4), expected (height, width, 3)."),
        ((0, 20, 3), "The picture has the shape (0, 20, 3), expected (height, width, 3)."),
    ],
)
def test_what_is_no_picture_is_refused(shape: tuple[int, ...], words: str) -> None:
    with pytest.raises(UnfitTile) as refused:
        predict_in_tiles(padded_network(), np.zeros(shape))
    assert words in str(refused.value)


def test_a_piece_smaller_than_the_grid_is_refused() -> None:
    with pytest.raises(UnfitTile) as refused:
        predict_in_tiles(network((20, 24)), picture(5, 5))
    assert str(refused.value) == (
        "The network answers 4×8 pixels of a tile of 20×24; it must be at least 16 in both "
        "directions. Build it for larger tiles."
    )


def test_a_network_without_a_fixed_size_is_refused() -> None:
    import keras

    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, keras.layers.Conv2D(4, 3)(inputs))
    with pytest.raises(UnfitTile) as refused:
        predict_in_tiles(model, picture(5, 5))
    assert "Name them in keras.Input." in str(refused.value)


def test_an_answer_that_is_no_middle_is_refused() -> None:
    import keras

    inputs = keras.Input((20, 20, 3))
    model = keras.Model(inputs, keras.layers.Conv2D(4, 2)(inputs))
    with pytest.raises(UnfitTile) as refused:
        predict_in_tiles(model, picture(5, 5))
    assert "answers 19×19, which is not their middle" in str(refused.value)
