"""Error bodies -> complaints: the first ones are read, and nothing is built of what is passed over; pure."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from numberwire.errors import FieldError
from numberwire_api import decode_json

__all__ = ["COMPLAINT_MEMBERS", "Complaint", "first_entries", "has_content", "read_complaint", "read_text"]

_MOST_ENTRIES = 100
_LONGEST_TEXT = 64 * 1024
_LONGEST_ESCAPE = len(rb"\ud83d\ude00")
_LONGEST_NOTHING = 64
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_NOTHING = msgspec.Raw(b"null")


class Complaint(msgspec.Struct, frozen=True):
    """What an answer complains of.

    Attributes:
        errors: The first hundred complaints.
        request_id: The id of the request, where the body gives one.
        more: How many more there are, in words; empty where there are none.
    """

    errors: tuple[FieldError, ...]
    request_id: str | None = None
    more: str = ""


class _Body(msgspec.Struct, gc=False):
    error: msgspec.Raw = _NOTHING
    errors: msgspec.Raw = _NOTHING


COMPLAINT_MEMBERS = frozenset(_Body.__struct_fields__)
"""The members of an answer that `read_complaint` looks at."""


class _Entry(msgspec.Struct, gc=False):
    code: msgspec.Raw = _NOTHING
    message: msgspec.Raw = _NOTHING
    detail: msgspec.Raw = _NOTHING
    title: msgspec.Raw = _NOTHING
    attribute: msgspec.Raw = _NOTHING
    field: msgspec.Raw = _NOTHING


def read_complaint(content: bytes) -> Complaint | None:
    """Read the error bodies that most APIs send; None where the content holds none.

    Args:
        content: ``{"error": "words"}``, ``{"error": {"code", "message"}}``, or ``{"errors": [...]}`` with
            entries of ``code`` and ``message``, ``detail`` or ``title``, and the ``field`` or ``attribute``
            meant. An error of another shape is one too, though it can't be read.
    """
    try:
        body = decode_json(content, _Body)
    except _UNREADABLE:
        return None
    entries, more = first_entries(body.errors)
    entries = [body.error, *entries]
    if not any(map(has_content, entries)):
        return None
    return Complaint(tuple(filter(None, map(_field_error, entries))), more=more)


def first_entries(value: msgspec.Raw) -> tuple[list[msgspec.Raw], str]:
    """The first entries of a list, and how many more there are, in words; a value that is no list is one entry."""
    if not _begins_with(value, b"["):
        return [value], ""
    try:
        places = msgspec.structs.astuple(decode_json(value, _entries_type()))
        entries: list[msgspec.Raw] = [entry for entry in places if entry is not None]
        if len(entries) <= _MOST_ENTRIES:
            return entries, ""
        count = len(msgspec.json.decode(value, type=list[msgspec.Raw])) if len(value) <= _LONGEST_TEXT else 0
    except _UNREADABLE:
        return [], ""
    return entries[:_MOST_ENTRIES], f"and {count - _MOST_ENTRIES} more" if count else "and more"


def has_content(value: msgspec.Raw) -> bool:
    """Whether a value says something: it is not null, false, zero or empty."""
    if len(value) > _LONGEST_NOTHING:
        return True
    try:
        return bool(msgspec.json.decode(value))
    except _UNREADABLE:
        return True


def read_text(value: msgspec.Raw) -> str | None:
    """A text that is not empty, its first 64 KiB where it is longer; None where the value is another."""
    if not _begins_with(value, b'"'):
        return None
    beginning = bytes(memoryview(value)[:_LONGEST_TEXT])
    for text in _closed_texts(beginning) if len(value) > _LONGEST_TEXT else (beginning,):
        try:
            return msgspec.json.decode(text, type=str) or None
        except _UNREADABLE:
            continue
    return None


def _closed_texts(beginning: bytes) -> Iterator[bytes]:
    """The beginning of a text with its end put in: where it was cut through a character, a little earlier."""
    return (beginning[: len(beginning) - cut] + b'"' for cut in range(_LONGEST_ESCAPE + 1))


@cache
def _entries_type() -> type[Any]:
    """A list of which the entries beyond the first ones are passed over and not built."""
    fields = [(f"entry_{place}", msgspec.Raw, None) for place in range(_MOST_ENTRIES + 1)]
    return msgspec.defstruct("Entries", fields, array_like=True, gc=False)


def _begins_with(value: msgspec.Raw, first: bytes) -> bool:
    return bytes(memoryview(value)[:1]) == first


def _field_error(value: msgspec.Raw) -> FieldError | None:
    if words := read_text(value):
        return FieldError(None, words)
    try:
        entry = decode_json(value, _Entry)
    except _UNREADABLE:
        return None
    code = read_text(entry.code)
    message = read_text(entry.message) or read_text(entry.detail) or read_text(entry.title) or code
    return (
        FieldError(code, message, read_text(entry.attribute) or read_text(entry.field)) if message else None
    )
