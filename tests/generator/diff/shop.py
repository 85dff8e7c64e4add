"""A small document that has one of everything that may change, and the means to change it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.diff.document_changes import document_changes
from generator.openapi.document import Document
from generator.openapi.pointers import steps
from tests.yaml_files import parse_yaml

_SHOP = """\
openapi: 3.1.0
info: {title: Pets, description: A shop., version: 1.0.0}
security:
  - key: [pets]
tags:
  - {name: pets, description: The pets of a shop.}
paths:
  /pets:
    get:
      operationId: list_pets
      tags: [pets]
      description: Lists pets.
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100, minimum: 1, default: 10}}
        - {name: kind, in: query, schema: {$ref: '#/components/schemas/Kind'}}
      responses:
        '200':
          description: Pets.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        '400': {$ref: '#/components/responses/Bad'}
  /pets/{id}:
    put:
      operationId: update_pet
      tags: [pets]
      description: Changes a pet.
      parameters:
        - {$ref: '#/components/parameters/PetId'}
        - {name: notify, in: query, description: Whether to tell., schema: {type: boolean}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/PetUpdate'}
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
        '400': {$ref: '#/components/responses/Bad'}
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
  parameters:
    PetId: {name: id, in: path, required: true, description: Which pet., schema: {type: string}}
  responses:
    Bad:
      description: Wrong.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Problem'}
  schemas:
    Pet:
      type: object
      description: A pet.
      required: [id]
      properties:
        id: {type: string, format: uuid}
        name: {type: string, maxLength: 20}
        kind: {$ref: '#/components/schemas/Kind'}
        owner: {$ref: '#/components/schemas/Owner'}
    PetUpdate:
      type: object
      description: What to change.
      required: [name]
      properties:
        name: {type: string, maxLength: 20, description: Its name.}
        born: {type: string, format: date}
        chip: {type: string, pattern: '^[0-9]+$'}
        kind: {$ref: '#/components/schemas/Kind'}
        owner: {$ref: '#/components/schemas/Owner'}
    Owner:
      type: object
      description: Who it belongs to.
      required: [name]
      properties:
        name: {type: string}
        phone: {type: string}
    Kind:
      type: string
      description: A kind of animal.
      enum: [cat, dog, fish]
      x-values:
        cat: {description: A cat.}
        fish: {description: A fish., answers-only: true}
    Problem:
      type: object
      description: What went wrong.
      properties:
        message: {type: string}
"""

GONE = object()
"""What an edit writes that takes a thing out."""
Edit = Mapping[str, Any]
"""What to write, by JSON pointer."""


def edit_document(data: dict[str, Any], edit: Edit) -> dict[str, Any]:
    """Return a document with things written into it, or taken out."""
    document = copy.deepcopy(data)
    for pointer, value in edit.items():
        *path, last = steps(pointer)
        holder: Any = document
        for key in path:
            holder = holder[int(key)] if isinstance(holder, list) else holder[key]
        if value is GONE:
            del holder[int(last) if isinstance(holder, list) else last]
        elif isinstance(holder, list):
            holder.insert(int(last), value)
        else:
            holder[last] = value
    return document


def change_lines(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return what changed between two documents, as `level id place` each."""
    before, after = ({"shop": Document(Path("shop.yaml"), data)} for data in (old, new))
    changes = [document_change.change for document_change in document_changes(before, after)]
    return [f"{change.level.name.lower()} {change.id} {change.place}" for change in changes]


SHOP: dict[str, Any] = parse_yaml(_SHOP)


def as_yaml(data: dict[str, Any]) -> str:
    """Return a document as a file has it; JSON is YAML."""
    return json.dumps(data)
