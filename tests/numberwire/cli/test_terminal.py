"""The command as a program: on a terminal, interrupted, and with a reader that goes away."""

import os
import re
import select
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from numberwire.sandbox import Fault
from tests.numberwire.cli.conftest import owned

pty = pytest.importorskip("pty", reason="needs terminals of a POSIX system")

NUMBER = "+15035551763"
COMMAND = [sys.executable, "-m", "numberwire"]


def without_styles(text):
    """What a terminal shows, without what makes it bold."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@contextmanager
def terminal(*arguments, environment, columns=80, stderr=None):
    """The command on a terminal of its own; gives the process and the terminal's other end."""
    ours, theirs = pty.openpty()
    variables = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **environment}
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=stderr or theirs,
        env=variables,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_until(end, words):
    """What a terminal shows, up to words or its end."""
    text = ""
    while not words or words not in text:
        if not select.select([end], [], [], 20)[0]:
            raise AssertionError(text)
        try:
            data = os.read(end, 4096)
        except OSError:  # the command closed it
            break
        if not data:
            break
        text += data.decode()
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize(("answer", "code"), [(NUMBER, 0), ("y", 4)])
def test_release_is_typed(sandbox, environment, add, answer, code):
    """On a terminal the number itself has to be typed; anything else leaves it."""
    number = add(name="Desk", age=15)
    with terminal("numbers", "release", "Desk", environment=environment) as (process, end):
        shown = read_until(end, "to confirm: ")
        os.write(end, f"{answer}\n".encode())
        read_until(end, "")
        assert process.wait(20) == code
    assert "this can't be undone.\n" in shown
    assert f"Type {number} to confirm: " in shown
    assert (number in owned(sandbox)) == (code == 4)


def test_buy_is_confirmed(sandbox, environment):
    """On a terminal a purchase is confirmed by a y."""
    with terminal("numbers", "buy", NUMBER, environment=environment) as (process, end):
        read_until(end, "Continue? [y/N]: ")
        os.write(end, b"y\n")
        read_until(end, "")
        assert process.wait(20) == 0
    assert NUMBER in owned(sandbox)


@pytest.mark.parametrize(
    ("key", "code"), [("\n", 4), ("\x04", 4), ("", 130)], ids=["enter", "ctrl-d", "ctrl-c"]
)
def test_purchase_that_is_not_confirmed(sandbox, environment, key, code):
    """No answer is a no, so is the end of the input, and Ctrl-C ends with 130: nothing is bought."""
    with terminal("numbers", "buy", NUMBER, environment=environment) as (process, end):
        read_until(end, "Continue? [y/N]: ")
        if key:
            os.write(end, key.encode())
        else:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                # The end of a line ends a reading that had not quite begun when the signal came.
                os.write(end, b"\n")
        shown = read_until(end, "")
        assert (process.wait(20), owned(sandbox)) == (code, {}), shown


def test_table_fits_the_terminal(sandbox, environment, add):
    """On a terminal the table is folded to its width, and NO_COLOR leaves it without escapes."""
    add(name="A rather long name of a number " * 3)
    plain = {**environment, "NO_COLOR": "1"}
    with terminal("numbers", "list", environment=plain, columns=60, stderr=subprocess.DEVNULL) as (
        process,
        end,
    ):
        shown = read_until(end, "")
        assert process.wait(20) == 0
    lines = shown.splitlines()
    assert (lines[0].split(), max(map(len, lines)) <= 60) == (
        ["NUMBER", "NAME", "TYPE", "CALLS", "MESSAGES"],
        True,
    )
    assert "\x1b" not in shown


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_plan_fits_the_terminal(run, add, tmp_path, monkeypatch, columns):
    """The place of each change in the file stands in its line, as wide as the terminal is."""
    monkeypatch.chdir(tmp_path)
    number = add()
    assert run("export", "-o", "fleet.yaml").exit_code == 0
    text = (tmp_path / "fleet.yaml").read_text().replace("name: null", "name: New")
    (tmp_path / "fleet.yaml").write_text(text)
    with terminal("plan", environment={}, columns=columns, stderr=subprocess.DEVNULL) as (
        process,
        end,
    ):
        shown = without_styles(read_until(end, ""))
        assert process.wait(20) == 0
    (line,) = [line for line in shown.splitlines() if line.startswith(f"  ~ {number}")]
    assert (line.endswith("  fleet.yaml:4"), len(line) <= columns) == (True, True)


@pytest.mark.parametrize("columns", [40, 80])
def test_no_word_is_broken_on_a_narrow_terminal(environment, add, run, columns):
    """However narrow the terminal is, a number stands in one line, and no title is broken: rows become lists there."""
    number = add(name="A rather long name")
    call = ("--call", "laml_webhooks", "--request-url", "https://a.example/voice")
    assert run("numbers", "update", number, *call, "--yes").exit_code == 0
    for command, title in ((("numbers", "list"), "MESSAGES"), (("runs", "list"), "RELEASES")):
        with terminal(*command, environment=environment, columns=columns, stderr=subprocess.DEVNULL) as (
            process,
            end,
        ):
            shown = without_styles(read_until(end, ""))
            assert process.wait(20) == 0
        words = shown.split()
        assert {number, "rather"} <= set(words) if "numbers" in command else {title, "1"} <= set(words), shown
        assert (title in shown.splitlines()[0]) == (columns == 80), shown


@pytest.mark.parametrize("is_impatient", [False, True], ids=["once", "twice"])
def test_interrupt_during_a_purchase(environment, sandbox, is_impatient):
    """Ctrl-C waits for the answer of a purchase that is under way, and reports it; a second one leaves at once."""
    is_bought, may_answer = threading.Event(), threading.Event()

    def hold_purchase(request):
        if request.method == "POST":
            is_bought.set()
            assert may_answer.wait(60)

    sandbox.on_request = hold_purchase
    arguments = [*COMMAND, "numbers", "buy", NUMBER, "--yes"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert is_bought.wait(60)
        process.send_signal(signal.SIGINT)
        lines = [process.stderr.readline(), process.stderr.readline()]
        if is_impatient:
            process.send_signal(signal.SIGINT)
            process.wait(60)
        may_answer.set()
        output, words = process.communicate(timeout=60)
    assert (process.returncode, lines[1]) == (
        130,
        f"Waiting for the answer to the purchase of {NUMBER}; press Ctrl-C again to leave without it.\n",
    )
    last = words.splitlines()[-1]
    if is_impatient:
        assert (output, last) == (
            "",
            (
                f"numberwire: Interrupted while the purchase of {NUMBER} was in progress. "
                f"Whether it was bought is unknown. Look before you buy again: numberwire numbers show {NUMBER}"
            ),
        )
    else:
        assert (output.partition(",")[0], last) == (
            f"Bought {NUMBER}",
            "numberwire: Interrupted after the request in progress was answered.",
        )


def test_output_that_is_full(environment, sandbox):
    """A purchase whose result can't be written is said on stderr, with a code of its own."""
    with open("/dev/full", "w") as full:  # noqa: PTH123 a device
        ended = subprocess.run(
            [*COMMAND, "numbers", "buy", NUMBER, "--yes"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (ended.returncode, list(owned(sandbox))) == (6, [NUMBER])
    assert f"numberwire: Bought {NUMBER}, id " in ended.stderr


def test_purchase_that_nobody_reads(environment, sandbox):
    """A purchase whose reader went away is said on stderr: it can't be taken back."""
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [*COMMAND, "numbers", "buy", NUMBER, "--yes", "--json"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(write)
    assert (ended.returncode, list(owned(sandbox))) == (0, [NUMBER])
    assert f"\nBought {NUMBER}, id " in ended.stderr


def test_reader_that_went_away(environment, sandbox, add):
    """A reader such as `head` may leave early: no traceback, no error."""
    sandbox.add_numbers(500)
    with subprocess.Popen(
        [*COMMAND, "numbers", "list", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert (process.stderr.read(), process.wait(20)) == (b"", 0)


def test_letters_that_the_terminal_lacks(environment, sandbox, add):
    """A name in letters that the terminal lacks is spelled out, and no error; a file has them as they are."""
    add(name="Büro ☎")
    ascii_alone = {**environment, "PYTHONIOENCODING": "ascii"}
    with terminal("numbers", "list", environment=ascii_alone) as (_, end):
        assert "B\\xfcro \\u260e  longcode" in read_until(end, "")
    ended = subprocess.run(
        [*COMMAND, "export", "-o", "-"],
        capture_output=True,
        timeout=60,
        check=True,
        env={**os.environ, **ascii_alone},
    )
    assert "name: Büro ☎," in ended.stdout.decode()


def test_error_on_an_output_that_is_full(environment, tmp_path, monkeypatch):
    """An error that can't be written as JSON either is a sentence on stderr, and no traceback."""
    monkeypatch.chdir(tmp_path)
    with open("/dev/full", "w") as full:  # noqa: PTH123 a device
        ended = subprocess.run(
            [*COMMAND, "plan", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert ended.stderr.startswith("numberwire: The file fleet.yaml does not exist.")


@pytest.fixture
def planned(run, sandbox, add, tmp_path, monkeypatch):
    """A saved plan of thirty updates and a release; gives the number that is released."""
    monkeypatch.chdir(tmp_path)
    numbers = [add(age=30) for _ in range(31)]
    assert run("export", "-o", "fleet.yaml").exit_code == 0
    text = (
        (tmp_path / "fleet.yaml")
        .read_text()
        .replace("name: null, profile: no-handler", "name: 'Desk {last4}'")
    )
    text = text.replace(f"'{numbers[0]}': {{name: 'Desk {{last4}}'}}", f"'{numbers[0]}': {{release: true}}")
    (tmp_path / "fleet.yaml").write_text(f"{text}limits: {{updates: 100%}}\n")
    assert run("plan", "-o", "plan.json").exit_code == 0
    return numbers[0]


@pytest.mark.parametrize("is_right", [True, False])
def test_apply_on_a_terminal(sandbox, environment, planned, is_right):
    """A plan with a release is confirmed by the last four digits of its number; bars show how far it is."""
    answer = planned[-4:] if is_right else "y"
    arguments = ("apply", "plan.json", "--allow-release", "1")
    with terminal(*arguments, environment=environment) as (process, end):
        shown = read_until(end, "to confirm: ")
        os.write(end, f"{answer}\n".encode())
        shown += read_until(end, "")
        code = process.wait(20)
    assert f"Type {planned[-4:]} to confirm" in shown
    assert code == (0 if is_right else 4)
    assert (planned in owned(sandbox)) is not is_right
    assert ("updating" in shown and "30/30" in shown) is is_right
    assert ("Desk" in " ".join(filter(None, owned(sandbox).values()))) is is_right


def test_apply_is_interrupted(run, sandbox, environment, planned):
    """Ctrl-C ends what is under way and no more; the rest is done by resume."""
    sandbox.faults.add(Fault(kind="delay", operation="update_phone_number", seconds=0.1, times=None))
    begun = threading.Event()
    sandbox.on_request = lambda request: begun.set() if request.method == "PUT" else None
    words = ("apply", "plan.json", "--yes", "--allow-release", "1", "--in-flight", "2")
    process = subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert begun.wait(20)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Finishing the requests in progress; press Ctrl-C again to stop at once." in stderr
    assert "not begun" in stderr
    names = list(owned(sandbox).values())
    assert 0 < sum(name is not None for name in names) < 30
    sandbox.faults.clear()
    assert run("resume").exit_code == 0
    assert planned not in owned(sandbox)
    assert run("plan", "--check").exit_code == 0


def test_apply_is_interrupted_twice(run, sandbox, environment, planned):
    """A second Ctrl-C leaves at once, with what is under way; resume finds out what became of it and does the rest."""
    sandbox.faults.add(Fault(kind="delay", operation="update_phone_number", seconds=60, times=None))
    begun = threading.Event()
    sandbox.on_request = lambda request: begun.set() if request.method == "PUT" else None
    words = ("apply", "plan.json", "--yes", "--allow-release", "1", "--in-flight", "2")
    process = subprocess.Popen([*COMMAND, *words], stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert begun.wait(20)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    first = next(line for line in process.stderr if "press Ctrl-C again" in line)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Finishing the requests in progress" in first
    assert "Stopped at once. See what was done: numberwire runs list. Continue: numberwire resume" in stderr
    assert "Traceback" not in stderr
    sandbox.faults.clear()
    assert run("resume").exit_code == 0
    assert planned not in owned(sandbox)
    assert run("plan", "--check").exit_code == 0
