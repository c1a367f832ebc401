"""Files out of a Canvas or Moodle download, for ``nbgrader zip_collect``.

Both platforms give one ZIP file for a class, in which a file's name says whose it is: by a number
of the platform's own and by the student's name. The roster of the platform says which student id
that is. ``Extractor`` unpacks, ``Collector`` reads names and roster, nbgrader copies.
"""

import contextlib
import filecmp
import re
import shutil
import sys
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import unzip

from grader.errors import CourseError
from grader.grading.export import known_students
from grader.grading.failures import named
from grader.grading.material import material_of
from grader.grading.recording import unusable_name
from grader.grading.roster import (
    CANVAS_KEYS,
    MOODLE_KEYS,
    Roster,
    found_in,
    naming,
    read_roster,
)
from grader.grading.storable import printable
from grader.grading.submission import LARGEST_SUBMISSION
from grader.kernel.limits import MIB
from grader.sandbox.handing_in import is_left_behind

MOST_ENTRIES = 10_000  # of a ZIP file that a student handed in


@dataclass(frozen=True)
class Platform:
    """How a platform names a file in its download, and where its roster has student ids.

    The groups of ``pattern`` are the student's ``name`` and ``number``, and what she called the
    ``file``; in Canvas also the number of the ``upload``, which grows, and whether it came late.
    """

    title: str
    pattern: re.Pattern[str]
    keys: Sequence[str]


# ashann_101_5005_1_conv_block.ipynb, ashann_LATE_101_5006_model.weights.h5
CANVAS = Platform(
    "Canvas",
    re.compile(r"(?P<name>.*?)_(?P<late>LATE_)?(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)", re.S),
    CANVAS_KEYS,
)
# Ann Ash_12345_assignsubmission_file_1_conv_block.ipynb, or a folder for each student, whose name
# ends with "file_" up to Moodle 3 and with "file" since.
MOODLE = Platform(
    "Moodle",
    re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_file(?:_(?P<file>.*))?", re.S),
    MOODLE_KEYS,
)

# What Canvas (-1) or a browser, " (1)", puts behind a name that was there before.
_COPIED = re.compile(r"(?P<stem>.+?)(?P<numbers>(?:-\d+| ?\(\d+\))+)", re.S)
_FOREIGN = ("__MACOSX", "._*")  # what macOS adds to a ZIP file


@dataclass(frozen=True)
class Upload:
    """A file, and what its name in the download says of it; ``upload`` is 0 in Moodle."""

    path: Path
    place: PurePath  # below the folder of the download, its name readable
    name: str
    number: str
    file: str
    upload: int
    late: bool

    @property
    def label(self) -> str:
        """How an instructor finds the student's files."""
        return f"{self.name}_{self.number}"


@dataclass(frozen=True)
class Person:
    """A student in the roster, and her id; that is empty where the roster has none."""

    name: str
    student: str


@dataclass(frozen=True)
class Plan:
    """What is collected: ``places`` maps a file to its student and its name there."""

    places: Mapping[Path, tuple[str, str]]
    notices: tuple[str, ...]


def plan(
    extracted: Path,
    roster_path: Path,
    wanted: Collection[str],
    endings: Collection[str],
    known: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> Plan:
    """Find for every file in ``extracted`` whose it is and what it is called.

    Args:
        extracted: folder of the unpacked download.
        roster_path: the CSV file that Canvas or Moodle exported.
        wanted: names of files that are asked for; a number behind one of them is no part of it.
        endings: of the files that are collected.
        known: student ids of the gradebook by id and by address, which come before others.

    Raises:
        CourseError: the roster cannot be used, or something leaves open whose a file is.
    """
    roster = read_roster(roster_path, [*CANVAS_KEYS, *MOODLE_KEYS])
    platform = CANVAS if set(CANVAS_KEYS) & set(roster.header) else MOODLE
    uploads, unnamed = _read_names(extracted, platform)
    people = _people(roster, platform, known)
    owned = [(upload, _owner(upload, people, roster_path)) for upload in uploads]
    _refuse_shared_ids(owned, roster_path)
    mine = [(person.student, upload) for upload, person in owned if person and person.student]
    right = [(student, upload) for student, upload in mine if _ending(upload) in endings]
    chosen, set_aside = _newest(right, wanted)
    late = sorted({student for student, upload in mine if upload.late})
    return Plan(
        {upload.path: key for key, upload in chosen.items()},
        (
            *naming(f"Not named as {platform.title} names files, not collected", unnamed),
            *naming(
                f"Not in the roster {roster_path.name}, not collected",
                sorted({upload.label for upload, person in owned if person is None}),
            ),
            *naming(
                f"Without an id in the roster {roster_path.name}, not collected",
                sorted({person.name for _, person in owned if person and not person.student}),
            ),
            *naming(
                f"Neither {' nor '.join(endings)}, not collected",
                [
                    f"{student}: {upload.place.name}"
                    for student, upload in mine
                    if _ending(upload) not in endings and not upload.path.with_suffix("").is_dir()
                ],
            ),
            *naming("Handed in more than once; the newest is collected, not", set_aside),
            *naming(
                "Late by Canvas's word; for nbgrader's penalties write into timestamp.txt when it "
                "came",
                late,
            ),
        ),
    )


# --- names of files -------------------------------------------------------------------------------


def _read_names(extracted: Path, platform: Platform) -> tuple[list[Upload], list[str]]:
    """What the names say, and the files whose names say nothing."""
    uploads, unnamed = [], []
    for path in sorted(extracted.rglob("*")):
        place = PurePath(*map(readable, path.relative_to(extracted).parts))
        if path.is_symlink() or not path.is_file() or _is_foreign(place):
            continue
        upload = read_name(path, place, platform)
        if upload is not None:
            uploads.append(upload)
        elif not path.with_suffix("").is_dir():  # not a ZIP file that was unpacked
            unnamed.append(place.as_posix())
    if not uploads:
        raise CourseError(
            f"None of the files in {extracted} is named as {platform.title} names them, whose "
            f"roster this is: {', '.join(unnamed[:3]) or 'there is none'}. Put the ZIP file into "
            "the folder archive as it was downloaded."
        )
    return uploads, unnamed


def read_name(path: Path, place: PurePath, platform: Platform) -> Upload | None:
    """What the first part of ``place`` says that is named as the platform names them."""
    for part in place.parts:
        found = platform.pattern.fullmatch(part)
        if found is None:
            continue
        groups = found.groupdict()
        is_folder = part != place.name
        if is_folder or groups["file"]:
            return Upload(
                path,
                place,
                groups["name"],
                groups["number"],
                place.name if is_folder else groups["file"],
                int(groups.get("upload", 0)),
                bool(groups.get("late")),
            )
    return None


def readable(name: str) -> str:
    """A name as it was meant: composed, and read as UTF-8 where the ZIP file did not say so.

    Python's zipfile reads such a name as cp437, which gives box-drawing signs for an umlaut. What
    can be read as UTF-8 backwards is no accident; what cannot was cp437.
    """
    with contextlib.suppress(UnicodeError):
        name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name)


def _is_foreign(place: PurePath) -> bool:
    return is_left_behind(place) or any(
        PurePath(part).match(pattern) for part in place.parts for pattern in _FOREIGN
    )


def _ending(upload: Upload) -> str:
    return PurePath(upload.file).suffix


# --- students -------------------------------------------------------------------------------------


def _people(
    roster: Roster, platform: Platform, known: tuple[Mapping[str, str], Mapping[str, str]]
) -> dict[str, list[Person]]:
    """The roster's students by the platform's number, or by the words of their names.

    Canvas has the number in its gradebook, Moodle in the grading worksheet of the assignment
    ("Participant 12345") and not in a grade export.
    """
    keys = roster.columns(platform.keys)
    numbers = roster.column("ID" if platform is CANVAS else "Identifier")
    names = roster.columns(["Student", "Full name", "First name", "Last name", "Surname"])
    people: dict[str, list[Person]] = {}
    for row in roster.rows:
        name = " ".join(row[place].strip() for place in names)
        key = words_of(name) if numbers is None else _last_number(row[numbers])
        if not key:  # Canvas has the points in a row of their own
            continue
        own = next((row[place].strip() for place in keys if row[place].strip()), "")
        student = found_in(row, keys, *known) or own
        people.setdefault(key, []).append(Person(name, student))
    return people


def _last_number(text: str) -> str:
    found = re.search(r"\d+$", text.strip())
    return "" if found is None else found[0]


def words_of(name: str) -> str:
    """The words of a name in small letters and alphabetical order, as both sides may spell it.

    Moodle leaves out of a file's name what a file system may not like; the site decides whether
    the family name comes first.
    """
    plain = unicodedata.normalize("NFC", name).casefold().replace("_", " ")
    return " ".join(sorted(re.sub(r"[^\w\s]", "", plain).split()))


def _owner(upload: Upload, people: Mapping[str, list[Person]], roster: Path) -> Person | None:
    listed = people.get(upload.number) or people.get(words_of(upload.name), [])
    found = list(dict.fromkeys(listed))
    if len(found) > 1:
        raise CourseError(
            f"The roster {roster} has {len(found)} students called {found[0].name} "
            f"({' and '.join(person.student or 'no id' for person in found)}), and the files of "
            f"{upload.label} may be of either. Nothing was collected. Take the grading worksheet "
            "of this assignment as the roster: it has the number in the files' names."
        )
    return found[0] if found else None


def _refuse_shared_ids(owned: Iterable[tuple[Upload, Person | None]], roster: Path) -> None:
    """Two students of one id would end in one folder, and an id must be a folder's name."""
    first: dict[str, Upload] = {}
    for upload, person in owned:
        if person is None or not person.student:
            continue
        reason = unusable_name(person.student)
        if reason or "/" in person.student or person.student.startswith("."):
            raise CourseError(
                f"The id {printable(person.student)} of {person.name} in the roster {roster} "
                f"cannot be the name of a folder{': ' if reason else ''}{reason}. Nothing was "
                "collected. Change it in the roster."
            )
        other = first.setdefault(person.student, upload)
        if other.number != upload.number:
            raise CourseError(
                f"The files of {other.label} and of {upload.label} both lead to the id "
                f"{person.student} in the roster {roster}. Nothing was collected. Give each of "
                "the two an id of her own in the roster."
            )


# --- several files of one name --------------------------------------------------------------------

Key = tuple[str, str]  # a student, and what a file is called there


def _newest(
    uploads: Iterable[tuple[str, Upload]], wanted: Collection[str]
) -> tuple[dict[Key, Upload], list[str]]:
    """The newest file of each name, and what is set aside for it."""
    groups: dict[Key, list[Upload]] = {}
    for student, upload in uploads:
        groups.setdefault((student, original(upload.file, wanted)[0]), []).append(upload)
    chosen, set_aside = {}, []
    for key, candidates in groups.items():
        newest = chosen[key] = max(candidates, key=lambda upload: _age(upload, wanted))
        for other in candidates:
            if other is not newest and not filecmp.cmp(newest.path, other.path, shallow=False):
                _refuse_two_downloads(newest, other)
                set_aside.append(f"{key[0]}: {other.place.as_posix()}")
    return chosen, set_aside


def original(name: str, wanted: Collection[str]) -> tuple[str, tuple[int, ...]]:
    """A file's name without the numbers that make a copy of a wanted one, and those numbers.

    A name that nobody asked for stays as it is: the grader finds a notebook by what it defines.
    """
    path = PurePath(name)
    found = _COPIED.fullmatch(path.stem)
    if found is not None and f"{found['stem']}{path.suffix}" in wanted:
        numbers = tuple(int(number) for number in re.findall(r"\d+", found["numbers"]))
        return f"{found['stem']}{path.suffix}", numbers
    return name, ()


def _age(upload: Upload, wanted: Collection[str]) -> tuple[Any, ...]:
    """What grows with newer files: Canvas's number, then the number behind the name.

    In a folder of the student's own the file that lies higher counts.
    """
    numbers = original(upload.file, wanted)[1]
    return upload.upload, -len(upload.place.parts), numbers, upload.place.as_posix()


def _refuse_two_downloads(one: Upload, other: Upload) -> None:
    """Names in two downloads do not say which of them is newer, but for Canvas's numbers."""
    downloads = {upload.place.parts[:-1][:1] for upload in (one, other)}
    if one.upload == other.upload and len(downloads) > 1:
        raise CourseError(
            f"{one.place.as_posix()} and {other.place.as_posix()} are of one student and differ, "
            "and nothing says which is newer. Nothing was collected. Leave only the newest "
            "download in the folder archive."
        )


# --- nbgrader's plugins ---------------------------------------------------------------------------


class Extractor(ExtractorPlugin):  # type: ignore[misc]  # nbgrader's classes have no types
    """Unpacks the platform's ZIP files, and those in them where that is safe.

    What a student packed can be damaged, or a bomb; with nbgrader's own plugin it ends the command
    for the whole class. Here it is named and stays packed.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack or copy everything below ``archive_path``."""
        archive, extracted = Path(archive_path), Path(extracted_path)
        for path in sorted(path for path in archive.rglob("*") if path.is_file()):
            place = extracted / path.parent.relative_to(archive)
            place.mkdir(parents=True, exist_ok=True)
            if path.suffix in self.zip_ext:
                self._unpack_download(path, place)
            else:
                shutil.copy(path, place)
        self._unpack_inner(extracted)

    def _unpack_download(self, path: Path, place: Path) -> None:
        try:
            unzip(str(path), str(place), zip_ext=self.zip_ext, create_own_folder=True)
        except Exception as error:
            self.log.error(
                "%s cannot be unpacked (%s). Download it again.", path, printable(named(error))
            )
            sys.exit(1)

    def _unpack_inner(self, extracted: Path) -> None:
        for path in _inner_archives(extracted):
            try:
                _refuse_bomb(path)
                unzip(str(path), str(path.parent), create_own_folder=True)
            except Exception as error:
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
                self.log.warning(
                    "%s stays packed: %s. Ask the student for the files themselves.",
                    printable(path.relative_to(extracted).as_posix()),
                    printable(named(error)),
                )


def _inner_archives(folder: Path) -> Iterator[Path]:
    """ZIP files below a folder, also those that come out of others meanwhile; each once."""
    seen: set[Path] = set()
    while new := sorted(set(folder.rglob("*.zip")) - seen):
        seen.update(new)
        yield from (path for path in new if path.is_file())


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST_SUBMISSION or len(entries) > MOST_ENTRIES:
        raise CourseError(f"it unpacks to {size / MIB:.0f} MB in {len(entries)} files")


class Collector(FileNameCollectorPlugin):  # type: ignore[misc]  # nbgrader's classes have no types
    """Tells nbgrader whose a file is, by its name in the download and the platform's roster.

    The roster is the CSV file in the folder of the download, ``downloaded/<assignment>/``.
    """

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose file this is and what it is called there; None if it is not collected."""
        found = self._plan.places.get(Path(submitted_file))
        return None if found is None else {"student_id": found[0], "file_id": found[1]}

    @cached_property
    def _plan(self) -> Plan:
        """Made before nbgrader copies anything; an error ends the command with its sentence."""
        try:
            found = self._planned()
        except CourseError as error:
            self.log.error("%s", printable(str(error)))
            sys.exit(1)
        for notice in found.notices:
            self.log.warning("%s", printable(notice))
        return found

    def _planned(self) -> Plan:
        app, course = self.parent, self.parent.coursedir
        material = material_of(course, course.assignment_id)
        return plan(
            Path(app._format_collect_path(app.extracted_directory)),
            roster_in(Path(app._format_collect_path(""))),
            {*(f"{name}.ipynb" for name in material.notebooks), *material.judged_files},
            self.valid_ext,
            known_students(course.db_url),
        )


def roster_in(folder: Path) -> Path:
    """The one CSV file of a folder; ``CourseError`` when there is none, or several."""
    found = sorted(folder.glob("*.csv"))
    if len(found) != 1:
        names = ", ".join(path.name for path in found) or "none"
        raise CourseError(
            f"The folder {folder} should hold one CSV file, the roster that Canvas or Moodle "
            f"exported, and has {names}. It says whose the files are. Nothing was collected."
        )
    return found[0]
