"""What came back over the wire, before anything is decoded: a status, headers and bytes."""

from __future__ import annotations

from typing import Protocol

import msgspec


class Answer(Protocol):
    """An HTTP answer, fully read: a `Response`, or what has read one and knows the same."""

    @property
    def status(self) -> int:
        """The HTTP status code."""
        ...

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Name and value pairs in the order received."""
        ...

    @property
    def content(self) -> bytes:
        """The body, after content decoding."""
        ...

    @property
    def flaw(self) -> str | None:
        """Why the body could not be decoded, where it could not."""
        ...

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None."""
        ...


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
        return find_header(self.headers, name)


def find_header(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    """The first value of a header, or None.

    Args:
        headers: Name and value pairs.
        name: The header's name, in any case.
    """
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


def response_of(answer: Answer) -> Response:
    """An answer as the values that it has, which is what callers get."""
    if isinstance(answer, Response):
        return answer
    return Response(answer.status, answer.headers, answer.content, answer.flaw)
