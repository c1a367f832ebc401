"""How a standing looks: a bar above the first check of a notebook, and the table at its end."""

import html
from pathlib import Path

from IPython.display import display

from grader import exercises, settings
from grader.checks.exercise import Exercise
from grader.errors import wrapped
from grader.notebook import standing
from grader.notebook.render import SIGN, STRIPE, Shown, prose
from grader.notebook.standing import Check, Notebook, Standing

STATE_SIGN: dict[str, str] = {**SIGN, "not checked": "·", "changed": "↻"}
NOTE = (
    "Points of the visible cases, as the notebooks were last saved. Grading runs secret cases too, "
    "and its marks are the ones that count."
)
_COLOUR = {
    **STRIPE,
    "not checked": "var(--jp-border-color1, #9e9e9e)",
    "changed": "var(--jp-warn-color1, #ef6c00)",
}
_BAR = "segmentation-course-progress"  # the display that later checks of a kernel bring up to date
_TRACK = "var(--jp-layout-color3, #d5d5d5)"


def show_here() -> None:
    """Show where the student stands, by the notebooks of the working folder."""
    folder = Path.cwd()
    found = standing.assignments_in(folder)
    if not found:
        title, says = "Where you stand", f"No check has run yet, and no notebook lies in {folder}."
        display(Shown(f"{title}\n{says}", _frame(f"<b>{title}</b><br>{html.escape(says)}")))
    for assignment in found:
        stands = standing.stands(folder, assignment, open_files=True)
        display(Shown(as_text(stands), as_html(stands)))


def show_bar(exercise: Exercise, part: str) -> None:
    """Above the first check of a notebook that lies in the working folder: a bar in a line."""
    if _has_bar(exercise) and exercise.parts[0].name == part and _is_first(exercise):
        display(_bar_of(exercise), display_id=_BAR)


def update_bar(exercise: Exercise) -> None:
    """Bring the bar of this kernel up to date behind a check."""
    if _has_bar(exercise):
        display(_bar_of(exercise), display_id=_BAR, update=True)


def _is_first(exercise: Exercise) -> bool:
    """Whether no exercise comes before it in its notebook."""
    others = exercises.of_assignment(exercises.assignment_of(exercise.name))
    return next(one for one in others if one.notebook == exercise.notebook).name == exercise.name


def _has_bar(exercise: Exercise) -> bool:
    is_here = (Path.cwd() / f"{exercise.notebook}.ipynb").is_file()
    return is_here and not settings.runs_under_nbgrader()


def _bar_of(exercise: Exercise) -> Shown:
    assignment = exercises.assignment_of(exercise.name)
    stands = standing.stands(Path.cwd(), assignment, open_files=False)
    text = f"{assignment}: {points(stands)} so far. check.progress() says more."
    said = (
        f"<span>{html.escape(assignment)}: <b>{stands.score:g}</b> of {stands.max_score} points so "
        f"far. <code>check.progress()</code> says more.</span>"
    )
    inside = f"<div style='flex: 1 1 200px; max-width: 360px'>{_bar(stands)}</div>{said}"
    style = "display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: center; margin: 2px 0 6px"
    return Shown(text, f"<div style='{style}'>{inside}</div>")


# --- sentences ------------------------------------------------------------------------------------


def points(what: Standing | Notebook) -> str:
    """The points of something, such as "34 of 100 points"."""
    return f"{what.score:g} of {what.max_score} points"


def label(check: Check) -> str:
    """A check in few characters: "layers 8", or "weights 4.5 of 6" where it earns a share."""
    share = f"{check.score:g} of " if check.state == "partly" else ""
    return f"{check.part.name} {share}{check.part.points}"


def next_step(stands: Standing) -> str:
    """A sentence or two: what to do next."""
    check = stands.next
    if check is None:
        missing = any(notebook.missing for notebook in stands.notebooks)
        which = "Every check whose notebook is here" if missing else "Every check"
        return f"{which} passes its visible cases. Hand in your work."
    notebook, part = f"{check.exercise.notebook}.ipynb", check.part
    call = f"`check.{check.exercise.name}.{part.name}({as_written(part.function)})`"
    worth = f"{part.points} points"
    if check.verdict is not None and check.verdict.findings:
        return f"Next, {part.title} in {notebook}: {check.verdict.findings[0].message}"
    if check.state == "changed":
        return (
            f"Next, {part.title} in {notebook}: {part.function}, or a function that it calls, "
            f"has changed since its check. Run {call} again and save the notebook ({worth})."
        )
    return f"Next, {part.title} in {notebook}: run {call} and save the notebook ({worth})."


def as_written(name: str) -> str:
    """A function's name as it is; that of a file between quotes."""
    return name if name.isidentifier() else f'"{name}"'


def measured(stands: Standing) -> list[str]:
    """A sentence on each file that was measured: what it reaches, and what that would earn."""
    return [
        f"{check.part.function} as it lies here: {check.verdict.comparison.title}, which would "
        f"earn {check.score:g} of {check.part.points} points."
        for notebook in stands.notebooks
        for check in notebook.checks
        if check.part.opens and check.verdict and check.verdict.comparison
    ]


def as_text(stands: Standing) -> str:
    """The table in plain text, for screen readers and where there is no HTML."""
    lines = [f"Where you stand, {stands.assignment}: {points(stands)}", ""]
    for notebook in stands.notebooks:
        checks = notebook.missing or ", ".join(map(_in_one_piece, notebook.checks))
        lines += wrapped(f"{notebook.name}: {notebook.score:g} of {notebook.max_score}  {checks}")
    for sentence in [*measured(stands), next_step(stands), NOTE]:
        lines += ["", *wrapped(sentence)]
    return "\n".join(lines)


def _in_one_piece(check: Check) -> str:
    """A check with its sign, between whose words no line ends."""
    return f"{STATE_SIGN[check.state]} {label(check)}".replace(" ", "\N{NO-BREAK SPACE}")


# --- HTML -----------------------------------------------------------------------------------------


def as_html(stands: Standing) -> str:
    """The table as a fragment of HTML."""
    head = (
        "<div style='display: flex; justify-content: space-between; gap: 12px'>"
        f"<b>Where you stand: {html.escape(stands.assignment)}</b>"
        f"<span><b>{stands.score:g}</b> of {stands.max_score} points</span></div>"
    )
    rows = "".join(map(_row, stands.notebooks))
    table = (
        "<div role='group' aria-label='Your checks' tabindex='0' style='overflow-x: auto'>"
        "<table style='table-layout: auto; border-collapse: collapse; width: 100%; "
        "margin: 8px 0; font-size: inherit'>"
        f"<tbody>{rows}</tbody></table></div>"
    )
    says = "".join(
        f"<p style='margin: 6px 0'>{prose(sentence)}</p>"
        for sentence in [*measured(stands), next_step(stands)]
    )
    note = f"<p style='margin: 6px 0 0; font-size: 12px'>{html.escape(NOTE)}</p>"
    return _frame(f"{head}{_bar(stands)}{table}{says}{note}")


def _frame(inside: str) -> str:
    return (
        "<div style='border: 1px solid var(--jp-border-color1, #bdbdbd); border-radius: 6px; "
        "padding: 10px 14px; margin: 4px 0; max-width: 760px; line-height: 1.5; "
        f"box-sizing: border-box'>{inside}</div>"
    )


def _bar(stands: Standing) -> str:
    """A segment for each notebook, as long as its points, filled as far as they are earned."""
    segments = "".join(map(_segment, stands.notebooks))
    return (
        f"<div role='img' aria-label='{points(stands)}' style='display: flex; gap: 2px; "
        f"height: 8px; margin: 4px 0'>{segments}</div>"
    )


def _segment(notebook: Notebook) -> str:
    filled = 100 * notebook.score / notebook.max_score
    return (
        f"<span title='{html.escape(notebook.name)}: {points(notebook)}' style='flex: "
        f"{notebook.max_score}; border-radius: 2px; background: linear-gradient(to right, "
        f"{STRIPE['passed']} {filled:.1f}%, {_TRACK} {filled:.1f}%)'></span>"
    )


def _row(notebook: Notebook) -> str:
    cell = "padding: 3px 8px 3px 0; text-align: left; vertical-align: top; background: none"
    name = html.escape(notebook.name)
    if notebook.missing:
        checks = f"<i>{notebook.missing}</i>"
    else:
        name = f"<a href='{name}.ipynb'>{name}</a>"
        checks = " ".join(map(_chip, notebook.checks))
    score = f"{notebook.score:g} of {notebook.max_score}"
    return (
        "<tr style='background: none'>"
        f"<th scope='row' style='{cell}; font-weight: normal; white-space: nowrap'>{name}</th>"
        f"<td style='{cell}; width: 100%'>{checks}</td>"
        f"<td style='{cell}; padding-right: 0; text-align: right; white-space: nowrap'>{score}</td>"
        "</tr>"
    )


def _chip(check: Check) -> str:
    sign = f"<span role='img' aria-label='{check.state}:'>{STATE_SIGN[check.state]}</span>"
    return (
        f"<span title='{html.escape(check.part.title)}: {check.state}' style='display: "
        "inline-block; white-space: nowrap; padding: 0 7px; margin: 1px 0; border-radius: 9px; "
        f"border: 1px solid {_COLOUR[check.state]}'>{sign} {html.escape(label(check))}</span>"
    )
