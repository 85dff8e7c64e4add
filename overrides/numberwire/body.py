"""The content of an answer, decoded within bounds: a small answer can't become a large one in memory."""

import zlib

__all__ = ["LIMIT", "Body", "BodyError"]

LIMIT = 16 * 1024 * 1024
"""The most bytes an answer may decode to; a page of a thousand numbers takes about two million."""

_GZIP_WINDOW = 31
_CODINGS = {"", "identity", "gzip", "x-gzip"}


class BodyError(Exception):
    """The content can't be decoded, or is too large."""


class Body:
    """Collects the chunks of one answer."""

    def __init__(self, coding: str | None) -> None:
        """Begin.

        Args:
            coding: The Content-Encoding header.

        Raises:
            BodyError: The coding is another than the ones asked for.
        """
        name = (coding or "").strip().lower()
        if name not in _CODINGS:
            raise BodyError(f"it has the content coding {name!r}, which was not asked for")
        self._gzip = zlib.decompressobj(_GZIP_WINDOW) if "gzip" in name else None
        self._chunks: list[bytes] = []
        self._room = LIMIT

    def add(self, chunk: bytes) -> None:
        """Take a chunk as it came over the wire.

        Raises:
            BodyError: It is too large, or no gzip.
        """
        if self._gzip is not None:
            try:
                chunk = self._gzip.decompress(chunk, self._room + 1)
            except zlib.error:
                why = "its gzip is damaged"
            else:
                why = ""
            if why or self._gzip.unused_data:
                raise BodyError(why or "something follows its gzip")
        self._room -= len(chunk)
        if self._room < 0:
            raise BodyError(f"it is larger than {LIMIT // 1024 // 1024} MiB")
        self._chunks.append(chunk)

    def content(self) -> bytes:
        """All of it.

        Raises:
            BodyError: The gzip ends before its end.
        """
        if self._gzip is not None and self._chunks and not self._gzip.eof:
            raise BodyError("its gzip ends before its end")
        return b"".join(self._chunks)
