"""A house to drift in: a copy of two documents, whose record of pages a test chooses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.docs.compare.match import match_operations
from generator.docs.compare.page_checks import CheckResult, check_pages
from generator.docs.pages.capture import capture_file
from generator.docs.pages.page_reader import Reading, read_page
from generator.facts import as_data
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from tests.yaml_files import load_yaml

ROOT = Path(__file__).parents[1] / "documents" / "phone_numbers"
LOOKALIKES = Path(__file__).parents[1] / "lookalikes"


class House:
    """A copy of spec/."""

    def __init__(self, folder: Path) -> None:
        """Copy what a check reads."""
        self.folder = folder
        shutil.copytree(ROOT / "spec", folder / "spec")

    def subject(self, api: str = "signalwire") -> Subject:
        """The document of an API."""
        return Subject(read_document(self.folder / "spec" / f"{api}.yaml"))

    def forget(self, api: str = "signalwire") -> None:
        """Drop the record of every page that was read; what was noted by hand stays."""
        self._write(api, {name: page for name, page in self._pages(api).items() if "layout" not in page})

    def record(self, name: str, reading: Reading, api: str = "signalwire") -> None:
        """Record a page under an id."""
        data = as_data(match_operations(reading.page, self.subject(api)))
        self._write(api, {**self._pages(api), name: data})

    def review(self, *sources: Path, named: str | None = None) -> CheckResult:
        """Check pages against both documents."""
        subjects = [self.subject("signalwire"), self.subject("routing")]
        return check_pages(
            [str(source) for source in sources], subjects, lambda name, _: capture_file(Path(name)), named
        )

    def _path(self, api: str) -> Path:
        return self.folder / "spec" / "sources" / f"{api}.yaml"

    def _pages(self, api: str):
        return load_yaml(self._path(api))["pages"]

    def _write(self, api: str, pages) -> None:
        self._path(api).write_text(json.dumps({"pages": pages}, indent=1), encoding="utf-8")  # JSON is YAML


@pytest.fixture
def house(tmp_path):
    """A copy of documents of the tests' own."""
    return House(tmp_path)


@pytest.fixture
def lookalike():
    """Gives the path of a page that looks like the documentation's, by its layout."""
    return lambda layout: LOOKALIKES / f"{layout}.txt"


@pytest.fixture
def reading(lookalike):
    """Gives such a page as read."""
    return lambda layout: read_page(capture_file(lookalike(layout)))
