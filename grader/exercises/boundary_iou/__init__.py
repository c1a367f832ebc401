"""boundary_iou: the border of a mask, and how well the borders of two masks agree.

``probe`` writes down what the students' functions make of small masks drawn as text; ``judge``
holds the masks, what is right, and the sentences.
"""
