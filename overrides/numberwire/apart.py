"""A page of which some records can't be read, taken apart, so that one bad record does not lose the others; pure."""

from collections.abc import Callable
from typing import Any, get_args, get_type_hints

import msgspec

from numberwire_api import Operation

__all__ = ["Apart", "BadRecord", "read_apart"]

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


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


class Apart(msgspec.Struct, frozen=True):
    """What could be read of a page, and what couldn't.

    Attributes:
        good: The records that can be read, as they are.
        bad: The others.
        links: The page's links.
    """

    good: tuple[Any, ...]
    bad: tuple[BadRecord, ...]
    links: Any

    def masked(self, mask: Callable[[bytes], bytes]) -> "Apart":
        """The same with the secrets of the bad records masked; the good ones are data, and no error shows them."""
        bad = tuple(
            msgspec.structs.replace(one, content=mask(one.content), why=mask(one.why.encode()).decode())
            for one in self.bad
        )
        return msgspec.structs.replace(self, bad=bad)


def read_apart(operation: Operation[Any], content: bytes) -> Apart | None:
    """Read each record of a page by itself.

    Args:
        operation: The operation whose answer the page is.
        content: The page.

    Returns:
        The records; None where it is no page, or not for a record that it can't be read.
    """
    fields = getattr(operation.answer, "__struct_fields__", ())
    if "data" not in fields or "links" not in fields:
        return None
    hints = get_type_hints(operation.answer)
    page_type = msgspec.defstruct("Page", [("data", list[msgspec.Raw]), ("links", hints["links"], None)])
    try:
        page: Any = msgspec.json.decode(content, type=page_type)
    except _UNREADABLE:
        return None
    record: Any = msgspec.json.Decoder(get_args(hints["data"])[0])
    good: list[Any] = []
    bad: list[BadRecord] = []
    for position, raw in enumerate(page.data):
        try:
            good.append(record.decode(raw))
        except _UNREADABLE as reason:
            bad.append(BadRecord(position, bytes(raw), str(reason)))
    return Apart(tuple(good), tuple(bad), page.links) if bad else None
