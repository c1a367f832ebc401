"""What a network computes, whatever its layers say of themselves.

``probe`` gives a student's network weights and an input of the grader's choice and runs it;
``judge`` computes the same in NumPy from the specification.
"""
