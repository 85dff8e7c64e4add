"""The verb `docs draft`: from a page to the spec of a new API, and to a call, as CONTRIBUTING shows it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main
from generator.openapi.document import read_document
from generator.rules import check_file

ROOT = Path(__file__).parents[4]
SECTION = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A new API")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
(_, PAGE), (_, CONSOLE), (_, MODULE), (_, CALL), (_, ANSWER) = BLOCKS
DOCUMENT = """\
openapi: 3.0.3
info: {title: Haulage, version: '1'}
servers: [{url: 'https://haulage.example/v2'}]
paths:
  /trucks:
    get:
      operationId: list
      parameters: [{name: depot, in: query, schema: {type: string, enum: [north, south]}}]
      responses:
        '200': {content: {application/json: {schema: {type: object, properties: {data: {type: array, items:
          {$ref: '#/components/schemas/Truck'}}}}}}}
        '404': {content: {application/json: {schema: {type: object, properties: {error: {type: string}}}}}}
  /trucks/{id}:
    delete: {operationId: scrapTruck, parameters: [{name: id, in: path, required: true, schema: {type: string}}],
      responses: {'204': {description: Gone.}}}
components:
  securitySchemes: {account: {type: http, scheme: basic}}
  schemas: {Truck: {type: object, properties: {id: {type: string}, axles: {type: integer}}}}
"""


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    """A project without any API, as the current folder, on a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("generator.verbs.docs.draft.ROOT", tmp_path)
    (tmp_path / "spec" / "sources").mkdir(parents=True)
    (tmp_path / "truck.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "haulage.yaml").write_text(DOCUMENT, encoding="utf-8")
    return tmp_path


def run(*words):
    """The exit code of a draft."""
    return main(["docs", "draft", *words])


def test_contributing_leads_from_a_page_to_a_call(project, capsys):
    """What CONTRIBUTING shows is what comes: the draft, the package, the module and the answer."""
    command, _, output = CONSOLE.partition("\n")
    words = command.partition(" draft ")[2].split()
    assert run(*words) == 0
    assert capsys.readouterr().out == output
    generate = [sys.executable, "-m", "generator", "generate", "--strict", "--out", str(project), "--spec"]
    subprocess.run(
        [*generate, str(project / "spec" / "haulage.yaml")], cwd=ROOT, check=True, capture_output=True
    )
    (project / "client.py").write_text(MODULE.replace("numberwire_api.haulage", "haulage"), encoding="utf-8")
    (project / "call.py").write_text(CALL.replace("numberwire.haulage", "client"), encoding="utf-8")
    called = subprocess.run([sys.executable, "call.py"], check=True, capture_output=True, text=True)
    assert called.stdout == ANSWER


def test_a_draft_passes_the_rules(project):
    """Nothing is wrong with the spec and its sources; what is not known yet says so."""
    assert run("--api", "haulage", "truck.txt") == 0
    spec = project / "spec" / "haulage.yaml"
    assert list(check_file(spec)) == []
    data = read_document(spec).data
    put = data["paths"]["/v2/trucks/{id}"]["put"]
    assert (put["operationId"], put["tags"], list(put["responses"])) == (
        "paint_truck",
        ["trucks"],
        ["200", "401", "422"],
    )
    assert data["security"] == [{"bearer": []}]
    assert "still to be described" in put["description"]
    sources = read_document(project / "spec" / "sources" / "haulage.yaml").data
    assert list(sources["pages"]) == ["paint-a-truck"]


def test_an_api_is_drafted_from_its_document(project):
    """Operations without a verb and a noun are named by method and path; answers of errors are shared."""
    assert run("--api", "haulage", "haulage.yaml") == 0
    spec = project / "spec" / "haulage.yaml"
    assert list(check_file(spec)) == []
    data = read_document(spec).data
    operations = {
        operation["operationId"]: (method, path, list(operation["responses"]))
        for path, item in data["paths"].items()
        for method, operation in item.items()
    }
    assert operations == {
        "list_trucks": ("get", "/v2/trucks", ["200", "404"]),
        "scrap_truck": ("delete", "/v2/trucks/{id}", ["204", "404"]),
    }
    assert data["components"]["responses"]["NotFound"]["content"]
    assert data["security"] == [{"basic": []}]


def test_a_dry_run_writes_nothing(project, capsys):
    """The report is the same, in the conditional."""
    assert run("--api", "haulage", "truck.txt", "--dry-run") == 0
    assert "spec/haulage.yaml and spec/sources/haulage.yaml would be written" in capsys.readouterr().out
    assert [path.name for path in (project / "spec").rglob("*.yaml")] == []


def test_a_program_gets_plain_data(project, capsys):
    """Files, operations and what is left are one JSON document."""
    assert run("--api", "haulage", "truck.txt", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "api": "haulage",
        "files": ["spec/haulage.yaml", "spec/sources/haulage.yaml"],
        "operations": ["paint_truck"],
        "left": [],
        "findings": [],
        "gaps": [],
    }


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--api", "Haulage", "truck.txt"], 1, "Haulage can't name a package"),
        (["--api", "taken", "truck.txt"], 1, "spec/taken.yaml is there already"),
        (["--api", "haulage", "client.txt"], 1, "no page states the method and the path of an operation"),
        (["--api", "haulage", "gone.txt", "truck.txt"], 2, "gone.txt: not read: the file does not exist."),
    ],
)
def test_what_can_not_be_drafted_is_refused(words, code, message, project, capsys):
    """The reason says what to do, and nothing is written."""
    (project / "spec" / "taken.yaml").write_text("openapi: 3.1.0\n", encoding="utf-8")
    (project / "client.txt").write_text(
        PAGE.replace("PUT https://haulage.example/v2/trucks/{id}\n", ""), encoding="utf-8"
    )
    assert run(*words) == code
    assert message in capsys.readouterr().out
    assert sorted(path.name for path in (project / "spec").rglob("*.yaml")) == ["taken.yaml"]
