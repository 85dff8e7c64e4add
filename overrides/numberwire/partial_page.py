"""A page that can't be read as a whole, read record by record, so that one fault does not lose the others; pure."""

from typing import Any, get_args, get_type_hints

import msgspec

from numberwire.complaint import is_given, read_text
from numberwire_api import Operation

__all__ = ["BadRecord", "PartialPage", "read_partial_page"]

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_MOST_BAD_RECORDS = 2000
_NOTHING = msgspec.Raw(b"null")


class BadRecord(msgspec.Struct, frozen=True):
    """A record that can't be read.

    Attributes:
        position: Its index within the page.
        content: Its JSON.
        why: What is wrong with it.
    """

    position: int
    content: bytes
    why: str


class PartialPage(msgspec.Struct, frozen=True):
    """What can be read of a page.

    Attributes:
        data: The records that can be read.
        bad: The others.
        links: The page's links; None where it has none, or they can't be read.
        why: Why the page can't be read as a whole.
        links_flaw: Why its links don't tell where the next page is; None where they do.
    """

    data: tuple[Any, ...]
    bad: tuple[BadRecord, ...]
    links: Any
    why: str
    links_flaw: str | None = None


class _Next(msgspec.Struct):
    next: msgspec.Raw = _NOTHING


def read_partial_page(operation: Operation[Any], content: bytes, why: str) -> PartialPage | None:
    """Read each record of a page by itself, and its links.

    Args:
        operation: The operation whose answer the page is.
        content: The page, of which `numberwire.limits` says that it is no larger than a page may be.
        why: Why it can't be read as a whole.

    Returns:
        The page; None where it is none, or hardly a record of it can be read.
    """
    fields = getattr(operation.answer, "__struct_fields__", ())
    if "data" not in fields or "links" not in fields:
        return None
    hints = get_type_hints(operation.answer)
    page_type = msgspec.defstruct("Page", [("data", list[msgspec.Raw]), ("links", msgspec.Raw, _NOTHING)])
    try:
        page: Any = msgspec.json.decode(content, type=page_type)
    except _UNREADABLE:
        return None
    record: Any = msgspec.json.Decoder(get_args(hints["data"])[0])
    data: list[Any] = []
    bad: list[BadRecord] = []
    for position, raw in enumerate(page.data):
        try:
            data.append(record.decode(raw))
        except _UNREADABLE as reason:
            bad.append(BadRecord(position, bytes(raw), str(reason)))
            if len(bad) > _MOST_BAD_RECORDS:
                return None
    links, flaw = _read_links(page.links, hints["links"])
    return PartialPage(tuple(data), tuple(bad), links, why, flaw)


def _read_links(raw: msgspec.Raw, kind: Any) -> tuple[Any, str | None]:
    """The links, and what is wrong with them; of those that can't be read, the next one alone."""
    try:
        return msgspec.json.decode(raw, type=kind), None
    except _UNREADABLE as reason:
        why = f"its links can't be read: {reason}"
    try:
        following = msgspec.json.decode(raw, type=_Next).next
    except _UNREADABLE:
        return None, why
    link = read_text(following)
    if link is None and is_given(following):
        return None, why
    return msgspec.convert({"next": link}, type=kind), None
