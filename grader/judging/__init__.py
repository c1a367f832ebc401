"""The trusted half of a check: evidence that anybody may have written becomes a verdict.

It runs in a student's own Jupyter and in the grader, never in a sandbox.
"""
