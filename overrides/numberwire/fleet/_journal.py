"""A run's journal: lines that may be lost, and lines that are on the disk before their request leaves."""

import asyncio
import os
from pathlib import Path
from time import time
from types import TracebackType
from typing import Self

import msgspec

from numberwire.fleet._change_status import Event

__all__ = ["Journal", "read_journal"]

_BLOCK = 4096
_BINARY = getattr(os, "O_BINARY", 0)
_sync_file = getattr(os, "fdatasync", os.fsync)


class Journal:
    """An append-only file of events.

    Args:
        path: The file; it is made where it isn't there, for its owner alone.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
        _cut_torn_line(self._file)
        self._written = self._synced = 0
        self._lock: asyncio.Lock | None = None

    def write(self, event: Event) -> None:
        """Add an event; after a power cut it may be missing, which the account makes up for.

        Raises:
            OSError: It can't be written.
        """
        line = msgspec.json.encode(event) + b"\n"
        # One write: a line of another process never lands inside it, and a kill leaves it whole or torn at the end.
        if os.write(self._file, line) != len(line):
            raise OSError(28, "No space left on device")
        self._written += 1

    async def write_surely(self, event: Event) -> None:
        """Add an event, and return when it is on the disk; those who wait together share one sync.

        Raises:
            OSError: It can't be written.
        """
        self.write(event)
        position = self._written
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._synced >= position:
                return
            written = self._written
            await asyncio.to_thread(_sync_file, self._file)
            self._synced = written

    def record(self, kind: str, op: str = "", number: str = "", number_id: str = "", words: str = "") -> None:
        """Add an event of now."""
        self.write(Event(time=time(), kind=kind, op=op, number=number, id=number_id, words=words))

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
    try:
        return [decoder.decode(line) for line in whole.splitlines()]
    except msgspec.MsgspecError as error:
        raise ValueError(f"a line of it is not an event ({error})") from error
