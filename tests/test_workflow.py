"""The workflow runs what every other machine runs; only a push shows whether it does so there."""

import os
import re

from grader.course import ROOT

WORKFLOW = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")


def test_the_workflow_runs_the_script_that_is_there() -> None:
    (script,) = re.findall(r"^ +- run: (\S+)$", WORKFLOW, flags=re.MULTILINE)
    assert os.access(ROOT / script, os.X_OK)
    assert "make check\nmake test\n" in (ROOT / script).read_text(encoding="utf-8")


def test_its_container_may_build_the_sandbox_and_is_the_one_of_the_image() -> None:
    guide = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    options = r"--security-opt (\S+)"
    assert re.findall(options, WORKFLOW) == re.findall(options, guide)
    recipe = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"image: (.*)", WORKFLOW) == re.findall(
        r"^ARG BASE=(.*)", recipe, re.MULTILINE
    )
