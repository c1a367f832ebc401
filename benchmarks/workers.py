"""What one more worker of ``grader autograde`` costs in memory: all of them share a warm parent.

Run `python benchmarks/workers.py`; each worker grades two notebooks, on however few cores.
"""

import argparse
import tempfile
import time
from pathlib import Path

import psutil
from autograde import CLASS_SEED, MIB, _memory, _ours
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from grader.commands.rehearsal import chosen_exercises, draw_class, hand_in, lay_out_course

NOTEBOOK = "1_conv_block"
SAMPLE_SECONDS = 0.5
ZYGOTE = "grader.kernel.zygote"


def main() -> None:
    """Grade with more and more workers, and say what all processes together hold at the most."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--workers", type=int, nargs="*", default=[2, 8, 16])
    table = Table(title="Memory of a run", box=SIMPLE)
    for column in ("workers", "time", "memory", "warm parents"):
        table.add_column(column, justify="right")
    for n_workers in parser.parse_args().workers:
        with tempfile.TemporaryDirectory() as folder:
            table.add_row(*_measured(Path(folder), n_workers))
    Console().print(table)


def _measured(folder: Path, n_workers: int) -> tuple[str, ...]:
    wanted = chosen_exercises([NOTEBOOK])
    lay_out_course(folder, wanted)
    for student in draw_class(wanted, 2 * n_workers, CLASS_SEED):
        hand_in(folder, student)
    began, memory, parents = time.perf_counter(), 0, set[int]()
    with open(folder / "log.txt", "wb") as log:
        process = psutil.Popen(_ours(n_workers, []), cwd=folder, stdout=log, stderr=log)
        while process.poll() is None:
            memory = max(memory, _memory(process.pid))
            parents |= _warm_parents(process)
            time.sleep(SAMPLE_SECONDS)
    seconds = time.perf_counter() - began
    return str(n_workers), f"{seconds:.0f} s", f"{memory / MIB:.0f} MB", str(len(parents))


def _warm_parents(process: psutil.Popen) -> set[int]:
    """The outermost bubblewraps; inside each of them TensorFlow is imported once."""
    try:
        below = process.children(recursive=True)
        wraps = [one for one in below if one.name() == "bwrap" and ZYGOTE in one.cmdline()]
        pids = {one.pid for one in wraps}
        return {one.pid for one in wraps if one.ppid() not in pids}
    except psutil.NoSuchProcess:
        return set()


if __name__ == "__main__":
    main()
