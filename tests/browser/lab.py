"""A JupyterLab server of a test's own, and JupyterLab's page as someone sees it who works there."""

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import nbformat
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode
from playwright.sync_api import Locator, Page, expect

from grader.course import ROOT

PICTURES = ROOT / "build" / "screenshots"
LAPTOP = (1366, 768)
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
LONG = 150_000  # milliseconds that a step may take on a machine busy otherwise
MISTAKEN = """\
def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    filters = {"kernel_size": 3, "padding": "same", "kernel_initializer": "he_normal"}
    x = keras.layers.Conv2D(n_filters, activation="tanh", **filters)(inputs)
    x = keras.layers.Conv2D(n_filters, activation="relu", **filters)(x)
    if dropout_prob > 0:
        x = keras.layers.Dropout(dropout_prob)(x)
    return (keras.layers.MaxPooling2D(2)(x) if max_pooling else x), x"""
SENTENCE = (
    "Row 2: Conv2D has activation tanh, expected relu. Pass activation='relu' to the first Conv2D."
)
_SETTINGS = {
    # Cells are in the page whether or not they are in sight.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


@contextmanager
def jupyter_lab(folder: Path, home: Path) -> Iterator[str]:
    """JupyterLab in a folder as ``make lab`` starts it, but a ``home`` of its own; its address.

    Nothing of the user's, neither settings nor open tabs, gets in.
    """
    for name, value in _SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    own = [f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*command, *own, "--expose-app-in-browser"],
            cwd=folder,
            env=_environment(home),
            stdout=log,
            stderr=log,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/api/status", server)
            yield address
        finally:
            _stop(server)


@contextmanager
def open_in_lab(page: Page, folder: Path, cells: list[NotebookNode]) -> Iterator["NotebookPage"]:
    """A notebook of these cells, open in a JupyterLab of its own; both lie in an empty folder."""
    path = folder / "work" / "notebook.ipynb"
    path.parent.mkdir()
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    with jupyter_lab(path.parent, folder / "home") as address:
        yield NotebookPage(page, address, path)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stop it; Jupyter's own stop can wait for ever for a kernel that has only just started."""
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _environment(home: Path) -> dict[str, str]:
    scripts = [sysconfig.get_path("scripts"), os.environ["PATH"]]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    return kept | {
        "PATH": os.pathsep.join(scripts),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_CONFIG_PATH": str(ROOT / "jupyter"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "COURSE_SHORT": "1",
    }


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended with {server.returncode} before it answered")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)


def picture(page: Page, name: str) -> None:
    """Keep what the browser shows as ``build/screenshots/NAME.png``."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def resize(page: Page, size: tuple[int, int]) -> None:
    """Make the window so many pixels wide and high."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def barriers(page: Page, place: str) -> list[str]:
    """What axe finds in the elements that the CSS selector names: rule, impact, element."""
    found = Axe().run(page, context=place).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['html']}"
        for rule in found
        for node in rule["nodes"]
    ]


class NotebookPage:
    """A notebook open in JupyterLab. Cells are found by their id in the file."""

    def __init__(self, page: Page, address: str, path: Path, folder: str = "") -> None:
        """Open it in a folder of the server at the address; ``path`` has the same cells."""
        self.page = page
        self._opened = (page, address, path, folder)
        self._ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
        place = "/".join(filter(None, [address, "lab/tree", folder, path.name]))
        page.goto(place, wait_until="domcontentloaded")
        self.cells = page.locator(".jp-Notebook-cell")
        expect(self.cells).to_have_count(len(self._ids), timeout=LONG)
        page.locator(".jp-Notebook-cell:focus").wait_for(timeout=LONG)
        page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=LONG)

    def opened_again(self) -> "NotebookPage":
        """The notebook as it is now, saved and opened without the kernel that it had."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        self.page.evaluate("() => jupyterapp.serviceManager.sessions.shutdownAll()")
        return NotebookPage(*self._opened)

    def place(self, cell: str) -> int:
        """How many cells stand above this one."""
        return self._ids.index(cell)

    def output(self, cell: str) -> Locator:
        """What the cell shows below its source."""
        return self.cells.nth(self.place(cell)).locator(".jp-OutputArea")

    @property
    def active(self) -> str:
        """The id of the cell that keys go to."""
        number = self.page.evaluate("""() => [...document.querySelectorAll(".jp-Notebook-cell")]
            .indexOf(document.activeElement.closest(".jp-Notebook-cell"))""")
        return self._ids[number] if number >= 0 else ""

    def press(self, key: str, times: int = 1) -> None:
        """Press a key, wherever the focus is."""
        for _ in range(times):
            self.page.keyboard.press(key)

    def go_to(self, cell: str) -> None:
        """With the arrow keys, in command mode."""
        steps = self.place(cell) - self.place(self.active)
        self.press("ArrowDown" if steps > 0 else "ArrowUp", abs(steps))

    def write(self, cell: str, source: str) -> None:
        """Replace the cell's source, by keyboard."""
        self.go_to(cell)
        self.press("Enter")
        self.press("Control+a")
        self.page.keyboard.insert_text(source)

    def wait_for(self, cell: str, text: str) -> str:
        """Wait until the cell's output holds ``text``; all that it shows then."""
        self.output(cell).get_by_text(text).first.wait_for(timeout=LONG)
        self._wait_until_idle()
        return self.output(cell).inner_text()

    def wait_until_run(self, cell: str) -> None:
        """Wait until the cell has run, and all others that wait."""
        prompt = self.cells.nth(self.place(cell)).locator(".jp-InputPrompt")
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=LONG)
        self._wait_until_idle()

    def run_all(self) -> None:
        """Run every cell, from the menu."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.wait_until_run(self._ids[-1])

    def _wait_until_idle(self) -> None:
        waiting = self.page.locator(".jp-InputPrompt").get_by_text("*")
        expect(waiting).to_have_count(0, timeout=LONG)

    def choose_theme(self, name: str) -> None:
        """Change the colours of all JupyterLab."""
        self.page.evaluate(
            "n => jupyterapp.commands.execute('apputils:change-theme', {theme: n})", name
        )
        self.page.locator(f"body[data-jp-theme-name='{name}']").wait_for(state="attached")
