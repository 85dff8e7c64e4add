"""A sandbox's numbers, in SQLite in memory or in a file; what may be written is decided elsewhere."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

_APPLICATION_ID = 0x4E57_5342  # "NWSB", by which SQLite tells this file from other programs' databases
_VERSION = 1
_SCHEMA = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE numbers (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    api TEXT NOT NULL,
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    fields TEXT NOT NULL,
    UNIQUE (api, id),
    UNIQUE (api, number)
);
CREATE TABLE released (number TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_COLUMNS = "position, api, id, number, name, created_at, updated_at, fields"


class StateError(Exception):
    """A state file that can't be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """A number that somebody owns.

    Attributes:
        position: Its place in the order of purchase, never given twice.
        api: The API whose number it is.
        id: Its id.
        number: The number in E.164 format.
        created_at: When it was bought.
        updated_at: When it was last changed.
        fields: What was set on it, by wire name.
    """

    position: int
    api: str
    id: str
    number: str
    created_at: datetime
    updated_at: datetime
    fields: dict[str, Any]

    @property
    def name(self) -> str:
        """The friendly name, empty where there is none."""
        return str(self.fields.get("name") or "")


class Store:
    """A sandbox's state.

    Every use stands inside ``transaction()``, which threads enter one after the other and which takes
    everything back if it is left by an error.
    """

    def __init__(self, path: str | Path = ":memory:") -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self.path = str(path)
        try:
            self._connection = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
            weakref.finalize(self, self._connection.close)  # a store that is dropped leaves nothing open
            self._prepare()
        except sqlite3.Error as error:
            raise StateError(
                f"{path}: not usable as a sandbox's state ({error}). Name another file, or remove this one."
            ) from error

    def _prepare(self) -> None:
        """Take up the file's state, or make a new one where the file is empty."""
        run = self._connection.execute
        application, version = (
            run(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        empty = run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if not empty and application != _APPLICATION_ID:
            raise sqlite3.DatabaseError("another program's database")
        if not empty and version != _VERSION:
            raise sqlite3.DatabaseError(f"written by another version: format {version}, not {_VERSION}")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        if empty:
            marks = f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_VERSION};"
            self._connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {marks} COMMIT;")
        elif (verdict := run("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(f"damaged: {verdict}")

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Keep what is done inside, all of it or nothing; a transaction within one belongs to the outer."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._leave("ROLLBACK")
                raise
            self._leave("COMMIT")

    def _leave(self, ending: str) -> None:
        """Step out of a transaction; the outermost one ends it."""
        self._depth -= 1
        if self._depth == 0:
            self._connection.execute(ending)

    def close(self) -> None:
        """Let go of the file; the store is of no use afterwards."""
        with self._lock:
            self._connection.close()

    def setting(self, name: str) -> str | None:
        """A kept setting of the sandbox itself, such as its clock's offset."""
        row = self._connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def keep_setting(self, name: str, value: str) -> None:
        """Keep a setting of the sandbox itself."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def next_position(self) -> int:
        """The position the next number will have."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'numbers'").fetchone()
        return row[0] + 1 if row else 1

    def add(self, record: Record) -> bool:
        """Keep a new number; False if the API has one with the same id or number already."""
        try:
            self._connection.execute(
                f"INSERT INTO numbers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
                (record.position, record.api, record.id, record.number, record.name, *_changing(record)),
            )
        except sqlite3.IntegrityError:
            return False
        return True

    def change(self, record: Record, now: datetime, **fields: object) -> Record:
        """Set fields of a number, and return it as it is then."""
        changed = replace(record, updated_at=now, fields={**record.fields, **fields})
        self._connection.execute(
            "UPDATE numbers SET name = ?, created_at = ?, updated_at = ?, fields = ? WHERE position = ?",
            (changed.name, *_changing(changed), changed.position),
        )
        return changed

    def release(self, record: Record) -> None:
        """Give a number up for good; it will not be for sale again."""
        self._connection.execute("DELETE FROM numbers WHERE position = ?", (record.position,))
        self._connection.execute("INSERT OR IGNORE INTO released VALUES (?)", (record.number,))

    def find(self, api: str, identifier: str) -> Record | None:
        """The number with this id, or None."""
        return next(self._records("api = ? AND id = ?", (api, identifier.lower())), None)

    def unavailable(self, api: str) -> set[str]:
        """Every number that has an owner or was released."""
        query = "SELECT number FROM numbers WHERE api = ? UNION SELECT number FROM released"
        return {number for (number,) in self._connection.execute(query, (api,))}

    def is_unavailable(self, api: str, number: str) -> bool:
        """Whether a number has an owner or was released."""
        query = (
            "SELECT 1 FROM numbers WHERE api = ? AND number = ? UNION SELECT 1 FROM released WHERE number = ?"
        )
        return self._connection.execute(query, (api, number, number)).fetchone() is not None

    def count(self, api: str) -> int:
        """How many numbers an API has."""
        row = self._connection.execute("SELECT count(*) FROM numbers WHERE api = ?", (api,)).fetchone()
        return int(row[0])

    def older(
        self, api: str, before: int | None, limit: int, name: str = "", number: str = ""
    ) -> list[Record]:
        """The newest numbers before a position (None: of all), newest first, filtered by substrings."""
        where = (
            "api = ? AND instr(name, ?) AND instr(number, ?) AND position < ? ORDER BY position DESC LIMIT ?"
        )
        last = before if before is not None else self.next_position()
        return list(self._records(where, (api, name, number, last, limit)))

    def newer(self, api: str, since: int, limit: int, name: str = "", number: str = "") -> list[Record]:
        """The oldest numbers from a position on, oldest first, filtered by substrings."""
        where = "api = ? AND instr(name, ?) AND instr(number, ?) AND position >= ? ORDER BY position LIMIT ?"
        return list(self._records(where, (api, name, number, since, limit)))

    def clear(self) -> None:
        """Forget every number and setting, the order of purchase included."""
        for table in ("numbers", "released", "settings", "sqlite_sequence"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def _records(self, where: str, values: tuple[object, ...]) -> Iterator[Record]:
        """The numbers that meet a condition."""
        query = f"SELECT {_COLUMNS} FROM numbers WHERE {where}"  # noqa: S608 - the conditions are ours, values are bound
        for position, api, identifier, number, _, created, updated, fields in self._connection.execute(
            query, values
        ):
            times = datetime.fromtimestamp(created, UTC), datetime.fromtimestamp(updated, UTC)
            yield Record(position, api, identifier, number, *times, msgspec.json.decode(fields))


def _changing(record: Record) -> tuple[int, int, str]:
    """The columns of a record that may change, as they are stored."""
    times = (int(record.created_at.timestamp()), int(record.updated_at.timestamp()))
    return *times, msgspec.json.encode(record.fields).decode()
