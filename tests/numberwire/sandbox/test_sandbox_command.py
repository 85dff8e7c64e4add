"""The command `python -m numberwire.sandbox`, as a program of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest

from numberwire.routing import RoutingClient
from numberwire.sandbox.__main__ import main
from numberwire.signalwire import RestClient

PATH = "/api/relay/rest/phone_numbers"
COMMAND = [sys.executable, "-m", "numberwire.sandbox"]


@contextmanager
def program(*arguments, **options):
    """The command as a program; gives it, its URL and the lines it printed until it was ready."""
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    with subprocess.Popen(
        [*COMMAND, *arguments],
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": environment} | options,
    ) as process:
        try:
            lines = []
            while not lines or not lines[-1].startswith("ready: "):
                lines.append(process.stdout.readline().rstrip("\n"))
                assert lines[-1], process.stderr.read()
            yield process, lines[-1].removeprefix("ready: "), lines
        finally:
            process.terminate()


def test_program_serves_and_keeps_its_state(tmp_path, connect):
    """The program says who may ask and where; what is bought there is there after a restart."""
    with program("--state", str(tmp_path / "state"), "--links", "absolute") as (process, url, lines):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        host = url.removeprefix("http://")
        account = "SIGNALWIRE_PROJECT_ID=sandbox-project SIGNALWIRE_API_TOKEN=sandbox-token"
        ids = lines[3].partition("number ids ")[2]
        assert re.fullmatch(r"[0-9a-f-]{36}(, [0-9a-f-]{36}){2}", ids)
        assert lines == [
            "signalwire: project sandbox-project, token sandbox-token",
            f"  export {account} SIGNALWIRE_SPACE={host}",
            f'  client = RestClient("sandbox-project", "sandbox-token", "{host}")',
            f"routing: key am_live_sandbox, number ids {ids}",
            f'  client = RoutingClient(api_key="am_live_sandbox", base_url="{url}")',
            f"ready: {url}",
        ]
        web = connect(url)
        _, found = web.ask("GET", f"{PATH}/search?areacode=503&max_results=1")
        status, bought = web.ask("POST", PATH, {"number": found["data"][0]["number"]})
        assert status == 200
        assert web.ask("POST", "/_sandbox/clock", {"forward_seconds": 14 * 86400})[0] == 200
        assert web.ask("GET", PATH)[1]["links"]["self"].startswith(f"{url}{PATH}?")
        process.send_signal(signal.SIGINT)
        assert (process.wait(10), process.stderr.read()) == (0, "")
    with program("--state", str(tmp_path / "state"), "--api", "signalwire") as (process, url, lines):
        assert [line.split()[0] for line in lines] == ["signalwire:", "export", "client", "ready:"]
        web = connect(url)
        status, kept = web.ask("GET", f"{PATH}/{bought['id']}")
        assert (status, kept["created_at"]) == (200, bought["created_at"])
        assert web.ask("DELETE", f"{PATH}/{bought['id']}") == (204, None)
        process.terminate()
        assert (process.wait(10), process.stderr.read()) == (0, "")


def test_lines_that_it_prints_make_clients(tmp_path, monkeypatch):
    """The lines for Python and for the shell make clients that are answered; numbers are there and old enough."""
    arguments = ("--state", str(tmp_path / "state"), "--numbers", "3", "--age", "15", "--number-limit", "3")
    for left in (3, 2):
        with program(*arguments) as (_, _, lines):
            clients = {"RestClient": RestClient, "RoutingClient": RoutingClient}
            for line in (lines[2], lines[4]):
                exec(line.strip(), clients)  # noqa: S102 - our own line
                clients[line] = clients["client"]
            for variable in lines[1].split()[1:]:
                monkeypatch.setenv(*variable.split("="))
            with RestClient() as rest, clients[lines[2]] as same, clients[lines[4]] as routing:
                numbers = list(rest.phone_numbers.list())
                assert (len(numbers), list(same.phone_numbers.list())) == (3, numbers)
                if left == 3:
                    rest.phone_numbers.release(numbers[0].id)
                routing_id = lines[3].rpartition(" ")[2]
                assert routing.phone_numbers.update(routing_id, label="x").label == "x"


@pytest.fixture
def run(capsys):
    """Runs the command in this process, for what can't start; gives its exit code and error output."""
    handler = signal.getsignal(signal.SIGTERM)
    yield lambda *arguments: (main([*arguments]), capsys.readouterr().err)
    signal.signal(signal.SIGTERM, handler)


def test_program_says_why_it_cannot_start(tmp_path, run):
    """A state that can't be used, a port that is taken, or a host that can't be, is named in one line."""
    (tmp_path / "state").write_text("no state" * 100)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for arguments, words in (
            (
                ("--state", str(tmp_path / "state")),
                "not usable as a sandbox's state (file is not a database)",
            ),
            (("--port", str(taken.getsockname()[1])), "in use"),
            (("--host", "a" * 70), "numberwire.sandbox: "),
            (("--seed", "9" * 30), "seed must be a whole number from"),
        ):
            code, output = run(*arguments)
            assert (code, output.count("\n"), words in output) == (1, 1, True), output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--rate", "0"), "argument --rate: give N or N/SECONDS, both more than 0"),
        (("--port", "65536"), "argument --port: give a number from 0 (any free port) to 65535"),
        (("--numbers", "-1"), "argument --numbers: give a whole number from 0 to 100000"),
        (("--age", "1e9"), "argument --age: give a whole number from 0 to 10000"),
        (("--age", "1"), "--age needs --numbers: it is the age of the numbers that are added"),
        (("--host", ""), "argument --host: give a value: this one is empty"),
        (("--state", ""), "argument --state: give a value: this one is empty"),
    ],
)
def test_wrong_option_is_a_usage_error(arguments, words, capsys):
    """An option that can't be is refused with what it takes."""
    with pytest.raises(SystemExit) as caught:
        main([*arguments])
    assert (caught.value.code, capsys.readouterr().err.splitlines()[-1].partition("error: ")[2]) == (2, words)


def test_program_has_help(capsys):
    """The help names every option."""
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    options = "host port state seed rate api numbers age number-limit links empty-pages search-items error-items trial"
    assert [
        option for option in options.split() if f"--{option} " not in text and f"--{option}]" not in text
    ] == []


def test_output_that_nobody_reads(connect):
    """A reader of the output that goes away early leaves the program serving, and its end in silence."""
    port = free_port()
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen(
        [*COMMAND, "--port", str(port)], stdout=write, stderr=subprocess.PIPE, text=True
    ) as process:
        os.close(write)
        while process.poll() is None:
            try:
                web = connect(f"http://127.0.0.1:{port}")
                assert web.ask("GET", PATH)[0] == 200
                break
            except ConnectionRefusedError:
                continue
        process.terminate()
        assert (process.wait(10), process.stderr.read()) == (0, "")


def free_port():
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of file descriptors")
def test_out_of_file_descriptors(connect):
    """Out of file descriptors the program writes nothing, and serves on once some are free."""
    import resource  # noqa: PLC0415 - absent on Windows

    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))

    with program(preexec_fn=limit) as (process, url, _):
        address = url.removeprefix("http://").split(":")
        clients = [socket.create_connection(address) for _ in range(64)]
        clients[0].sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert clients[0].recv(100).startswith(b"HTTP/1.1 404")
        for client in clients:
            client.close()
        assert connect(url).ask("GET", PATH)[0] == 200
        process.terminate()
        assert (process.wait(10), process.stderr.read()) == (0, "")
