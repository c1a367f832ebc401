"""The class report: its rows, its groups of mistakes, and a page that is safe to open anywhere."""

import re
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from grader.checks.exercise import Finding
from grader.errors import CourseError
from grader.grading.report import (
    COLUMNS,
    STATUSES,
    misconceptions,
    mistake,
    not_defined,
    tables_of,
    write_report,
)
from grader.grading.results import CheckResult, CheckStatus, GradedNotebook, GradedSubmission
from grader.grading.undefined import NOT_DEFINED
from grader.sandbox.unwalled import Name
from grader.sandbox.walls import KINDS

MakeClass = Callable[[int], Iterator[GradedSubmission]]
VOID = {"meta", "link", "br"}


class Reader(HTMLParser):
    """Tags with their attributes, and the elements that are still open at the end."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        """The tag closes the one opened last."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of this name."""
        return [attributes for name, attributes in self.tags if name == tag]


def submission(student: str, *checks: CheckResult, seed: int = 1) -> GradedSubmission:
    return GradedSubmission(student, "unet", seed, "key", (GradedNotebook("1", checks, "{}"),))


def check(part: str, status: CheckStatus, *findings: Finding) -> CheckResult:
    score = float(status == "passed")
    return CheckResult(f"check_{part}", "conv_block", part, status, score, 1.0, findings)


def read(folder: Path, name: str) -> pd.DataFrame:
    types: Any = COLUMNS[name]
    blank = {"row": [""]}
    return pd.read_csv(folder / f"{name}.csv", dtype=types, keep_default_na=False, na_values=blank)


def lightness(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, made_up_class: MakeClass) -> Path:
    return write_report(made_up_class(40), tmp_path_factory.mktemp("report"), "unet").parent


@pytest.fixture
def page(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def test_a_report_is_a_page_and_four_tables(folder: Path) -> None:
    tables = {f"{name}.csv" for name in COLUMNS}
    assert {path.name for path in folder.iterdir()} == {"index.html", *tables}


def test_rows_say_what_became_of_every_check(made_up_class: MakeClass) -> None:
    graded = list(made_up_class(12))
    tables = tables_of(graded)
    checks = [check for one in graded for notebook in one.notebooks for check in notebook.checks]
    assert tables.submissions["score"].tolist() == [one.score for one in graded]
    assert tables.checks["status"].tolist() == [check.status for check in checks]
    assert len(tables.findings) == sum(len(check.findings) for check in checks)
    assert len(tables.incidents) == sum(len(one.incidents) for one in graded)
    counts = tables.submissions[[f"checks_{status}" for status in ("passed", "failed", "not_run")]]
    said = Counter(check.status for check in checks)
    assert counts.sum().tolist() == [said["passed"], said["failed"], said["not run"]]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_file_holds_the_rows_of_its_table(
    folder: Path, name: str, made_up_class: MakeClass
) -> None:
    """But for one name, which a spreadsheet would run: that is quoted."""
    rows = getattr(tables_of(made_up_class(40)), name)
    rows["student"] = rows["student"].replace("=1+1", "'=1+1")
    pd.testing.assert_frame_equal(read(folder, name), rows)


def test_seeds_may_be_longer_than_an_integer_of_the_table(tmp_path: Path) -> None:
    write_report([submission("ann", seed=2**127)], tmp_path, "unet")
    assert read(tmp_path, "submissions")["seed"].tolist() == [str(2**127)]


@pytest.mark.parametrize(
    ("message", "case", "expected"),
    [
        (
            "With n_filters=1024, dropout_prob=0.1, row 5: Conv2D has filters 32, expected 1024.",
            "",
            "Row #: Conv2D has filters #, expected #.",
        ),
        (
            "Row 2: Conv2D has filters 8, expected 16.",
            "",
            "Row #: Conv2D has filters #, expected #.",
        ),
        (
            "With dropout_prob=0.1: skip_connection is the output of the second Conv2D (row 3).",
            "",
            "skip_connection is the output of the nth Conv2D (row #).",
        ),
        (
            "conv_block(inputs, n_filters=7) raised TypeError in the line `x = mine(y)`: stop.",
            "conv_block(inputs, n_filters=7)",
            "… raised TypeError in a line: stop.",
        ),
        (
            "mean_iou gave nan, expected 0.5833, a float32.",
            "",
            "mean_iou gave #, expected #, a float32.",
        ),
        ("It gave (None, 24, 32, 32), expected -1.5e-07.", "", "It gave (None, #), expected #."),
        ("The ids are 1, 4, 7, 13.", "", "The ids are #."),
        (
            "The output of conv2d_11 goes nowhere, that of max_pooling2d_3 into conv2d.",
            "",
            "The output of conv2d goes nowhere, that of max_pooling2d into conv2d.",
        ),
    ],
)
def test_a_mistake_is_its_sentence_without_numbers_and_case(
    message: str, case: str, expected: str
) -> None:
    assert mistake(Finding(message, case=case)) == expected


def test_a_mistake_in_several_parts_counts_each_student_once() -> None:
    def wrong(filters: int) -> Finding:
        return Finding(f"Row 2: Conv2D has filters {filters}.", attribute="filters")

    findings = tables_of(
        [
            submission(
                "ben", check("layers", "failed", wrong(8)), check("options", "failed", wrong(9))
            ),
            submission("ann", check("layers", "failed", wrong(8))),
            submission("cem", check("layers", "failed", Finding("No return.", attribute="return"))),
        ]
    ).findings
    found = [
        (one.example, one.parts, one.students, one.share) for one in misconceptions(findings, 4)
    ]
    assert found == [
        ("Row 2: Conv2D has filters 8.", ("layers", "options"), ("ann", "ben"), 0.5),
        ("No return.", ("layers",), ("cem",), 0.25),
    ]


def test_what_was_not_attempted_is_no_misconception() -> None:
    finding = Finding("conv_block is not attempted yet.", attribute="not attempted")
    tables = tables_of([submission("ann", check("layers", "not attempted", finding))])
    assert misconceptions(tables.findings, 1) == []


def test_what_was_not_defined_has_a_heading_of_its_own() -> None:
    """A misspelled word is no misconception; the sentence stands once for all parts."""
    finding = Finding("The cell that defines `f` raised SyntaxError.", attribute=NOT_DEFINED)
    checks = (check("layers", "failed", finding), check("options", "failed", finding))
    findings = tables_of([submission("ann", *checks)]).findings
    assert misconceptions(findings, 1) == []
    assert not_defined(findings).to_dict("records") == [
        {
            "student": "ann",
            "exercise": "conv_block",
            "message": finding.message,
            "part": "layers, options",
        }
    ]


def test_the_page_shows_what_was_not_defined(tmp_path: Path) -> None:
    finding = Finding("The cell that defines `f` raised SyntaxError.", attribute=NOT_DEFINED)
    page = write_report([submission("ann", check("layers", "failed", finding))], tmp_path, "unet")
    shown = page.read_text(encoding="utf-8").partition('id="not-defined"')[2]
    assert f'<td class="sentence">{finding.message}</td>' in shown


def test_submissions_are_let_go_once_their_rows_are_taken(made_up_class: MakeClass) -> None:
    alive: list[int] = []
    seen: weakref.WeakSet[GradedNotebook] = weakref.WeakSet()

    def stream() -> Iterator[GradedSubmission]:
        for one in made_up_class(20):
            alive.append(len(seen))
            seen.update(one.notebooks)
            yield one

    tables_of(stream())
    assert max(alive) <= 10  # the notebooks of two submissions


def test_the_page_needs_nothing_else(page: str) -> None:
    assert re.findall(r"https?:|<script|<iframe|@import|url\((?!#)|src=(?!\"data:)", page) == []


def test_names_and_sentences_of_students_are_text(tmp_path: Path) -> None:
    finding = Finding("Your <b onclick='x()'>layer</b>\u202e\x1b[31m is wrong.\ud800")
    graded = submission("<script>alert(1)</script>", check("layers", "failed", finding))
    page = write_report([graded], tmp_path, "<u>unet</u>").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b onclick" not in page
    assert "<u>" not in page
    assert (
        r"Your &lt;b onclick=&#39;x()&#39;&gt;layer&lt;/b&gt;\u202e\x1b[31m is wrong.\ud800" in page
    )


def test_names_that_look_alike_stay_apart() -> None:
    names = ["caf\udce9", "caf\udce8", "café", "a\nb"]
    tables = tables_of([submission(name) for name in names])
    shown = [r"caf\xe9", r"caf\xe8", "café", r"a\nb"]
    assert tables.submissions["student"].tolist() == shown


def test_every_element_is_closed_and_every_id_is_used_once(page: str) -> None:
    reader = Reader(page)
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert (reader.open, [name for name, times in Counter(ids).items() if times > 1]) == ([], [])


def test_tables_have_captions_and_headers_have_scopes(page: str) -> None:
    reader = Reader(page)
    assert len(reader.all("caption")) == len(reader.all("table"))
    assert [header for header in reader.all("th") if not header.get("scope")] == []


def test_histograms_count_every_submission_once(page: str) -> None:
    counts = [
        [
            int(count)
            for count in re.findall(r'<td class="figure">(\d+)</td><td class="chart">', text)
        ]
        for text in page.split("<table>")
    ]
    drawn = [bars for bars in counts if bars]
    assert ([len(bars) for bars in drawn], [sum(bars) for bars in drawn]) == ([10, 12], [40, 40])


def test_bars_read_without_colour(page: str) -> None:
    """Two statuses differ in lightness (from 0 to 1) or in their pattern."""
    looks = []
    for status in STATUSES:
        (background,) = re.findall(
            rf"\.bar \.{status.replace(' ', '-')} {{ background: (.*); }}", page
        )
        pattern, *_ = background.partition(", #111")
        fill = re.findall(r"#\w+", background)[-1]
        looks.append((lightness(fill), pattern.removesuffix(fill)))
    alike = [
        (one, other)
        for one, other in combinations(looks, 2)
        if abs(one[0] - other[0]) < 0.25 and one[1] == other[1]
    ]
    assert alike == []


def test_the_first_numbers_are_those_of_the_class(page: str, folder: Path) -> None:
    submissions = read(folder, "submissions")
    numbers = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)
    assert numbers == [
        ("submissions", "40"),
        ("mean mark", f"{submissions['score'].mean():.0f} %"),
        ("median mark", f"{submissions['score'].median():.0f} %"),
        ("checks not confirmed", str(submissions["checks_not_confirmed"].sum())),
        ("submissions that hit a limit", "3"),
    ]


@pytest.mark.parametrize(("seeds", "shown"), [((7, 7), "7"), ((7, 8), "SEED")])
def test_the_page_says_how_to_get_a_mark_again(
    tmp_path: Path, seeds: tuple[int, int], shown: str
) -> None:
    graded = [submission(name, seed=seed) for name, seed in zip("ab", seeds, strict=True)]
    page = write_report(graded, tmp_path, "unet").read_text(encoding="utf-8")
    command = f"grader autograde unet --student NAME --seed {shown} --force"
    assert f"<pre><code>{command}</code></pre>" in page


def test_a_class_of_none_has_a_page(tmp_path: Path) -> None:
    page = write_report([], tmp_path, "unet").read_text(encoding="utf-8")
    assert "No submissions were graded." in page
    assert len(read(tmp_path, "checks")) == 0


@pytest.mark.parametrize("name", KINDS)
def test_the_page_says_which_walls_there_were_and_what_they_do_not_promise(
    tmp_path: Path, name: Name
) -> None:
    graded = GradedSubmission("ann", "unet", 1, "key", (), walls=name)
    page = write_report([graded], tmp_path, "unet").read_text(encoding="utf-8")
    assert f"<p>{name}: {KINDS[name].unpromised or 'they keep'}" in page
    assert read(tmp_path, "submissions")["walls"].tolist() == [name]


def test_a_submission_without_notebooks_has_a_page(tmp_path: Path) -> None:
    graded = GradedSubmission("ann", "unet", 1, "key", ())
    page = write_report([graded], tmp_path, "unet").read_text(encoding="utf-8")
    assert "No check was reached." in page


def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    taken = tmp_path / "report"
    taken.touch()
    with pytest.raises(CourseError) as raised:
        write_report([], taken, "unet")
    assert str(raised.value) == (
        f"The report cannot be written to {taken} (Not a directory). Name another folder with "
        "--report."
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [("light", 1366, "light"), ("dark", 1366, "dark"), ("phone", 400, "light")],
)
def test_the_page_in_a_browser(
    folder: Path, browser: Any, tmp_path: Path, name: str, width: int, scheme: str
) -> None:
    requests: list[str] = []
    complaints: list[str] = []
    view = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    view.on("request", lambda request: requests.append(request.url))
    view.on("console", lambda message: complaints.append(message.text))
    view.on("pageerror", lambda error: complaints.append(str(error)))
    address = (folder / "index.html").as_uri()
    view.goto(address)

    assert [url for url in requests if not url.startswith("data:")] == [address]
    assert complaints == []
    assert view.title() == "unet: class report"
    assert view.evaluate("document.documentElement.scrollWidth") == width
    assert view.get_by_role("heading", level=2).all_text_contents() == [
        "Marks",
        "Exercises and checks",
        "Misconceptions",
        "What was not defined",
        "What could not be confirmed",
        "What hit a limit",
        "What was repaired, unreadable or missing",
        "Time",
        "Submissions",
        "How to get a mark again",
    ]
    view.screenshot(path=tmp_path / f"{name}.png", full_page=True)
    view.add_style_tag(content="html { filter: grayscale(1) }")
    view.screenshot(path=tmp_path / f"{name}_in_grey.png", full_page=True)
    view.close()


@pytest.mark.slow
def test_students_of_a_misconception_open_by_keyboard(folder: Path, browser: Any) -> None:
    view = browser.new_page(viewport={"width": 1366, "height": 900})
    view.goto((folder / "index.html").as_uri())
    first = view.locator("ol.mistakes details").first
    names = first.locator("p")
    closed = names.is_visible()
    first.locator("summary").focus()
    view.keyboard.press("Enter")
    assert (closed, names.is_visible()) == (False, True)
    view.close()
