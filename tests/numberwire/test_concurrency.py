"""A job in a thread, a child that is forked at the wrong moment, and a coroutine that asyncio does not run."""

import os
import subprocess
import sys
from queue import Empty
from threading import Thread

import pytest

from numberwire._concurrency import Job
from numberwire.errors import InvalidRequestError
from numberwire.sandbox import Sandbox
from tests.numberwire.subjects import ASYNC

NEEDS_FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")

START = """
import importlib.abc, os, sys, threading, time, warnings
warnings.simplefilter("ignore", DeprecationWarning)
from numberwire.sandbox import PROJECT, TOKEN, Sandbox
from numberwire.signalwire import RestClient

def run_child(work):
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return "hangs"

client = RestClient(PROJECT, TOKEN, "example.signalwire.com", transport=Sandbox())
def call():
    assert list(client.phone_numbers.list()) == []
"""

FIRST_CALL = """
begun = threading.Event()
class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "numberwire._http" and not begun.is_set():
            begun.set()
            time.sleep(0.3)
sys.meta_path.insert(0, Slow())
thread = threading.Thread(target=call)
thread.start()
begun.wait(5)
print(run_child(call))
thread.join()
"""

HELD_LOCKS = """
from numberwire._concurrency import loading
call()
held, over = threading.Event(), threading.Event()
def hold():
    with client._sender._lock, client._budget._lock:
        held.set()
        over.wait(5)
threading.Thread(target=hold).start()
held.wait(5)
print(run_child(call))
over.set()
"""

WITHIN_A_LISTING = """
for found in client.phone_numbers.search(areacode="503", max_results=3):
    client.phone_numbers.purchase(found.number)
from numberwire.client import Hooks
ahead = threading.Event()
hooks = Hooks(on_response=lambda request, *_: ahead.set() if "page_token" in request.target else None)
client = RestClient(PROJECT, TOKEN, "example.signalwire.com", transport=client._sender._transport, hooks=hooks)
records = iter(client.phone_numbers.list(page_size=1, prefetch=True))
next(records)
ahead.wait(5)
print(run_child(lambda: (len(list(records)) == 2) or os._exit(3)))
print(len(list(records)))
"""

BUSY_SANDBOX = """
calls, over = [], threading.Event()
def keep_calling():
    while not over.is_set():
        call()
        calls.append(1)
threads = [threading.Thread(target=keep_calling) for _ in range(4)]
for thread in threads:
    thread.start()
while not calls:
    time.sleep(0.01)
print({run_child(call) for _ in range(20)})
over.set()
"""

IN_THE_THREAD_THAT_LOADS = """
from numberwire._concurrency import loading
with loading():
    print(run_child(call))
call()
"""


OWN_CONNECTIONS = """
from contextlib import ExitStack
until_the_end = ExitStack()
url = until_the_end.enter_context(Sandbox().serve())
client = RestClient(PROJECT, TOKEN, url.removeprefix("http://"))
call()
parents = client._sender.open_sync()._pool
def call_anew():
    call()
    client._sender.open_sync()._pool is not parents or os._exit(3)
print(run_child(call_anew))
call()
print(client._sender.open_sync()._pool is parents)
until_the_end.close()
"""

CALLS_IN_A_FILE = """
import tempfile
directory = tempfile.TemporaryDirectory()
state = Sandbox(os.path.join(directory.name, "state.db"))
client = RestClient(PROJECT, TOKEN, "example.signalwire.com", transport=state)
"""


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        (FIRST_CALL, "0\n"),
        (HELD_LOCKS, "0\n"),
        (WITHIN_A_LISTING, "0\n2\n"),
        (IN_THE_THREAD_THAT_LOADS, "0\n"),
        (OWN_CONNECTIONS, "0\nTrue\n"),
        (BUSY_SANDBOX, "{0}\n"),
        (BUSY_SANDBOX.replace("calls,", CALLS_IN_A_FILE + "calls,", 1), "{0}\n"),
    ],
    ids=[
        "during the first call",
        "with locks held",
        "within a listing",
        "while loading",
        "with connections of its own",
        "sandbox in use",
        "state in a file",
    ],
)
def test_child_goes_on(program, printed):
    """A child makes its calls, whatever the other threads of its parent were doing when it was forked."""
    found = subprocess.run(
        [sys.executable, "-c", START + program], capture_output=True, text=True, timeout=60, check=False
    )
    # What it says to stderr is `logging`'s: loaded while a fork waits, it frees a lock that it did not take.
    assert (found.stdout, found.returncode) == (printed, 0)


def test_result():
    """What the function returned in the other thread is the job's result."""
    job = Job(divmod, 7, 2)
    Thread(target=job.run).start()
    assert job.result(10) == (3, 1)


def test_failure():
    """What the function raised is raised to who asks for the result."""
    job = Job(divmod, 7, 0)
    Thread(target=job.run).start()
    with pytest.raises(ZeroDivisionError):
        job.result(10)


def test_not_in_time():
    """A result that isn't there in time is not waited for."""
    with pytest.raises(Empty):
        Job(divmod, 7, 2).result(0.01)


@pytest.mark.parametrize("transport", [None, Sandbox()], ids=["network", "in process"])
def test_no_asyncio(transport):
    """A coroutine that something else than asyncio runs is refused at once, with words that say why."""
    coroutine = ASYNC.rest(transport).phone_numbers.get("one")
    with pytest.raises(InvalidRequestError, match="work with asyncio only"):
        coroutine.send(None)
