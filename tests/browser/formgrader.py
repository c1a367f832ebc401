"""nbgrader's formgrader, as an instructor has it in a browser."""

from pathlib import Path

from lab import LONG, picture
from playwright.sync_api import Locator, Page, expect


class Formgrader:
    """Formgrader of the JupyterLab server at an address, for a course's folder."""

    def __init__(self, page: Page, address: str, course: Path) -> None:
        self.page = page
        self.course = course
        self._address = f"{address}/formgrader"

    def open(self, place: str) -> None:
        """Go to one of its pages and wait for its table."""
        self.page.goto(f"{self._address}/{place}")
        expect(self.page.get_by_text("Loading, please wait")).to_have_count(0, timeout=LONG)

    def row(self, name: str) -> Locator:
        """The row of its table that begins with this name."""
        return self.page.locator("#main-table tr").filter(has_text=name)

    def press(self, name: str, button: str, shot: str) -> str:
        """Press a button in a row; what formgrader then says."""
        self.row(name).locator(f".{button} a").click()
        dialog = self.page.get_by_role("dialog")
        dialog.locator(".modal-title").wait_for(timeout=LONG)
        self.page.wait_for_timeout(500)  # it fades in
        picture(self.page, shot)
        return dialog.locator(".modal-body p").inner_text()
