"""The site as it was built: its links, its pictures, and what it holds."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from grader import exercises
from grader.course import ROOT, assignments_of, source_notebooks
from grader.sandbox import walls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}"),
]
LESSONS = [
    f"lessons/{assignment}/{path.stem}.html"
    for assignment in assignments_of(ROOT)
    for path in source_notebooks(ROOT, assignment)
]
# Pages that the build executes, in seconds: nothing is trained there.
DRAWN = ("comparisons.html",)
# Elements that a browser fetches something for.
FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "video": "src"}


@dataclass
class Page(HTMLParser):
    """What one page offers and asks for."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)  # source and text
    classes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters of an element."""
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        self.classes += given.get("class", "").split()
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in FETCHED and FETCHED[tag] in given:
            self.fetched.append(given[FETCHED[tag]])
        if tag == "img":
            self.pictures.append((given["src"], given.get("alt", "")))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """The site's pages, by their places in it."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        if "_static" not in path.relative_to(site).parts:
            page = found[path.relative_to(site).as_posix()] = Page()
            page.feed(path.read_text(encoding="utf-8"))
    return found


def test_no_lesson_was_executed_a_second_time(site: Path) -> None:
    """Else the outputs that the tests look at would not be those of the solutions' test."""
    remembered = site.parent / "docs" / "_build" / "executed_short" / "executed"
    assert len(list(remembered.iterdir())) == len(LESSONS) + len(DRAWN)


def test_there_is_a_page_for_each_lesson_and_each_check(pages: dict[str, Page]) -> None:
    wanted = [
        *LESSONS,
        *DRAWN,
        "teaching.html",
        *(f"checks/{name}.html" for name in (*exercises.COURSE.exercises, "sentences")),
    ]
    assert [name for name in wanted if name not in pages] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_shows_what_its_cells_gave_and_folds_its_solutions(
    pages: dict[str, Page], lesson: str
) -> None:
    page = pages[lesson]
    fewest = 1 if lesson.startswith("lessons/start/") else 2
    assert len([text for _, text in page.pictures if len(text) > 20]) >= fewest
    assert {"cell_output", "tag_hide-input"} - set(page.classes) == set()


def test_every_link_within_the_site_leads_somewhere(pages: dict[str, Page], site: Path) -> None:
    assert [
        (name, link)
        for name, page in pages.items()
        for link in page.links
        if not leads_somewhere(site, pages, name, link)
    ] == []


def leads_somewhere(site: Path, pages: dict[str, Page], name: str, link: str) -> bool:
    """Whether a link goes out of the site, or to a file of it and a place in that file."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    target = (site / name).parent / unquote(parts.path) if parts.path else site / name
    if not target.is_file():
        return False
    page = pages.get(target.resolve().relative_to(site.resolve()).as_posix())
    return page is None or not parts.fragment or unquote(parts.fragment) in page.ids


def test_no_page_fetches_anything_from_elsewhere(pages: dict[str, Page]) -> None:
    """The site reads the same without a network."""
    assert [
        (name, address)
        for name, page in pages.items()
        for address in page.fetched
        if urlsplit(address).netloc
    ] == []


def test_every_picture_has_a_text_instead(pages: dict[str, Page]) -> None:
    """The file's own name, which stands in where nothing was written, is no such text."""
    assert [
        (name, text)
        for name, page in pages.items()
        for _, text in page.pictures
        if len(text) < 10 or text.endswith((".png", ".gif", ".jpeg"))
    ] == []
