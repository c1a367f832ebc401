"""OpenCV is no part of the course.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels raised ModuleNotFoundError in the line `import cv2`:
the library cv2 is no part of the course, expected TensorFlow and NumPy alone. Use tf.io.decode_png
to read, tf.image.resize to resize, np.pad and slices otherwise.
"""

import numpy as np


def process_path(image_path, mask_path):
    import cv2

    image = cv2.imread(image_path) / 255.0
    mask = cv2.imread(mask_path)
    return image, np.max(mask, axis=-1, keepdims=True)
