"""The image's recipe agrees with the project; `make container` builds it, which takes minutes."""

import json
import re

from grader.course import ROOT

RECIPE = (ROOT / "Dockerfile").read_text()
DEVCONTAINER = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())


def argument(name: str) -> str:
    """What an argument of the recipe is when nobody sets it."""
    found = re.search(rf'^ARG {name}="?([^"\n]*)"?$', RECIPE, flags=re.MULTILINE)
    assert found
    return found[1]


def installed_by_ci() -> set[str]:
    """The packages of Debian that continuous integration installs."""
    text = (ROOT / ".ci" / "run").read_text().replace("\\\n", " ")
    found = re.search(r"--no-install-recommends ([^>]*)", text)
    assert found
    return set(found[1].split())


def test_the_image_has_the_packages_that_grading_needs() -> None:
    assert argument("PACKAGES").split() == ["bubblewrap"]


def test_whoever_changes_the_course_has_more_in_it() -> None:
    """All that continuous integration installs, but for what only its tests use."""
    given = DEVCONTAINER["build"]["args"]
    tests_only = {"chromium", "postgresql", "python3-venv"}
    assert set(given["PACKAGES"].split()) == installed_by_ci() - tests_only
    assert given["LOCK"] == "requirements-dev.lock"


def test_the_image_installs_the_lock_for_grading_with_its_hashes() -> None:
    assert "--require-hashes --requirement ${LOCK}" in RECIPE
    assert argument("LOCK") == "requirements-grade.lock"


def test_the_image_has_a_python_that_the_course_supports() -> None:
    version = re.match(r"python:(\d+\.\d+)", argument("BASE"))
    assert version
    assert version[1] in ("3.11", "3.12", "3.13")


def test_the_image_takes_along_what_is_committed_and_no_submissions() -> None:
    ignored = set((ROOT / ".dockerignore").read_text().split())
    assert {"submitted", "autograded", "gradebook.db", "grading", ".*"} <= ignored


def test_its_user_is_the_one_binder_and_jupyterhub_expect() -> None:
    """They start the image as user 1000, who must own what it writes."""
    assert re.findall(r"^ARG NB_UID=(\d+)$|^USER (.+)$", RECIPE, flags=re.MULTILINE) == [
        ("1000", ""),
        ("", "${NB_USER}"),
    ]


def test_the_devcontainer_is_the_same_image() -> None:
    folder = ROOT / ".devcontainer"
    recipe = folder / DEVCONTAINER["build"]["dockerfile"]
    assert recipe.resolve() == ROOT / "Dockerfile"
    assert (folder / DEVCONTAINER["build"]["context"]).resolve() == ROOT
    assert DEVCONTAINER["remoteUser"] == argument("NB_USER")
