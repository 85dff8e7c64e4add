"""The one place that runs openapi-spec-validator: its errors, each with the pointer it can be given."""

from __future__ import annotations

import time
from collections.abc import Iterator
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

from generator.bounds import TimeUpError, limit_time
from generator.plain import step
from generator.rules.subject import Subject

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


class _Validator(OpenAPIV31SpecValidator):
    # Left alone it takes another backend where one happens to be installed, which words its errors otherwise.
    schema_validator = create_validator(dict(get_schema_content("3.1")))
    keyword_validators = {**OpenAPIV31SpecValidator.keyword_validators, "default": _Values}  # noqa: RUF012 - as there


def errors(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield the pointer and the message of each error, one for a place.

    Each stage takes for granted what the one before it found right.

    Args:
        subject: A document whose references all stay inside it: others would be opened.
    """
    try:
        for stage in (_shape, _schemas, _meaning):
            found: dict[str, str] = {}
            for pointer, error in stage(subject):
                deepest = _deepest(error)
                found.setdefault(pointer + step("", *deepest.absolute_path), _shortened(str(deepest.message)))
            if found:
                yield from found.items()
                return
    except RecursionError:
        yield "", "schemas that nest so deep, or hold themselves by allOf or items alone, can't be followed"


def _shape(subject: Subject) -> Iterator[tuple[str, Any]]:
    yield from (("", error) for error in _Validator.schema_validator.iter_errors(subject.document.data))


def _schemas(subject: Subject) -> Iterator[tuple[str, Any]]:
    # The validator checks these as well, and doesn't say where they stand.
    for spot in subject.schemas:
        if spot.kind in _SCHEMA_ROOTS:
            try:
                OAS31Validator.check_schema(spot.value)
            except SchemaError as error:
                yield spot.pointer, error


def _meaning(subject: Subject) -> Iterator[tuple[str, Any]]:
    for error in _Validator(subject.document.data).iter_errors():
        if not isinstance(error, _OURS) and not error.message.startswith(_OURS_BY_WORDS):
            yield _place_of_default(subject, error), error


def _place_of_default(subject: Subject, error: Any) -> str:
    """Return where a default stands that its schema refuses; the error doesn't say."""
    for spot in subject.schemas:
        if "default" in spot.value and spot.value["default"] == error.instance:
            return step(spot.pointer, "default")
    return ""


def _deepest(error: Any) -> Any:
    """Return, of the alternatives that all failed, the error of the one that went furthest."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _shortened(message: str) -> str:
    words = " ".join(message.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}..."
