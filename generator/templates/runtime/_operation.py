"""An operation is a value: what to send and what comes back. Nothing here sends it, and nothing here knows an API."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from functools import lru_cache
from typing import Any, Generic, Protocol, TypedDict, TypeVar, cast

from msgspec import UNSET, Struct

from ._body import Encoding, encode_body
from ._decoding import decoder_of
from ._text import Styled, cookies, has_value, header, path_segment, query, quote

__all__ = [
    "ANY_SUCCESS",
    "AsyncSend",
    "CallOptions",
    "Encoding",
    "Operation",
    "Request",
    "Send",
    "Styled",
    "record_id",
]

T = TypeVar("T")
ANY_SUCCESS = tuple(range(200, 300))
"""Every status that means success, for an operation whose description names none."""
_PATH = "/!$&'()*+,;=:@-._~%?"


class Request(Struct, frozen=True):
    """One HTTP request, complete except for its host and credentials.

    Attributes:
        method: The HTTP method, in capitals.
        target: The path and the query, percent-encoded.
        headers: Name and value pairs.
        content: The body.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""

    def __repr__(self) -> str:
        return f"Request(method={self.method!r}, target={self.target!r})"


class Operation(Struct, Generic[T], frozen=True, kw_only=True):
    """One call of an API, not yet sent. `T` is what its answer decodes to.

    Attributes:
        id: The operation's name in the API's description.
        method: The HTTP method, in capitals.
        path: The path, with `{name}` for each path parameter.
        answer: The type msgspec decodes a success's body into; None for no body, bytes for one that isn't JSON.
        success: The statuses that mean success.
        errors: Each other documented status, range (`4XX`) or `default`, with the type of its body.
        path_parameters: Name and value of each path parameter.
        query: Name and value of each query parameter; None is not sent.
        headers: Name and value of each header parameter; None is not sent.
        cookies: Name and value of each cookie parameter; None is not sent.
        body: The request's body; UNSET if it has none.
        media_type: The media type of the body.
        encoding: How single fields of a form are encoded, by their names.
        accept: The accepted media types; if it is empty, JSON where the answer is decoded.
    """

    id: str
    method: str
    path: str
    answer: Any
    success: tuple[int, ...] = ANY_SUCCESS
    errors: tuple[tuple[str, Any], ...] = ()
    path_parameters: tuple[tuple[str, Any], ...] = ()
    query: tuple[tuple[str, Any], ...] = ()
    headers: tuple[tuple[str, Any], ...] = ()
    cookies: tuple[tuple[str, Any], ...] = ()
    body: Any = UNSET
    media_type: str = "application/json"
    encoding: tuple[tuple[str, Encoding], ...] = ()
    accept: str = ""

    def __repr__(self) -> str:
        # What a caller's headers, cookies and body hold may be secret.
        shown = (
            "id",
            "method",
            "path",
            "answer",
            "success",
            "errors",
            "path_parameters",
            "query",
            "media_type",
        )
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def request(self) -> Request:
        """Return the request this operation is sent as.

        Raises:
            ValueError: A parameter or the body can't be sent. The message names it and never shows its value.
        """
        accept, content = self.accept, b""
        if not accept and self.answer is not None and self.answer is not bytes:
            accept = "application/json"
        sent = [("accept", accept)] if accept else []
        if self.headers or self.cookies:
            sent += self._headers()
        if self.body is not UNSET:
            content_type, content = encode_body(self.body, self.media_type, dict(self.encoding))
            sent.append(("content-type", content_type))
        return Request(self.method, self._target(), tuple(sent), content)

    def decode(self, content: bytes, status: int | None = None) -> T:  # noqa: ARG002 - some operations need it
        """Return what a successful answer says.

        Args:
            content: The answer's body.
            status: The answer's status.

        Raises:
            msgspec.MsgspecError: It isn't what the API's description says.
        """
        if self.answer is None or self.answer is bytes:
            return cast("T", content if self.answer else None)
        return decoder_of(self.answer).decode(content)  # type: ignore[no-any-return]

    def _target(self) -> str:
        path = _quote_path(self.path)
        for name, value in self.path_parameters:
            path = path.replace(_placeholder(name), path_segment(name, value))
        if "{" in path or "}" in path:
            path = path.replace("{", "%7B").replace("}", "%7D")
        if not self.query:
            return path
        sent = "&".join(pair for name, value in self.query for pair in query(name, value))
        return path + (("&" if "?" in path else "?") + sent if sent else "")

    def _headers(self) -> list[tuple[str, str]]:
        sent = [(name.lower(), header(name, value)) for name, value in self.headers if has_value(value)]
        pairs = [pair for name, value in self.cookies if has_value(value) for pair in cookies(name, value)]
        return [*sent, ("cookie", "; ".join(pairs))] if pairs else sent


@lru_cache
def _quote_path(path: str) -> str:
    """A path as it is sent, but for its parameters; those of an API are few, and asked for again and again."""
    return quote(path.partition("#")[0], safe=_PATH + "{}")


@lru_cache
def _placeholder(name: str) -> str:
    return "{" + quote(name, safe=_PATH) + "}"


class CallOptions(TypedDict, total=False):
    """Options of one call; those that are left out, or None, are the client's.

    Attributes:
        timeout: Seconds that an attempt may take.
        deadline: Seconds that the call may take, including retries and waits.
        max_retries: How often an attempt may be repeated.
        checks: Checks to switch off, by name.
        extra_query: Additional query parameters.
        extra_headers: Additional headers.
        extra_body: Additional members of the JSON body.
    """

    timeout: float | None
    deadline: float | None
    max_retries: int | None
    checks: Mapping[str, bool] | None
    extra_query: Mapping[str, str | int | bool] | None
    extra_headers: Mapping[str, str] | None
    extra_body: Mapping[str, Any] | None


class Send(Protocol):
    """Sends an operation and returns its answer."""

    def __call__(
        self,
        operation: Operation[T],
        /,
        *,
        timeout: float | None = None,
        deadline: float | None = None,
        max_retries: int | None = None,
        checks: Mapping[str, bool] | None = None,
        extra_query: Mapping[str, str | int | bool] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> T:
        """Send an operation, with the options of `CallOptions`."""
        ...


class AsyncSend(Protocol):
    """Sends an operation; its answer is awaited."""

    def __call__(
        self,
        operation: Operation[T],
        /,
        *,
        timeout: float | None = None,
        deadline: float | None = None,
        max_retries: int | None = None,
        checks: Mapping[str, bool] | None = None,
        extra_query: Mapping[str, str | int | bool] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Awaitable[T]:
        """Send an operation, with the options of `CallOptions`."""
        ...


def record_id(record: Any) -> Any:
    """Return the id of a record, or the argument itself if it is an id.

    Args:
        record: The record, or its id.
    """
    return getattr(record, "id", record)
