"""The class as a learning platform lists it: the CSV file that Canvas or Moodle exported.

What the platform wrote is written back byte for byte, cell by cell; cells of ours are guarded
against spreadsheets that would run them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from data.writing import replacing
from grader.errors import CourseError

CANVAS_KEYS = ("SIS Login ID", "SIS User ID")
MOODLE_KEYS = ("ID number", "Username", "Email address")

DELIMITERS = (",", ";", "\t")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")

T = TypeVar("T")


class PlatformCell(str):
    """A cell as the platform exported it: its text, and in ``raw`` its bytes with their quotes."""

    __slots__ = ("raw",)
    raw: str

    def __new__(cls, text: str, raw: str) -> "PlatformCell":
        """The cell of this text."""
        cell = super().__new__(cls, text)
        cell.raw = raw
        return cell


@dataclass(frozen=True)
class Roster:
    """A CSV file that an LMS exported. Every row is as long as ``header``."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str

    def column(self, name: str) -> int | None:
        """The place of a column, if there is one with this name."""
        return self.header.index(name) if name in self.header else None

    def columns(self, names: Sequence[str]) -> list[int]:
        """The places of those of these columns that there are."""
        return [place for name in names if (place := self.column(name)) is not None]

    def with_column(self, name: str) -> "Roster":
        """The roster with one more column, empty."""
        rows = tuple((*row, "") for row in self.rows)
        return replace(self, header=(*self.header, name), rows=rows)

    def write(self, to: Path) -> None:
        """Write the CSV file, whole or not at all."""
        with replacing(to) as file:
            for row in (self.header, *self.rows):
                line = self.delimiter.join(self._written(cell) for cell in row)
                file.write(f"{line}\r\n".encode())

    def _written(self, cell: str) -> str:
        if isinstance(cell, PlatformCell):
            return cell.raw
        text = guarded(cell)
        if any(sign in text for sign in (self.delimiter, '"', "\r", "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text


def read_roster(path: Path, keys: Sequence[str]) -> Roster:
    """The file an LMS exported, comma, semicolon or tab between its fields.

    ``CourseError`` when it cannot be read or has none of the columns ``keys``.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(
            f"The roster {path} cannot be read ({error}). Give the CSV file, in UTF-8, that the "
            "LMS exported."
        ) from error
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    rows = [row for row in _rows(text, delimiter) if any(row)]
    header = tuple(PlatformCell(name.strip(), name.raw) for name in rows[0]) if rows else ()
    if not set(keys) & set(header):
        raise CourseError(_without_ids(path, header, keys))
    width = len(header)
    padded = tuple(tuple([*row, *[""] * width][:width]) for row in rows[1:])
    return Roster(header, padded, delimiter)


def _rows(text: str, delimiter: str) -> Iterator[list[PlatformCell]]:
    """The records of a CSV file, every cell with the bytes that it came in."""
    plain = rf"[^{delimiter}\r\n]*"
    field = re.compile(rf'("(?:[^"]|"")*"{plain}|{plain})({delimiter}|\r\n|\r|\n|\Z)')
    row: list[PlatformCell] = []
    place = 0
    while place < len(text) or row:
        found = field.match(text, place)
        assert found is not None  # it matches nothing at all, too
        raw, end = found.groups()
        row.append(PlatformCell(_unquoted(raw), raw))
        place = found.end()
        if end != delimiter:
            yield row
            row = []


def _unquoted(raw: str) -> str:
    if len(raw) < 2 or not raw.startswith('"'):
        return raw
    quoted, _, after = raw[1:].rpartition('"')
    return quoted.replace('""', '"') + after


def _without_ids(path: Path, header: Sequence[str], keys: Sequence[str]) -> str:
    if "Identifier" in header:
        return (
            f"The grading worksheet {path} has no column of ids: ask Moodle's administrator to "
            f"show {', '.join(keys[:-1])} or {keys[-1]} to teachers (the setting 'Show user "
            "identity'), and download it again, or give a grade export (plain text) of the course "
            "in its place."
        )
    return (
        f"The roster {path} has the columns {', '.join(header) or '(none)'}, and none of "
        f"{', '.join(keys)}, by which students are found. Export it from the LMS again, with "
        "English as the language and with the students' ids."
    )


def found_in(
    row: Sequence[str], places: Sequence[int], by_id: Mapping[str, T], by_email: Mapping[str, T]
) -> T | None:
    """What is known of the student of a row, by the first of these columns that names one.

    Addresses in ``by_email`` are in small letters.
    """
    for place in places:
        key = row[place].strip()
        found = by_id.get(key) or by_email.get(key.casefold())
        if found is not None:
            return found
    return None


def naming(what: str, students: Sequence[str]) -> list[str]:
    """One sentence that names students; a name is written so that no terminal obeys it."""
    names = [name if name.isprintable() else ascii(name) for name in students]
    return [f"{what} ({len(names)}): {', '.join(names)}."] if names else []


def guarded(text: str) -> str:
    """Text for a CSV cell; an apostrophe keeps a spreadsheet from running it as a formula.

    A number stays one: points below zero begin with a minus.
    """
    is_formula = text.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text
