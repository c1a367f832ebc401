"""Grading submissions outside the student's process: run, judge, record, report."""
