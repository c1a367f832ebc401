"""A page of the browser, as large as a laptop's screen."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent))
from lab import LAPTOP, resize


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """A page as large as a laptop's screen."""
    page = browser.new_page()
    resize(page, LAPTOP)
    return page
