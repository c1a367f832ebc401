"""negative: the exercise of notebook 0, on which everybody can try what a notebook is.

``probe`` writes down what a student's function makes of some brightnesses; ``judge`` holds the
cases, what is right, and the sentences.
"""
