"""Checks and handlers of a document: what is said there is what the package has, with no line by hand."""

from __future__ import annotations

import importlib
import sys

import pytest

from generator.codegen.pipeline import generate_api, generate_package
from generator.docs.compare.spec_facts import checks as guarding
from generator.findings import GenerateError
from generator.openapi import yaml_text
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from tests.generator.conftest import changed

DOCUMENT = """\
openapi: 3.1.0
info: {title: Bells, version: '1'}
paths:
  /bells/{id}:
    put:
      operationId: update_bell
      tags: [bells]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Bell'}}}
      responses: {'204': {description: Done.}}
      x-handlers:
        ring_handler:
          tower: {required: [ring_tower_id], sources: [guide]}
          tune: {required: [ring_tune], optional: [ring_from], sources: [guide]}
      x-checks:
        - check: ringing
          rule: a handler reads its own fields
          page: guide
          handlers: [ring_handler]
          facts: [usedWith]
        - check: settable
          rule: only answers carry it
          page: elsewhere
          values: {ring_handler: answers-only}
components:
  schemas:
    Bell:
      type: object
      properties:
        ring_handler: {$ref: '#/components/schemas/RingHandler', description: What rings it.}
        ring_tower_id: {type: string, description: Which tower.}
        ring_tune: {type: string}
        ring_from: {$ref: '#/components/schemas/Side'}
        ring_side: {$ref: '#/components/schemas/Side'}
        volume: {type: integer}
    Side: {type: string, enum: [left, right]}
    RingHandler:
      type: string
      enum: [tower, tune, wind]
      x-values:
        tower: {description: Rings with a tower., deprecated: true, replacement: [tune]}
        tune: {description: Plays a tune.}
        wind: {description: The wind., answers-only: true}
"""
SOURCES = "pages: {guide: {title: The bells' guide, operations: {}}}\n"
PARAMETER = ("optional: [ring_from]", "optional: [ring_from, ring_side]")
HANDLER = ("          tune:", "          echo: {required: [volume], sources: [guide]}\n          tune:")
ENUM = ("enum: [tower, tune, wind]", "enum: [tower, tune, wind, echo]")
VALUE = ("        wind: {", "        echo: {description: An echo.}\n        wind: {")


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Gives the modules of the package that is built of the document after some changes, by name."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "bells.yaml").write_text(SOURCES, encoding="utf-8")

    def build(*changes):
        (tmp_path / "bells.yaml").write_text(changed(DOCUMENT, changes), encoding="utf-8")
        result = generate_package(tmp_path / "bells.yaml", tmp_path, lambda _: None)
        for name in [name for name in sys.modules if name.partition(".")[0] == "bells"]:
            monkeypatch.delitem(sys.modules, name)
        importlib.invalidate_caches()
        return result, {
            path.stem: importlib.import_module(f"bells.{path.stem}")
            for path in result.package.glob("*.py")
            if path.stem != "__init__"
        }

    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return build


def data(*changes):
    """The document after some changes, as plain data."""
    return yaml_text.read_yaml(changed(DOCUMENT, changes))[0]


def table(modules):
    """The handlers' parameters by value, those that are required first and by themselves."""
    rows = modules["handlers"].HANDLERS["ring_handler"]
    return {value: (row.required, row.optional) for value, row in rows.items()}


def test_what_a_document_says(built):
    """The tables have its rows with the titles of its pages, and the classes its handlers under short names."""
    result, modules = built()
    assert result.omissions == ()
    assert table(modules) == {
        "tower": (("ring_tower_id",), ()),
        "tune": (("ring_tune",), ("ring_from",)),
    }
    ringing, settable = modules["checks"].CHECKS
    assert (ringing.check, ringing.operation, ringing.handlers) == (
        "ringing",
        "update_bell",
        ("ring_handler",),
    )
    assert (ringing.page, settable.page) == ("The bells' guide", "elsewhere")
    assert settable.values == {"ring_handler": ("wind",)}
    classes = modules["ring_handlers"]
    tune = classes.Tune("Frère Jacques", from_="left")
    assert (tune.field, tune.handler, tune.parameters) == ("ring_handler", "tune", ("ring_tune", "ring_from"))
    assert classes.Tower.__doc__ == "Rings with a tower. Deprecated: use `Tune`."
    assert isinstance(tune, modules["handlers"].RingHandler)
    with pytest.raises(TypeError):
        classes.Tune()


def test_words_for_values(built):
    """A word stands for the values of a field that a request may carry, or for those that none may."""
    words = (
        "{ring_handler: answers-only}",
        "{ring_handler: settable, ring_side: settable, ring_from: answers-only}",
    )
    _, modules = built(words)
    assert modules["checks"].CHECKS[1].values == {
        "ring_handler": ("tower", "tune"),
        "ring_side": ("left", "right"),
        "ring_from": (),
    }


def test_what_is_new(built):
    """A parameter, a handler, a value and a check that are new in the document are all in its package."""
    text = 'it\'s \\"\\"\\" {{ x }} #'
    row = f'      x-checks:\n        - {{check: loud, rule: "{text}", page: guide, fields: [volume]}}\n'
    values = (ENUM, (ENUM[1], ENUM[1].replace("]", ", chime]")), VALUE)
    _, modules = built(PARAMETER, *values, HANDLER, ("      x-checks:\n", row))
    assert table(modules) == {
        "tower": (("ring_tower_id",), ()),
        "tune": (("ring_tune",), ("ring_from", "ring_side")),
        "echo": (("volume",), ()),
        "chime": ((), ()),
    }
    classes = modules["ring_handlers"]
    assert classes.Tune("x", side="left").side == "left"
    assert (classes.Echo(3).handler, classes.Chime().parameters) == ("echo", ())
    loud, *others = modules["checks"].CHECKS
    assert (loud.check, loud.rule, loud.fields) == ("loud", 'it\'s """ {{ x }} #', ("volume",))
    assert [one.check for one in others] == ["ringing", "settable"]


def test_a_document_without_them(built):
    """A document that says nothing of checks and handlers gets no module for them, and may call its own ones so."""
    start, end = DOCUMENT.index("      x-handlers:"), DOCUMENT.index("components:")
    result, modules = built((DOCUMENT[start:end], ""), ("tags: [bells]", "tags: [checks]"))
    assert sorted(modules) == [
        *(
            "_access",
            "_body",
            "_decoding",
            "_methods",
            "_model",
            "_operation",
            "_text",
            "_typed",
            "api",
            "checks",
            "models",
        )
    ]
    assert (result.omissions, hasattr(modules["checks"], "CHECKS")) == ((), False)


def test_a_module_of_the_same_name(built):
    """A tag that is called like the table of checks gives way to it."""
    _, modules = built(("tags: [bells]", "tags: [checks]"))
    assert (len(modules["checks"].CHECKS), callable(modules["checks_"].update_bell)) == (2, True)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("tune: {required: [ring_tune]", "tune: {required: [tune]"), "x-handlers/ring_handler/tune"),
        (("          tune: {", "          wind: {"), "x-handlers/ring_handler/wind"),
        (("        ring_handler:\n", "        volume:\n"), "x-handlers/volume"),
        (("          rule: only answers carry it\n", ""), "x-checks/1"),
        (("          page: guide\n", ""), "x-checks/0"),
    ],
)
def test_what_does_not_fit_is_left_out(contract_of, change, place):
    """A row that can't be meant so is left out, and the finding says where it stands."""
    _, omissions = contract_of(data(change))
    assert omissions == [("NW821", f"/paths/~1bells~1{{id}}/put/{place}")]


@pytest.mark.parametrize(
    "said", ["5", "[x]", "{a: 1}", "{ring_handler: 3}", "null", "{ring_handler: {tower: x}}"]
)
@pytest.mark.parametrize("key", ["x-checks", "x-handlers"])
def test_other_meanings(contract_of, key, said):
    """Somebody else's extensions of the same names may say anything; the operation is read all the same."""
    start, end = DOCUMENT.index("      x-handlers:"), DOCUMENT.index("components:")
    contract, _ = contract_of(data((DOCUMENT[start:end], f"      {key}: {said}\n")))
    assert [one.id for one in contract.operations] == ["update_bell"]
    assert contract.checks == []


def test_what_rests_on_a_fact(tmp_path):
    """A row of the document guards what it names, by its facts and under its line, without a table elsewhere."""
    (tmp_path / "bells.yaml").write_text(DOCUMENT, encoding="utf-8")
    subject = Subject(read_document(tmp_path / "bells.yaml"))
    line = DOCUMENT.splitlines().index("        - check: ringing") + 1
    assert next((one.name, one.line) for one in guarding(subject)) == ("ringing", line)
    assert guarding(subject)[1].guard.values == [("ring_handler", "wind")]


def test_a_strict_build_refuses(tmp_path):
    """What is left out of a document of the project is an error."""
    path = tmp_path / "bells.yaml"
    path.write_text(DOCUMENT.replace("          page: guide\n", ""), encoding="utf-8")
    with pytest.raises(GenerateError, match="names no check, no rule or no page"):
        generate_api(read_document(path), "spec/bells.yaml", "..", lenient=False, report=lambda _: None)
