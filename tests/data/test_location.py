"""Where data lies."""

from pathlib import Path

from data import location
from data.location import data_directory


def test_the_variable_names_the_folder(monkeypatch, tmp_path):
    """A shared machine keeps data outside of the course."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert tmp_path == data_directory()


def test_the_cache_is_the_default(monkeypatch):
    """Without settings everything stays inside the course."""
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    assert Path(location.__file__).parent / "cache" == data_directory()
