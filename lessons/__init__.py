"""What the notebooks draw, look into and train with. None of it checks or grades.

A sandbox shows this package whole: no answer to an exercise stands here.
"""
