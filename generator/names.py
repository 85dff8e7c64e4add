"""Names: text from a document becomes safe ASCII identifiers here and nowhere else; what clashes is numbered."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

_ANNOTATION = frozenset(
    {
        *("str", "int", "float", "bool", "bytes", "list", "tuple", "dict", "date", "datetime", "None"),
        *("UUID", "Any", "Literal", "UNSET", "UnsetType"),
    }
)
_TYPED = frozenset({"Annotated", "Constant", "Integer", "Missing", "OneOf", "Time"})
"""The types of `_typed`, which a package of a foreign document finds beside its models."""
_TEXT_METHODS = frozenset(
    {
        *("capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find"),
        *("format", "format_map", "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit"),
        *("isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join"),
        *("ljust", "lower", "lstrip", "maketrans", "partition", "removeprefix", "removesuffix", "replace"),
        *("rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines"),
        *("startswith", "strip", "swapcase", "title", "translate", "upper", "zfill"),
    }
)
"""Spelt out, since a later Python may have more, and the same document has to give the same bytes."""
MODEL_CLASSES = frozenset(
    {
        *_ANNOTATION,
        *_TYPED,
        *("Model", "TypedModel", "OpenModel", "OpenEnum", "Struct", "Meta", "Enum", "StrEnum", "ClassVar"),
        *("Optional", "TypeAlias", "Union"),
    }
)
"""What a module of models and the model tool name for themselves, so that no class may."""
FIELDS = frozenset(
    {
        *_ANNOTATION,
        *_TYPED,
        *("property", "field", "extra", "extra_json", "to_dict", "to_json", "with_members"),
    }
)
"""What a field's annotation may need to find under its own name, and what every model has."""
MEMBERS = _ANNOTATION | _TEXT_METHODS | {"mro", "name", "value"}
"""What an enum's class already means by a name, and what its module imports."""
MODULES = frozenset({"api", "client", "models", "lock", "__init__"})
"""Module names a package uses for itself."""
MODULE_LEVEL = _ANNOTATION | {
    *(
        "models",
        "handlers",
        "List",
        "Operation",
        "Send",
        "AsyncSend",
        "RawSend",
        "AsyncRawSend",
        "RawResponse",
        "Clear",
        "NoHandler",
        "fill_body",
        "record_id",
        "require_value",
        "CallOptions",
        "Unpack",
        "fill_optional_body",
        "fill_body_with_handlers",
        "Encoding",
        "OneOf",
        "Text",
        "Styled",
        "TypedOperation",
        "media_type_of",
        "one_of",
        "ANY_SUCCESS",
    ),
}
"""What a module of operations names for itself."""
CALL_OPTIONS = frozenset(
    {
        *("timeout", "deadline", "max_retries", "checks", "options"),
        *("extra_body", "extra_headers", "extra_query"),
    }
)
"""What every method takes beside the keywords of its operation."""
PARAMETERS = MODULE_LEVEL | CALL_OPTIONS | {"self", "body", "answer", "media_type"}
"""What a function's body needs to find under its own name."""
FUNCTIONS = MODULE_LEVEL | {"self", "body", "answer", "media_type", "options"}
"""What a method that calls a function has as names of its own, so that no function may be called so."""
METHOD_NAMES = MODULE_LEVEL - {"list"}
"""What the annotations of a resource class need to find, so that no method may hide it; `list` has an alias."""
BODY_KEYWORDS = CALL_OPTIONS | frozenset(
    {
        "record_id",
        "self",
        "answer",
        "models",
        "require_value",
        "fill_body",
        "fill_optional_body",
        "fill_body_with_handlers",
    }
)
"""What the body of a method needs to find, where its keywords are the fields of a request's body."""


def _ascii(text: str) -> str:
    """Return the letters of a text without accents; what has no ASCII letter becomes a gap."""
    folded = unicodedata.normalize("NFKD", text)
    return (
        "".join(mark for mark in folded if not unicodedata.combining(mark))
        .encode("ascii", "replace")
        .decode()
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9]+", _ascii(text)[:200])


def class_name(text: str, fallback: str = "Schema") -> str:
    """Return a name in PascalCase that keeps the capitals a text has."""
    joined = "".join(word[0].upper() + word[1:] for word in _words(text))
    return joined if joined[:1].isalpha() else fallback + joined


def snake_name(text: str, fallback: str = "field") -> str:
    """Return a name in lower_snake_case, for a field, a parameter, a function or a module."""
    parted = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", "_".join(_words(text)))
    joined = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", parted).lower()
    return joined if joined[:1].isalpha() else f"{fallback}_{joined}".rstrip("_")


def member_name(text: str) -> str:
    """Return a name for an enum's member, in the case the value has."""
    joined = "_".join(_words(text))
    return joined if joined[:1].isalpha() else f"value_{joined}".rstrip("_")


class Names:
    """One scope of names: each is given once.

    Args:
        reserved: Names the scope already has a meaning for; one that is wanted gets the suffix.
        suffix: What it gets, and what stands before the number of a name that ends with a digit. A class needs a
            word: the model tool drops an underscore at the end, and one before a digit.
    """

    def __init__(self, reserved: Iterable[str] = (), suffix: str = "_") -> None:
        self._reserved = frozenset(reserved)
        self._suffix = suffix
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """Return the wanted name, or the nearest one that is still free."""
        if wanted in self._reserved or keyword.iskeyword(wanted):
            wanted += self._suffix
        name, number = wanted, 1
        while name in self._taken or name in self._reserved:
            number += 1
            name = f"{wanted}{self._suffix if wanted[-1].isdigit() else ''}{number}"
        self._taken.add(name)
        return name
