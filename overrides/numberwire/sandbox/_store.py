"""A sandbox's state, in SQLite in memory or in a file; what may be written is decided elsewhere."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from numberwire._concurrency import hold_during_forks
from numberwire.errors import NumberwireError

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
_MEMORY = ":memory:"
_LOCK_SECONDS = 2.0
_UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, OverflowError, OSError)
_Value = TypeVar("_Value")
_inherited: list[sqlite3.Connection] = []
"""What forked children had open of their parents: kept until they end."""


class StateError(NumberwireError):
    """A state that can't be used, any more or at all; the message says why and what to do."""


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
        """The friendly name; empty if it has none."""
        return str(self.fields.get("name") or "")


class Store:
    """A sandbox's state.

    Every use is inside ``transaction()``, which threads enter one after the other, and which is rolled back
    when an error leaves it.
    """

    def __init__(self, path: str | Path = _MEMORY) -> None:
        self._lock = threading.RLock()
        hold_during_forks(self._lock)
        self._depth = 0
        self._is_closed = False
        self.path = str(path)
        if not self.path:
            raise self._explain(ValueError("its name is empty"))
        try:
            self._connection = self._connect()
            self._prepare()
        except (sqlite3.Error, ValueError) as error:
            raise self._explain(error) from error
        self._files = FileWatch(self.path) if self.path != _MEMORY else None

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_LOCK_SECONDS, check_same_thread=False, isolation_level=None
        )
        weakref.finalize(self, connection.close)  # a store that is dropped leaves nothing open
        return connection

    def renew(self) -> None:
        """Open the file anew in a forked child: SQLite's locks on it are its parent's."""
        if self.path != _MEMORY and not self._is_closed:
            _inherited.append(self._connection)  # to close it would give up the parent's locks
            self._connection = self._connect()

    def _prepare(self) -> None:
        """Make the tables in a new file; of an existing one see that it is a state."""
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
        """Keep what is done inside, all of it or nothing; a transaction within one belongs to the outer.

        Raises:
            StateError: If the state can't be used.
        """
        with self._lock:
            if self._depth == 0:
                self._check_files()
                self._run("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._roll_back()
                raise
            self._depth -= 1
            if self._depth == 0:
                self._commit()

    def _commit(self) -> None:
        """Keep what was done in the transaction, or nothing of it.

        Raises:
            StateError: If it can't be kept.
        """
        try:
            self._run("COMMIT")
        except StateError:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        """Take back what was done in the transaction; after some errors SQLite has done so itself."""
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _check_files(self) -> None:
        """Refuse to go on with a file that is not there any more: what is written to it would be lost.

        Raises:
            StateError: If the file was removed, replaced or cut off.
        """
        if self._files and (change := self._files.find_change()):
            raise StateError(
                f"{self.path}: {change} while the sandbox was using it, so nothing more can be kept there."
                " Start the sandbox again."
            )

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> list[Any]:
        """Run a statement; returns its rows.

        Raises:
            StateError: If SQLite can't.
        """
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._explain(error) from error

    def _explain(self, error: Exception) -> StateError:
        """What an error of SQLite means to whoever started the sandbox."""
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return StateError(f"{self.path}: locked by another program. End it, or name another file.")
        if code.startswith("SQLITE_FULL"):
            return StateError(f"{self.path}: the disk is full. Make room, or name a file on another disk.")
        if isinstance(error, sqlite3.ProgrammingError) and "closed" in str(error):
            return StateError("This sandbox is closed. Make a new one.")
        return StateError(
            f"{self.path}: not usable as a sandbox's state ({error}). Name another file, or remove this one."
        )

    def close(self) -> None:
        """Let go of the file; the store is of no use afterwards."""
        with self._lock:
            self._is_closed = True
            self._connection.close()

    def read_setting(self, name: str, parse: Callable[[str], _Value], default: _Value) -> _Value:
        """A setting of the sandbox itself, such as its clock's offset.

        Args:
            name: Its name.
            parse: Reads its text, and raises ValueError if that is wrong.
            default: What it is if nothing was kept.
        """
        rows = self._run("SELECT value FROM settings WHERE name = ?", (name,))
        try:
            return parse(rows[0][0]) if rows else default
        except _UNREADABLE as error:
            raise self._explain(sqlite3.DatabaseError(f"damaged: its {name} is {rows[0][0]!r}")) from error

    def write_setting(self, name: str, value: str) -> None:
        """Keep a setting of the sandbox itself."""
        self._run("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def next_position(self) -> int:
        """The position the next number will have."""
        rows = self._run("SELECT seq FROM sqlite_sequence WHERE name = 'numbers'")
        return rows[0][0] + 1 if rows else 1

    def add(self, record: Record) -> bool:
        """Keep a new number; False if the API has one with the same id or number already."""
        self._run(
            f"INSERT OR IGNORE INTO numbers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            (record.position, record.api, record.id, record.number, record.name, *_variable_columns(record)),
        )
        return bool(self._run("SELECT changes()")[0][0])

    def change(self, record: Record, now: datetime, **fields: object) -> Record:
        """Set fields of a number, and return it as it is then."""
        changed = replace(record, updated_at=now, fields={**record.fields, **fields})
        self._run(
            "UPDATE numbers SET name = ?, created_at = ?, updated_at = ?, fields = ? WHERE position = ?",
            (changed.name, *_variable_columns(changed), changed.position),
        )
        return changed

    def release(self, record: Record) -> None:
        """Give a number up for good; it will not be for sale again."""
        self._run("DELETE FROM numbers WHERE position = ?", (record.position,))
        self._run("INSERT OR IGNORE INTO released VALUES (?)", (record.number,))

    def find(self, api: str, identifier: str) -> Record | None:
        """The number with this id, or None."""
        return next(self._records("api = ? AND id = ?", (api, identifier.lower())), None)

    def unavailable_numbers(self, api: str) -> set[str]:
        """Every number that has an owner or was released."""
        query = "SELECT number FROM numbers WHERE api = ? UNION SELECT number FROM released"
        return {number for (number,) in self._run(query, (api,))}

    def is_unavailable(self, api: str, number: str) -> bool:
        """Whether a number has an owner or was released."""
        query = (
            "SELECT 1 FROM numbers WHERE api = ? AND number = ? UNION SELECT 1 FROM released WHERE number = ?"
        )
        return self._run(query, (api, number, number)) != []

    def count(self, api: str) -> int:
        """How many numbers an API has."""
        return int(self._run("SELECT count(*) FROM numbers WHERE api = ?", (api,))[0][0])

    def numbers_before(
        self, api: str, before: int | None, limit: int, name: str = "", number: str = ""
    ) -> list[Record]:
        """The newest numbers before a position (None: of all), newest first, filtered by substrings."""
        where = (
            "api = ? AND instr(name, ?) AND instr(number, ?) AND position < ? ORDER BY position DESC LIMIT ?"
        )
        last = before if before is not None else self.next_position()
        return list(self._records(where, (api, name, number, last, limit)))

    def numbers_from(
        self, api: str, since: int, limit: int, name: str = "", number: str = ""
    ) -> list[Record]:
        """The oldest numbers from a position on, oldest first, filtered by substrings."""
        where = "api = ? AND instr(name, ?) AND instr(number, ?) AND position >= ? ORDER BY position LIMIT ?"
        return list(self._records(where, (api, name, number, since, limit)))

    def clear(self) -> None:
        """Forget every number and setting, the order of purchase included."""
        for table in ("numbers", "released", "settings", "sqlite_sequence"):
            self._run(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def _records(self, where: str, values: tuple[object, ...]) -> Iterator[Record]:
        """The numbers that meet a condition."""
        query = f"SELECT {_COLUMNS} FROM numbers WHERE {where}"  # noqa: S608 - the conditions are ours, values are bound
        try:
            for position, api, identifier, number, _, created, updated, fields in self._run(query, values):
                times = datetime.fromtimestamp(created, UTC), datetime.fromtimestamp(updated, UTC)
                yield Record(
                    position,
                    api,
                    identifier,
                    number,
                    *times,
                    msgspec.json.decode(fields, type=dict[str, Any]),
                )
        except _UNREADABLE as error:
            raise self._explain(sqlite3.DatabaseError(f"damaged: {error}")) from error


class FileWatch:
    """Tells whether the files of a database are still those that were opened.

    Nothing is read: to open a database's file a second time and close it would give up SQLite's locks on it.
    """

    def __init__(self, path: str) -> None:
        self._path = os.path.abspath(path)  # noqa: PTH100 - the name SQLite opened, links included
        log = f"{self._path}-wal"
        self._files = {path: _file_status(path) for path in (self._path, log)}

    def find_change(self) -> str | None:
        """What was done to the files; None if nothing was."""
        for path, before in self._files.items():
            now = _file_status(path)
            if before is None:
                pass  # SQLite makes the log when it first writes
            elif now is None:
                return "removed"
            elif not os.path.samestat(before, now):
                return "replaced"
            elif path == self._path and now.st_size < before.st_size:
                return "cut off"
            self._files[path] = now
        return None


def _file_status(path: str) -> os.stat_result | None:
    """The status of a file; None if it isn't there."""
    try:
        return os.stat(path)  # noqa: PTH116 - a Path made for every request costs more
    except OSError:
        return None


def _variable_columns(record: Record) -> tuple[int, int, str]:
    """The columns of a record that may change, as they are stored."""
    times = (int(record.created_at.timestamp()), int(record.updated_at.timestamp()))
    return *times, msgspec.json.encode(record.fields).decode()
