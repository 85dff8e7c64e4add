"""What came back over the wire, before anything is decoded: a status, headers and bytes."""

from __future__ import annotations

import msgspec


class Response(msgspec.Struct, frozen=True):
    """One HTTP answer, fully read.

    Attributes:
        status: The HTTP status code.
        headers: Name and value pairs in the order received; a name may repeat.
        content: The body, after content decoding.
        flaw: Why the body could not be decoded, where it could not; the content is empty then.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    flaw: str | None = None

    def __repr__(self) -> str:
        return f"Response(status={self.status}, flaw={self.flaw!r})"

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None.

        Args:
            name: The header's name, in any case.
        """
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
