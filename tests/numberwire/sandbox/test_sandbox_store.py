"""The state: kept in a file, or refused with a reason."""

import gc
import sqlite3
import threading
import warnings
from datetime import UTC, datetime

import pytest

from numberwire.sandbox import Sandbox, StateError
from numberwire.sandbox.store import Record, Store

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
        assert [kept.id for kept in sandbox.store.older("signalwire", None, 10, "Kept")] == identifiers[1:]
        assert (sandbox.settings.seed, sandbox.clock.offset, sandbox.routing_ids) == (7, 1000, routing)
        assert len(sandbox.store.unavailable("signalwire")) == 2
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
    store.keep_setting("count", "0")

    def count():
        for _ in range(20):
            with store.transaction():
                store.keep_setting("count", str(int(store.setting("count")) + 1))

    threads = [threading.Thread(target=count) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.setting("count") == "1000"


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
