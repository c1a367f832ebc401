"""The three classes of the pets and how they are shown."""

import numpy as np

PET, BACKGROUND, BORDER = 0, 1, 2
CLASS_NAMES = ("pet", "background", "border")
N_CLASSES = len(CLASS_NAMES)

# Light, middle and dark, so that they stay apart without colour (after Okabe and Ito).
COLOURS = np.array([(230, 159, 0), (0, 66, 104), (240, 240, 240)], np.uint8)
COLOURS.setflags(write=False)
