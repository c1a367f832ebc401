"""``grader rehearse``: a made-up class hands in, is graded, and every mark is compared.

The answers come from the museum of right and wrong answers in ``tests/submissions``. Each file
there says which parts of its exercise it loses and with which sentence, so it is known before the
run what every student deserves.
"""

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import nbformat
import numpy as np
from nbformat import NotebookNode
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from grader import exercises
from grader.authoring import museum
from grader.checks.exercise import Exercise
from grader.course import checkout, first_assignment, run_nbgrader, source_notebooks, trained
from grader.errors import CourseError, UnknownName
from grader.grading.autograde import Summary, autograde
from grader.notebook.cell_errors import CellError, defining_cell_failed
from grader.notebook.loading import names_bound_by, source_of
from grader.sandbox import scratch

Kind = Literal["right", "wrong", "broken", "untouched"]

_SOLUTION_MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")
_MOST_LINES = 20
_UNCLOSED = "'(' was never closed"  # Python's own words


@dataclass(frozen=True)
class Answer:
    """One answer to an exercise.

    ``cells`` maps a function to the text of its exercise cell; those it leaves out stay as they
    were handed out. ``loses`` names the parts without points and ``says`` is the sentence that a
    student reads first.
    """

    exercise: str
    name: str
    kind: Kind
    cells: Mapping[str, str]
    loses: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True)
class Student:
    """A made-up student: an answer for each exercise."""

    name: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Mismatch:
    """A check whose mark, or whose first sentence, is not what the museum says of the answer."""

    student: str
    answer: str
    cell: str
    got: float | str | None
    expected: float | str


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal came to. ``marks`` maps a student to the points of each notebook."""

    folder: Path
    summary: Summary
    marks: Mapping[str, Mapping[str, float]]
    mismatches: tuple[Mismatch, ...]


def rehearse(
    n_students: int,
    *,
    notebooks: Sequence[str] | None = None,
    folder: Path,
    seed: int,
    workers: int,
    console: Console,
) -> Rehearsal:
    """Make a class in ``folder``, grade it the whole way and compare marks and sentences.

    Args:
        n_students: how many hand in.
        notebooks: only these notebooks are handed out; all of the course by default.
        folder: where the course directory is made; what a rehearsal left there is removed.
        seed: draws the answers of the students and the secret cases.
        workers: processes to grade with.
        console: where progress and outcome are shown.

    Raises:
        CourseError: not a checkout of the course, or ``folder`` holds something else or cannot be
            written to.
    """
    folder = folder.resolve()
    wanted = chosen_exercises(notebooks)
    students = draw_class(wanted, n_students, seed)
    try:
        lay_out_course(folder, wanted)
    except OSError as error:
        raise CourseError(
            f"The rehearsal cannot be laid out in {folder} ({error.strerror}). Name another folder "
            "with --folder."
        ) from error
    for student in students:
        hand_in(folder, student)
    _say_who(console, students, folder)
    summary = autograde(
        folder,
        first_assignment(),
        workers=workers,
        seed=seed,
        report=folder / "report",
        console=console,
    )
    rehearsal = Rehearsal(folder, summary, marks_of(folder), compare(folder, students))
    _say_outcome(console, rehearsal, students)
    return rehearsal


# --- the museum -----------------------------------------------------------------------------------


def chosen_exercises(notebooks: Sequence[str] | None) -> tuple[Exercise, ...]:
    """The exercises of these notebooks, of all when it is None, in the course's order."""
    known = {
        exercise.notebook: exercise for exercise in exercises.of_assignment(first_assignment())
    }
    for name in notebooks or ():
        if name not in known:
            raise UnknownName("notebook", name, known)
    return tuple(known[name] for name in known if notebooks is None or name in notebooks)


def answers_to(exercise: Exercise) -> tuple[Answer, ...]:
    """The museum's answers, the course's own, one with a broken cell, and the untouched one."""
    folder = museum.folder_of(exercise.name)
    paths = sorted(folder.glob("*/*.py"))
    if not paths:
        raise CourseError(
            f"There are no answers to rehearse with in {folder}. Write right and "
            "wrong ones: rehearsals draw from them."
        )
    own = solution(exercise)
    shown = (from_museum(exercise, path, own) for path in paths)
    return (*shown, own, _broken(exercise, own), untouched(exercise))


def untouched(exercise: Exercise) -> Answer:
    """The notebook as it was handed out, which loses every part."""
    parts = tuple(part.name for part in exercise.parts)
    return Answer(exercise.name, "untouched", "untouched", {}, parts)


def from_museum(exercise: Exercise, path: Path, own: Answer) -> Answer:
    """A file of the museum; functions that it does not have are the course's own.

    A helper that it changes stands behind each of them that loses by it.
    """
    text = path.read_text(encoding="utf-8")
    written = names_bound_by(text) & set(exercise.functions)
    cells = {**own.cells, **{name: source_of(path, name) for name in sorted(written)}}
    if path.parent.name == "right":
        return Answer(exercise.name, path.stem, "right", cells)
    known = museum.wrong_answer(path)
    lost = {exercise.part(name).function for name in known.loses}
    for name in lost & own.cells.keys() - written:
        cells[name] += f"\n\n\n{known.code}"
    return Answer(exercise.name, path.stem, "wrong", cells, known.loses, known.says)


def solution(exercise: Exercise) -> Answer:
    """The course's own answer, as it stands in the solution notebook."""
    folder = checkout() / "solutions" / first_assignment()
    notebook = nbformat.read(folder / f"{exercise.notebook}.ipynb", as_version=4)
    cells = {
        name: "\n".join(
            line for line in cell.source.splitlines() if line.strip() not in _SOLUTION_MARKS
        )
        for name, cell in _exercise_cells(notebook, exercise).items()
    }
    return Answer(exercise.name, "solution", "right", cells)


def _broken(exercise: Exercise, own: Answer) -> Answer:
    """The course's own answer, the cell of its first function left off in the middle of a line."""
    function = exercise.functions[0]
    cells = {**own.cells, function: f"{own.cells[function]}\n    print("}
    line = len(cells[function].splitlines()) + 1  # below the student's name
    error = CellError("SyntaxError", _UNCLOSED, line, "print(")
    says = defining_cell_failed(function, f"raised {error}", error.help)
    loses = tuple(part.name for part in exercise.parts if part.function == function)
    return Answer(exercise.name, "unclosed_bracket", "broken", cells, loses, says)


def _exercise_cells(notebook: NotebookNode, exercise: Exercise) -> dict[str, NotebookNode]:
    """The exercise cells of a notebook by the function that is written in each."""
    return {
        name: cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
        for name in exercise.functions
        if f"def {name}(" in cell.source
    }


# --- the class ------------------------------------------------------------------------------------


def draw_class(wanted: Sequence[Exercise], n_students: int, seed: int) -> tuple[Student, ...]:
    """Students who differ in skill: about seven answers in ten are right, one is untouched.

    Of the wrong ones one in seven is a cell that fails itself.

    The same seed gives the same class, and a larger class begins with the smaller one.
    """
    rng = np.random.default_rng(seed)
    shelves = [_by_kind(answers_to(exercise)) for exercise in wanted]
    students = []
    for number in range(n_students):
        skill = rng.beta(5, 2)
        answers = tuple(_draw(shelf, skill, rng) for shelf in shelves)
        students.append(Student(f"student-{number + 1:04}", answers))
    return tuple(students)


def _by_kind(answers: Sequence[Answer]) -> dict[Kind, list[Answer]]:
    shelf: dict[Kind, list[Answer]] = {"right": [], "wrong": [], "broken": [], "untouched": []}
    for answer in answers:
        shelf[answer.kind].append(answer)
    return shelf


def _draw(shelf: Mapping[Kind, Sequence[Answer]], skill: float, rng: np.random.Generator) -> Answer:
    shares: dict[Kind, float] = {
        "right": skill,
        "wrong": 0.6 * (1 - skill),
        "broken": 0.1 * (1 - skill),
        "untouched": 0.3 * (1 - skill),
    }
    kind = rng.choice(list(shares), p=list(shares.values()))
    return shelf[kind][int(rng.integers(len(shelf[kind])))]


def lay_out_course(folder: Path, wanted: Sequence[Exercise]) -> None:
    """A course directory with the notebooks of these exercises handed out.

    ``folder`` must be empty, not there, or what an earlier call made.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise CourseError(
            f"{folder} is not empty and no rehearsal made it. Name another folder with --folder."
        )
    with scratch.swapped(folder) as course:
        (course / _MARK).write_text("Made by `grader rehearse`, which removes this folder.\n")
        hand_out(course, wanted)


_MARK = ".rehearsal"


def hand_out(course: Path, wanted: Sequence[Exercise]) -> None:
    """Make the notebooks of these exercises for the students of a new course directory."""
    source = course / "solutions" / first_assignment()
    source.mkdir(parents=True)
    shutil.copy(checkout() / "nbgrader_config.py", course)
    solutions = source_notebooks(checkout(), first_assignment())
    handed_out = {exercise.notebook for exercise in wanted}
    for path in solutions:
        if path.stem in handed_out:
            shutil.copy(path, source)
    run_nbgrader(course, "generate_assignment", first_assignment(), "--force")
    for path in solutions:  # functions are carried from notebooks that are not handed out
        shutil.copy(path, source)


def hand_in(folder: Path, student: Student) -> None:
    """Write the notebooks of a student into the course's folder of submissions."""
    target = folder / "submitted" / student.name / first_assignment()
    target.mkdir(parents=True)
    for answer in student.answers:
        exercise = exercises.find(answer.exercise)
        name = f"{exercise.notebook}.ipynb"
        notebook = nbformat.read(folder / "notebooks" / first_assignment() / name, as_version=4)
        cells = _exercise_cells(notebook, exercise)
        for function, source in answer.cells.items():
            cells[function].source = f"# {student.name}\n{source}"
        nbformat.write(notebook, target / name)
        for file in _files_with(answer).values():
            shutil.copy(file, target)


def _files_with(answer: Answer) -> dict[str, Path]:
    """Files that belong to an answer beside its notebook, by part; an untouched one has none.

    They come from a training of the course's own, so they earn all points.
    """
    if answer.kind == "untouched":
        return {}
    parts = [part for part in exercises.find(answer.exercise).parts if part.opens]
    found = {part.name: trained(part.function) for part in parts}
    return {name: path for name, path in found.items() if path is not None}


# --- what every mark should be --------------------------------------------------------------------


def compare(folder: Path, students: Sequence[Student]) -> tuple[Mismatch, ...]:
    """Where the gradebook or the feedback is not what the museum says of an answer."""
    recorded = recorded_marks(folder)
    return tuple(
        mismatch
        for student in students
        for answer in student.answers
        for mismatch in (
            *_compare_marks(student.name, answer, recorded.get(student.name, {})),
            *_compare_sentence(folder, student.name, answer),
        )
    )


def _compare_marks(
    student: str, answer: Answer, recorded: Mapping[str, float | None]
) -> Iterator[Mismatch]:
    exercise = exercises.find(answer.exercise)
    lost = {part.name for part in exercise.parts if part.opens} - _files_with(answer).keys()
    for part in exercise.parts:
        cell = f"check_{exercise.name}_{part.name}"
        expected = 0.0 if part.name in lost.union(answer.loses) else float(part.points)
        got = recorded.get(cell)
        if got != expected:
            yield Mismatch(student, f"{answer.exercise}/{answer.name}", cell, got, expected)


def _compare_sentence(folder: Path, student: str, answer: Answer) -> Iterator[Mismatch]:
    if not answer.says:
        return
    name = exercises.notebook(answer.exercise)
    said = next((said for _, said in failed_checks(folder, student, name)), None)
    if said != answer.says:
        cell = f"check_{answer.exercise}_{answer.loses[0]}"
        yield Mismatch(student, f"{answer.exercise}/{answer.name}", cell, said, answer.says)


def failed_checks(folder: Path, student: str, notebook: str = "*") -> Iterator[tuple[str, str]]:
    """The check cells that did not pass, each with the sentence that its student reads."""
    graded = folder / "autograded" / student / first_assignment()
    for path in sorted(graded.glob(f"{notebook}.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                if output.output_type == "error" and output.ename == "CheckFailed":
                    yield cell.metadata.nbgrader.grade_id, output.evalue


def recorded_marks(folder: Path) -> dict[str, dict[str, float | None]]:
    """The automatic mark of each check cell, by student."""
    with _submissions(folder) as submissions:
        return {
            submission.student.id: {
                grade.name: grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in submissions
        }


def marks_of(folder: Path) -> dict[str, dict[str, float]]:
    """The points of each student in each notebook, from the gradebook."""
    with _submissions(folder) as submissions:
        return {
            submission.student.id: {
                notebook.name: notebook.score
                for notebook in sorted(submission.notebooks, key=lambda notebook: notebook.name)
            }
            for submission in submissions
        }


@contextlib.contextmanager
def _submissions(folder: Path) -> Iterator[list[Any]]:
    """What the gradebook has of each student, in alphabetical order."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        found = gradebook.assignment_submissions(first_assignment())
        yield sorted(found, key=lambda submission: str(submission.student.id))


# --- in words -------------------------------------------------------------------------------------


def _say_who(console: Console, students: Sequence[Student], folder: Path) -> None:
    kinds = [answer.kind for student in students for answer in student.answers]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in get_args(Kind))
    console.print(f"{len(students)} students handed in {len(kinds)} notebooks ({counts}).")
    console.print(f"The course: {folder}", soft_wrap=True)


def _say_outcome(console: Console, rehearsal: Rehearsal, students: Sequence[Student]) -> None:
    console.print(_distribution(rehearsal.marks))
    checks = sum(
        len(exercises.find(answer.exercise).parts)
        for student in students
        for answer in student.answers
    )
    wrong = rehearsal.mismatches
    if not wrong:
        console.print(f"All {checks} checks came out as the museum of answers says.")
    for mismatch in wrong[:_MOST_LINES]:
        console.print(
            f"{mismatch.student}, {mismatch.answer}, {mismatch.cell}: got {mismatch.got!r}, "
            f"expected {mismatch.expected!r}",
            markup=False,
        )
    if wrong:
        console.print(f"{len(wrong)} marks or sentences are not what the museum says.")


def _distribution(marks: Mapping[str, Mapping[str, float]]) -> Table:
    """Quartiles of the marks of each notebook."""
    table = Table(title="Marks", box=SIMPLE)
    for name in ("notebook", "lowest", "quarter", "half", "three quarters", "highest"):
        table.add_column(name, justify="left" if name == "notebook" else "right")
    names = sorted({name for scores in marks.values() for name in scores})
    for name in names:
        scores = [given[name] for given in marks.values() if name in given]
        quartiles = np.quantile(scores, [0, 0.25, 0.5, 0.75, 1])
        table.add_row(name, *[f"{quartile:g}" for quartile in quartiles])
    return table
