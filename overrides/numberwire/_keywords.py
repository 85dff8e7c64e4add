"""A method's keywords, checked before anything is sent: their names, their types, and that none is empty; pure.

Types are read from the keywords that the generated layer declares, so that a new one needs no line here.
"""

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from msgspec import UnsetType

from numberwire._numbers import digits_of
from numberwire.errors import FieldError, InvalidRequestError

__all__ = [
    "checked_id",
    "is_async",
    "is_uuid",
    "near_name",
    "require_filled",
    "require_known",
    "require_types",
    "sent_value",
    "suggest",
    "unknown_option_error",
]

is_uuid: Callable[[str], object] = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}").fullmatch
"""Tells whether a text has the form of a UUID."""

_NEAR = 0.7
_SHORTEST_PART = 4
_SHORTEST_NUMBER = 7
_IN_WORDS: dict[Any, str] = {
    str: "a string",
    UUID: "a UUID",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a mapping",
}


def require_types(given: Mapping[str, object], declared: Any) -> None:
    """Refuse values of another type than is declared; None is always right, and is not sent.

    Args:
        given: The keywords given, all of them known.
        declared: What says their types by its annotations, such as a method of the generated layer.

    Raises:
        InvalidRequestError: With the type that is wanted; the value is not shown.
    """
    plain = _plain_classes(declared)
    for name, value in given.items():
        if value is None or type(value) in plain[name]:
            continue
        kind = _hints(declared)[name]
        if not _fits(value, kind):
            wanted = dict.fromkeys(words for one in _alternatives(kind) if (words := _in_words(one)))
            raise InvalidRequestError(f"{name} must be {' or '.join(wanted)}, not {_article(value, kind)}.")
        if type(value) is str:
            plain[name].add(str)  # where one text fits, as that of an enum, each does


def require_filled(given: Mapping[str, object], consequence: str, *, may_clear: bool = False) -> None:
    """Refuse texts of white space alone: the server would treat one as left out.

    Args:
        given: The keywords given.
        consequence: What would come of one, or what to do instead.
        may_clear: Whether the empty text means something: it clears a field.

    Raises:
        InvalidRequestError: One is empty or blank.
    """
    for name, value in given.items():
        if isinstance(value, str) and not value.strip() and not (may_clear and not value):
            raise InvalidRequestError(f"{name} is {'blank' if value else 'empty'}: {consequence}.")


def is_async(function: Any) -> bool:
    """Whether what a function returns has to be awaited, as far as can be told before it is called."""
    import inspect  # noqa: PLC0415 only what a caller gives is asked, and it takes long to load

    forms = (function, getattr(function, "__call__", None))  # noqa: B004 an object's own method is looked at
    return any(map(inspect.iscoroutinefunction, forms)) or any(map(inspect.isasyncgenfunction, forms))


def sent_value(value: object) -> object:
    """A value as it is sent: a UUID as its text, whatever the type of its field; a text without its subclass.

    What a subclass of `str` makes of `str()` is its own business: an enum's member gives its name.
    """
    if isinstance(value, str):
        return str.__str__(value)
    return str(value) if isinstance(value, UUID) else value


def checked_id(
    record_id: object, look_up: str, record: str = "phone number", kind: type[Any] | None = None
) -> UUID | str:
    """The id of a record.

    Args:
        record_id: What was given for one: the id, or the record itself.
        look_up: How the id of a phone number is found; empty for records whose ids may look like a number.
        record: What kind of record it is, in words.
        kind: The class of the record.

    Raises:
        InvalidRequestError: It is not an id: of another type, blank, or the number itself.
    """
    if kind is not None and isinstance(record_id, kind):
        record_id = cast("Any", record_id).id
    if isinstance(record_id, UUID):
        return record_id
    if not isinstance(record_id, str):
        is_number = isinstance(record_id, int) and not isinstance(record_id, bool)
        hint = f": {look_up}" if look_up and (is_number or hasattr(record_id, "number")) else ""
        hint = " (this record is of another kind)" if hasattr(record_id, "id") else hint
        kind_given = type(record_id).__name__
        raise InvalidRequestError(f"the id of a {record} must be a string or a UUID, not {kind_given}{hint}.")
    text = str.__str__(record_id)  # a subclass may make another text of `str()`, as the members of an enum do
    if not text.strip():
        raise InvalidRequestError(f"the id of a {record} is {'blank' if text else 'empty'}.")
    if look_up and _is_written_number(text):
        raise InvalidRequestError(f"{text!r} is a phone number, not an id: {look_up}.")
    return text


def _is_written_number(text: str) -> bool:
    """Whether a text can't be an id, since it is a whole number as people write it; bare digits may be one."""
    if is_uuid(text):  # what most ids are; to look for a number in it takes ten times as long
        return False
    digits = digits_of(text) or ""
    is_bare = digits == text and not digits.startswith("+")
    return len(digits) >= _SHORTEST_NUMBER and not is_bare


@cache
def _hints(declared: Any) -> dict[str, Any]:
    return get_type_hints(declared)


@cache
def _plain_classes(declared: Any) -> dict[str, set[Any]]:
    """The classes of which nothing but an instance's class has to be asked; nearly every value is of one."""
    plain = {str, UUID, bool, int}
    return {name: plain & set(_alternatives(kind)) for name, kind in _hints(declared).items()}


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _fits(value: object, kind: Any) -> bool:
    """Whether a value is of a type; any text fits an enum, whose values are the business of the checks."""
    origin, arguments = get_origin(kind) or kind, get_args(kind)
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in arguments)
    if origin is Literal:
        return any(isinstance(value, type(one)) for one in arguments)
    if origin is list:
        items = cast("list[object]", value)
        return isinstance(value, list | tuple) and all(
            _fits(item, arg) for arg in arguments for item in items
        )
    if isinstance(value, bool) or origin is bool:
        return isinstance(value, bool) and origin in (bool, Any)
    if origin is float:
        return isinstance(value, int | float) and math.isfinite(value)
    return origin is Any or isinstance(value, _class_of(origin))


def _class_of(kind: Any) -> Any:
    if issubclass(kind, Enum) and issubclass(kind, str):
        return str
    return Mapping if kind is dict else kind


def _in_words(kind: Any) -> str:
    origin: Any = get_origin(kind) or kind
    if origin is Literal:
        return "a string"
    if origin in (NoneType, UnsetType):
        return ""
    words = _IN_WORDS.get(origin) or ("a string" if issubclass(origin, str) else str(origin.__name__))
    items = {_IN_WORDS.get(get_origin(item) or item, "") for item in get_args(kind) if origin is list}
    of_items = " or ".join(f"{item.removeprefix('a ')}s" for item in items if item.startswith("a "))
    return f"{words} of {of_items}" if of_items else words


def _article(value: object, kind: Any) -> str:
    name = type(value).__name__
    if hasattr(value, "number"):
        return f"{name} (give its .number)"
    items = [item for one in _alternatives(kind) if get_origin(one) is list for item in get_args(one)]
    if not items or not isinstance(value, list | tuple):
        return name
    members = cast("list[object]", value)
    wrong = (type(one).__name__ for one in members if not any(_fits(one, item) for item in items))
    found = next(wrong, "")  # each item may fit another kind of list
    return f"{name} with {found}" if found else name


def require_known(
    method: str,
    given: Mapping[str, Any],
    known: Collection[str],
    *,
    consequence: str,
    code: str | None = None,
    meant: Mapping[str, str] | None = None,
    options: Collection[str] = (),
    way_out: str = "",
) -> None:
    """Refuse keywords that a method doesn't have.

    Args:
        method: The method, as its caller knows it.
        given: The keywords given.
        known: Those it has, in the order to name them in.
        consequence: What the server would make of one that it doesn't know.
        code: The code the server would give, where it gives one.
        meant: Names that people take from elsewhere, and what they mean by them.
        options: What every method takes besides, where one of these may be meant.
        way_out: The keyword with which a name that is newer than this library can be sent.

    Raises:
        InvalidRequestError: With the name that was meant, where one is near.
    """
    for name in given:
        if name not in known:
            wanted = (meant or {}).get(name)
            near = wanted if wanted in known else near_name(name, (*known, *options))
            hint = f"Did you mean {near}?" if near else suggest(name, known) or "It takes no keywords."
            may_be_new = way_out and not wanted and near not in options
            force = f" To send it all the same: {way_out}={{{name!r}: ...}}." if may_be_new else ""
            text = f"{method} has no {name}, and the server would {consequence}. {hint}{force}"
            error = InvalidRequestError(text)
            error.errors = (FieldError(code, "no such field", name),)
            raise error


def unknown_option_error(
    unknown: Sequence[str], known: Collection[str], meant: Mapping[str, str] | None = None
) -> InvalidRequestError:
    """The error of keywords that are no options, with the name that was meant, where one is near.

    Args:
        unknown: The keywords.
        known: The names that there are.
        meant: Names that people take from elsewhere, and what they mean by them.
    """
    wanted = (meant or {}).get(unknown[0])
    hint = f"Did you mean {wanted}?" if wanted else suggest(unknown[0], known)
    return InvalidRequestError(f"No such option: {', '.join(unknown)}. {hint}")


def suggest(name: str, known: Collection[str]) -> str:
    """A sentence that names the name that was meant, or else all that are allowed; empty if there are none."""
    near = near_name(name, known)
    return f"Did you mean {near}?" if near else f"Allowed: {', '.join(known)}." if known else ""


def near_name(name: str, known: Collection[str]) -> str | None:
    """The name that was meant, where one is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    if close := get_close_matches(name, sorted(known), 1, _NEAR):
        return close[0]
    parts = [
        one for one in known if min(len(one), len(name)) >= _SHORTEST_PART and (one in name or name in one)
    ]
    return parts[0] if len(parts) == 1 else None
