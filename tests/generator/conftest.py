"""A small document that keeps every house rule, and the means to change a line of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.codegen.contract import Contract
from generator.codegen.endpoints import read_contract
from generator.codegen.omissions import Omissions
from generator.openapi.document import Document, read_document
from generator.rules import check_file

PETS = """\
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
      x-sources: [guide]
      parameters:
        - {$ref: '#/components/parameters/PetId'}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/PetUpdate'}
            examples: {renamed: {value: {name: Rex}}}
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
              examples: {cat: {value: {kind: cat}}}
        '404': {description: No such pet.}
components:
  parameters:
    PetId:
      name: id
      in: path
      required: true
      description: Which pet.
      schema: {type: string, examples: [p1]}
      x-sources: [guide]
  schemas:
    PetUpdate:
      type: object
      description: What to change.
      properties:
        name: {type: string, description: Its name., examples: [Rex], x-sources: [guide]}
    Pet:
      type: object
      description: A pet.
      required: [kind]
      properties:
        kind:
          description: What it is.
          $ref: '#/components/schemas/Kind'
          examples: [cat]
          x-sources: [guide]
    Kind:
      type: string
      description: A kind of animal.
      enum: [cat, big-dog]
      x-values:
        cat: {description: A cat., sources: [guide]}
        big-dog: {description: A dog., sources: [guide]}
"""

SOURCES = """\
pages:
  guide:
    title: The guide
    operations:
      update_pet:
        path:
          id: {type: string}
        request:
          name: {type: string}
        response:
          kind: {required: true, enum: [cat, big-dog]}
        statuses: ['200', '404']
"""

Changes = Sequence[tuple[str, str]]
FindBreaches = Callable[..., list[tuple[str, str]]]
ContractOf = Callable[..., tuple[Contract, list[tuple[str, str]]]]


def changed(text: str, changes: Changes) -> str:
    """Return a text with parts replaced, each of which must be there."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="session")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Return the small document, with its sources beside it."""
    folder = tmp_path_factory.mktemp("spec")
    (folder / "sources").mkdir()
    (folder / "pets.yaml").write_text(PETS, encoding="utf-8")
    (folder / "sources" / "pets.yaml").write_text(SOURCES, encoding="utf-8")
    return read_document(folder / "pets.yaml")


@pytest.fixture
def find_breaches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FindBreaches:
    """Return a check of the small document and its sources after some changes: pointers and findings."""
    monkeypatch.chdir(tmp_path)

    def check(
        pets: Changes = (), sources: Changes | None = (), name: str = "pets.yaml"
    ) -> list[tuple[str, str]]:
        Path(name).write_text(changed(PETS, pets), encoding="utf-8")
        Path("sources").mkdir()
        if sources is not None:
            (Path("sources") / name).write_text(changed(SOURCES, sources), encoding="utf-8")
        return [(finding.pointer, str(finding)) for finding in check_file(Path(name))]

    return check


@pytest.fixture(scope="session")
def contract_of() -> ContractOf:
    """Return a reader of plain data: the contract, and what was left out as rules and pointers."""

    def read(data: dict[str, Any], *, typed: bool = False) -> tuple[Contract, list[tuple[str, str]]]:
        document = Document(Path("x.json"), data)
        omissions = Omissions(document, "x.json")
        contract = read_contract(document, omissions, typed=typed)
        return contract, [(finding.rule, finding.pointer) for finding in omissions.findings()]

    return read
