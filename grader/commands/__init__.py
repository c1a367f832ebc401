"""Commands that are more than a call: a module for each, which ``grader.cli`` parses for."""
