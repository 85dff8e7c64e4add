"""A capture: the bytes of one page, as they came from a file or a server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.docs.pages.errors import PageError

MAX_BYTES = 5_000_000
"""The most that a page may hold."""


@dataclass(frozen=True)
class Capture:
    """One page as it came.

    Attributes:
        content: Its bytes.
        name: Its file's name or its URL, for messages.
        url: Where it was fetched, or None for a file.
        media_type: What its server said it is, or None.
        etag: What its server named this version of it, or None.
    """

    content: bytes
    name: str
    url: str | None = None
    media_type: str | None = None
    etag: str | None = None


def capture_file(path: Path) -> Capture:
    """Return the page that a file holds.

    Args:
        path: The file.

    Raises:
        PageError: There is no such file, it can't be read, or it is too large.
    """
    try:
        if not path.is_file():
            what = "this is no file but a folder or a device." if path.exists() else "there is no such file."
            raise PageError(what)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PageError(f"the file can't be read: {error.strerror}.") from None
    if len(content) > MAX_BYTES:
        raise PageError(f"a page of more than {MAX_BYTES} bytes is no documentation page.")
    return Capture(content, path.name)
