"""URLs and queries, read and written by `urllib.parse`, which is loaded by the first call that needs it; pure."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from numberwire._concurrency import loading

if TYPE_CHECKING:
    from urllib.parse import SplitResult

__all__ = ["join_url", "percent_decode", "percent_encode", "read_query", "split_url", "write_query"]


def split_url(url: str) -> "SplitResult":
    """The parts of a URL.

    Raises:
        ValueError: It is none.
    """
    with loading():
        from urllib.parse import urlsplit  # noqa: PLC0415 see above
    return urlsplit(url)


def join_url(base: str, link: str) -> str:
    """Where a link leads from a URL.

    Raises:
        ValueError: It is no link.
    """
    with loading():
        from urllib.parse import urljoin  # noqa: PLC0415 see above
    return urljoin(base, link)


def read_query(
    query: str, *, strict_parsing: bool = False, max_num_fields: int | None = None
) -> tuple[tuple[str, str], ...]:
    """The names and values of a query, the empty ones among them.

    Args:
        query: The query.
        strict_parsing: Whether it is refused where it is not in the form of a query.
        max_num_fields: How many there may be.

    Raises:
        ValueError: It is not in the form of a query, or has more of them.
    """
    with loading():
        from urllib.parse import parse_qsl  # noqa: PLC0415 see above
    return tuple(
        parse_qsl(query, keep_blank_values=True, strict_parsing=strict_parsing, max_num_fields=max_num_fields)
    )


def write_query(pairs: Iterable[tuple[str, Any]]) -> str:
    """A query of names and values."""
    pairs = tuple(pairs)
    if not pairs:
        return ""
    with loading():
        from urllib.parse import urlencode  # noqa: PLC0415 see above
    return urlencode(pairs)


def percent_encode(text: str) -> str:
    """A text with every character encoded that has a meaning in URLs."""
    with loading():
        from urllib.parse import quote  # noqa: PLC0415 see above
    return quote(text, safe="")


def percent_decode(text: str) -> str:
    """A text without percent-encoding."""
    with loading():
        from urllib.parse import unquote  # noqa: PLC0415 see above
    return unquote(text)
