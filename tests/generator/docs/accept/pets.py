"""A small API in the house's style, one recorded page of it, and the means to take a changed page over."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.docs.accept.accept_pages import AcceptedPage, Text, accept_page
from generator.docs.pages.page_reader import Reading
from generator.facts import Operation, Page
from generator.openapi.document import read_document

SPEC = """\
# What we believe the shop's API to be.
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
tags:
  - {name: pets, description: The pets of a shop.}

paths:
  /pets/{id}:
    put:
      operationId: update_pet
      tags: [pets]
      description: Changes a pet.
      x-sources: [guide, notes]
      parameters:
        - {$ref: '#/components/parameters/PetId'}
        - {$ref: '#/components/parameters/Dry'}
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/PetUpdate'
            examples: {renamed: {value: {name: Rex}}}
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'
              examples:
                renamed:
                  value:
                    name: Rex  # a good name
                    age: 3
                    kind: cat
        '404':
          $ref: '#/components/responses/NotFound'

components:
  parameters:
    PetId:
      name: id
      in: path
      required: true
      description: Which pet.
      schema:
        type: string
        format: uuid
        examples: ['6f1c2a54-8d3b-4e0f-9a77-0b5a1c9e4d21']
      x-sources: [guide]

    Dry:
      name: dry
      in: query
      required: false
      description: Whether to try it only.
      schema:
        type: boolean
        examples: [true]
      x-sources: [guide]

  responses:
    NotFound:
      description: No such pet.
      x-sources: [notes]
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/Failure'
          examples: {unknown: {value: {error: no such pet}}}

  schemas:
    PetUpdate:
      type: object
      description: What to change.
      properties:
        name:
          description: Its name, which nobody else need have.
          type: string
          examples: [Rex]
          x-sources: [guide, notes]
        # The kind decides what it is fed.
        kind:
          description: What it is.
          $ref: '#/components/schemas/Kind'
          examples: [cat]
          x-sources: [guide]
        food:
          description: What it is fed.
          type: string
          examples: [fish]
          x-sources: [notes]

    Pet:
      type: object
      description: A pet.
      required: [name]
      properties:
        name:
          description: Its name.
          type: string
          examples: [Rex]
          x-sources: [guide]
        age:
          description: Its age in years.
          type: [integer, 'null']
          minimum: 0
          examples: [3]
          x-sources: [guide]
        kind:
          description: What it is.
          anyOf: [{$ref: '#/components/schemas/Kind'}, {type: 'null'}]
          examples: [cat]
          x-sources: [guide, notes]
          x-disagreement:
            pages:
              guide: two kinds
              notes: ghosts, too
            resolution: Three kinds.
            why: Answers tell of ghosts.

    Failure:
      type: object
      description: What went wrong.
      properties:
        error:
          description: What went wrong, in words.
          type: [string, 'null']
          examples: [no such pet]
          x-sources: [notes]

    Kind:
      type: string
      description: A kind of animal.
      enum: [cat, big-dog, ghost]
      x-values:
        cat:
          description: A cat.
          sources: [guide]
        big-dog:
          description: A dog.
          sources: [guide]
        ghost:
          description: Answers tell of it; no update can set it.
          answers-only: true
          sources: [notes]
"""

SOURCES = """\
# What each page states.
pages:
  guide:
    title: Update a pet
    url: https://example.com/pets
    date: null
    layout: stacked
    digest: '0000000000000000000000000000000000000000000000000000000000000000'
    operations:
      update_pet:
        method: PUT
        route: /pets/{id}
        path:
          id: {type: string, format: uuid, required: true, deprecated: false}
        query:
          dry: {type: boolean, required: false, deprecated: false}
        request:
          name: {type: string, required: false, deprecated: false, example: Rex}
          kind: {type: string, required: false, deprecated: false, enum: [cat, big-dog]}
        response:
          name: {type: string, required: true, deprecated: false}
          age: {type: integer, required: false, deprecated: false}
          kind: {type: string, required: false, deprecated: false, enum: [cat, big-dog]}
        statuses: ['200']

  notes:  # by hand
    title: What is known beside the page
    errors:
      '404':
        error: {type: string}
    operations:
      update_pet:
        request:
          name: {}
          food: {type: string}
        response:
          kind: {enum: [ghost]}
        statuses: ['404']
"""

UNMARKED = {"required": False, "deprecated": False}
PARTS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "path": {"id": {"type": "string", "format": "uuid", "required": True, "deprecated": False}},
    "query": {"dry": {"type": "boolean", **UNMARKED}},
    "request": {
        "name": {"type": "string", **UNMARKED, "example": "Rex"},
        "kind": {"type": "string", **UNMARKED, "enum": ["cat", "big-dog"]},
    },
    "response": {
        "name": {"type": "string", "required": True, "deprecated": False},
        "age": {"type": "integer", **UNMARKED},
        "kind": {"type": "string", **UNMARKED, "enum": ["cat", "big-dog"]},
    },
}
"""What the recorded page states of the one operation."""


def page(parts: Mapping[str, Any] | None = None, **others: Any) -> Page:
    """The recorded page at a later time, saying in some parts of its operation other things."""
    said = Operation("update_pet", "PUT", "/pets/{id}", {**PARTS, **(parts or {})}, ("200",))
    return replace(Page("Update a pet", {"update_pet": said}, "stacked", digest="1" * 64), **others)


def with_field(part: str, name: str, **facts: Any) -> Page:
    """The page with one more field at the end of a part, or with more facts of one it has."""
    known = PARTS[part].get(name, UNMARKED)
    return page({part: {**PARTS[part], name: {**known, **facts}}})


def without(part: str, name: str) -> Page:
    """The page without a field that it has."""
    return page({part: {field: facts for field, facts in PARTS[part].items() if field != name}})


def with_operation(**others: Any) -> Page:
    """The page saying other things of its operation itself."""
    said = replace(page().operations["update_pet"], **others)
    return page(operations={said.name: said})


@dataclass
class Shop:
    """The files of the small API in a folder."""

    spec: Path
    sources: Path

    def accept(
        self,
        said: Page,
        sentences: Mapping[str, str] | None = None,
        named: str | None = None,
        operations: Collection[str] = (),
        *,
        allows_loss: bool = False,
    ) -> AcceptedPage:
        """Take a page over; nothing is written."""
        files = (
            Text(read_document(path), path.read_text(encoding="utf-8")) for path in (self.spec, self.sources)
        )
        return accept_page(Reading(said, sentences or {}), *files, named, operations, allows_loss=allows_loss)

    def write(self, made: AcceptedPage) -> None:
        """Write what came of a page."""
        self.spec.write_text(made.spec.text, encoding="utf-8")
        self.sources.write_text(made.sources.text, encoding="utf-8")

    def changes(self, made: AcceptedPage) -> tuple[list[str], list[str]]:
        """The lines that go and come, of the spec and of the sources, without the new digest."""
        return difference(SPEC, made.spec.text), [
            line for line in difference(SOURCES, made.sources.text) if "digest: '" not in line
        ]


def difference(old: str, new: str) -> list[str]:
    """The lines that go and come, in order."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]
