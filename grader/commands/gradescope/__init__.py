"""The course on Gradescope: ``bundle`` writes what is uploaded, ``run`` grades inside of it.

By https://gradescope-autograders.readthedocs.io/en/latest/specs/: a ZIP file with ``setup.sh`` and
``run_autograder``, which turns ``/autograder/submission`` into ``results.json``.
"""
