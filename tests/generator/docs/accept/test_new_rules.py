"""Rules that a page states of fields become rows of x-handlers and x-checks, so that the client keeps them."""

from __future__ import annotations

import pytest

from generator.openapi.document import read_document
from generator.rules import check_file
from tests.generator.docs.accept.pets import PARTS, UNMARKED, page, with_field

HANDLERS = """\
      x-handlers:
        kind:
          cat:
            required: [food]
            sources: [notes]
      x-checks:
        - check: handlers
          rule: a kind needs the first of its parameters
          page: notes
          handlers: [kind]
          facts: [enum, usedWith, requiredWith]
"""


def operation(shop):
    """The operation as it is written now."""
    return read_document(shop.spec).data["paths"]["/pets/{id}"]["put"]


def rows(shop, said):
    """The checks that accepting a page writes; nothing is left, and the rules of the house are kept."""
    made = shop.accept(said)
    assert [work.advice for work in made.left] == []
    shop.write(made)
    # The first check of an enum makes the rules ask for one of the enum that the shop had before.
    assert [
        one for one in check_file(shop.spec) if not (one.rule == "NW605" and one.pointer.endswith("/kind"))
    ] == []
    assert shop.accept(said).left == ()
    return [
        {key: value for key, value in row.items() if key not in ("rule", "page")}
        for row in operation(shop).get("x-checks", [])
    ]


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        (
            {"usedWith": {"kind": ["cat"]}},
            {
                "check": "used-with",
                "fields": ["name"],
                "values": {"kind": ["cat"]},
                "facts": ["usedWith"],
                "states": {"usedWith": {"kind": ["cat"]}},
            },
        ),
        (
            {"requiredWith": {"kind": ["cat"]}},
            {
                "check": "required-with",
                "fields": ["name"],
                "values": {"kind": ["cat"]},
                "facts": ["requiredWith"],
                "states": {"requiredWith": {"kind": ["cat"]}},
            },
        ),
        ({"needs": ["food"]}, {"check": "needs", "fields": ["name", "food"], "facts": ["needs"]}),
        ({"excludes": ["food"]}, {"check": "excludes", "fields": ["name", "food"], "facts": ["excludes"]}),
        ({"aliasOf": ["food"]}, {"check": "aliases", "fields": ["name", "food"], "facts": ["aliasOf"]}),
        (
            {"aliasOf": ["food"], "yieldsTo": ["food"]},
            {"check": "aliases", "fields": ["food", "name"], "facts": ["aliasOf", "yieldsTo"]},
        ),
        (
            {"prefix": "mr-"},
            {
                "check": "prefix",
                "fields": ["name"],
                "values": {"name": ["mr-"]},
                "facts": ["prefix"],
                "states": {"prefix": "mr-"},
            },
        ),
        (
            {"clearable": False},
            {
                "check": "clearable",
                "fields": ["name"],
                "facts": ["clearable"],
                "states": {"clearable": False},
            },
        ),
    ],
)
def test_a_rule_becomes_a_row(facts, row, shop):
    """Each kind of rule has its check, which the client keeps for any API; the next check finds nothing left."""
    assert rows(shop, with_field("request", "name", **facts)) == [row]


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        (
            {"type": "string", "enum": ["wool", "fur"]},
            {"check": "enum", "values": {"coat": "settable"}, "facts": ["enum"]},
        ),
        (
            {"type": "string", "format": "uuid"},
            {"check": "uuid", "fields": ["coat"], "facts": ["format"], "states": {"format": "uuid"}},
        ),
        ({"type": "string"}, None),
        ({"type": "array", "enum": ["wool", "fur"]}, None),
    ],
)
@pytest.mark.parametrize("part", ["query", "request"])
def test_what_a_new_field_looks_like(part, facts, row, shop):
    """A new field that is sent is checked where a page lists its values or says UUID; an old one is left alone."""
    found = rows(shop, with_field(part, "coat", **facts))
    assert found == ([row] if row else [])


def test_a_field_that_can_be_cleared_shows_it(shop):
    """That the empty text clears a field is an example of it."""
    assert rows(shop, with_field("request", "name", clearable=True)) == []
    schema = read_document(shop.spec).data["components"]["schemas"]["PetUpdate"]["properties"]["name"]
    assert schema["examples"] == ["Rex", ""]


def test_a_parameter_goes_to_its_handler(shop):
    """A field used with one value of a handler field belongs to that handler, and a new value becomes one."""
    text = shop.spec.read_text(encoding="utf-8").replace(
        "      responses:\n", f"{HANDLERS}      responses:\n"
    )
    shop.spec.write_text(text, encoding="utf-8")
    request = {
        **PARTS["request"],
        "kind": {"type": "string", **UNMARKED, "enum": ["cat", "big-dog", "hen"]},
        "nest": {"type": "string", **UNMARKED, "requiredWith": {"kind": ["hen"]}},
        "bone": {"type": "string", **UNMARKED, "usedWith": {"kind": ["big-dog"]}},
    }
    assert [row["check"] for row in rows(shop, page({"request": request}))] == ["handlers"]
    assert operation(shop)["x-handlers"]["kind"] == {
        "cat": {"required": ["food"], "sources": ["guide", "notes"]},
        "big-dog": {"optional": ["bone"], "sources": ["guide"]},
        "hen": {"required": ["nest"], "sources": ["guide"]},
    }


def test_a_page_becomes_a_source_of_a_known_handler(shop):
    """A page that lists a value whose handler other pages have is added to that handler's sources, and told so."""
    text = shop.spec.read_text(encoding="utf-8")
    shop.spec.write_text(
        text.replace("      responses:\n", f"{HANDLERS}      responses:\n"), encoding="utf-8"
    )
    made = shop.accept(page())
    assert "guide added as a source of the handler cat" in [done.words for done in made.done]
    shop.write(made)
    assert operation(shop)["x-handlers"]["kind"]["cat"]["sources"] == ["guide", "notes"]
