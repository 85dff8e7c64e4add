"""The large documents are as large as they say, nothing that they refer to is missing; what generates them is found."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.documents import document
from tests.benchmarks.runner import SCRIPTS

ROOT = Path(__file__).parents[2]
VERBS = {"get", "post", "put", "delete"}


def references(value):
    """Every reference in a document."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from [one] if key == "$ref" else references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


@pytest.mark.parametrize("times", [1, 2])
def test_size(times):
    """A document has so many times 250 operations, each with an id of its own, and 900 schemas."""
    made = document(times)
    operations = [item[verb] for item in made["paths"].values() for verb in item if verb in VERBS]
    assert (len(operations), len(made["components"]["schemas"])) == (250 * times, 900 * times)
    assert len({operation["operationId"] for operation in operations}) == 250 * times


def test_references():
    """Every schema but the pages' own is referred to, and every reference leads to a schema."""
    made = document(1)
    names = set(made["components"]["schemas"])
    assert {reference.removeprefix("#/components/schemas/") for reference in references(made)} == names


@pytest.mark.parametrize(("script", "target"), [("project", "project"), ("document", "document.json")])
def test_scripts(script, target, tmp_path):
    """The scripts that generate find the generator of the copy that they are given."""
    (tmp_path / "project").symlink_to(ROOT, target_is_directory=True)
    command = [sys.executable, "-I", SCRIPTS / "generate" / f"{script}.py", "0", tmp_path / target]
    assert subprocess.run(command, check=False, capture_output=True, text=True).stderr == ""
