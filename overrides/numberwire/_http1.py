"""HTTP/1.1 as bytes: a request as it is written, and a response read in pieces; pure.

A response that is written plainly is read here: a status line of HTTP/1.1 with a status that has a content, a head
of which nobody could think that it ends elsewhere, and one length, or chunks. Everything else goes to h11, unchanged
and from the point at which it stopped being plain. So h11 is the judge of what is HTTP; it takes ten times as long.
"""

import re
from typing import TYPE_CHECKING, Any

from numberwire._body import Body, BodyError
from numberwire._concurrency import loading
from numberwire._response import find_header

if TYPE_CHECKING:
    import h11

__all__ = [
    "EARLY_DATA",
    "ProtocolError",
    "ResponseReader",
    "TunnelReader",
    "UnsendableError",
    "encode_headers",
    "encode_request",
]

_NAME = rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+"
_TEXT = rb"[\t -~\x80-\xff]*"
_VALUE = rb"(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?"
_FRAMING = rb"[Cc](?i:on(?:nection|tent-(?:encoding|length)))|[Tt](?i:ransfer-encoding)"
"""The headers that say how a response is read."""
_PLAIN_HEAD = re.compile(
    rb"HTTP/1\.1[ ](?P<status>20[0-2]|[45][0-9]{2})[ ]%(text)b\r\n(?:(?:"
    rb"(?!(?:%(framing)b):)%(name)b:%(text)b"
    # None of these may come twice: where one has matched, `(?!)` refuses the next.
    rb"|[Cc](?i:ontent-length):(?(2)(?!))[ \t]*(?P<length>[0-9]{1,15})[ \t]*"
    rb"|[Tt](?i:ransfer-encoding):(?(3)(?!))[ \t]*(?P<transfer>(?i:chunked))[ \t]*"
    rb"|[Cc](?i:ontent-encoding):(?(4)(?!))[ \t]*(?P<coding>(?i:gzip))[ \t]*"
    rb"|[Cc](?i:onnection):(?(5)(?!))[ \t]*(?P<connection>(?i:close|keep-alive))[ \t]*"
    rb")\r\n)+\r\n" % {b"framing": _FRAMING, b"name": _NAME, b"text": _TEXT}
)
"""The head of a plain response, all of it, so that nothing in it can be read in two ways."""
_PLAIN_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})\r\n")
_TOKEN = re.compile(_NAME.decode())
_PLAIN_BEGINNING = re.compile(r"[A-Z]+ [!-~]+")
_PLAIN_FIELD = re.compile(rb"%b: %b\r\n" % (_NAME, _VALUE))
_WITHOUT_CONTENT = frozenset({204, 304})
"""The statuses of responses that have no content, though their headers may say how one would be written."""
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LONGEST_HEAD = 100 * 1024
"""The most bytes of a head, and of a line between chunks."""
_LONGEST_CHUNK_LINE = 64
_FIRST_PRINTABLE = 0x21
_CRLF = b"\r\n"

_UNSENDABLE = "the target or a header has a character that can't be sent"
EARLY_DATA = "the server sent data before any request: check that this host and port speak HTTP"
"""Why a new connection is refused."""


class UnsendableError(Exception):
    """A request could be read as something else than it is."""


class ProtocolError(Exception):
    """What came is no HTTP response, or the connection ended before it did."""


def encode_request(method: str, target: str, headers: bytes, content: bytes = b"") -> bytes:
    """A request as it goes over the wire.

    Args:
        method: The method.
        target: The path and the query.
        headers: The headers, as `encode_headers` writes them; the length of the content among them, where it has any.
        content: The content.

    Raises:
        UnsendableError: It could be read as something else; the message repeats none of it.
    """
    beginning = f"{method} {target}"
    if _PLAIN_BEGINNING.fullmatch(beginning) is None:
        raise UnsendableError(_UNSENDABLE)
    return b"".join((beginning.encode(), b" HTTP/1.1\r\n", headers, b"\r\n", content))


def encode_headers(headers: tuple[tuple[str, str], ...]) -> bytes:
    """Headers as they go over the wire.

    Args:
        headers: Name and value pairs.

    Raises:
        UnsendableError: One could be read as something else; the message repeats none of it.
    """
    try:
        lines = [f"{name}: {value}\r\n".encode("latin-1") for name, value in headers]
    except UnicodeEncodeError:
        lines = [b""]
    # The names by themselves too: a colon within one would end it, and the rest pass for its value.
    if not all(map(_PLAIN_FIELD.fullmatch, lines)) or not all(_TOKEN.fullmatch(name) for name, _ in headers):
        raise UnsendableError(_UNSENDABLE)
    return b"".join(lines)


class ResponseReader:
    """Reads one response, and is an `Answer` from then on.

    Attributes:
        status: The status code; 0 before the head was read.
        content: The content, once the response is complete.
        flaw: Why the content could not be decoded, where it could not; the content is empty then.
        is_reusable: Whether the connection may carry another request, once the response is complete.
        is_complete: Whether all of it was read, or as much as is of use.
        has_surplus: Whether bytes follow the end of the response.
    """

    status = 0
    content = b""
    flaw: str | None = None
    is_complete = False
    is_reusable = False
    has_surplus = False
    _rest: bytes | bytearray = b""
    _head = b""
    _left: int | None = None
    _chunk_left: int | None = None
    _parser: "h11.Connection | None" = None
    _body: Body | None = None
    """What collects the content, where it isn't one piece that needs no decoding."""
    _headers: tuple[tuple[str, str], ...] | None = None

    def __init__(self, method: str, *, counts_only: bool = False) -> None:
        """Begin.

        Args:
            method: The method of the request.
            counts_only: Whether the content is only to be counted, not kept.
        """
        self._method = method
        self._is_counted = counts_only

    def feed_data(self, data: bytes) -> bool:
        """Take what was read; whether the response is complete now.

        Args:
            data: The bytes; none where the connection has ended.

        Raises:
            ProtocolError: It is no response, or not all of one.
        """
        if self.is_complete:
            self.has_surplus = self.has_surplus or bool(data)
            self.is_reusable = False
        elif self._parser is not None:
            self._feed_parser(self._parser, data)
        elif self._chunk_left is not None:
            self._feed_chunks(data, self._chunk_left)
        elif self._left is not None:
            self._feed_content(data, self._left)
        # A plain head that comes at once, as most do, is seen to be whole by its pattern.
        elif self._rest or not self._feed_plain(data):
            self._feed_head(data)
        return self.is_complete

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Name and value pairs in the order received; few answers' are looked at."""
        if self._headers is None:
            fields = [line.partition(":") for line in self._head.decode("latin-1").split("\r\n")[1:-2]]
            self._headers = tuple([(name, value.strip(" \t")) for name, _, value in fields])
        return self._headers

    def header(self, name: str) -> str | None:
        """The first value of a header, or None.

        Args:
            name: The header's name, in any case.
        """
        return find_header(self.headers, name)

    def _feed_head(self, data: bytes) -> None:
        is_first = not self._rest
        searched = max(len(self._rest) - len(b"\n\r"), 0)
        head = self._append(data)
        is_whole = _BLANK_LINE.search(head, searched) is not None
        if is_whole and not is_first and self._feed_plain(bytes(head)):
            return
        if not data or is_whole or len(head) > _LONGEST_HEAD or head[0] < _FIRST_PRINTABLE:
            self._rest = b""
            self._give_to_parser(bytes(head), ended=not data)

    def _feed_plain(self, data: bytes) -> bool:
        """Begin with a plain head and what came after it; False where it isn't whole, or not plain."""
        match = None if self._method == "HEAD" else _PLAIN_HEAD.match(data)
        if match is None or match.end() > _LONGEST_HEAD:
            return False
        status, length, transfer, coding, connection = match.groups()
        if (length is None) is (transfer is None):
            return False
        self._head, self._rest, self.status = match[0], b"", int(status)
        self.is_reusable = connection is None or connection.lower() != b"close"
        if coding is not None:
            self._begin_content(coding.decode())
        data = data[match.end() :]  # what came with the end of the head
        if length is None:
            self._chunk_left = 0
            if data:
                self._feed_chunks(data, 0)
            return True
        self._left = left = int(length)
        if len(data) == left and self._body is None and not self._is_counted:
            self.content, self.is_complete = data, True
        elif data or not left:
            self._feed_content(data, left)
        return True

    def _append(self, data: bytes) -> bytes | bytearray:
        """What was read so far; a head that comes byte by byte is not copied for each."""
        if not self._rest:
            self._rest = data
        else:
            if isinstance(self._rest, bytes):
                self._rest = bytearray(self._rest)
            self._rest += data
        return self._rest

    def _begin_content(self, codings: str) -> None:
        if self._is_counted:
            return
        try:
            self._body = Body(codings)
        except BodyError as error:
            self._give_up(str(error))

    def _keep(self, data: bytes) -> None:
        if self._is_counted:
            return
        if self._body is None and not self.content:
            self.content = data
            return
        try:
            if self._body is None:
                self._body = Body(None)
                self._body.add(self.content)
            self._body.add(data)
        except BodyError as error:
            self._give_up(str(error))

    def _give_up(self, flaw: str) -> None:
        """End the response before its end: its content is of no use."""
        self.flaw, self.content, self._body = flaw, b"", None
        self._complete(is_reusable=False)

    def _complete(self, *, is_reusable: bool) -> None:
        self.is_complete = True
        self.is_reusable = is_reusable and not self.has_surplus
        if self._body is not None:
            try:
                self.content = self._body.content()
            except BodyError as error:
                self.flaw, self.content = str(error), b""

    def _feed_content(self, data: bytes, left: int) -> None:
        if not data and left:
            raise ProtocolError("the connection ended before the response did")
        if len(data) > left:
            self.has_surplus = True
            data = data[:left]
        self._left = left - len(data)
        self._keep(data)
        if not self._left and not self.is_complete:
            self._complete(is_reusable=self.is_reusable)

    def _feed_chunks(self, data: bytes, left: int) -> None:
        """Take pieces of chunks.

        Args:
            data: The bytes.
            left: What the present chunk lacks: its content and the line break after it; 0 before the next chunk.
        """
        if not data:
            raise ProtocolError("the connection ended before the response did")
        if self._rest:
            data = bytes(self._rest) + data
        place = 0
        while True:
            if left:
                place, left = self._feed_chunk(data, place, left)
                if left or self.is_complete:
                    break
            line = _PLAIN_CHUNK.match(data, place)
            if line is None or not (size := int(line[1], 16)):
                self._end_chunks(data, place, line)
                return
            place, left = line.end(), size + len(_CRLF)
        self._rest, self._chunk_left = b"", left

    def _feed_chunk(self, data: bytes, place: int, left: int) -> tuple[int, int]:
        """Take as much of a chunk as there is; returns the place after it, and what the chunk lacks still."""
        content = data[place : place + left - len(_CRLF)] if left > len(_CRLF) else b""
        if content:
            place, left = place + len(content), left - len(content)
            self._keep(content)
        if left <= len(_CRLF):
            end = data[place : place + left]
            if not _CRLF[-left:].startswith(end):
                raise ProtocolError("a chunk does not end where its size says")
            place, left = place + len(end), left - len(end)
        return place, left

    def _end_chunks(self, data: bytes, place: int, line: re.Match[bytes] | None) -> None:
        """What follows the last plain chunk: the plain end, half of a line, or something for h11."""
        if line is not None and data.startswith(_CRLF, line.end()):
            self.has_surplus = len(data) > line.end() + len(_CRLF)
            self._complete(is_reusable=self.is_reusable)
            return
        rest = data[place:]
        is_short = len(rest) <= _LONGEST_CHUNK_LINE
        if is_short and (b"\n" not in rest or rest in (b"0\r\n", b"0\r\n\r")):
            self._rest, self._chunk_left = rest, 0
        else:
            self._rest = b""
            self._give_to_parser(self._head + rest, ended=False)

    def _give_to_parser(self, data: bytes, *, ended: bool) -> None:
        self._parser = make_parser(self._method)
        if data:
            self._feed_parser(self._parser, data)
        if ended and not self.is_complete:
            self._feed_parser(self._parser, b"")

    def _feed_parser(self, parser: "h11.Connection", data: bytes) -> None:
        with loading():
            import h11  # noqa: PLC0415 plain responses don't need it

        if not data and parser.their_state is h11.SEND_RESPONSE:
            raise ProtocolError("the server closed the connection without a response")
        try:
            parser.receive_data(data)
            while not self.is_complete and (event := parser.next_event()) is not h11.NEED_DATA:
                self._take_event(parser, event)
        except h11.RemoteProtocolError as error:
            raise ProtocolError(str(error)) from None

    def _take_event(self, parser: "h11.Connection", event: Any) -> None:
        with loading():
            import h11  # noqa: PLC0415 see above

        if isinstance(event, h11.Data):
            self._keep(bytes(event.data))
        elif isinstance(event, h11.Response):
            if self._head:
                return  # its chunks were plain up to here
            self.status = event.status_code
            self._headers = tuple(
                [(name.decode("ascii"), value.decode("latin-1")) for name, value in event.headers.raw_items()]
            )
            if self._method != "HEAD" and self.status not in _WITHOUT_CONTENT:
                codings = [value for name, value in self.headers if name.lower() == "content-encoding"]
                if codings:
                    self._begin_content(", ".join(codings))
        elif isinstance(event, h11.EndOfMessage):
            self.has_surplus = bool(parser.trailing_data[0])
            self._complete(is_reusable=parser.their_state is h11.DONE)


def make_parser(method: str) -> "h11.Connection":
    """h11 where it has sent a request, and reads the response."""
    with loading():
        import h11  # noqa: PLC0415 plain responses don't need it

    parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
    parser.send(h11.Request(method=method, target="/", headers=[("host", "h")]))
    parser.send(h11.EndOfMessage())
    return parser


class TunnelReader:
    """Reads what a proxy answers to CONNECT; with h11, since it is read once a connection."""

    def __init__(self) -> None:
        self._parser = make_parser("CONNECT")

    def feed_data(self, data: bytes) -> bool:
        """Take what was read; whether the tunnel is open.

        Args:
            data: The bytes; none where the connection has ended.

        Raises:
            ProtocolError: There will be no tunnel.
        """
        with loading():
            import h11  # noqa: PLC0415 only those with a proxy need it

        try:
            self._parser.receive_data(data)
            while (event := self._parser.next_event()) is not h11.NEED_DATA:
                if isinstance(event, h11.Response):
                    self._require_success(event)
                if event is h11.PAUSED:
                    return self._require_silence()
                if isinstance(event, h11.ConnectionClosed):
                    raise ProtocolError("the proxy closed the connection")
        except h11.RemoteProtocolError as error:
            raise ProtocolError(f"the proxy's answer can't be read: {error}") from None
        return False

    def _require_success(self, response: "h11.Response") -> None:
        if not 200 <= response.status_code < 300:  # noqa: PLR2004 the range of success
            reason = response.reason.decode("ascii", "replace")
            raise ProtocolError(f"the proxy answered {response.status_code} {reason}".rstrip())

    def _require_silence(self) -> bool:
        if self._parser.trailing_data[0]:
            raise ProtocolError("the proxy sent data of its own into the tunnel")
        return True
