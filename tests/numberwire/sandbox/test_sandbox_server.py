"""The sandbox over HTTP: the command as a program of its own, and the server in a thread."""

import base64
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from numberwire.sandbox import PROJECT, TOKEN, Fault, Sandbox
from numberwire.sandbox.server import serving

PATH = "/api/relay/rest/phone_numbers"
BASIC = "Basic " + base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode()
COMMAND = [sys.executable, "-m", "numberwire.sandbox"]


class Web:
    """One connection to a sandbox."""

    def __init__(self, url):
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)

    def ask(self, method, path, body=None):
        """Status and value of the answer to a request."""
        content = None if body is None else json.dumps(body)
        self.connection.request(method, path, content, {"Authorization": BASIC})
        response = self.connection.getresponse()
        content = response.read()
        return response.status, json.loads(content) if content else None


@contextmanager
def program(*arguments):
    """The command as a program; gives it, its URL and the lines it printed until it was ready."""
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            lines = []
            while not lines or not lines[-1].startswith("ready: "):
                lines.append(process.stdout.readline().rstrip("\n"))
                assert lines[-1], process.stderr.read()
            yield process, lines[-1].removeprefix("ready: "), lines
        finally:
            process.terminate()


@pytest.fixture
def served():
    """A sandbox and a connection to it."""
    with Sandbox() as sandbox, serving(sandbox) as url:
        web = Web(url)
        yield sandbox, web
        web.connection.close()


def test_program_serves_and_keeps_its_state(tmp_path):
    """The program says who may ask and where; what is bought there is there after a restart."""
    with program("--state", str(tmp_path / "state"), "--links", "absolute") as (process, url, lines):
        assert lines[0] == "signalwire: project sandbox-project, token sandbox-token"
        assert re.fullmatch(
            r"routing: key am_live_sandbox, number ids [0-9a-f-]{36}(, [0-9a-f-]{36}){2}", lines[1]
        )
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        web = Web(url)
        _, found = web.ask("GET", f"{PATH}/search?areacode=503&max_results=1")
        status, bought = web.ask("POST", PATH, {"number": found["data"][0]["number"]})
        assert status == 200
        assert web.ask("POST", "/_sandbox/clock", {"forward_seconds": 14 * 86400})[0] == 200
        assert web.ask("GET", PATH)[1]["links"]["self"].startswith(f"{url}{PATH}?")
        web.connection.close()
        process.send_signal(signal.SIGINT)
        assert (process.wait(10), process.stderr.read()) == (0, "")
    with program("--state", str(tmp_path / "state"), "--api", "signalwire") as (process, url, lines):
        assert len(lines) == 2
        web = Web(url)
        status, kept = web.ask("GET", f"{PATH}/{bought['id']}")
        assert (status, kept["created_at"]) == (200, bought["created_at"])
        assert web.ask("DELETE", f"{PATH}/{bought['id']}") == (204, None)
        web.connection.close()
        process.terminate()
        assert (process.wait(10), process.stderr.read()) == (0, "")


def run(*arguments, **environment):
    """Exit code and error output of the command, for what can't start."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stderr


def test_program_needs_its_extra(tmp_path):
    """Without the server's package the program says how to get it."""
    (tmp_path / "uvicorn.py").write_text("raise ModuleNotFoundError('no', name='uvicorn')")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    assert run(PYTHONPATH=path) == (
        1,
        'numberwire.sandbox: uvicorn is not installed. Run: pip install "numberwire[sandbox]"\n',
    )


def test_program_says_why_it_cannot_start(tmp_path):
    """A state that can't be used, or a port that is taken, is named in one line."""
    (tmp_path / "state").write_text("no state" * 100)
    code, words = run("--state", str(tmp_path / "state"))
    assert (code, words.count("\n")) == (1, 1)
    assert "not usable as a sandbox's state (file is not a database)" in words
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, words = run("--port", str(taken.getsockname()[1]))
    assert (code, words.count("\n")) == (1, 1)
    assert "in use" in words


def test_program_has_help():
    """The help names every option; a wrong one is a usage error."""
    done = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, check=True, timeout=20)
    options = (
        "host",
        "port",
        "state",
        "seed",
        "rate",
        "api",
        "links",
        "empty-pages",
        "search-items",
        "error-items",
        "trial",
    )
    assert [option for option in options if f"--{option}" not in done.stdout] == []
    code, words = run("--rate", "0")
    assert (code, words.splitlines()[-1].partition("error: ")[2]) == (
        2,
        "argument --rate: give N or N/SECONDS, both more than 0",
    )


def test_connection_is_kept(served):
    """Requests follow each other on one connection, a 204 without a body included."""
    sandbox, web = served
    (identifier,) = sandbox.add_numbers(1)
    sandbox.clock.advance(14 * 86400)
    web.ask("GET", PATH)
    port = web.connection.sock.getsockname()[1]
    web.connection.request("DELETE", f"{PATH}/{identifier}", headers={"Authorization": BASIC})
    response = web.connection.getresponse()
    headers = {name.lower() for name, _ in response.getheaders()}
    assert (response.status, response.read(), headers) == (204, b"", {"date", "x-request-id"})
    assert web.ask("GET", PATH)[1]["data"] == []
    assert web.connection.sock.getsockname()[1] == port


def test_path_and_query_arrive_as_they_were_sent(served):
    """Nothing is decoded on the way: an encoded slash stays part of the id."""
    _, web = served
    assert web.ask("GET", f"{PATH}/a%2Fb")[0] == 422
    status, page = web.ask("GET", f"{PATH}?filter_name=%C3%A9%20%26")
    assert (status, page["links"]["self"]) == (
        200,
        f"{PATH}?filter_name=%C3%A9+%26&page_number=0&page_size=50",
    )


@pytest.mark.parametrize(("kind", "bought"), [("disconnect", 0), ("lose_answer", 1)])
def test_connection_is_reset(served, kind, bought):
    """A cut connection is a reset one; the purchase happened or did not, as the fault says."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind=kind, method="POST"))
    with pytest.raises(ConnectionResetError):
        web.ask("POST", PATH, {"number": "+15035551763"})
    web.connection.close()
    assert len(web.ask("GET", PATH)[1]["data"]) == bought


def test_body_is_truncated(served):
    """A truncated body ends before the length that was announced."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind="truncate"))
    with pytest.raises(http.client.IncompleteRead) as caught:
        web.ask("GET", PATH)
    assert 0 < len(caught.value.partial) <= caught.value.expected + len(caught.value.partial) // 2
    web.connection.close()
    assert web.ask("GET", PATH)[0] == 200


def test_body_is_garbage(served):
    """A garbage body arrives whole, and can't be read."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind="garbage"))
    with pytest.raises(UnicodeDecodeError):
        web.ask("GET", PATH)
    assert web.ask("GET", PATH)[0] == 200


def test_delay_holds_up_nobody_else(served):
    """While one answer waits, others are given."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind="delay", seconds=6))  # long enough for a busy machine
    web.connection.request("GET", PATH, headers={"Authorization": BASIC})
    other = Web(f"http://127.0.0.1:{web.connection.port}")
    other.connection.timeout = 10
    while sandbox.faults.waiting():
        other.connection.connect()  # the first request has not been read yet
        other.connection.close()
    assert other.ask("GET", PATH)[0] == 200
    web.connection.sock.setblocking(False)
    with pytest.raises(BlockingIOError):
        web.connection.sock.recv(1)
    web.connection.sock.settimeout(10)
    assert web.connection.getresponse().status == 200
    other.connection.close()


def test_body_has_a_limit(served):
    """A body larger than any the APIs know is refused, and never held in full."""
    _, web = served
    web.connection.request("POST", PATH, b"x" * (8 * 1024 * 1024 + 1), {"Authorization": BASIC})
    assert web.connection.getresponse().status == 413


def test_ipv6(served):
    """The sandbox listens on IPv6 too, and its URL says so."""
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        with Sandbox() as sandbox, serving(sandbox, "::1") as url:
            web = Web(url)
            assert (web.ask("GET", PATH)[0], url.startswith("http://[::1]:")) == (200, True)
            web.connection.close()
    except OSError as error:
        pytest.skip(f"this machine has no IPv6 loopback: {error}")
