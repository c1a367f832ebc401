"""A class on a JupyterHub: an instructor and students, each a user of Unix with a server."""

from collections.abc import Iterator
from pathlib import Path

import hub
import pytest
from formgrader import Formgrader
from lab import LAPTOP, LONG, MISTAKEN, SENTENCE, NotebookPage, picture
from playwright.sync_api import Browser, Locator, Page

from grader.course import ROOT
from grader.sandbox import walls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(hub.why_not() is not None, reason=f"No hub: {hub.why_not()}"),
    pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}"),
]

NOTEBOOK = ROOT / "notebooks" / "unet" / "1_conv_block.ipynb"
CHECK = "check-conv-block-layers"
COURSE = Path("/home/teacher/segmentation")
EXCHANGE = "/srv/nbgrader/exchange/segmentation"
# Cells are in the page whether or not they are in sight.
ALL_CELLS = ".jupyter/lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"


class AssignmentList:
    """nbgrader's list of assignments in a student's JupyterLab."""

    def __init__(self, page: Page, address: str) -> None:
        page.goto(f"{address}/lab", wait_until="domcontentloaded")
        choose(page, "Assignment List")
        self._page = page

    def press(self, button: str, before: str, after: str) -> None:
        """Press a button in one list of assignments and wait until another has this one."""
        self.of(before).get_by_role("button", name=button, exact=True).click(timeout=LONG)
        self.of(after).get_by_text("unet", exact=True).wait_for(timeout=LONG)

    def of(self, state: str) -> Locator:
        """What is released, fetched or submitted."""
        return self._page.locator(f"#{state}_assignments_list")


def choose(page: Page, entry: str) -> None:
    """Choose an entry of the menu Nbgrader."""
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click(timeout=LONG)
    page.get_by_role("menuitem", name=entry, exact=True).click()


def logged_in(browser: Browser, hub_address: str, name: str) -> Page:
    """A window of the user's own, logged in at the hub, with JupyterLab as it opens."""
    page = browser.new_context(viewport={"width": LAPTOP[0], "height": LAPTOP[1]}).new_page()
    page.goto(hub_address)
    page.get_by_label("Username:").fill(name)
    page.get_by_label("Password:").fill(hub.PASSWORD)
    picture(page, f"hub_login_{name}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(
        f"{hub_address}/user/{name}/lab**", timeout=LONG, wait_until="domcontentloaded"
    )
    page.locator("#jp-main-statusbar").wait_for(timeout=LONG)
    return page


# --- the steps, each behind the one before --------------------------------------------------------


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[hub.Machine]:
    """A machine as the guide makes it, with one notebook to work on."""
    with hub.machine(tmp_path_factory.mktemp("machine")) as machine:
        machine.add_user("teacher", "segmentation-instructors")
        for name in ("ada", "ben"):
            machine.add_user(name, "segmentation-students")
        solution = f"solutions/unet/{NOTEBOOK.name}"
        machine.must(
            f"mkdir --parents {COURSE} && cd {hub.CHECKOUT} && "
            f"cp --recursive --parents nbgrader_config.py jupyter {solution} {COURSE} && "
            f"chown --recursive teacher: {COURSE}"
        )
        machine.must(
            f"mkdir --parents $(dirname {ALL_CELLS}) && "
            f"""echo '{{"windowingMode": "none"}}' > {ALL_CELLS}""",
            user="ada",
        )
        yield machine


@pytest.fixture(scope="module")
def address(machine: hub.Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The hub's."""
    with machine.hub(tmp_path_factory.mktemp("hub") / "hub.log") as address:
        yield address


@pytest.fixture(scope="module")
def formgrader(address: str, browser: Browser) -> Formgrader:
    """The instructor's formgrader, which her list of courses has opened in JupyterLab."""
    page = logged_in(browser, address, "teacher")
    choose(page, "Course List")
    page.locator("#formgrader_list").get_by_role("link", name="segmentation").click(timeout=LONG)
    opened = page.frame_locator(".lm-DockPanel iframe").get_by_role("link", name="unet")
    opened.wait_for(timeout=LONG)
    picture(page, "hub_1_formgrader")
    return Formgrader(page, f"{address}/user/teacher", COURSE)


@pytest.fixture(scope="module")
def released(formgrader: Formgrader) -> list[str]:
    """What formgrader says of generating the assignment and of releasing it."""
    said = []
    for button in ("assign", "release"):
        formgrader.open("manage_assignments")
        said.append(formgrader.press("unet", button, f"hub_2_{button}"))
    return said


@pytest.fixture(scope="module")
def student(released: list[str], address: str, browser: Browser) -> Page:
    """Ada in her JupyterLab, the assignment fetched."""
    page = logged_in(browser, address, "ada")
    AssignmentList(page, f"{address}/user/ada").press("Fetch", "released", "fetched")
    picture(page, "hub_3_fetched")
    return page


@pytest.fixture(scope="module")
def sentence(student: Page, address: str) -> str:
    """Ada writes a wrong answer, and reads what the check says of it."""
    notebook = NotebookPage(student, f"{address}/user/ada", NOTEBOOK, folder="unet")
    notebook.press("Shift+Enter", times=notebook.place("conv-block"))
    notebook.write("conv-block", MISTAKEN)
    notebook.press("Shift+Enter", times=3)
    text = notebook.wait_for(CHECK, "Row 2: ")
    notebook.output(CHECK).scroll_into_view_if_needed()
    picture(student, "hub_4_checked")
    notebook.press("Control+s")
    student.get_by_text("Saving completed").wait_for(timeout=LONG)
    return text


@pytest.fixture(scope="module")
def handed_in(sentence: str, student: Page, address: str) -> Page:
    """Ada hands it in as it is."""
    AssignmentList(student, f"{address}/user/ada").press("Submit", "fetched", "submitted")
    picture(student, "hub_5_submitted")
    return student


@pytest.fixture(scope="module")
def graded(handed_in: Page, formgrader: Formgrader) -> list[str]:
    """What formgrader says of collecting, of grading Ada's and of giving her feedback."""
    said = []
    for place, name, button in (
        ("manage_assignments", "unet", "collect"),
        ("manage_submissions/unet", "ada", "autograde"),
        ("manage_submissions/unet", "ada", "generate-feedback"),
        ("manage_submissions/unet", "ada", "release-feedback"),
    ):
        formgrader.open(place)
        said.append(formgrader.press(name, button, f"hub_6_{button}"))
    return said


@pytest.fixture(scope="module")
def score(graded: list[str], formgrader: Formgrader) -> str:
    """What the list of submissions says after it."""
    formgrader.open("manage_submissions/unet")
    picture(formgrader.page, "hub_7_marks")
    return formgrader.row("ada").locator(".score").inner_text()


@pytest.fixture(scope="module")
def feedback(score: str, handed_in: Page, address: str) -> str:
    """The page that Ada fetches and opens in her JupyterLab."""
    page = handed_in
    submitted = AssignmentList(page, f"{address}/user/ada").of("submitted")
    submitted.get_by_role("button", name="Fetch Feedback").click(timeout=LONG)
    submitted.get_by_text("(view feedback)").click(timeout=LONG)
    page.locator(".jp-DirListing-item", has_text=".html").dblclick(timeout=LONG)
    shown = page.frame_locator(".jp-HTMLViewer iframe")
    shown.get_by_text("Score").first.wait_for(timeout=LONG)
    picture(page, "hub_8_feedback")
    shown.get_by_text(SENTENCE).first.scroll_into_view_if_needed()
    picture(page, "hub_9_feedback_check")
    return shown.locator("body").inner_text()


# --- what was seen on the way ---------------------------------------------------------------------


def test_the_instructor_releases_in_formgrader(released: list[str]) -> None:
    assert released == [
        "Successfully created the student version of 'unet':",
        "Successfully released 'unet'.",
    ]


def test_a_student_has_her_answer_checked_on_her_server(sentence: str) -> None:
    assert SENTENCE in sentence


def test_what_she_hands_in_is_collected_graded_and_given_back(graded: list[str]) -> None:
    assert graded == [
        "Successfully collected submissions of 'unet'.",
        "Successfully autograded 'unet' for student 'ada'.",
        "Successfully generated feedback for 'unet' for student 'ada'.",
        "Successfully released feedback for 'unet' for student 'ada'.",
    ]


def test_the_instructor_sees_her_marks(score: str) -> None:
    assert score == "12 / 20"


def test_she_reads_verdict_and_marks_in_the_feedback(feedback: str) -> None:
    text = " ".join(feedback.split())
    assert [part for part in (SENTENCE, "(Score: 12.0 / 20.0)") if part not in text] == []


def test_a_student_meets_no_tools_for_instructors(feedback: str, student: Page) -> None:
    student.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    assert student.locator(".lm-Menu-itemLabel:visible").all_inner_texts() == ["Assignment List"]


# --- who reads what -------------------------------------------------------------------------------

PRIVATE = {
    "the solutions": ("teacher", f"cat {COURSE}/solutions/unet/{NOTEBOOK.name}"),
    "the checkout": ("root", f"ls {hub.CHECKOUT}/solutions"),
    "the gradebook": ("teacher", f"cat {COURSE}/gradebook.db"),
    "the folder where all hand in": ("teacher", f"ls {EXCHANGE}/inbound"),
    "the feedback of others": ("teacher", f"ls {EXCHANGE}/feedback"),
    "another's home": ("ada", "ls /home/ada"),
    "another's notebook": ("ada", f"cat /home/ada/unet/{NOTEBOOK.name}"),
    "the token of another's server": ("ada", "cat /proc/$(pgrep -nu ada -f singleuser)/environ"),
    "the hub's users and tokens": ("root", "cat /var/lib/jupyterhub/jupyterhub.sqlite"),
    "the hub's secret": ("root", "cat /var/lib/jupyterhub/jupyterhub_cookie_secret"),
}


@pytest.mark.parametrize("what", PRIVATE)
def test_a_student_does_not_read(what: str, feedback: str, machine: hub.Machine) -> None:
    owner, command = PRIVATE[what]
    machine.must(command, owner)
    refused = machine.run(command, "ben")
    assert "Permission denied" in refused.stderr
    assert refused.returncode != 0


def test_a_student_moves_nothing_in_the_exchange(feedback: str, machine: hub.Machine) -> None:
    """Its root is open to all, as nbgrader wants it."""
    refused = machine.run(f"mv {EXCHANGE} {EXCHANGE}-mine", "ben")
    assert "Operation not permitted" in refused.stderr


def python(machine: hub.Machine, user: str, code: str) -> str:
    """What a line of Python prints in the environment that all users have."""
    return machine.must(f"{hub.ENVIRONMENT}/bin/python -c '{code}'", user).strip()


def test_the_environment_of_all_holds_neither_solutions_nor_tests(machine: hub.Machine) -> None:
    code = "from grader.course import ROOT; print(*(path.name for path in ROOT.iterdir()))"
    folders = set(python(machine, "ben", code).split())
    assert {"grader", "lessons", "data"} <= folders
    assert {"solutions", "tests", "docs"} & folders == set()


def test_the_walls_stand_for_an_instructor_who_is_not_root(machine: hub.Machine) -> None:
    assert (
        python(machine, "teacher", "from grader.sandbox import walls; print(walls.why_none())")
        == "None"
    )


def test_a_student_has_the_pictures_of_the_training(machine: hub.Machine) -> None:
    """Made at the installation: she could not write them there."""
    code = "from data import streets; print(streets.is_complete(60))"
    assert python(machine, "ben", code) == "True"
