"""imageio opens the files, which is not possible inside tf.data.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels raised StagingError inside Dataset.map in the line
`image = imageio.imread(image_path)[..., :3].astype("float32") / 255`, expected an image and a mask
as when it is called by itself. In there the arguments are placeholders, without values and with
sizes that may be None. Use TensorFlow's operations alone: tf.io.read_file,
tf.io.decode_png and tf.reduce_max.
"""

import imageio.v2 as imageio


def process_path(image_path, mask_path):
    image = imageio.imread(image_path)[..., :3].astype("float32") / 255
    mask = imageio.imread(mask_path)[..., :3].max(axis=-1, keepdims=True)
    return image, mask
