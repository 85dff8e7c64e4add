"""Each kind of change, one at a time, in pages of the three systems: the report names it, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ruamel.yaml import YAML

from generator.docs.compare.compare import find_drift
from generator.docs.compare.match import match_operations
from generator.docs.pages.page_reader import read_page
from generator.facts import Operation, Page, as_data
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from tests.generator.docs.page_projection import projected
from tests.generator.docs.render_pages import captured, render

UNMARKED = {"required": False, "nullable": False, "deprecated": False}
REQUEST = {
    "name": {"type": "string", "required": True},
    "kind": {"type": "string", "enum": ["cat", "dog"], "default": "cat"},
    "age": {"type": "integer", "minimum": 0, "maximum": 30},
    "tag": {"type": "string", "format": "uuid"},
    "chip": {"type": "string", "usedWith": {"kind": ["dog"]}, "requiredWith": {"kind": ["dog"]}},
    "nick": {"type": "string", "aliasOf": ["name"], "yieldsTo": ["name"]},
    "owner": {"type": "string", "excludes": ["vet"]},
    "vet": {"type": "string", "excludes": ["owner"]},
    "street": {"type": "string", "needs": ["town"]},
    "town": {"type": "string"},
    "photo": {"type": "string", "prefix": "https://"},
    "note": {"type": "string", "clearable": False},
}
RESPONSE = {"id": {"type": "string", "required": True}, "color": {"type": "string", "nullable": True}}
PARTS = {
    "path": {"id": {"type": "string", "required": True}},
    "request": REQUEST,
    "response": RESPONSE,
}
HEADING = "Update a Pet"
CHECKS = [
    {"check": "chips", "handlers": ["kind"], "facts": ["enum", "usedWith", "requiredWith"]},
    {"check": "names", "fields": ["name", "nick"], "facts": ["aliasOf", "yieldsTo"]},
    {"check": "keepers", "fields": ["owner", "vet"], "facts": ["excludes"]},
    {"check": "address", "fields": ["street", "town"], "facts": ["needs"]},
    {"check": "photos", "fields": ["photo"], "facts": ["prefix"], "states": {"prefix": "https://"}},
    {"check": "notes", "fields": ["note"], "facts": ["clearable"], "states": {"clearable": False}},
]
HANDLERS = {"kind": {"dog": {"required": ["chip"], "sources": ["guide"]}}}


def page(parts, *, heading=HEADING, method="PUT", path="/pets/{id}", statuses=("200",)):
    """A page of one operation."""
    full = {
        part: {name: UNMARKED | facts for name, facts in fields.items()} for part, fields in parts.items()
    }
    return Page(heading, {heading: Operation(heading, method, path, full, statuses)})


def properties(fields):
    """The schema of a body with these fields."""
    shape = ("format", "enum", "default", "minimum", "maximum", "deprecated")
    schemas = {
        name: {key: facts[key] for key in shape if key in facts}
        | {"type": ["string", "null"] if facts.get("nullable") else facts["type"], "x-sources": ["guide"]}
        for name, facts in fields.items()
    }
    required = [name for name, facts in fields.items() if facts.get("required")]
    return {"type": "object", "required": required, "properties": schemas}


def body(fields):
    """The content of a body with these fields."""
    return {"content": {"application/json": {"schema": properties(fields)}}}


SPEC = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets/{id}": {
            "put": {
                "operationId": "update_pet",
                "x-checks": [{"rule": "as the guide says", "page": "guide", **row} for row in CHECKS],
                "x-handlers": HANDLERS,
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "requestBody": body(REQUEST),
                "responses": {"200": body(RESPONSE)},
            }
        }
    },
}


class Shop:
    """A house with one API, whose spec holds what its one page says."""

    def __init__(self, folder, layout):
        """Write the spec, and record the page."""
        self.folder = folder
        self.layout = layout
        (folder / "spec" / "sources").mkdir(parents=True)
        YAML(typ="safe", pure=True).dump(SPEC, folder / "spec" / "pets.yaml")
        self._record({})
        self._record({"guide": as_data(match_operations(self.read(page(PARTS)).page, self.subject()))})

    def _record(self, pages):
        YAML(typ="safe", pure=True).dump({"pages": pages}, self.folder / "spec" / "sources" / "pets.yaml")

    def subject(self):
        """The document."""
        return Subject(read_document(self.folder / "spec" / "pets.yaml"))

    def read(self, told, sentences=None):
        """The page as it is printed in this layout, read again."""
        return read_page(captured(render(projected(told, self.layout), self.layout, sentences=sentences)))

    def report(self, told, sentences=None):
        """What the page reports."""
        found = find_drift(self.read(told, sentences), self.subject(), "guide")
        return [
            (
                one.change.kind.value,
                " ".join(filter(None, (one.change.part, one.change.field))),
                one.change.fact,
                [check.name for check in one.checks],
            )
            for one in found.differences
        ]


@pytest.fixture(params=["glued", "stacked", "inline"])
def shop(request, tmp_path):
    """A house whose page is printed in each of the three systems in turn."""
    return Shop(tmp_path, request.param)


def changed(part, field, **facts):
    """The page with other facts of a field; None: no longer stated."""
    kept = {key: value for key, value in (PARTS[part].get(field, {}) | facts).items() if value is not None}
    return page(PARTS | {part: {**PARTS[part], field: kept}})


def dropped(part, field):
    """The page without a field."""
    return page(PARTS | {part: {name: facts for name, facts in PARTS[part].items() if name != field}})


CASES = [
    pytest.param(
        changed("request", "town", type="integer"), [("type", "request town", "type", [])], id="type"
    ),
    pytest.param(
        changed("request", "town", format="uuid"), [("format", "request town", "format", [])], id="format"
    ),
    pytest.param(
        changed("request", "tag", format=None),
        [("format", "request tag", "format", [])],
        id="no format any more",
    ),
    pytest.param(
        changed("request", "town", required=True),
        [("required", "request town", "required", [])],
        id="required",
    ),
    pytest.param(
        changed("request", "name", required=False),
        [("required", "request name", "required", [])],
        id="optional",
    ),
    pytest.param(
        changed("request", "town", deprecated=True),
        [("deprecated", "request town", "deprecated", [])],
        id="deprecated",
    ),
    pytest.param(
        changed("request", "kind", enum=["cat", "dog", "pig"]),
        [("value-added", "request kind", "enum", ["chips"])],
        id="value added",
    ),
    pytest.param(
        changed("request", "kind", enum=["dog"], default=None),
        [("value-removed", "request kind", "enum", ["chips"]), ("default", "request kind", "default", [])],
        id="value and default removed",
    ),
    pytest.param(
        changed("request", "kind", default="dog"), [("default", "request kind", "default", [])], id="default"
    ),
    pytest.param(
        changed("request", "age", maximum=40), [("limit", "request age", "maximum", [])], id="maximum"
    ),
    pytest.param(
        changed("request", "age", minimum=1), [("limit", "request age", "minimum", [])], id="minimum"
    ),
    pytest.param(
        changed("request", "age", maximum=None), [("limit", "request age", "maximum", [])], id="no maximum"
    ),
    pytest.param(
        changed("request", "town", minLength=2, maxLength=9),
        [("limit", "request town", "minLength", []), ("limit", "request town", "maxLength", [])],
        id="two limits of length",
    ),
    pytest.param(
        changed("request", "cat", type="string"), [("field-added", "request cat", "", [])], id="field added"
    ),
    pytest.param(
        dropped("request", "owner"),
        [("field-removed", "request owner", "", ["keepers"])],
        id="field removed",
    ),
    pytest.param(
        changed("response", "size", type="integer"),
        [("field-added", "response size", "", [])],
        id="field answered",
    ),
    pytest.param(
        dropped("response", "color"),
        [("field-removed", "response color", "", [])],
        id="field answered no more",
    ),
    pytest.param(
        changed("request", "town", excludes=["tag"]),
        [("rule-added", "request town", "excludes", [])],
        id="rule added",
    ),
    pytest.param(
        changed("request", "owner", excludes=None),
        [("rule-removed", "request owner", "excludes", ["keepers"])],
        id="rule gone",
    ),
    pytest.param(
        changed("request", "owner", excludes=["tag"]),
        [("rule-changed", "request owner", "excludes", ["keepers"])],
        id="rule changed",
    ),
    pytest.param(
        changed("request", "street", needs=None),
        [("rule-removed", "request street", "needs", ["address"])],
        id="needs",
    ),
    pytest.param(
        changed("request", "nick", aliasOf=None),
        [("rule-removed", "request nick", "aliasOf", ["names"])],
        id="alias",
    ),
    pytest.param(
        changed("request", "nick", yieldsTo=None),
        [("rule-removed", "request nick", "yieldsTo", ["names"])],
        id="precedence",
    ),
    pytest.param(
        changed("request", "chip", requiredWith=None),
        [("rule-removed", "request chip", "requiredWith", ["chips"])],
        id="no longer required with a value",
    ),
    pytest.param(
        changed("request", "town", replacedBy=["street"]),
        [("rule-added", "request town", "replacedBy", [])],
        id="replacement",
    ),
    pytest.param(
        changed("request", "photo", prefix=None),
        [("rule-removed", "request photo", "prefix", ["photos"])],
        id="prefix",
    ),
    pytest.param(
        changed("request", "note", clearable=True),
        [("rule-changed", "request note", "clearable", ["notes"])],
        id="clearing",
    ),
]


@pytest.mark.parametrize(("told", "expected"), CASES)
def test_one_change_is_reported_alone(told, expected, shop):
    """A page in which one thing changed reports that thing, with the checks that rest on it, and nothing else."""
    assert shop.report(told) == expected


def test_an_unchanged_page_reports_nothing(shop):
    """The page as it was recorded has no drift, whatever order its fields come in."""
    turned = page({part: dict(reversed(fields.items())) for part, fields in PARTS.items()})
    assert shop.report(page(PARTS)) == shop.report(turned) == []


def test_a_sentence_that_fits_no_rule_is_reported(shop):
    """A new sentence that sounds like a rule is reported by its digest."""
    sentence = "The town must never be empty on a Sunday"
    (mark,) = read_unread(shop, sentence)
    assert shop.report(changed("request", "town", unread=[mark]), {mark: sentence}) == [
        ("rule-added", "request town", "unread", [])
    ]


def read_unread(shop, sentence):
    """The digest that a reader gives to a sentence."""
    reading = shop.read(changed("request", "town", unread=["x"]), {"x": sentence})
    return reading.sentences


def test_a_null_that_is_marked_is_reported(shop):
    """Null is denied where a system marks every field that may be null, and not stated where it marks none."""
    named = {"glued": [("nullable", "response color", "nullable", [])]}
    assert shop.report(changed("response", "color", nullable=False)) == named.get(shop.layout, [])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(page(PARTS, method="PATCH"), {"glued": "method", "stacked": "method"}, id="method"),
        pytest.param(page(PARTS, path="/v2/animals/{id}"), {"stacked": "path"}, id="path"),
        pytest.param(
            page(PARTS, statuses=("200", "409")),
            {"stacked": "status-added", "inline": "status-added"},
            id="status",
        ),
        pytest.param(page({"response": RESPONSE}), {}, id="a part that is not on the page"),
    ],
)
def test_an_operation_that_changed_is_reported_where_it_shows(told, expected, shop):
    """Method, path and statuses are reported by the systems that print them; what isn't printed is no change."""
    kind = expected.get(shop.layout)
    assert shop.report(told) == ([(kind, "", "", shop_checks(kind))] if kind else [])


def shop_checks(kind):
    """Every check rests on the call of its operation."""
    names = [row["check"] for row in CHECKS]
    return names if kind in ("method", "path") else []


def test_operations_come_and_go(tmp_path):
    """A page of several operations reports one that is new, and one that is gone."""
    shop = Shop(tmp_path, "stacked")
    told = page(PARTS)
    buy = Operation(
        "Buy a Pet", "POST", "/pets", {"request": {"name": UNMARKED | {"type": "string"}}}, ("204",)
    )
    both = replace(told, operations={**told.operations, buy.name: buy})
    assert shop.report(both) == [("operation-added", "", "", [])]
    assert shop.report(replace(told, operations={buy.name: buy})) == [
        ("operation-removed", "", "", shop_checks("path")),
        ("operation-added", "", "", []),
    ]
