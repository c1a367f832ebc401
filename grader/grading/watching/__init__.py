"""Grading what arrives: ``grader autograde --watch``."""
