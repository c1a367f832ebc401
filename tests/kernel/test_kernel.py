"""A kernel of the warm parent does what a kernel should."""

import asyncio
import os
import signal
import threading
import time

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat.v4 import new_code_cell, new_notebook

from grader.checks.brief import Brief
from grader.checks.exercise import Case
from grader.sandbox import host, warm

pytestmark = pytest.mark.slow


def test_runs_cells_one_after_the_other(kernel):
    assert kernel.run("a = 6") == kernel.run("a += 1")
    assert kernel.run("print(a)").text == "7"


def test_says_what_error_a_cell_raised(kernel):
    got = kernel.run("1 / 0")
    assert (got.error, got.message) == ("ZeroDivisionError", "division by zero")


def test_trains_a_model(kernel):
    got = kernel.run("""
import keras, numpy as np
inputs = keras.Input((8, 8, 3))
model = keras.Model(inputs, keras.layers.Conv2D(2, 3, padding="same")(inputs))
model.compile("adam", "mse")
history = model.fit(np.ones((8, 8, 8, 3)), np.ones((8, 8, 8, 2)), verbose=0)
print(sorted(history.history))
""")
    assert got.text == "['loss']"


def test_shows_figures_as_a_notebook_does(kernel):
    shown = []
    kernel.client.execute_interactive(
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
        output_hook=lambda message: shown.extend(message["content"].get("data", ())),
        timeout=60,
    )
    assert "image/png" in shown


def test_gets_the_files_it_is_given(start_kernel):
    kernel = start_kernel(files={"a.txt": b"one", "deeper/b.bin": bytes(range(256))})
    got = kernel.run("""
from pathlib import Path
print(Path("a.txt").read_text(), len(Path("deeper/b.bin").read_bytes()), Path.cwd().name)
""")
    assert got.text == "one 256 work"


def test_a_students_file_replaces_no_library(start_kernel):
    kernel = start_kernel(files={"keras.py": b"x = 1", "random.py": b"x = 1", "mine.py": b"x = 7"})
    got = kernel.run("""
import keras, mine, random, sys
print(hasattr(keras, "x"), hasattr(random, "x"), mine.x, "" in sys.path)
""")
    assert got.text == "False False 7 False"


def test_is_given_its_brief(start_kernel):
    brief = Brief("run-1", {"conv_block": {"default": (Case("conv_block(inputs)"),)}})
    kernel = start_kernel(brief=brief.as_json())
    got = kernel.run("from grader.checks import brief; print(brief.current().run)")
    assert got.text == "run-1"


def test_has_no_history_and_no_arguments_of_the_warm_parent(kernel):
    got = kernel.run("import sys; print(sys.argv, In, get_ipython().history_manager.enabled)")
    assert got.text.startswith("['kernel'] ['', 'import sys;")
    assert got.text.endswith("False")


def test_two_kernels_draw_different_random_numbers(start_kernel):
    code = "import random, numpy as np; print(random.random(), np.random.random())"
    assert start_kernel().run(code).text != start_kernel().run(code).text


def test_interrupt_stops_a_loop_in_time(kernel):
    def interrupt():
        asyncio.run(kernel.provisioner.send_signal(signal.SIGINT))

    threading.Timer(1.0, interrupt).start()
    began = time.monotonic()
    got = kernel.run("while True: pass")
    assert got.error == "KeyboardInterrupt"
    assert time.monotonic() - began < 5
    assert kernel.run("print('goes on')").text == "goes on"


def test_restarts_where_its_clients_know_it(kernel):
    kernel.run("a = 1")
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=60)
    assert kernel.run("a").error == "NameError"


def test_tells_what_it_used(kernel):
    kernel.run("x = sum(i * i for i in range(3_000_000)); b = bytearray(200 * 2**20)")
    time.sleep(0.5)
    kernel.manager.shutdown_kernel()
    usage = kernel.provisioner.usage()
    assert usage.ended == ""
    assert 0.1 < usage.cpu_seconds < 10
    assert 200 * 2**20 < usage.peak_memory < 500 * 2**20


def test_imports_nothing_heavy_at_its_start(kernel):
    """What a kernel imports in its fork every kernel pays for: add it to inside.MODULES."""
    got = kernel.run("""
import sys
from grader.kernel import inside
names = list(sys.modules)
print(*names[1 + max(map(names.index, inside.MODULES)):])
""")
    assert got.text.split() == ["IPython.core.logger"]


def test_nbclient_needs_only_the_kernels_name(jupyter_path, tmp_path):
    notebook = new_notebook(cells=[new_code_cell("print(6 * 7)")])
    client = NotebookClient(
        notebook,
        kernel_name="sandboxed-python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    client.execute()
    assert notebook.cells[0].outputs[0].text == "42\n"


def test_nbconvert_sees_the_files_beside_the_notebook(jupyter_path, tmp_path):
    (tmp_path / "beside.txt").write_text("here")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    notebook = new_notebook(cells=[new_code_cell("import os; print(sorted(os.listdir()))")])
    ExecutePreprocessor(kernel_name="sandboxed-python3").preprocess(
        notebook, {"metadata": {"path": str(tmp_path)}}
    )
    assert notebook.cells[0].outputs[0].text == "['beside.txt']\n"
    assert nbformat.validate(notebook) is None


def test_works_with_the_asynchronous_manager(jupyter_path):
    async def talk():
        manager = AsyncKernelManager(kernel_name="sandboxed-python3")
        await manager.start_kernel(files={})
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        reply = await client.execute_interactive("1 + 1", timeout=60)
        client.stop_channels()
        await manager.shutdown_kernel()
        return reply["content"]["status"], manager.provisioner.usage().ended

    assert asyncio.run(talk()) == ("ok", "")


def test_the_next_kernel_gets_a_new_warm_parent_when_it_died(start_kernel):
    first = start_kernel()
    dead = warm.parent(host.Configuration("namespaces"))
    os.kill(dead.pid, signal.SIGKILL)
    first.wait_for_end()
    assert first.provisioner.usage().ended == "killed"
    assert start_kernel().run("print('new')").text == "new"
    assert warm.parent(host.Configuration("namespaces")) is not dead


def test_without_walls_it_runs_and_warns(jupyter_path, start_kernel, caplog):
    kernel = start_kernel(walls="none", files={"a.txt": b"one"})
    assert kernel.run("print(open('a.txt').read())").text == "one"
    assert "walls: none" in caplog.text
    assert kernel.ends("import os; os._exit(3)").ended == "exit 3"
