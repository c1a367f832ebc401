"""What runs behind the walls: a warm parent, and forks of it that each run one notebook.

``zygote`` is the warm parent, ``guardian`` watches over a fork of it, and ``inside`` turns that
fork into one notebook's kernel. ``grader.sandbox`` is the side outside.
"""
