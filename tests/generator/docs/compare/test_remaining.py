"""What is still to be done: open entries until the spec settles them, descriptions, and routes of the sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.docs.compare.changes import Change, ChangeKind, promises_more
from generator.docs.compare.remaining import contradictions, open_tasks, tasks
from generator.openapi.document import read_document
from generator.openapi.view import Subject

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: list_pets
      description: Lists pets.
      responses:
        '200':
          description: Pets; what they are is still to be described.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      description: A pet.
      properties:
        name: {type: string, description: Its name., x-sources: [guide]}
"""
SOURCES = """\
pages:
  guide:
    title: Pets
    layout: stacked
    operations:
      list_pets: {response: {name: {type: string}, age: {type: integer}}}
open:
  - {page: guide, kind: field-added, operation: list_pets, part: response, field: age, advice: Add it.}
"""


@pytest.fixture
def pets(tmp_path):
    """Gives the small API with some lines replaced, in a folder of its own."""

    def make(*replacements: tuple[str, str], sources: str = SOURCES) -> Subject:
        text = SPEC
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "spec" / "sources").mkdir(parents=True, exist_ok=True)
        (tmp_path / "spec" / "pets.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "spec" / "sources" / "pets.yaml").write_text(sources, encoding="utf-8")
        return Subject(read_document(tmp_path / "spec" / "pets.yaml"))

    return make


def test_an_open_entry_is_told_until_it_is_settled(pets):
    """It stands while the page states it and the spec lacks it."""
    (task,) = open_tasks(pets())
    assert (task.page, task.change.field, task.words) == ("guide", "age", "Add it.")
    assert open_tasks(pets(("        name: {", "        age: {type: integer}\n        name: {"))) == []


def test_an_open_entry_is_settled_by_a_disagreement(pets):
    """A schema may say that it leaves a field out, and why."""
    reason = "x-disagreement: {omits: [age], pages: {guide: has age}, resolution: Without., why: Unused.}"
    assert (
        open_tasks(pets(("      description: A pet.\n", f"      description: A pet.\n      {reason}\n")))
        == []
    )


def test_an_open_entry_goes_with_what_the_page_says(pets):
    """What the page itself no longer states is open no more."""
    assert open_tasks(pets(sources=SOURCES.replace(", age: {type: integer}", ""))) == []


NAME = "name: {type: string,"


@pytest.mark.parametrize(
    ("holds", "states", "told"),
    [
        ("type: string", "{type: string}", []),
        ("type: integer", "{type: string}", [("type", "integer", "string")]),
        ("type: string, format: uuid", "{type: string, format: date}", [("format", "uuid", "date")]),
        ("type: string, format: uuid", "{type: string}", []),
        ("type: string", "{type: string, deprecated: true}", [("deprecated", False, True)]),
        ("type: string, deprecated: true", "{type: string}", []),
    ],
)
def test_a_document_that_says_otherwise_than_its_page_is_told(pets, holds, states, told):
    """What a recorded page states and the document holds otherwise is told, and what the page leaves out is not."""
    sources = SOURCES.replace("name: {type: string}", f"name: {states}")
    found = contradictions(pets((NAME, f"name: {{{holds},"), sources=sources))
    assert [(one.change.fact, one.change.was, one.change.now) for one in found] == told
    assert {one.page for one in found} <= {"guide"}


def test_a_contradiction_ends_where_it_is_settled_or_left_open(pets):
    """A disagreement about the fact settles it; an open entry of it is told as such."""
    reason = "x-disagreement: {about: [type], pages: {guide: text}, resolution: A number., why: Seen.}"
    assert contradictions(pets((NAME, f"name: {{{reason}, type: integer,"))) == []
    where = "operation: list_pets, part: response, field: name, fact: type"
    entry = f"  - {{page: guide, kind: type, {where}, now: string}}\n"
    assert contradictions(pets((NAME, "name: {type: integer,"), sources=SOURCES + entry)) == []


def test_descriptions_and_routes_are_things_to_do(pets, tmp_path):
    """A description that somebody still owes, and an operation that the sandbox beside the spec has no route for."""
    subject = pets()
    sandbox = tmp_path / "overrides" / "numberwire" / "sandbox"
    sandbox.mkdir(parents=True)
    (sandbox / "routes.py").write_text("# none\n", encoding="utf-8")
    assert [task.words.partition(":")[0] for task in tasks(subject)] == [
        "Add it.",
        "/pets/get/responses/200 is still to be described",
        "The sandbox answers list_pets with 501",
    ]
    (sandbox / "routes.py").write_text('ROUTES = ["list_pets"]\n', encoding="utf-8")
    assert len(tasks(subject)) == 2


def test_a_release_is_refused_while_something_is_open(pets, tmp_path, monkeypatch, capsys):
    """Neither what a page left open nor what is still to be described gets to users."""
    pets()
    monkeypatch.setattr("generator.verbs.release.ROOT", tmp_path)
    monkeypatch.setattr("generator.verbs.release.Repository", lambda _: Clean())
    assert main(["release", "--dry-run"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Nothing is released: 2 things to settle first."
    assert "guide, list_pets response age: field added" in lines[0]
    assert not Path(tmp_path, "CHANGELOG.md").exists()


class Clean:
    """A repository in which everything is committed."""

    def require_whole(self) -> None:
        """Find nothing missing."""

    def dirty_files(self) -> list[str]:
        """Name no file."""
        return []


@pytest.mark.parametrize(
    ("kind", "part", "was", "now", "expected"),
    [
        (ChangeKind.FORMAT, "query", None, "int32", True),
        (ChangeKind.FORMAT, "query", None, "uuid", False),
        (ChangeKind.FORMAT, "response", None, "uri", True),
        (ChangeKind.FORMAT, "response", None, "date-time", False),
        (ChangeKind.NULLABLE, "response", True, False, True),
        (ChangeKind.NULLABLE, "response", False, True, False),
        (ChangeKind.REQUIRED, "response", False, True, True),
        (ChangeKind.REQUIRED, "request", False, True, False),
    ],
)
def test_a_promise_asks_for_nothing(kind, part, was, now, expected):
    """What a page promises beyond what the client relies on is no difference that anybody has to decide."""
    assert promises_more(Change(kind, "list_pets", part, "name", kind.value, was, now)) is expected
