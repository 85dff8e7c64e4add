"""A run's journal: lines that may be lost, and lines that are on the disk before their request leaves."""

import asyncio
import errno
import os
from contextlib import suppress
from pathlib import Path
from time import time
from types import TracebackType
from typing import Self

import msgspec

from numberwire.fleet._change_status import Event

__all__ = ["Journal", "JournalError", "read_journal"]

_BLOCK = 4096
_BINARY = getattr(os, "O_BINARY", 0)
_sync_file = getattr(os, "fdatasync", os.fsync)


class JournalError(Exception):
    """A journal can't be written: its disk is full, read-only, or gone."""


class Journal:
    """An append-only file of events.

    Args:
        path: The file; it is made where it isn't there, for its owner alone.

    Raises:
        JournalError: It can't be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
            _cut_torn_line(self._file)
        except OSError as error:
            raise self._error(error.strerror) from error
        self._written = self._synced = 0
        self._lock: asyncio.Lock | None = None

    def write(self, event: Event) -> None:
        """Add an event; after a power cut it may be missing, which the account makes up for.

        Raises:
            JournalError: It can't be written.
        """
        line = msgspec.json.encode(event) + b"\n"
        # One write: a line of another process never lands inside it, and a kill leaves it whole or torn at the end.
        try:
            count = os.write(self._file, line)
        except OSError as error:
            raise self._error(error.strerror) from error
        if count != len(line):
            with suppress(OSError):  # a line that comes later must not follow half a line
                os.ftruncate(self._file, os.fstat(self._file).st_size - count)
            raise self._error(os.strerror(errno.ENOSPC))
        self._written += 1

    async def write_surely(self, event: Event) -> None:
        """Add an event, and return when it is on the disk; those who wait together share one sync.

        Raises:
            JournalError: It can't be written.
        """
        self.write(event)
        position = self._written
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._synced >= position:
                return
            written = self._written
            try:
                await asyncio.to_thread(_sync_file, self._file)
            except OSError as error:
                raise self._error(error.strerror) from error
            self._synced = written

    def record(
        self, kind: str, op: str = "", number: str = "", number_id: str = "", skipped: tuple[str, ...] = ()
    ) -> JournalError | None:
        """Add an event of what has happened.

        Returns:
            Why it can't be written: what has happened has happened all the same.
        """
        try:
            self.write(Event(time=time(), kind=kind, op=op, number=number, id=number_id, skipped=skipped))
        except JournalError as error:
            return error
        return None

    def _error(self, reason: str | None) -> JournalError:
        return JournalError(f"The journal {self._path} can't be written: {reason or 'unknown'}")

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _cut_torn_line(file: int) -> None:
    """Cut off what a kill left of a last line."""
    size = os.fstat(file).st_size
    tail = b""
    start = size
    while start and b"\n" not in tail:
        start = max(0, start - _BLOCK)
        os.lseek(file, start, os.SEEK_SET)
        tail = os.read(file, _BLOCK) + tail
    end = start + tail.rfind(b"\n") + 1
    if end < size:
        os.ftruncate(file, end)


def read_journal(path: Path) -> list[Event]:
    """The events of a journal; a torn last line, and a file that isn't there, say nothing.

    Raises:
        ValueError: A line is none.
        OSError: It can't be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    whole = content[: content.rfind(b"\n") + 1]
    decoder = msgspec.json.Decoder(Event)
    events: list[Event] = []
    for number, line in enumerate(whole.split(b"\n")[:-1], 1):
        try:
            events.append(decoder.decode(line))
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise ValueError(f"line {number} is not an event ({error})") from error
    return events
