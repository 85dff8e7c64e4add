"""The members of an answer for which its model has no field; pure.

A record by itself is looked at whole, and so is a small page. Of a large page the first record is looked at, since the
records of a page have the same members: without such a member the look costs next to nothing.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec

from numberwire_api import Model, decode_json, with_extra

__all__ = ["add_extra", "keep_extra", "keep_extra_of_page"]

M = TypeVar("M", bound=Model)
_SMALL = 64 * 1024
_LONGEST_RECORD = 32 * 1024
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Records(msgspec.Struct):
    data: list[dict[str, msgspec.Raw]]


def keep_extra(record: M, content: bytes | msgspec.Raw) -> M:
    """A record with the members that its model has no field for.

    Args:
        record: The record.
        content: Its JSON.
    """
    try:
        members = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except _UNREADABLE:
        return record
    return _add_extra(record, members)


def add_extra(record: M, members: Mapping[str, Any]) -> M:
    """A record with those of its decoded members that its model has no field for.

    Args:
        record: The record.
        members: All of its members.
    """
    known = _member_names(type(record))
    if known.issuperset(members):
        return record
    return with_extra(record, {name: value for name, value in members.items() if name not in known})


def keep_extra_of_page(page: Any, content: bytes) -> Any:
    """A page whose records have the members that their model has no field for.

    Args:
        page: The page; it has ``data``.
        content: Its JSON.
    """
    data: tuple[Any, ...] = getattr(page, "data", ())
    if not data or not isinstance(data[0], Model):
        return page
    if len(content) > _SMALL and not _has_extra(type(data[0]), content):
        return page
    try:
        records = decode_json(content, _Records).data
    except _UNREADABLE:
        return page
    kept = tuple(_add_extra(record, members) for record, members in zip(data, records, strict=True))
    return msgspec.structs.replace(page, data=kept)


def _has_extra(kind: type[Model], content: bytes) -> bool:
    """Whether the first record of a page has a member for which its model has no field."""
    from json import JSONDecoder  # noqa: PLC0415 only large pages need it

    start = content.find(b"{", content.find(b'"data"'))
    try:
        text = content[start : start + _LONGEST_RECORD].decode("utf-8", "ignore")
        first: dict[str, Any] = JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return True
    return not first.keys() <= _member_names(kind)


def _add_extra(record: M, members: Mapping[str, msgspec.Raw]) -> M:
    known = _member_names(type(record))
    if members.keys() <= known:
        return record
    try:
        extra = {name: msgspec.json.decode(value) for name, value in members.items() if name not in known}
    except _UNREADABLE:
        return record
    return with_extra(record, extra)


@cache
def _member_names(kind: type[Model]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(kind))
