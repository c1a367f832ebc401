"""Judge a part whose work is a file: as it was handed in, whatever the notebook does with it.

The file is read, and what is made of its numbers is computed, behind walls in processes where
nothing of the student's own runs.
"""

from typing import Any

from grader.checks.exercise import Exercise, Part, RunErrand, StudentFunction, Verdict
from grader.errands import Unusable
from grader.grading.options import Options
from grader.grading.submission import Submission
from grader.judging.verdicts import absent, evidence_of_file, reach_verdict
from grader.kernel.limits import GIB, MIB, Limits
from grader.sandbox import errand

# Reading a file that means well takes a second. A network takes two CPU seconds, on a busy
# machine half a minute.
LIMITS = {
    "read_weights": Limits(cell_seconds=60, memory=GIB, written=192 * MIB, output=256 * MIB),
    "segment": Limits(cell_seconds=300, memory=2 * GIB, written=192 * MIB, output=8 * MIB),
}
_READS_THE_FILE = {"read_weights"}


def judge_file(
    exercise: Exercise, part: Part, submission: Submission, seed: int, options: Options
) -> Verdict:
    """The verdict on the file that ``part`` asks for.

    Raises:
        NoWalls: this computer cannot build the walls.
        ErrandFailed: the engine did not come to an answer; that is no fault of the student's.
    """
    evidence = evidence_of_file(exercise, part, _opened(part, submission, options), seed)
    return reach_verdict(exercise, part, evidence, seed)


def _opened(part: Part, submission: Submission, options: Options) -> StudentFunction:
    assert part.opens is not None
    reason = submission.left_out.get(part.function)
    if reason is not None:
        return _unusable(f"was left out: {reason}")
    content = submission.files.get(part.function)
    return absent if content is None else part.opens(content, behind_walls(options))


def _unusable(reason: str) -> StudentFunction:
    def raise_reason(*_: Any) -> Any:
        raise Unusable(reason)

    return raise_reason


def behind_walls(options: Options) -> RunErrand:
    """What runs a task in a fresh process behind the walls; ``Unusable`` when it refuses.

    A task that takes too much is refused as well where that can only be the file's fault.
    """

    def run(task: str, payload: bytes) -> bytes:
        try:
            return errand.run(task, payload, LIMITS[task], options.walls)
        except errand.Refused as refusal:
            raise Unusable(refusal.reason) from refusal
        except errand.ErrandFailed as failure:
            if task not in _READS_THE_FILE:
                raise
            raise Unusable(f"could not be read. {failure}") from failure

    return run
