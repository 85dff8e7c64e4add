"""What parsers disagree on in an answer: a key given twice, NaN, nesting without end; pure.

Where a key is given twice, one reader takes the first value and another the last, so that neither can be believed.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

if TYPE_CHECKING:
    from json import JSONDecoder

__all__ = [
    "find_ambiguity",
    "find_repeated_key",
    "has_unique_keys",
    "is_written_alike",
    "note_absent_members",
    "plain_members",
]

_SMALL = 64 * 1024
_LONGEST_NAME = 100
_LONGEST_RECORD = 32 * 1024
_LONGEST_ENVELOPE = 8 * 1024
_KEY_END = b'":'
_STRIDE = 128 * 1024
_SAMPLE = 4 * 1024
_LEAST_SHARE = 0.75
_STEP = (_STRIDE - _SAMPLE) // 255
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_MOST_ABSENT = 8

_absent_members: dict[type, tuple[bytes, ...]] = {}
"""By class, the members without a value that the last content of such a record left out, as they are written."""


class _RepeatedKeyError(ValueError):
    """A key is given twice."""


def plain_members(content: bytes) -> dict[str, Any] | None:
    """The members of a JSON object in which nothing is ambiguous; None where that takes a closer look.

    Most servers write so that nothing takes one.
    """
    plain = _read_plain(content)
    # Not `cast`, which would be called for each record.
    return plain[0] if plain and isinstance(plain[0], dict) else None  # pyright: ignore[reportUnknownVariableType]


def is_written_alike(record: msgspec.Struct, content: bytes) -> bool:
    """Whether a record is written as its content was: then nothing is ambiguous, and the record has all of it.

    It takes half the time of looking at each member, and is only tried where it held for such a record before; see
    `note_absent_members`.

    Args:
        record: The record.
        content: What it was decoded from.
    """
    absent = _absent_members.get(type(record))
    if absent is None:
        return False
    written = msgspec.json.encode(record)
    for member in absent:
        # No text can hold one, whose quotes would be escaped.
        written = written.replace(member, b"", 1)
    return written == content


def note_absent_members(record: msgspec.Struct, members: Mapping[str, Any], content: bytes) -> None:
    """Note which members the content of a record left out: that of the next one will leave out the same.

    Args:
        record: The record; its class has no field that holds an error.
        members: The members of its content.
        content: What it was decoded from.
    """
    names = record.__struct_encode_fields__
    absent = tuple(b",%b:null" % msgspec.json.encode(name) for name in names if name not in members)
    _absent_members[type(record)] = absent
    if len(absent) > _MOST_ABSENT or not is_written_alike(record, content):
        _absent_members.pop(type(record), None)


def find_ambiguity(content: bytes) -> str | None:
    """What is ambiguous in a JSON text, or makes it none; None where nothing is."""
    if _read_plain(content):
        return None
    try:
        _decoder(parse_constant=_refuse_constant).decode(content.decode())
    except RecursionError:
        return "it is nested too deeply"
    except ValueError as error:
        return str(error)
    return None


def find_repeated_key(content: bytes) -> str | None:
    """Which key a JSON text gives twice, in words; None where it gives none twice, or is no JSON."""
    if _read_plain(content):
        return None
    try:
        _decoder().decode(content.decode())
    except _RepeatedKeyError as error:
        return str(error)
    except (ValueError, RecursionError):
        return None
    return None


def has_unique_keys(content: bytes, count: int) -> bool:
    """Whether a page gives no key twice, as far as a quick look shows; False asks for a closer look.

    A small page is looked at whole. To look at each key of a large one would take twice the time that decoding it
    takes: there, its first record and what is around its records are looked at, and the keys of samples are counted,
    since its records have as many each. So a large page that gives a key twice in a few records alone may pass.

    Args:
        content: The page, an object with its records in ``data``.
        count: How many records were decoded.
    """
    if len(content) <= _SMALL:
        return find_repeated_key(content) is None
    start = content.find(b"{", content.find(b'"data"') + 1)
    end = content.rfind(b"]")
    envelope = content[:start] + content[end:]
    if not (count and 0 < start < end) or len(envelope) > _LONGEST_ENVELOPE:
        return False
    piece = content[start : start + _LONGEST_RECORD].decode("utf-8", "ignore")
    decoder = _decoder()
    try:
        _, length = decoder.raw_decode(piece)
        decoder.decode(envelope.decode())
    except (ValueError, RecursionError):
        return False
    return _has_alike_samples(content, start, end, count, piece[:length].encode())


def _has_alike_samples(content: bytes, start: int, end: int, count: int, first: bytes) -> bool:
    """Whether the records in samples, from places that no server can foresee, have as many keys as the first.

    They must also be about as long as so many records would have to be: if they are shorter, others were passed over,
    such as those of a list that was given twice.
    """
    mark = first[: first.find(_KEY_END) + len(_KEY_END)]  # what each record begins with
    keys, sampled, found = first.count(_KEY_END), len(first), 1
    if first.count(mark) != 1:
        return False
    strides = range(start, end, _STRIDE)
    for stride, place in zip(strides, os.urandom(len(strides)), strict=True):
        begun = content.find(mark, stride + place * _STEP, end)
        if begun >= 0:
            ended = content.find(mark, min(begun + _SAMPLE, end), end)
            sample = content[begun : ended if ended >= 0 else end]
            of_sample = sample.count(mark)
            if sample.count(_KEY_END) != of_sample * keys:
                return False
            sampled, found = sampled + len(sample), found + of_sample
    return count * sampled >= found * (end - start) * _LEAST_SHARE


def _read_plain(content: bytes) -> tuple[Any] | None:
    """The value of a JSON text, in a tuple, where it would be written again as it came: then nothing is ambiguous."""
    try:
        value = msgspec.json.decode(content)
        return (value,) if msgspec.json.encode(value) == content else None
    except _UNREADABLE:
        return None


def _decoder(parse_constant: Any = None) -> "JSONDecoder":
    """A decoder that refuses a key given twice."""
    from json import JSONDecoder  # noqa: PLC0415 most answers are plain

    return JSONDecoder(object_pairs_hook=_require_unique_keys, parse_constant=parse_constant)


def _require_unique_keys(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise _RepeatedKeyError(f"the key {key[:_LONGEST_NAME]!r} is given twice")
        seen.add(key)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not valid JSON")
