"""Finds where an answer ends on its connection, and whether bytes follow it; pure.

An answer that gives its length is counted. Any other, and any that is written in an unusual way, is left to h11,
which the connection's owner reads it with, too; it costs ten times as much.
"""

import re

import h11

__all__ = ["ResponseEnd"]

# Only statuses whose answers have a body, and only heads of which nobody could think that they end elsewhere.
_TEXT, _NAME = rb"[\t -~\x80-\xff]*", rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+"
_PLAIN = re.compile(rb"HTTP/1\.1 (?:20[0-2]|[45]\d\d) %b\r\n(?:%b:%b\r\n)+\r\n" % (_TEXT, _NAME, _TEXT))
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LENGTH, _CODING = b"\r\ncontent-length:", b"\r\ntransfer-encoding:"
_MOST_DIGITS = 15


class ResponseEnd:
    """Follows the bytes of one answer."""

    def __init__(self, method: str) -> None:
        """Begin.

        Args:
            method: The method of the request.
        """
        self._method = method
        self._head = bytearray()
        self._left: int | None = None
        self._parser: h11.Connection | None = None

    def has_surplus(self, data: bytes) -> bool:
        """Take what was read; whether any of it, or of what came before, lies beyond the end of the answer.

        Args:
            data: The bytes; none at the connection's end.
        """
        if self._parser is not None:
            return _has_surplus(self._parser, data)
        if self._left is None:
            unsearched = max(len(self._head) - len(b"\n\r"), 0)
            self._head += data
            if data and _BLANK_LINE.search(self._head, unsearched) is None:
                return False
            self._left = _missing_bytes(bytes(self._head)) if self._method != "HEAD" else None
            if self._left is None:
                self._parser = _parser(self._method)
                return _has_surplus(self._parser, bytes(self._head))
        else:
            self._left -= len(data)
        return self._left < 0


def _missing_bytes(content: bytes) -> int | None:
    """The bytes that a plain answer still lacks, by its length; None where it isn't plain."""
    match = _PLAIN.match(content)
    head = match[0].lower() if match else b""
    if head.count(_LENGTH) != 1 or _CODING in head:
        return None
    length = head.partition(_LENGTH)[2].partition(b"\r\n")[0].strip(b" \t")
    if not length.isdigit() or len(length) > _MOST_DIGITS:
        return None
    return int(length) - (len(content) - len(head))


def _parser(method: str) -> h11.Connection:
    parser = h11.Connection(h11.CLIENT)
    parser.send(h11.Request(method=method, target="/", headers=[("host", "h")]))
    parser.send(h11.EndOfMessage())
    return parser


def _has_surplus(parser: h11.Connection, data: bytes) -> bool:
    if parser.their_state is h11.DONE:
        return bool(data)
    try:
        parser.receive_data(data)
        while parser.next_event() not in (h11.NEED_DATA, h11.PAUSED):
            if parser.their_state in (h11.DONE, h11.MUST_CLOSE):
                return bool(parser.trailing_data[0])
    except h11.RemoteProtocolError:
        return True
    return False
