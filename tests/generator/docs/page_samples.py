"""The blocks of a page in the layout `samples`: words, parameters, and the JSON of answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.facts import Fields, Page
from tests.generator.docs.page_forms import Block
from tests.generator.docs.page_words import joined

_HEADINGS = {"path": "Path Parameters", "query": "Query Parameters", "header": "Header Parameters"}
_HOST = "https://example.com"
_UUID = "0c8f3f4e-51c4-4a37-9b0a-6a1f5b1d7e22"


def sample_blocks(page: Page) -> Iterator[Block]:
    """The blocks of a page whose facts are projected on the layout."""
    (operation,) = page.operations.values()
    trail, _, title = operation.name.rpartition(": ")
    if trail:
        yield Block("trail", trail)
    yield Block("title", title)
    yield from _words(operation.fields("request"))
    if "400" in operation.statuses:
        yield Block("words", "Any other field returns 400 INVALID_INPUT.")
    if "scope" in page.security:
        yield Block("words", f"Requires the {page.security['scope']} scope.")
    if "scheme" in page.security:
        yield Block("chrome", f"Authorization{page.security['scheme'].title()} <token>")
        yield Block("chrome", "In: header")
    for part, heading in _HEADINGS.items():
        if part in operation.parts:
            yield Block("heading", heading)
            yield from _parameters(operation.parts[part])
    answers = [operation.fields("response"), *page.errors.values()]
    if "request" in operation.parts:
        yield Block("heading", "Request Body")
        yield Block("chrome", "application/json")
    yield Block("heading", "Response Body")
    for _ in answers:
        yield Block("chrome", "application/json")
    path = (operation.path or "").replace("{id}", _UUID)
    body = (
        f" -d '{json.dumps(value_of(operation.fields('request')))}'" if "request" in operation.parts else ""
    )
    yield Block("shell", f'curl -X {operation.method} "{_HOST}{path}"{body}')
    for fields in answers:
        yield Block("json", json.dumps(value_of(fields), indent=2))


def _words(fields: Fields) -> Iterator[Block]:
    if not fields:
        yield Block("words", "Does what its name says.")
        return
    yield Block(
        "words", f"Changes what it is called. The updatable fields are {joined(list(fields), 'and')}."
    )
    yield Block("item", "Omit a field or send null to leave it unchanged.")
    for sentence, fact, said in (
        ("Send an empty string for {} to clear it.", "clearable", True),
        ("Send an empty string for {} to get 422 VALIDATION_FAILED.", "clearable", False),
        ("The {} must use https://.", "prefix", "https://"),
    ):
        if named := [
            name for name, facts in fields.items() if facts.get(fact) is said or facts.get(fact) == said
        ]:
            yield Block("item", sentence.format(joined(named, "and" if fact == "prefix" else "or")))


def _parameters(fields: Fields) -> Iterator[Block]:
    for name, facts in fields.items():
        marks = "*" if facts["required"] else "?"
        form = facts.get("format", "")
        cells = (
            ("Name", name),
            ("Type", facts["type"]),
            ("Required", str(facts["required"])),
            ("Format", form),
        )
        yield Block(
            "field", "", name, name, (marks, facts["type"]), (f"Format: {form}",) if form else (), cells
        )


def value_of(fields: Fields) -> Any:
    """The sample of a body."""
    sample: dict[str, Any] = {}
    for full, facts in fields.items():
        *holders, name = full.split(".")
        inner = sample
        for at, holder in enumerate(holders):
            inner = (
                inner[holder][0] if fields[".".join(holders[: at + 1])]["type"] == "array" else inner[holder]
            )
        if "example" in facts:
            inner[name] = facts["example"]
        elif "type" in facts:
            inner[name] = {"object": {}, "array": [{}], "string": "string"}[facts["type"]]
    return sample
