"""What layers and resizing make of pictures, in NumPy; float64, channels last."""

import numpy as np

from grader.checks.arrays import Numbers


def convolve(inputs: Numbers, kernel: Numbers, padding: str = "same") -> Numbers:
    """What a convolution of Keras or TensorFlow computes with stride 1: no kernel is flipped.

    ``inputs`` are (batch, H, W, in), ``kernel`` (h, w, in, out) with odd h and w.
    """
    height, width = kernel.shape[:2]
    if padding == "same":
        inputs = np.pad(inputs, ((0, 0), (height // 2,) * 2, (width // 2,) * 2, (0, 0)))
    rows, columns = inputs.shape[1] - height + 1, inputs.shape[2] - width + 1
    result = np.zeros((len(inputs), rows, columns, kernel.shape[-1]))
    for y, x in np.ndindex(height, width):
        result += inputs[:, y : y + rows, x : x + columns] @ kernel[y, x]
    return result


def convolve_transposed(inputs: Numbers, kernel: Numbers, strides: int) -> Numbers:
    """What a transposed convolution computes with padding SAME: a stamp for each input number.

    ``inputs`` are (batch, H, W, in), ``kernel`` (h, w, out, in) at least as large as ``strides``.
    The result is (batch, H·strides, W·strides, out).
    """
    n_images, rows, columns, _ = inputs.shape
    height, width, n_out, _ = kernel.shape
    sheet = np.zeros(
        (n_images, (rows - 1) * strides + height, (columns - 1) * strides + width, n_out)
    )
    for y, x in np.ndindex(height, width):
        stamp = inputs @ kernel[y, x].T
        sheet[:, y : y + rows * strides : strides, x : x + columns * strides : strides][
            :, :rows, :columns
        ] += stamp
    top, left = (height - strides) // 2, (width - strides) // 2
    return sheet[:, top : top + rows * strides, left : left + columns * strides]


def bilinear(pictures: Numbers, height: int, width: int) -> Numbers:
    """Pictures (…, H, W, channels) enlarged so that numbers change evenly between the pixels."""
    for axis, size in ((-3, height), (-2, width)):
        length = pictures.shape[axis]
        places = np.clip((np.arange(size) + 0.5) * length / size - 0.5, 0, length - 1)
        before = np.floor(places).astype(int)
        after = np.minimum(before + 1, length - 1)
        share = np.expand_dims(places - before, tuple(range(1, -axis)))
        pictures = (1 - share) * pictures.take(before, axis) + share * pictures.take(after, axis)
    return pictures
