"""What takes no judgement is taken over line by line, and no other line changes."""

from __future__ import annotations

import pytest

from generator.rules import check_file
from tests.generator.docs.accept.pets import PARTS, UNMARKED, page, with_field, with_operation

NEW = "description: New in the documentation; what it means is still to be described."
KIND = "{type: string, required: false, deprecated: false, enum: [cat, big-dog]}"
HENS = {"type": "string", **UNMARKED, "enum": ["cat", "big-dog", "hen"]}

# Each kind of change: the page, the lines of the spec and those of the sources that go and come.
WARNING = [
    "+      x-checks:",
    "+        - check: deprecated",
    "+          rule: it is deprecated",
    "+          page: guide",
    "+          fields: [name]",
    "+          facts: [deprecated]",
]
"""The check by which the client warns of a deprecated field that it sends."""

DRY_WARNING = (
    "check: deprecated",
    "rule: it is deprecated",
    "page: guide",
    "fields: [dry]",
    "facts: [deprecated]",
)

MECHANICAL = {
    "a new field of a request": (
        with_field("request", "age", type="integer", minimum=0, example=3),
        [
            "+        age:",
            f"+          {NEW}",
            "+          type: integer",
            "+          minimum: 0",
            "+          examples: [3]",
            "+          x-sources: [guide]",
        ],
        ["+          age: {type: integer, required: false, deprecated: false, minimum: 0, example: 3}"],
    ),
    "a new field of an answer may be null, and its examples show it": (
        with_field("response", "born_at", type="string", format="date-time", required=True),
        [
            "+                    born_at: null",
            "+        born_at:",
            f"+          {NEW}",
            "+          type: [string, 'null']",
            "+          format: date-time",
            "+          examples: ['2025-01-15T09:30:00Z']",
            "+          x-sources: [guide]",
        ],
        ["+          born_at: {type: string, format: date-time, required: true, deprecated: false}"],
    ),
    "a new parameter": (
        with_field("query", "limit", type="integer", minimum=1, maximum=5, default=2),
        [
            "+        - {$ref: '#/components/parameters/Limit'}",
            "+      x-sources: [guide]",
            "+",
            "+    Limit:",
            "+      name: limit",
            "+      in: query",
            "+      required: false",
            f"+      {NEW}",
            "+      schema:",
            "+        type: integer",
            "+        minimum: 1",
            "+        maximum: 5",
            "+        default: 2",
            "+        examples: [1]",
        ],
        [
            "+          limit: {type: integer, required: false, deprecated: false, default: 2, minimum: 1, maximum: 5}"
        ],
    ),
    "a new field of an error": (
        page(errors={"404": {"error": {"type": "string"}, "code": {"type": "string", "example": "gone"}}}),
        [
            "-          examples: {unknown: {value: {error: no such pet}}}",
            "+          examples: {unknown: {value: {error: no such pet, code: null}}}",
            "-          x-sources: [notes]",
            "+          x-sources: [guide, notes]",
            "+        code:",
            f"+          {NEW}",
            "+          type: [string, 'null']",
            "+          examples: [gone]",
            "+          x-sources: [guide]",
        ],
        [
            "+    errors:",
            "+      '404':",
            "+        error: {type: string}",
            "+        code: {type: string, example: gone}",
        ],
    ),
    "a new field with values of its own": (
        with_field("request", "size", type="string", enum=["small", "big"]),
        [
            "+      x-checks:",
            "+        - check: enum",
            "+          rule: it must be one of the documented values",
            "+          page: guide",
            "+          values: {size: settable}",
            "+          facts: [enum]",
            "+        size:",
            f"+          {NEW}",
            "+          $ref: '#/components/schemas/Size'",
            "+          examples: [small]",
            "+          x-sources: [guide]",
            "+",
            "+    Size:",
            "+      type: string",
            "+      description: Values of PetUpdate.size; new in the documentation, and still to be described.",
            "+      enum: [small, big]",
            "+      examples: [small]",
            "+      x-values:",
            "+        small:",
            f"+          {NEW}",
            "+          sources: [guide]",
            "+        big:",
            f"+          {NEW}",
            "+          sources: [guide]",
        ],
        ["+          size: {type: string, required: false, deprecated: false, enum: [small, big]}"],
    ),
    "a new field with the values of another": (
        with_field("request", "likes", type="array", enum=["cat", "big-dog"]),
        [
            "+        likes:",
            f"+          {NEW}",
            "+          type: array",
            "+          items:",
            "+            $ref: '#/components/schemas/Kind'",
            "+          examples: [[cat]]",
            "+          x-sources: [guide]",
        ],
        ["+          likes: {type: array, required: false, deprecated: false, enum: [cat, big-dog]}"],
    ),
    "a new value that callers send": (
        with_field("request", "kind", enum=["cat", "hen", "big-dog"]),
        [
            "-      enum: [cat, big-dog, ghost]",
            "+      enum: [cat, hen, big-dog, ghost]",
            "+          sources: [guide]",
            "+        hen:",
            f"+          {NEW}",
        ],
        [f"-          kind: {KIND}", f"+          kind: {KIND.replace('cat, ', 'cat, hen, ')}"],
    ),
    "a new value that only answers carry": (
        with_field("response", "kind", enum=["cat", "big-dog", "hen"]),
        [
            "-      enum: [cat, big-dog, ghost]",
            "+      enum: [cat, big-dog, hen, ghost]",
            "+        hen:",
            f"+          {NEW}",
            "+          answers-only: true",
            "+          sources: [guide]",
        ],
        [f"-          kind: {KIND}", f"+          kind: {KIND.replace('dog]', 'dog, hen]')}"],
    ),
    "a new value that callers send and answers carry": (
        page({part: {**PARTS[part], "kind": HENS} for part in ("request", "response")}),
        [
            "-      enum: [cat, big-dog, ghost]",
            "+      enum: [cat, big-dog, hen, ghost]",
            "+        hen:",
            f"+          {NEW}",
            "+          sources: [guide]",
        ],
        [f"-          kind: {KIND}", f"+          kind: {KIND.replace('dog]', 'dog, hen]')}"] * 2,
    ),
    "a value that can be sent now": (
        with_field("request", "kind", enum=["cat", "big-dog", "ghost"]),
        [
            "-          answers-only: true",
            "-          sources: [notes]",
            "+          sources: [guide, notes]",
        ],
        [f"-          kind: {KIND}", f"+          kind: {KIND.replace('dog]', 'dog, ghost]')}"],
    ),
    "a deprecated field": (
        with_field("request", "name", deprecated=True),
        [
            *WARNING,
            "-          description: Its name, which nobody else need have.",
            "+          description: Deprecated. Its name, which nobody else need have.",
            "+          deprecated: true",
        ],
        [
            "-          name: {type: string, required: false, deprecated: false, example: Rex}",
            "+          name: {type: string, required: false, deprecated: true, example: Rex}",
        ],
    ),
    "a deprecated parameter": (
        with_field("query", "dry", deprecated=True),
        [
            f"+      x-checks: [{{{', '.join(DRY_WARNING)}}}]",
            "-      description: Whether to try it only.",
            "+      description: Deprecated. Whether to try it only.",
            "+      deprecated: true",
        ],
        [
            "-          dry: {type: boolean, required: false, deprecated: false}",
            "+          dry: {type: boolean, required: false, deprecated: true}",
        ],
    ),
    "a field that may be null": (
        with_field("response", "name", nullable=True),
        ["-          type: string", "+          type: [string, 'null']"],
        [
            "-          name: {type: string, required: true, deprecated: false}",
            "+          name: {type: string, required: true, nullable: true, deprecated: false}",
        ],
    ),
    "a field of named values that may be null": (
        with_field("request", "kind", nullable=True),
        [
            "-          $ref: '#/components/schemas/Kind'",
            "+          anyOf: [{$ref: '#/components/schemas/Kind'}, {type: 'null'}]",
        ],
        [
            f"-          kind: {KIND}",
            f"+          kind: {KIND.replace('required: false,', 'required: false, nullable: true,')}",
        ],
    ),
    "a field that the spec has already": (
        with_field("request", "food", type="string"),
        ["-          x-sources: [notes]", "+          x-sources: [guide, notes]"],
        ["+          food: {type: string, required: false, deprecated: false}"],
    ),
    "a status that another page names": (
        with_operation(statuses=("200", "404")),
        ["-      x-sources: [notes]", "+      x-sources: [guide, notes]"],
        ["-        statuses: ['200']", "+        statuses: ['200', '404']"],
    ),
}


@pytest.mark.parametrize(("said", "spec", "sources"), MECHANICAL.values(), ids=MECHANICAL)
def test_a_change_is_taken_over(said, spec, sources, shop):
    """The lines that say it come, with the page's facts and sources; nothing is left, and the rules are kept."""
    made = shop.accept(said)
    assert shop.changes(made) == (spec, sources)
    assert made.left == ()
    shop.write(made)
    # The first check of an enum makes the rules ask for one of the enum that the shop had before.
    assert [
        one for one in check_file(shop.spec) if not (one.rule == "NW605" and one.pointer.endswith("/kind"))
    ] == []
    assert shop.accept(said).done == ()
