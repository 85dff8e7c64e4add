"""The state: kept in a file, or refused with a reason."""

import gc
import http.client
import json
import os
import re
import sqlite3
import threading
import warnings
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from numberwire.errors import InvalidRequestError
from numberwire.sandbox import Sandbox, StateError
from numberwire.sandbox._server import serve_in_thread
from numberwire.sandbox._store import Record, Store

NOW = datetime(2025, 1, 15, 9, 30, tzinfo=UTC)


def record(position, number="+12065550123"):
    """A number at a position."""
    return Record(position, "signalwire", f"id{position}", number, NOW, NOW, {"name": "x"})


def test_state_is_kept_in_its_file(tmp_path):
    """Numbers, releases, seed and clock are there again after a restart."""
    file = tmp_path / "state"
    with Sandbox(file, seed=7) as sandbox:
        identifiers = sandbox.add_numbers(2, name="Kept")
        routing = sandbox.routing_ids
        sandbox.clock.advance(1000)
        sandbox.store.release(sandbox.store.find("signalwire", identifiers[0]))
    with Sandbox(file) as sandbox:
        assert [
            kept.id for kept in sandbox.store.numbers_before("signalwire", None, 10, "Kept")
        ] == identifiers[1:]
        assert (sandbox.settings.seed, sandbox.clock.offset, sandbox.routing_ids) == (7, 1000, routing)
        assert len(sandbox.store.unavailable_numbers("signalwire")) == 2
        assert sandbox.add_numbers(1)[0] not in identifiers


def test_other_seed_is_refused(tmp_path):
    """A state goes on with the seed it was begun with, and with no other."""
    Sandbox(tmp_path / "state", seed=7).close()
    Sandbox(tmp_path / "state", seed=7).close()
    with pytest.raises(StateError, match="begun with seed 7, not 8"):
        Sandbox(tmp_path / "state", seed=8)


def test_request_ids_differ_between_runs(tmp_path, caller):
    """A request id is not given again after a restart."""
    seen = set()
    for _ in range(2):
        with Sandbox(tmp_path / "state") as caller.sandbox:
            seen |= {caller.send("GET").header("x-request-id") for _ in range(3)}
    assert len(seen) == 6


@pytest.mark.parametrize("content", [b"name,number\n" * 200, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_file_that_is_no_state_is_refused(tmp_path, content):
    """A file of another kind is refused by name, with what to do, and left as it is."""
    file = tmp_path / "state"
    file.write_bytes(content)
    with pytest.raises(
        StateError, match=r"state: not usable as a sandbox's state .*Name another file, or remove"
    ):
        Sandbox(file)
    assert file.read_bytes() == content


def test_database_of_another_program_is_refused(tmp_path):
    """Another program's database is refused and left as it is."""
    file = tmp_path / "state"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE numbers (x)")
    connection.close()
    content = file.read_bytes()
    with pytest.raises(StateError, match="another program's database"):
        Sandbox(file)
    assert file.read_bytes() == content


def test_state_of_another_version_is_refused(tmp_path):
    """A state in a format of another version is refused."""
    Sandbox(tmp_path / "state").close()
    connection = sqlite3.connect(tmp_path / "state")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StateError, match="written by another version: format 99, not 1"):
        Sandbox(tmp_path / "state")


def test_damaged_state_is_refused(tmp_path):
    """A state whose file was damaged is refused."""
    file = tmp_path / "state"
    with Sandbox(file) as sandbox:
        sandbox.add_numbers(500)
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\x00" * (len(content) - 12288)
    file.write_bytes(content)
    with pytest.raises(StateError, match="not usable as a sandbox's state"):
        Sandbox(file)


@pytest.mark.parametrize("name", [".", "missing/state"])
def test_place_that_takes_no_file_is_refused(tmp_path, name):
    """A folder, or a file in a folder that isn't there, is refused."""
    with pytest.raises(StateError, match="unable to open database file"):
        Sandbox(tmp_path / name)


def test_transaction_is_taken_back_by_an_error():
    """What an error interrupts never happened."""
    store = Store()

    def fail():
        with store.transaction():
            store.add(record(1))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.count("signalwire") == 0
    with store.transaction():
        assert store.add(record(1))
    assert store.find("signalwire", "id1") == record(1)


def test_number_has_one_owner():
    """A number is added once, whatever its id."""
    store = Store()
    assert [store.add(record(1)), store.add(record(2)), store.add(record(2, "+12065550124"))] == [
        True,
        False,
        True,
    ]


def test_threads_wait_for_each_other():
    """A transaction that another thread is in is waited for: counting up in fifty threads loses no step."""
    store = Store()
    store.write_setting("count", "0")

    def count():
        for _ in range(20):
            with store.transaction():
                store.write_setting("count", str(store.read_setting("count", int, 0) + 1))

    threads = [threading.Thread(target=count) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.read_setting("count", int, 0) == 1000


def test_two_processes_may_share_a_state(tmp_path):
    """Two sandboxes on one file see each other's numbers, and give no number twice."""
    with Sandbox(tmp_path / "state") as one, Sandbox(tmp_path / "state") as other:
        assert one.add_numbers(1) != other.add_numbers(1)
        assert one.store.count("signalwire") == 2


def test_dropped_sandbox_leaves_nothing_open(tmp_path):
    """A sandbox that nobody closed is closed when it is dropped."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        sandbox = Sandbox(tmp_path / "state")
        del sandbox
        gc.collect()
    assert caught == []


def lock(file):
    """Another program in the middle of writing."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


@pytest.fixture
def hasty(monkeypatch):
    """Waits for locks in no time."""
    monkeypatch.setattr("numberwire.sandbox._store._LOCK_SECONDS", 0.01)


@pytest.mark.usefixtures("hasty")
def test_locked_state(tmp_path):
    """A state that another program holds on to is an error in words, to callers too, and is well again after that."""
    with Sandbox(tmp_path / "state") as sandbox:
        client = sandbox.client()
        [offer] = client.phone_numbers.search(areacode="503", max_results=1)
        with closing(lock(tmp_path / "state")):
            words = r"state: locked by another program\. End it, or name another file\."
            for call in (
                lambda: client.phone_numbers.search(areacode="503"),
                lambda: client.phone_numbers.purchase(offer.number),
                lambda: sandbox.clock.advance(1),
                lambda: Sandbox(tmp_path / "state"),
                sandbox.reset,
            ):
                with pytest.raises(StateError, match=words):
                    call()
        client.phone_numbers.purchase(offer.number)
        assert len(list(client.phone_numbers.list())) == 1


def replace_file(file):
    """Put another state where this one was."""
    Sandbox(file.with_name("other")).close()
    file.with_name("other").replace(file)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda file: file.unlink(), "removed"),
        (lambda file: file.with_name("state-wal").unlink(), "removed"),
        (lambda file: file.rename(file.with_name("moved")), "removed"),
        (replace_file, "replaced"),
        (lambda file: os.truncate(file, 0), "cut off"),
        (lambda file: os.truncate(file, 100), "cut off"),
    ],
)
def test_state_that_is_gone(tmp_path, damage, words):
    """A file that is taken away from a running sandbox ends it with an error: what is bought would be lost."""
    file = tmp_path / "state"
    with Sandbox(file) as sandbox:
        client = sandbox.client()
        sandbox.add_numbers(300)
        sandbox.clock.advance(1)
        damage(file)
        for _ in range(2):
            with pytest.raises(StateError, match=f"state: {words} while the sandbox was using it"):
                client.phone_numbers.search(areacode="503")
        served = sandbox.handle
        with serve_in_thread(served) as url, closing(http.client.HTTPConnection(urlsplit(url).netloc)) as web:
            web.request("GET", "/_sandbox/state")
            answer = web.getresponse()
            assert answer.status == 500
            assert f"{words} while the sandbox was using it" in json.loads(answer.read())["error"]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE settings SET value = 'x' WHERE name = 'seed'", "damaged: its seed is 'x'"),
        ("UPDATE settings SET value = '' WHERE name = 'run'", "damaged: its run is ''"),
        (
            "INSERT OR REPLACE INTO settings VALUES ('clock_offset', 'nan')",
            "damaged: its clock_offset is 'nan'",
        ),
        (
            "INSERT OR REPLACE INTO settings VALUES ('clock_offset', '-5')",
            "damaged: its clock_offset is '-5'",
        ),
        ("UPDATE numbers SET fields = '['", "damaged: "),
        ("UPDATE numbers SET fields = '[]'", "damaged: "),
        ("UPDATE numbers SET created_at = 'x'", "damaged: "),
        ("UPDATE numbers SET created_at = 1e18", "damaged: "),
        ("DROP TABLE numbers", "no such table: numbers"),
    ],
)
def test_state_that_says_nonsense(tmp_path, statement, words):
    """A state whose values were changed to what can't be is an error in words, whenever that is noticed."""
    with Sandbox(tmp_path / "state") as sandbox:
        sandbox.add_numbers(1)
    with closing(sqlite3.connect(tmp_path / "state")) as connection, connection:
        connection.execute(statement)
    words = f"not usable as a sandbox's state .{re.escape(words)}"
    with pytest.raises(StateError, match=words), Sandbox(tmp_path / "state") as sandbox:
        list(sandbox.client().phone_numbers.list())


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_state_needs_a_name(name):
    """What is no name of a file is refused."""
    with pytest.raises(StateError, match="not usable as a sandbox's state"):
        Sandbox(name)


def test_closed_sandbox():
    """A sandbox that was closed says so."""
    sandbox = Sandbox()
    sandbox.close()
    with pytest.raises(StateError, match=r"This sandbox is closed\. Make a new one\."):
        sandbox.client().phone_numbers.search(areacode="503")


def test_numbers_have_an_age(caller):
    """Numbers may be added that were bought long ago, as many as there are, and no more."""
    [number_id] = caller.sandbox.add_numbers(1, age=timedelta(days=14), name="Old")
    assert caller.ask("GET", number_id)[1]["created_at"] == "2025-01-01T09:30:00Z"
    assert caller.send("DELETE", number_id).status == 204
    with pytest.raises(InvalidRequestError, match="number_count is too large: only 369962 numbers are left"):
        caller.sandbox.add_numbers(400_000)
    with pytest.raises(InvalidRequestError, match="number_count must be a whole number"):
        caller.sandbox.add_numbers(-1)
    with pytest.raises(InvalidRequestError, match="age must be from 0"):
        caller.sandbox.add_numbers(1, age=timedelta(-1))
