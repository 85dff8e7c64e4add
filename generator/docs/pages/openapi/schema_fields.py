"""The fields that a schema describes, and what it states of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.docs.facts import Field
from generator.docs.pages.draft import DraftField
from generator.docs.pages.errors import PageError
from generator.docs.pages.lines import tidy
from generator.docs.pages.openapi.schema import Schema, Schemas
from generator.plain import sequence, text, texts

MAX_FIELDS = 5_000
"""The most that a part of an operation may have: schemas that hold each other expand without end."""

_COPIED = ("format", "default", "minimum", "maximum", "minLength", "maxLength", "pattern")


def part_fields(schemas: Schemas, schema: Schema, hidden: str) -> dict[str, DraftField]:
    """Return the fields of a body.

    Args:
        schemas: The schemas of the document.
        schema: The body's.
        hidden: The keyword that says a field isn't part of it: `readOnly` in a request.

    Raises:
        PageError: There is no end to them, or a reference leads to nothing.
    """
    found: dict[str, DraftField] = {}
    for name, field in _fields(schemas, schema, hidden, ""):
        found[name] = field
        if len(found) > MAX_FIELDS:
            raise PageError(f"a body expands to more than {MAX_FIELDS} fields; give the part that is meant.")
    return found


def _fields(schemas: Schemas, schema: Schema, hidden: str, holder: str) -> Iterator[tuple[str, DraftField]]:
    if schema.kind == "array":
        schema = schemas.items(schema)
    required = frozenset(texts(schema.said.get("required")))
    for name, said in schemas.properties(schema):
        if said.said.get(hidden) is True:
            continue
        full = f"{holder}.{name}".lstrip(".")
        yield full, described(schemas, said, is_required=name in required)
        yield from _fields(schemas, said, hidden, full)


def described(
    schemas: Schemas, schema: Schema, *, is_required: bool, said: Mapping[str, Any] | None = None
) -> DraftField:
    """Return what a property or parameter states.

    Args:
        schemas: The schemas of the document.
        schema: Its schema.
        is_required: Whether it must be there.
        said: The keywords of the parameter that has the schema, if one has.
    """
    around = said or {}
    facts = dict(schema_facts(schemas, schema))
    facts["required"] = is_required
    facts["deprecated"] = True in (schema.said.get("deprecated"), around.get("deprecated"))
    if "example" in around:
        facts["example"] = around["example"]
    field = DraftField(facts)
    for words in (around.get("description"), schema.said.get("description")):
        for line in text(words).splitlines():
            if tidied := tidy(line, None):
                field.describe(tidied)
    return field


def schema_facts(schemas: Schemas, schema: Schema) -> Field:
    """Return what a schema states of its values.

    Args:
        schemas: The schemas of the document.
        schema: The schema.
    """
    said = schema.said
    facts: dict[str, Any] = {key: said[key] for key in _COPIED if key in said}
    if schema.kind:
        facts["type"] = schema.kind
    if schema.is_nullable is not None:
        facts["nullable"] = schema.is_nullable
    listing = schemas.items(schema).said if schema.kind == "array" else said
    values = (
        [listing["const"]]
        if "const" in listing
        else [v for v in sequence(listing.get("enum")) if v is not None]
    )
    if values:
        facts["enum"] = values
    examples = sequence(said.get("examples"))
    if "example" in said or examples:
        facts["example"] = said.get("example", *examples[:1])
    return facts
