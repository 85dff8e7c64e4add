"""Rules on the document as a whole: it is valid OpenAPI 3.1, refers to itself alone and steers no tool."""

from __future__ import annotations

import keyword
import re
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from jsonschema.exceptions import SchemaError, ValidationError  # type: ignore[import-untyped]  # it ships no types
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.schemas.backend.jsonschema import create_validator
from openapi_spec_validator.schemas.utils import get_schema_content
from openapi_spec_validator.validation import keywords
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    ParameterDuplicateError,
    UnresolvableParameterError,
)
from openapi_spec_validator.validation.registries import KeywordValidatorRegistry
from referencing import Registry

from generator.bounds import TimeUpError, limit_time
from generator.openapi.document import Document
from generator.openapi.pointers import MISSING, Place, mapping, sequence, step, target
from generator.openapi.view import Spot, Subject
from generator.openapi.yaml_edit import round_trip_difference
from generator.openapi.yaml_style import WIDTH, is_ordinary
from generator.openapi.yaml_text import events
from generator.openapi.yaml_versions import differences
from generator.rules.rule import Breach, Rule

_VERSION = re.compile(r"3\.1\.\d+")
_REFERENCE = re.compile(r"#/components/[A-Za-z]+/[^/]+")
_MODULE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# Where a reference may lead is decided by the keyword that holds it; every other one holds schemas.
_SECTIONS = {
    "callbacks": "callbacks",
    "examples": "examples",
    "headers": "headers",
    "links": "links",
    "parameters": "parameters",
    "pathItems": "pathItems",
    "paths": "pathItems",
    "requestBodies": "requestBodies",
    "requestBody": "requestBodies",
    "responses": "responses",
    "securitySchemes": "securitySchemes",
    "webhooks": "pathItems",
}
# Keys by which a document names Python code to import, fetches another one or moves what its references mean.
_FORBIDDEN = re.compile(
    r"custom(Type|Base)Path|x-python-.*|x-datamodel-.*|x-is-(base-class|classvar)|x-enum-?(varnames|Names|.*literal)"
    r"|\$(schema|id|anchor|defs|dynamicRef|dynamicAnchor|recursiveRef|recursiveAnchor)|definitions"
    r"|jsonSchemaDialect|externalValue|operationRef"
)


def _check_version(subject: Subject) -> Iterator[Breach]:
    version = subject.root.value.get("openapi")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        shown = "no OpenAPI version" if version is None else f"the OpenAPI version {version!r}"
        yield Breach("/openapi", f"The document names {shown}.", "Write `openapi: 3.1.0`.")


def _check_versions(subject: Subject) -> Iterator[Breach]:
    for path in (subject.document.path, subject.sources_path):
        if path.suffix == ".json" or not path.is_file():
            continue
        try:
            found_differences = list(differences(path.read_text(encoding="utf-8-sig")))
        except UnicodeDecodeError:  # the sources; NW501 reports it
            continue
        for difference in found_differences:
            yield Breach(
                "", difference.message, difference.mend, Document(path, {}, partial(Place, difference.line))
            )


def _check_round_trip(subject: Subject) -> Iterator[Breach]:
    if not subject.sources_path.is_file() or any(True for _ in _check_versions(subject)):
        return  # `docs accept` edits only documents whose pages are recorded
    for path in (subject.document.path, subject.sources_path):
        try:
            difference = round_trip_difference(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:  # the sources; NW501 reports it
            continue
        if difference and path.suffix != ".json":
            message = (
                "The line is not as ruamel.yaml's round trip writes it, through which pages are accepted."
            )
            place = Document(path, {}, partial(Place, difference.line))
            yield Breach("", message, difference.mend, place)


def _check_lines(subject: Subject) -> Iterator[Breach]:
    for path in (subject.document.path, subject.sources_path):
        if path.suffix == ".json" or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8-sig")
        for number, line in enumerate(text.splitlines(), 1):
            if fault := _fault_of_line(line):
                yield Breach("", *fault, Document(path, {}, partial(Place, number)))
        if text != f"{text.rstrip()}\n":
            place = Document(path, {}, partial(Place, text.count("\n")))
            yield Breach(
                "", "The file doesn't end with one line end.", "Delete what is behind the last line.", place
            )
        for event in () if is_ordinary(text) else events(text):  # which has no anchors
            if event.anchor:
                place = Document(path, {}, partial(Place, event.line))
                message = (
                    f"The line has the anchor or alias {event.anchor!r}, which accepting a page can't edit."
                )
                yield Breach("", message, "Write the value out.", place)


def _fault_of_line(line: str) -> tuple[str, str] | None:
    if len(line) > WIDTH and " " in line.strip():
        return f"The line has {len(line)} characters, more than {WIDTH}.", "Break it."
    if line != line.rstrip() or "\t" in line:
        return "The line has a tab, or a blank at its end.", "Use spaces, and none at the end."
    return None


def _check_file_name(subject: Subject) -> Iterator[Breach]:
    stem = subject.document.path.stem
    if not _MODULE.fullmatch(stem) or keyword.iskeyword(stem):
        message = f"The file's name {stem!r} can't name a package, which it is to do."
        yield Breach("", message, "Rename it in snake_case: letters, digits and underscores.")


def _check_standard(subject: Subject) -> Iterator[Breach]:
    # The validator opens what a reference names, a file or a URL, so such a document is never given to it.
    if any(True for rule in (_check_version, _check_references, _check_forbidden) for _ in rule(subject)):
        return
    for pointer, message in validator_errors(subject):
        yield Breach(pointer, f"openapi-spec-validator says: {message}.", "Write it as OpenAPI 3.1 asks.")


def _check_references(subject: Subject) -> Iterator[Breach]:
    for spot in subject.references:
        reference = spot.value["$ref"]
        section = _SECTIONS.get(spot.kind, "schemas")
        pointer = local_pointer(reference)
        place = step(spot.pointer, "$ref")
        if pointer is None:
            message = f"The reference {reference!r} isn't `#/components/SECTION/NAME`."
            yield Breach(place, message, f"Put what it means under components/{section} and refer to that.")
        elif target(subject.document.data, pointer) is MISSING:
            yield Breach(
                place, f"The reference {reference!r} leads nowhere.", "Correct the name or add the component."
            )
        elif not pointer.startswith(f"/components/{section}/"):
            yield Breach(
                place,
                f"The reference {reference!r} isn't to a component of {section}.",
                "Refer to one of them.",
            )
        elif _leads_in_a_circle(subject, spot):
            yield Breach(
                place, f"The reference {reference!r} leads in a circle.", "State in one of them what it is."
            )


def local_pointer(reference: object) -> str | None:
    """Return the pointer of a `#/components/SECTION/NAME` reference, or None for any other one."""
    return reference[1:] if isinstance(reference, str) and _REFERENCE.fullmatch(reference) else None


def _leads_in_a_circle(subject: Subject, spot: Spot) -> bool:
    pointers: set[str] = set()
    while pointer := local_pointer(spot.value.get("$ref")):
        if pointer in pointers:
            return True
        pointers.add(pointer)
        spot = Spot(pointer, mapping(target(subject.document.data, pointer)))
    return False


def _check_forbidden(subject: Subject) -> Iterator[Breach]:
    for spot in subject.objects:
        for key in spot.value:
            if _FORBIDDEN.fullmatch(key):
                message = f"The key {key!r} steers the tools or the meaning of references."
                yield Breach(step(spot.pointer, key), message, "Leave it out.")


def _check_unused_components(subject: Subject) -> Iterator[Breach]:
    if any(True for _ in _check_references(subject)):
        return
    used = {spot.pointer for spot in _used_components(subject)}
    for spot in subject.components:
        if spot.pointer not in used:
            yield Breach(spot.pointer, f"The component {spot.name} is used nowhere.", "Use it or delete it.")


def _used_components(subject: Subject) -> Iterator[Spot]:
    """Yield the components that a path leads to, directly or not, and the schemes that security names."""
    schemes = {
        scheme
        for holder in (subject.root, *(operation.spot for operation in subject.operations))
        for requirement in sequence(holder.value.get("security"))
        for scheme in mapping(requirement)
    }
    for spot in subject.components:
        if spot.kind == "securitySchemes" and spot.name in schemes:
            yield spot
    outside = [spot for spot in subject.references if not spot.pointer.startswith("/components/")]
    reached: set[str] = set()
    while outside:
        pointers = {local_pointer(spot.value["$ref"]) or "" for spot in outside} - reached
        reached |= pointers
        yield from (spot for spot in subject.components if spot.pointer in pointers)
        outside = [
            spot
            for spot in subject.references
            if any(spot.pointer == pointer or spot.pointer.startswith(f"{pointer}/") for pointer in pointers)
        ]


RULES = (
    Rule("NW101", "The document says `openapi: 3.1.x`.", _check_version),
    Rule("NW102", "The document passes openapi-spec-validator.", _check_standard),
    Rule(
        "NW103",
        "Every $ref is `#/components/SECTION/NAME`, leads to a component and fits its place.",
        _check_references,
    ),
    Rule("NW104", "No key names code, fetches documents or changes what references mean.", _check_forbidden),
    Rule("NW105", "Every component is used.", _check_unused_components),
    Rule("NW106", "The file's name can name a package, as the API's name does everywhere.", _check_file_name),
    Rule("NW107", "YAML 1.1 and 1.2 read the file, and that of its sources, alike.", _check_versions),
    Rule(
        "NW108",
        "The file, and that of its sources, is its own round trip through ruamel.yaml.",
        _check_round_trip,
        is_comparison=True,
    ),
    Rule(
        "NW109",
        f"Lines of the file, and of its sources, have at most {WIDTH} characters, no tabs, no anchors and a clean end.",
        _check_lines,
        is_comparison=True,
    ),
)


# The one place that runs openapi-spec-validator: its errors, each with the pointer it can be given.

# Rules of our own report these, with a line.
_OURS = (DuplicateOperationIDError, ParameterDuplicateError, UnresolvableParameterError)
_OURS_BY_WORDS = "Duplicate tag name"
_SCHEMA_ROOTS = ("schema", "schemas")
_LONGEST = 200
_SHORTEST = 0.01
_ENDLESS = (
    "a pattern of the schema takes too long to be tried on this value; write one without nested repetition"
)


_SECONDS, _SECONDS_IN_ALL = 1.0, 5.0
"""How long one value may be held against its schema, and all values of a document."""


class _Values(keywords.OpenAPIV31ValueValidator):
    """Holds values against their schemas, whose patterns may take for ever."""

    def __init__(self, registry: KeywordValidatorRegistry) -> None:
        super().__init__(registry)
        self._left = _SECONDS_IN_ALL

    def __call__(self, schema: Any, value: Any) -> Iterator[Any]:
        begun = time.process_time()
        errors: list[Any] = []
        try:
            with limit_time(min(_SECONDS, max(self._left, _SHORTEST))):
                errors += super().__call__(schema, value)
        except TimeUpError:
            errors = [ValidationError(_ENDLESS, instance=value)]
        self._left -= time.process_time() - begun
        yield from errors


def _indexed_validator(schema: dict[str, Any]) -> Any:
    """Return a validator that has found the anchors of its schema; left alone it looks for them at each reference."""
    registry = Registry[Any]().with_contents([(schema["$id"], schema)]).crawl()
    return type(create_validator(schema))(schema, registry=registry)


class _Validator(OpenAPIV31SpecValidator):
    # Left alone it takes another backend where one happens to be installed, which words its errors otherwise.
    schema_validator = _indexed_validator(dict(get_schema_content("3.1")))
    keyword_validators = {**OpenAPIV31SpecValidator.keyword_validators, "default": _Values}  # noqa: RUF012 - as there


def validator_errors(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield the pointer and the message of each error, one for a place.

    Each stage takes for granted what the one before it found right.

    Args:
        subject: A document whose references all stay inside it: others would be opened.
    """
    try:
        for stage in (_shape_errors, _schema_errors, _meaning_errors):
            messages: dict[str, str] = {}
            for pointer, error in stage(subject):
                deepest = _deepest_error(error)
                messages.setdefault(
                    pointer + step("", *deepest.absolute_path), _shortened_message(str(deepest.message))
                )
            if messages:
                yield from messages.items()
                return
    except RecursionError:
        yield "", "schemas that nest so deep, or hold themselves by allOf or items alone, can't be followed"


def _shape_errors(subject: Subject) -> Iterator[tuple[str, Any]]:
    yield from (("", error) for error in _Validator.schema_validator.iter_errors(subject.document.data))


def _schema_errors(subject: Subject) -> Iterator[tuple[str, Any]]:
    # The validator checks these as well, and doesn't say where they are.
    for spot in _root_schemas(subject):
        try:
            OAS31Validator.check_schema(spot.value)
        except SchemaError as error:
            yield spot.pointer, error


def _root_schemas(subject: Subject) -> list[Spot]:
    """Return the schemas that are no part of another one."""
    return [spot for spot in subject.schemas if spot.kind in _SCHEMA_ROOTS]


def _meaning_errors(subject: Subject) -> Iterator[tuple[str, Any]]:
    validator = _Validator(subject.document.data)
    # It would hold each schema against the meta-schema once more; whichever has not been is still held against it.
    schemas: Any = validator.keyword_validators_registry["schema"]
    schemas.meta_checked_schema_ids = [id(spot.value) for spot in _root_schemas(subject)]
    # Its `iter_errors` would begin with the document's shape, which is right by now.
    for error in validator.root_validator(validator.schema_path):
        if not isinstance(error, _OURS) and not error.message.startswith(_OURS_BY_WORDS):
            yield _place_of_default(subject, error), error


def _place_of_default(subject: Subject, error: Any) -> str:
    """Return where a default is that its schema refuses; the error doesn't say."""
    for spot in subject.schemas:
        if "default" in spot.value and spot.value["default"] == error.instance:
            return step(spot.pointer, "default")
    return ""


def _deepest_error(error: Any) -> Any:
    """Return, of the alternatives that all failed, the error of the one that went furthest."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _shortened_message(message: str) -> str:
    words = " ".join(message.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}..."
