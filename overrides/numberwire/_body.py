"""The content of an answer, decoded within bounds: a small answer can't become a large one in memory."""

import zlib

__all__ = ["LIMIT", "Body", "BodyError"]

LIMIT = 16 * 1024 * 1024
"""The most bytes an answer may decode to; a page of a thousand numbers takes about two million."""

_GZIP_WINDOW = 31
_GZIP_BEGINNING = b"\x1f\x8b"
_MOST_MEMBERS = 100
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
        name = coding.strip().lower() if coding else ""
        if name not in _CODINGS:
            raise BodyError(f"it has the content coding {name!r}, which was not asked for")
        self._gzip = zlib.decompressobj(_GZIP_WINDOW) if "gzip" in name else None
        self._members = 1
        self._begun = False
        self._chunks: list[bytes] = []
        self._room = LIMIT

    def add(self, chunk: bytes) -> None:
        """Take a chunk as it came over the wire.

        Raises:
            BodyError: It is too large, or no gzip.
        """
        if not chunk:
            return
        if self._gzip is None:
            self._keep(chunk)
        else:
            self._add_packed(chunk)

    def _add_packed(self, chunk: bytes) -> None:
        self._begun = True
        while chunk and (gzip := self._gzip) is not None:
            if gzip.eof:
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise BodyError(f"its gzip content has more than {_MOST_MEMBERS} members")
                if not _GZIP_BEGINNING.startswith(chunk[: len(_GZIP_BEGINNING)]):
                    raise BodyError("it has more data after its gzip content")
                self._gzip = gzip = zlib.decompressobj(_GZIP_WINDOW)
            try:
                piece = gzip.decompress(chunk, self._room + 1)
            except zlib.error:
                piece = None
            if piece is None:
                raise BodyError("its gzip content is damaged")
            self._keep(piece)
            chunk = gzip.unused_data

    def _keep(self, chunk: bytes) -> None:
        self._room -= len(chunk)
        if self._room < 0:
            raise BodyError(f"it is larger than {LIMIT // 1024 // 1024} MiB")
        if chunk:
            self._chunks.append(chunk)

    def content(self) -> bytes:
        """All of it.

        Raises:
            BodyError: The gzip content is cut off.
        """
        if self._gzip is not None and self._begun and not self._gzip.eof:
            raise BodyError("its gzip content is cut off")
        return b"".join(self._chunks)
