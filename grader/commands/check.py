"""Check an exercise in files, from the terminal: one import of TensorFlow for all of them."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import exercises
from grader.checks.exercise import Exercise, Finding, Part, Verdict
from grader.errors import CourseError, wrapped
from grader.judging.evidence import NotConfirmed
from grader.judging.verdicts import check_part, verdict_without_function
from grader.notebook.loading import UnusableFile, load_functions
from grader.notebook.render import finding_as_json, verdict_as_text
from grader.quiet import descriptor_to_nowhere, quiet


@dataclass(frozen=True)
class FileResult:
    """What the check of one file came to. ``unusable`` is the reason when it has no verdicts.

    A part whose work is another file, which does not lie beside this one, is ``not_looked_at``: it
    counts for nothing here.
    """

    file: Path
    exercise: Exercise
    verdicts: tuple[Verdict, ...] = ()
    not_looked_at: tuple[Part, ...] = ()
    unusable: str = ""

    @property
    def passed(self) -> bool:
        """Whether every part that was looked at passed."""
        return not self.unusable and all(verdict.passed for verdict in self.verdicts)

    @property
    def score(self) -> float:
        """Points of all parts."""
        return sum(verdict.score for verdict in self.verdicts)

    @property
    def max_score(self) -> int:
        """Points there are, without those of what was not looked at."""
        return self.exercise.max_score - sum(part.points for part in self.not_looked_at)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, or the reason why the file could not be used."""
        if self.unusable:
            return (Finding(message=self.unusable, attribute="file"),)
        return tuple(finding for verdict in self.verdicts for finding in verdict.findings)


def check_files(name: str, files: Iterable[Path]) -> Iterator[FileResult]:
    """Check one exercise in each of the files, one after the other.

    What the student's code prints is dropped, so that the results can be read by a program.
    """
    with quiet():
        exercise = exercises.find(name)
    return (_check_file(exercise, path) for path in files)


def as_json(result: FileResult) -> dict[str, Any]:
    """The line of ``grader check --json`` for one file."""
    return {
        "file": str(result.file),
        "exercise": result.exercise.name,
        "passed": result.passed,
        "score": result.score,
        "max_score": result.max_score,
        "not_looked_at": [part.function for part in result.not_looked_at],
        "findings": [finding_as_json(finding) for finding in result.findings],
    }


def as_text(result: FileResult) -> str:
    """The same for people."""
    points = f"{result.score:g} of {result.max_score} points"
    if result.unusable:
        return f"{result.file}: cannot be checked\n{result.unusable}\n"
    texts = [verdict_as_text(verdict) for verdict in result.verdicts]
    absent = [_not_looked_at(part, result.file) for part in result.not_looked_at]
    return "\n\n".join([f"{result.file}: {points}", *texts, *absent]) + "\n"


def _not_looked_at(part: Part, file: Path) -> str:
    """What is said of a file that the work in ``file`` does not depend on."""
    return "\n".join(
        wrapped(
            f"{part.function} was not looked at: it does not lie beside {file.name}. Its "
            f"{part.points} points are left out here; put it there to have it checked."
        )
    )


def _check_file(exercise: Exercise, path: Path) -> FileResult:
    if not path.exists():
        reason = f"{path} does not exist. Check the name and the folder."
        return FileResult(path, exercise, unusable=reason)
    absent = tuple(
        part for part in exercise.parts if part.opens and not (path.parent / part.function).exists()
    )
    try:
        with _silent():
            verdicts = tuple(_check_parts(exercise, path, absent))
    except UnusableFile as error:
        return FileResult(path, exercise, unusable=str(error))
    return FileResult(path, exercise, verdicts, absent)


def _check_parts(exercise: Exercise, path: Path, absent: tuple[Part, ...]) -> Iterator[Verdict]:
    """Each function is loaded on its own: one that is missing does not cost the others.

    Other files of the work lie beside this one, except for the ``absent`` ones.
    """
    for part in exercise.parts:
        if part in absent:
            continue
        if part.opens:
            yield _check_part(exercise, part, path.parent / part.function)
            continue
        try:
            function = load_functions(path, [part.function])[part.function]
        except UnusableFile:
            raise
        except CourseError as error:
            yield _failed(exercise, part, str(error))
        else:
            yield _check_part(exercise, part, function)


def _check_part(exercise: Exercise, part: Part, work: Any) -> Verdict:
    try:
        return check_part(exercise, part, work, seed=None)
    except NotConfirmed as reason:
        return _failed(exercise, part, str(reason))


def _failed(exercise: Exercise, part: Part, reason: str) -> Verdict:
    finding = Finding(message=reason, case=part.function, attribute="error")
    return verdict_without_function(exercise, part, finding, seed=None)


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Nothing of the student's prints, from Python or from below, reaches our output."""
    with (
        quiet(),
        descriptor_to_nowhere(1),
        open(os.devnull, "w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield
