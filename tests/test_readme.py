"""The README and CONTRIBUTING.md: what they show is what the commands print."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from generator.facts import as_page
from generator.openapi.document import read_document
from tests.generator.docs.page_projection import projected
from tests.generator.docs.render_pages import render

ROOT = Path(__file__).parents[1]
DOCUMENTS = Path(__file__).parent / "generator" / "docs" / "documents" / "one_operation"
TEXT = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))


def block(language, containing):
    """The fenced block of a language that contains a text, in the README or in CONTRIBUTING.md."""
    fences = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", TEXT, re.DOTALL | re.MULTILINE)
    margin, text = next((margin, text) for margin, text in fences if containing in text)
    return re.sub(rf"^{margin}", "", text, flags=re.MULTILINE)


def test_quickstart_output():
    """The output shown is what the quickstart's tour prints, but for the port."""
    ran = subprocess.run(
        [sys.executable, "-m", "numberwire.sandbox.tour"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    shown = block("text", "a stand-in for both APIs")
    assert [re.sub(r":\d+$", ":PORT", text, flags=re.MULTILINE) for text in (ran.stdout, shown)] == [
        re.sub(r":\d+$", ":PORT", shown, flags=re.MULTILINE)
    ] * 2


def changed_page():
    """A page as it is recorded in documents of its own, but for a new field and a deprecation."""
    recorded = read_document(DOCUMENTS / "sources" / "signalwire.yaml").data["pages"]["update-reference"]
    page = as_page(recorded).with_operation_names({"update_phone_number": "Phone Numbers: update"})
    (operation,) = page.operations.values()
    request = {
        **operation.fields("request"),
        "call_recording_url": {"type": "string", "required": False},
        "call_verto_resource": {**operation.fields("request")["call_verto_resource"], "deprecated": True},
    }
    parts = {part: request if part == "request" else fields for part, fields in operation.parts.items()}
    changed = replace(page, operations={operation.name: replace(operation, parts=parts)})
    return render(projected(changed, "glued"), "glued")


@pytest.fixture(scope="module")
def maintained(tmp_path_factory):
    """A copy of what the maintainers' tool reads and writes, with a changed page in it."""
    copy = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "generator", copy / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(DOCUMENTS, copy / "spec")
    (copy / "update.txt").write_text(changed_page(), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("verb", "shown", "code"),
    [("check", "docs accept applies it", 1), ("accept", "new field call_recording_url", 0)],
)
def test_docs_output(maintained, verb, shown, code):
    """What they show of a changed page is what the commands print, but for line numbers."""
    ran = subprocess.run(
        [sys.executable, "-m", "generator", "docs", verb, "update.txt"],
        cwd=maintained,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    unnumbered = [re.sub(r"yaml:\d+", "yaml:LINE", text) for text in (ran.stdout, block("text", shown))]
    assert unnumbered[0] == unnumbered[1]


def test_ci_runs_the_readme_command():
    """CI runs the tests by the README's own command."""
    command = block("console", "nox -s tests").strip().removeprefix("$ ")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command in script
