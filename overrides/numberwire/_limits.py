"""How much an answer may hold before it is decoded: a few kilobytes must not become gigabytes of objects; pure."""

import codecs
import os

import msgspec

__all__ = ["PAGE", "RECORD", "SMALL", "Limit", "undecodable_at"]

_MEBIBYTE = 1024 * 1024
_PIECE = 64 * 1024
_SAMPLE = 1024
_STRIDE = 16 * _SAMPLE


class Limit(msgspec.Struct, frozen=True):
    """What an answer of one kind may hold.

    Attributes:
        size: The most bytes that its text may take in memory.
        values: The most values: texts, numbers, lists, objects.
    """

    size: int
    values: int

    def excess(self, content: bytes) -> str | None:
        """What an answer holds too much of; None where it is within the limit."""
        length = len(content)
        # Python keeps a text with one wide character in four bytes a character.
        if length * 4 > self.size and length * (4 if _may_be_wide(content) else 1) > self.size:
            return f"it takes more than {self.size // _MEBIBYTE} MiB as text"
        if length > self.values and self._holds_many(content):
            return f"it has more than {self.values:,} values"
        return None

    def _holds_many(self, content: bytes) -> bool:
        """Whether it holds more values than it may; every value but the first of a list or object follows a comma.

        To count each comma of a good page takes a third of the time that decoding it does. So samples are counted
        first, from places that no server can foresee.
        """
        starts = range(0, len(content), _STRIDE)
        places = zip(starts, os.urandom(len(starts)), strict=True)
        step = (_STRIDE - _SAMPLE) // 255
        sampled = sum(
            content.count(b",", start + step * by, start + step * by + _SAMPLE) for start, by in places
        )
        if sampled * (_STRIDE // _SAMPLE) < self.values // 2:
            return False
        return sum(map(content.count, (b"{", b"[", b","))) > self.values


PAGE = Limit(size=24 * _MEBIBYTE, values=120_000)
"""A page of a thousand numbers takes about two million bytes, and has about fifty thousand values."""

RECORD = Limit(size=_MEBIBYTE, values=20_000)

SMALL = 20_000
"""Bytes: a content of so many is within both limits, whatever it holds."""


def _may_be_wide(content: bytes) -> bool:
    return not content.isascii() or b"\\u" in content


def undecodable_at(content: bytes) -> int | None:
    """Where a content is no UTF-8; read in pieces, since the whole text may take four times the content's memory."""
    if content.isascii():
        return None
    decoder, view = codecs.getincrementaldecoder("utf-8")(), memoryview(content)
    for start in range(0, len(content), _PIECE):
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(view[start : start + _PIECE], final=start + _PIECE >= len(content))
        except UnicodeDecodeError as error:
            return start - waiting + error.start
    return None
