"""The image's recipe agrees with the project; building it needs an engine that tests lack."""

import json
import re

from grader.course import ROOT

RECIPE = (ROOT / "Dockerfile").read_text()
PACKAGES = re.compile(r"--no-install-recommends ((?:[\w-]+|\\\n|\s)+)")


def debian_packages(text: str) -> set[str]:
    match = PACKAGES.search(text)
    assert match
    return set(match[1].replace("\\", " ").split())


def test_the_image_has_the_packages_that_grading_needs() -> None:
    """All that continuous integration installs, but for what only the tests use."""
    needed = debian_packages((ROOT / ".ci" / "run").read_text())
    assert needed - debian_packages(RECIPE) == {"chromium", "postgresql", "python3-venv"}


def test_the_image_installs_the_lock_with_its_hashes() -> None:
    assert "--require-hashes --requirement requirements-dev.lock" in RECIPE


def test_the_image_has_a_python_that_the_course_supports() -> None:
    version = re.search(r"^FROM python:(\d+\.\d+)", RECIPE, flags=re.MULTILINE)
    assert version
    assert version[1] in ("3.11", "3.12", "3.13")


def test_the_image_takes_along_what_is_committed_and_no_submissions() -> None:
    ignored = set((ROOT / ".dockerignore").read_text().split())
    assert {"submitted", "autograded", "gradebook.db", "grading", ".venv", ".git"} <= ignored


def test_its_user_is_the_one_binder_and_jupyterhub_expect() -> None:
    """They start the image as user 1000, who must own what it writes."""
    assert re.findall(r"^ARG NB_UID=(\d+)$|^USER (.+)$", RECIPE, flags=re.MULTILINE) == [
        ("1000", ""),
        ("", "${NB_USER}"),
    ]


def test_the_devcontainer_is_the_same_image() -> None:
    folder = ROOT / ".devcontainer"
    settings = json.loads((folder / "devcontainer.json").read_text())
    recipe = folder / settings["build"]["dockerfile"]
    assert recipe.resolve() == ROOT / "Dockerfile"
    assert (folder / settings["build"]["context"]).resolve() == ROOT
    user = re.search(r"^ARG NB_USER=(\w+)", RECIPE, flags=re.MULTILINE)
    assert user
    assert settings["remoteUser"] == user[1]
