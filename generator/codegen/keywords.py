"""Keywords: which of a schema's are listed: those with another kind of value than theirs, and those nothing checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.codegen.omissions import Omissions
from generator.openapi.pointers import is_mapping, mapping, sequence, step, text, texts
from generator.openapi.view import Subject

NOT_A_SCHEMA = "This is not a schema; it is typed Any."
"""What is noted of a value in the place of a schema."""
_SCHEMA = (
    *(
        "items",
        "additionalProperties",
        "unevaluatedItems",
        "unevaluatedProperties",
        "contains",
        "propertyNames",
    ),
    *("not", "if", "then", "else"),
)
_SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SCHEMAS_BY_NAME = ("properties", "patternProperties", "dependentSchemas", "$defs")
_TEXTS = ("format", "pattern", "title", "description", "contentMediaType", "contentEncoding")
_FLAGS = ("nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems")
_NUMBERS = (
    *("minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties"),
    *("maxProperties", "minContains", "maxContains"),
)
_BOUNDS = ("exclusiveMinimum", "exclusiveMaximum")
"""True or false in OpenAPI 3.0, and a number in 3.1."""


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _has_items(value: object) -> bool:
    return bool(sequence(value))


def _names_types(value: object) -> bool:
    return _is_text(value) or (_has_items(value) and texts(value) == value)


def _is_discriminator(value: object) -> bool:
    return bool(text(mapping(value).get("propertyName")))


_KINDS: dict[str, Callable[[object], bool]] = {
    "type": _names_types,
    "enum": _has_items,
    "required": lambda value: texts(value) == value,
    "discriminator": _is_discriminator,
    **dict.fromkeys(_SCHEMA_LISTS, _has_items),
    **dict.fromkeys(_SCHEMAS_BY_NAME, is_mapping),
    **dict.fromkeys(_TEXTS, _is_text),
    **dict.fromkeys(_FLAGS, _is_flag),
    **dict.fromkeys(_NUMBERS, _is_number),
    **dict.fromkeys(_BOUNDS, lambda value: isinstance(value, (int, float))),
}


_UNCHECKED = frozenset(
    {"not", "if", "contains", "propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedItems"}
)
"""Those by which no type and no check of a package goes."""


def _is_checked(keyword: str, value: object) -> bool:
    """Tell whether a type or a check goes by a keyword, or a docstring shows it as one of the limits."""
    if keyword == "enum":
        return not any(isinstance(one, (dict, list)) for one in sequence(value))
    if keyword == "const":
        return value is None or isinstance(value, (str, int))
    return keyword not in _UNCHECKED


def note_keywords(subject: Subject, omissions: Omissions) -> None:
    """Note each keyword of a schema whose value is not of its kind, or that nothing checks.

    Args:
        subject: The document.
        omissions: Where to note them.
    """
    for schema in subject.schemas:
        for keyword, value in schema.value.items():
            pointer = step(schema.pointer, keyword)
            held = _schemas_in(keyword, value, pointer)
            strangers = [place for place, inner in held if not isinstance(inner, (dict, bool))]
            for place in strangers:
                omissions.add("schema", place, NOT_A_SCHEMA)
            if keyword in _KINDS and not _KINDS[keyword](value):
                omissions.add("schema", pointer, f"{keyword!r} has another kind of value; it is left out.")
            elif not strangers and not _is_checked(keyword, value):
                omissions.add("unchecked", pointer, f"{keyword!r} is not checked.")


def note_lost_references(subject: Subject, omissions: Omissions) -> None:
    """Note each schema whose reference can't be followed, where nothing that was made of it has noted that.

    Args:
        subject: The document.
        omissions: Where to note them, and what was noted.
    """
    noted = omissions.places("lost-ref", "foreign-ref", "cycle")
    for schema in subject.schemas:
        if "$ref" in schema.value and schema.pointer not in noted and subject.follow(schema) is None:
            omissions.add_reference(schema.value, schema.pointer, "The reference")


def _schemas_in(keyword: str, value: object, pointer: str) -> Iterator[tuple[str, object]]:
    """Yield the place and the value of each schema that a keyword has."""
    if keyword in _SCHEMA:
        yield pointer, value
    elif keyword in _SCHEMA_LISTS:
        yield from ((step(pointer, place), item) for place, item in enumerate(sequence(value)))
    elif keyword in _SCHEMAS_BY_NAME:
        yield from ((step(pointer, name), item) for name, item in mapping(value).items())
