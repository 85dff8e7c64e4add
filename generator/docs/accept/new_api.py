"""A new API: a first spec and its sources, drafted from pages or from an OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.docs.accept.accept_pages import AcceptError, plan_page
from generator.docs.accept.judgement import RemainingWork
from generator.docs.accept.new_fields import UnfitError
from generator.docs.accept.new_operations import draft_error
from generator.docs.accept.revision import Revision, subject_of
from generator.docs.compare.match import operation_name
from generator.docs.compare.remaining import UNDESCRIBED
from generator.docs.pages.page_reader import Reading
from generator.docs.pages.paths import name_words
from generator.facts import Operation, Page
from generator.files import OutputError, workshop, write_files
from generator.findings import Finding
from generator.journal import write_set
from generator.openapi import yaml_text
from generator.openapi.document import Document
from generator.openapi.pointers import mapping, sequence
from generator.openapi.view import Subject
from generator.openapi.yaml_edit import edit_text
from generator.rules import check_file

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_OPERATION_ID = re.compile(r"[a-z]+(_[a-z0-9]+)+")
_VERBS = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
_SCHEMES: Mapping[str, Mapping[str, str]] = {
    "basic": {"type": "http", "scheme": "basic"},
    "bearer": {"type": "http", "scheme": "bearer"},
}
_SPEC = """\
# Drafted from documentation pages; sources/{name}.yaml records what each of them states. What is still to be
# described says so: describe it in your own words, never in those of a page.
openapi: 3.1.0
info:
  title: {title}
  version: 1.0.0
  summary: New, and {undescribed}.
  description: The API, as its documentation describes it; new, and {undescribed}.
servers:
  - url: https://{{host}}
    description: The host is given by the caller, or {undescribed}.
    variables:
      host:
        default: example.com
        description: Host of the API.
{security}tags:
  - name: {tag}
    description: Operations on {words}; new, and {undescribed}.
"""
_SOURCES = """\
# What each page states about this API: facts, field by field, and no prose. The head of the sources of
# signalwire.yaml explains the keys.
pages: {}
"""


@dataclass(frozen=True)
class NewApi:
    """A first spec of an API, and its sources.

    Attributes:
        name: The API's name.
        texts: The two files.
        operations: The ids of the operations that were drafted.
        left: What is left to a person, as accepting a page leaves it.
        findings: What the house rules find.
        gaps: What the pages leave out or could not be read, in words.
    """

    name: str
    texts: Mapping[Path, str]
    operations: tuple[str, ...]
    left: tuple[RemainingWork, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[str, ...]

    def write(self) -> None:
        """Write both files.

        Raises:
            AcceptError: One of them is there by now, or can't be written; neither is.
        """
        for path in self.texts:
            if path.exists():
                raise AcceptError(
                    f"{path} is there already: accept pages into it with `docs accept --api {self.name}`"
                )
        try:
            write_set({path: text.encode() for path, text in self.texts.items()})
        except OutputError as error:
            raise AcceptError(str(error).rstrip(".")) from None


def draft_api(name: str, readings: Sequence[Reading], spec: Path) -> NewApi:
    """Return a first spec of an API and its sources.

    Args:
        name: The API's name.
        readings: The pages, as read.
        spec: The folder of the specs.

    Raises:
        AcceptError: The name can't be one, an API has it, or no page states method and path of an operation.
    """
    if not _NAME.fullmatch(name):
        raise AcceptError(f"{name} can't name a package: use small letters, digits and single underscores")
    path = spec / f"{name}.yaml"
    text = _spec_text(name, [reading.page for reading in readings])
    subject = _subject(path, text)
    left: list[RemainingWork] = []
    for reading in readings:
        plan = plan_page(*_prepare(reading, subject))
        subject = plan.revision.subject
        left += plan.left
    if not subject.operations:
        raise AcceptError(
            "no page states the method and the path of an operation: pass pages that do, or the OpenAPI document"
        )
    sources = subject.sources
    assert isinstance(sources, Document)  # noqa: S101 it was made here
    texts = {
        path: edit_text(text, subject.document.data),
        sources.path: edit_text(_SOURCES, sources.data),
    }
    return NewApi(
        name,
        texts,
        tuple(operation.id for operation in subject.operations),
        tuple(left),
        tuple(_findings(path, texts)),
        tuple(gap for reading in readings for gap in reading.gaps),
    )


def _subject(path: Path, text: str) -> Subject:
    """Return an API without operations."""
    data: dict[str, Any] = {**mapping(yaml_text.read_yaml(text)[0]), "paths": {}, "components": {}}
    scheme = next(iter(mapping(next(iter(sequence(data.get("security"))), None))), "")
    if scheme:
        described = {**_SCHEMES[scheme], "description": f"The credential; new, and {UNDESCRIBED}."}
        data["components"] = {"securitySchemes": {scheme: described}}
    sources = Document(path.parent / "sources" / path.name, mapping(yaml_text.read_yaml(_SOURCES)[0]))
    return subject_of(Document(path, data), sources)


def _spec_text(name: str, pages: Sequence[Page]) -> str:
    """Return the head of the spec: what stands in it whatever the operations are."""
    scheme = next((page.security["scheme"] for page in pages if page.security.get("scheme") in _SCHEMES), "")
    paths = [operation.path for page in pages for operation in page.operations.values() if operation.path]
    tag = _tag(paths[0]) if paths else "operations"
    return _SPEC.format(
        name=name,
        title=" ".join(word.capitalize() for word in name.split("_")),
        undescribed=UNDESCRIBED,
        security=f"security:\n  - {scheme}: []\n" if scheme else "",
        tag=tag,
        words=tag.replace("_", " "),
    )


def _tag(path: str) -> str:
    """Return the resource of a path, as a plural noun."""
    words = [word for step in path.split("/") if "{" not in step for word in [name_words(step)] if word]
    noun = "_".join(words[-1]) if words else "operation"
    return noun if noun.endswith("s") else f"{noun}s"


def _prepare(reading: Reading, subject: Subject) -> tuple[Reading, Subject, None, tuple[str, ...]]:
    """Return what accepts a page: its operations have ids, and the answers of its errors are in the spec."""
    page = reading.page.with_operation_names(
        {heading: _operation_id(operation) for heading, operation in reading.page.operations.items()}
    )
    sources = subject.sources
    assert isinstance(sources, Document)  # noqa: S101 it was made here
    revision = Revision(subject, sources)
    for status, fields in page.errors.items():
        try:
            draft_error(revision, status, fields)
        except UnfitError as error:
            raise AcceptError(f"the answer {status}: {error}") from None
    return replace(reading, page=page), revision.subject, None, tuple(page.operations)


def _operation_id(operation: Operation) -> str:
    """Return a verb and a noun: the page's own, or by the method and the path where its heading is one word."""
    name = operation_name(operation.name)
    if _OPERATION_ID.fullmatch(name) or not operation.path:
        return name
    tag = _tag(operation.path)
    is_item = operation.path.rstrip("/").endswith("}")
    verb = _VERBS.get(operation.method or "", "retrieve" if is_item else "list")
    return f"{verb}_{tag if verb == 'list' else tag.removesuffix('s')}"


def _findings(path: Path, texts: Mapping[Path, str]) -> list[Finding]:
    """Return what the house rules find, as if the files stood where they shall."""
    with workshop() as shop:
        made = shop / path.parent.name / path.name
        for target, text in texts.items():
            write_files((made.parent / target.relative_to(path.parent)).parent, {target.name: text})
        there, here = made.parent.as_posix(), path.parent.as_posix()
        return [
            replace(
                finding,
                path=finding.path.replace(there, here),
                message=finding.message.replace(there, here),
                mend=finding.mend.replace(there, here),
            )
            for finding in check_file(made)
        ]
