"""The acceptance checks of numbers as code, on real processes and a sandbox over HTTP: `nox -s fleet` runs them.

Each check starts a sandbox of its own, uses the command as a person would, and counts on the sandbox's side what was
really bought, changed and released.
"""

import base64
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from numberwire.sandbox import Sandbox

COMMAND = [sys.executable, "-m", "numberwire"]
PROJECT, TOKEN, SECRET = "sandbox-project", "sandbox-token", "s3cret-t0ken-of-a-webhook"
URL = f"https://new.example.com/voice?token={SECRET}"
KILLS = int(os.environ.get("NUMBERWIRE_KILLS", "30"))
MOST_CPU, MOST_MEMORY, MOST_HELP, MOST_SECONDS = 1.5, 120_000, 0.08, 15
TRIES = 3
"""How often what is measured by the clock is tried: other work on the machine slows it down."""


class Account:
    """A sandbox in a process of its own, and the command with its credentials in a folder of its own.

    Args:
        folder: The folder.
        url: Where the sandbox answers.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.output = ""
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SIGNALWIRE")},
            "SIGNALWIRE_PROJECT_ID": PROJECT,
            "SIGNALWIRE_API_TOKEN": TOKEN,
            "SIGNALWIRE_SPACE": url.removeprefix("http://"),
            "NUMBERWIRE_STATE_DIR": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the command."""
        return subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run the command, which has to end with a code; gives what it wrote."""
        process = self.start(*arguments)
        output, words = process.communicate(timeout=600)
        self.output += output + words
        require(process.returncode == code, f"{' '.join(arguments)} ended with {process.returncode}: {words}")
        return output + words

    def control(self, path: str, body: object = None, method: str | None = None) -> dict:
        """Ask the sandbox itself."""
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", method=method)  # noqa: S310 our own sandbox
        request.add_header(
            "Authorization", "Basic " + base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode()
        )
        if body is not None:
            request.data = json.dumps(body).encode()
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 the same
            return json.load(answer)

    def writes(self) -> list[dict]:
        """What was asked that changes something."""
        return self.control("writes")["writes"]

    def effects(self, operation: str) -> Counter:
        """How often each number was bought, changed or released."""
        return Counter(
            write["number"]
            for write in self.writes()
            if write["operation"] == f"{operation}_phone_number" and write["took_effect"]
        )

    def numbers(self) -> list[dict]:
        """The account's numbers."""
        return json.loads(self.run("numbers", "list", "--json").rstrip())["phone_numbers"]

    def write_fleet(self, updates: int, buys: int = 0, releases: int = 0, more: str = "") -> None:
        """Write a file of all numbers, of which so many change."""
        owned = [number["number"] for number in self.numbers()]
        entries = [f"  '{number}': {{profile: routed, name: 'Line {{last4}}'}}" for number in owned[:updates]]
        entries += [f"  '{number}': {{release: true}}" for number in owned[updates : updates + releases]]
        entries += [f"  '{number}': {{}}" for number in owned[updates + releases :]]
        bought: list[str] = []
        for areacode in ("503", "212", "206", "312", "415"):
            if len(bought) < buys:
                found = json.loads(
                    self.run(
                        "numbers", "search", "--areacode", areacode, "--max-results", "100", "--json"
                    ).partition("\nBuy one")[0]
                )
                bought += [offer["number"] for offer in found["available_phone_numbers"]]
        entries += [f"  '{number}': {{profile: routed}}" for number in bought[:buys]]
        self.bought, self.released = set(bought[:buys]), set(owned[updates : updates + releases])
        text = f"""version: 1
account: {{api: signalwire, space: '{self.environment["SIGNALWIRE_SPACE"]}', project: {PROJECT}}}
{more}profiles:
  routed: {{call: {{handler: laml_webhooks, request_url: '{URL}'}}}}
numbers:
"""
        (self.folder / "fleet.yaml").write_text(text + "\n".join(entries) + "\n")


def require(is_true: object, words: str) -> None:
    """Fail a check.

    Raises:
        AssertionError: It is not true.
    """
    if not is_true:
        raise AssertionError(words)


@contextmanager
def account(numbers: int = 1500, *options: str) -> Iterator[Account]:
    """A sandbox with so many numbers that are old enough to be released."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["sandbox", "--numbers", str(numbers), "--age", "20", "--number-limit", "20000", *options]
        server = subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if line.startswith("ready: "))
            yield Account(Path(folder), line.removeprefix("ready: ").strip())
        finally:
            server.kill()
            server.wait()


def check_export() -> str:
    """1. What is exported is the account, handlers that can't be set and unknown ones included."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state.db"
        with Sandbox(state) as sandbox:
            for handler in ("call_flow", "a_handler_of_next_year"):
                sandbox.add_numbers(3, age=timedelta(days=20), call_handler=handler, name=f"Has {handler}")
        with account(1500, "--state", str(state)) as one:
            numbers = one.numbers()
            for index, number in enumerate(numbers[:6]):
                flags = (("--call", "relay_topic", "--relay-topic", "office"), ("--name", "It's {here}: #1"))[
                    index % 2
                ]
                one.run("numbers", "update", number["id"], *flags, "--yes")
            carried = Counter(number["call_handler"] for number in one.numbers())
            require(len(numbers) == 1500, f"{len(numbers)} numbers")
            require(carried["call_flow"] == carried["a_handler_of_next_year"] == 3, f"{carried}")
            one.run("export", "-o", "fleet.yaml")
            require("no changes" in one.run("plan", "--check"), "the plan is not empty")
            one.control("writes", method="DELETE")
            one.run("apply", "--yes")
            require(one.writes() == [], "something was sent")
    return "1,500 numbers, 6 of them with handlers that can't be set, plan empty"


def check_refusals() -> str:
    """2. What goes beyond the limits is refused, with the flag, and nothing is sent."""
    with account() as one:
        one.write_fleet(600)
        one.control("writes", method="DELETE")
        require("--max-updates 40%" in one.run("apply", "--yes", code=4), "the flag is not named")
        one.write_fleet(600, buys=1, releases=1)
        words = one.run("apply", "--yes", code=4)
        flags = ("--max-updates 40%", "--max-buys 1", "--allow-release 1")
        require(all(flag in words for flag in flags), f"a flag is missing: {words}")
        require(one.writes() == [], "something was sent")
    return "three refusals, three flags, 0 writes"


def check_stale() -> str:
    """3. A plan of which one number changed sends nothing; another field does not matter."""
    with account(20) as one:
        one.write_fleet(3)
        one.run("plan", "-o", "plan.json")
        number, other = one.numbers()[0], one.numbers()[1]
        one.run("numbers", "update", number["id"], "--name", "Theirs", "--yes")
        one.control("writes", method="DELETE")
        words = one.run("apply", "plan.json", "--yes", code=5)
        require(f"{number['number']}  name is Theirs, and the plan expects (empty)" in words, words)
        require(one.writes() == [], "something was sent")
        one.run("numbers", "update", number["id"], "--name", "", "--yes")
        one.run(
            "numbers",
            "update",
            other["id"],
            "--message",
            "relay_topic",
            "--message-relay-topic",
            "x",
            "--yes",
        )
        one.run("apply", "plan.json", "--yes")
    return "exit 5 with number, field, expected and found, 0 writes; exit 0 where another field changed"


FLAGS = ("--yes", "--max-updates", "100%", "--max-buys", "999", "--allow-release")


def check_kills() -> str:
    """4. Killed at a random line of its journal, with faults, every run ends right."""
    killed = 0
    chance = random.Random(4)  # noqa: S311 the same lines each time
    for run in range(KILLS):
        with account(700) as one:
            one.write_fleet(600, buys=150, releases=30)
            one.run("plan", "-o", "plan.json")
            one.control("writes", method="DELETE")
            for kind, operation, times in (
                ("lose_answer", "purchase_phone_number", 3),
                ("status", "update_phone_number", 3),
                ("lose_answer", "release_phone_number", 2),
            ):
                skip = chance.randrange(20)
                body = {
                    "kind": kind,
                    "operation": f"{operation}",
                    "times": times,
                    "skip": skip,
                    "status": 503,
                }
                one.control(
                    "faults", body if kind == "status" else {k: v for k, v in body.items() if k != "status"}
                )
            process = one.start("apply", "plan.json", *FLAGS, "30")
            line = chance.randrange(2, 900)
            while process.poll() is None and count_lines(one.folder) < line:
                time.sleep(0.002)
            process.kill()
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
            for _ in range(5):
                resume = one.start("resume", "--settle", "1")
                words = "".join(resume.communicate(timeout=300))
                if resume.returncode == 0:
                    break
            require(resume.returncode == 0, f"run {run}: resume ended with {resume.returncode}: {words}")
            one.run("plan", "--check")
            bought, released = one.effects("purchase"), one.effects("release")
            require(set(bought) == one.bought and set(bought.values()) <= {1}, f"run {run}: {bought}")
            require(set(released) == one.released and set(released.values()) <= {1}, f"run {run}: {released}")
            owned = {number["number"] for number in one.numbers()}
            require(len(owned) == 820 and one.bought <= owned, f"run {run}: {len(owned)} owned")
    return f"{KILLS} runs of 780 changes, {killed} killed, 0 bought twice, 0 released twice"


def count_lines(folder: Path) -> int:
    """How many lines the journals have."""
    return sum(path.read_bytes().count(b"\n") for path in folder.glob("state/*/*/journal.jsonl"))


def check_steps() -> str:
    """5. Killed at every single step, a plan ends right; the laws of plans hold for many examples."""
    tests = ("tests/numberwire/cli/test_killed.py", "tests/numberwire/fleet/test_laws.py")
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--timeout=900",
        *tests,
    ]
    environment = {**os.environ, "NUMBERWIRE_ALL_STEPS": "1"}
    ended = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    require(ended.returncode == 0, ended.stdout)
    return ended.stdout.strip().splitlines()[-1].strip("= ")


def check_undo() -> str:
    """6. Undo restores what each number did, and names what stays and from when it can go."""
    with account(700) as one:
        before = one.numbers()
        one.write_fleet(600, buys=20)
        done = one.run("apply", *FLAGS, "0")
        name = re.search(r"numberwire undo (\S+)", done)
        assert name is not None
        words = one.run("undo", name[1], "-o", "back.json", "--all")
        require(all(number in words for number in one.bought), "a number that stays is not named")
        require("can be released from 20" in words, "the date is missing")
        one.run("apply", "back.json", "--yes")
        kept = ("number", "name", "call_handler", "message_handler", "call_receive_mode")
        after = {number["number"]: [number[field] for field in kept] for number in one.numbers()}
        same = all(after[number["number"]] == [number[field] for field in kept] for number in before)
        require(same, "a number is not as it was")
        require(set(after) - {number["number"] for number in before} == one.bought, "numbers came or went")
    return "600 updates restored, 20 purchases named with their date"


def check_rate() -> str:
    """7. A limit of requests loses nothing, and a pace below it is never refused."""
    counts: list[int] = []
    for flags in (("--pace", "90"), ()):
        with account(1000, "--rate", "100/1") as one:
            one.control("rate", method="DELETE")
            one.write_fleet(1000)
            one.run("plan", "-o", "plan.json")
            one.control("writes", method="DELETE")
            one.control("rate", {"requests": 100, "seconds": 1})
            one.run("apply", "plan.json", "--yes", "--max-updates", "100%", *flags)
            one.control("rate", method="DELETE")
            counts.append(sum(write["status"] == 429 for write in one.writes()))
            require(sum(one.effects("update").values()) == 1000, "an update is missing")
    require(counts[0] == 0, f"{counts[0]} answers 429 with a pace")
    return f"1,000 updates each: 0 answers 429 at --pace 90, {counts[1]} without"


def measure(*words: str, folder: Path, environment: dict[str, str]) -> tuple[float, int]:
    """The user CPU seconds and the KB of memory that a command takes."""
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execve(sys.executable, [sys.executable, *words], environment)  # noqa: S606 its own usage is measured
    _, status, usage = os.wait4(child, 0)
    require(os.waitstatus_to_exitcode(status) == 0, f"{words} ended with {status}")
    return usage.ru_utime, usage.ru_maxrss


def check_speed() -> str:
    """8. A plan of 10,000 numbers with 5,000 changes, and help, are quick; the library loads none of it."""
    with account(10_000) as one:
        one.write_fleet(5000)
        environment = {k: v for k, v in one.environment.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(one.folder / "cache")

        def least(*words: str) -> tuple[float, int]:
            return min(measure(*words, folder=one.folder, environment=environment) for _ in range(4))

        cpu, memory = least("-m", "numberwire", "plan", "-o", "plan.json")
        start, _ = least("-c", "pass")
        click, _ = least("-c", "import click")
        help_cpu, _ = least("-m", "numberwire", "--help")
        require(cpu <= MOST_CPU and memory <= MOST_MEMORY, f"{cpu:.2f} s, {memory:,} KB")
        require(help_cpu <= click + MOST_HELP, f"help takes {help_cpu:.3f} s; click alone {click:.3f} s")
        code = "import numberwire, sys; assert not {'click', 'rich', 'yaml', 'ruamel'} & set(sys.modules)"
        measure("-c", code, folder=one.folder, environment=environment)
    over = f"help {help_cpu - start:.3f} s over Python, click alone {click - start:.3f} s"
    return f"{cpu:.2f} s and {memory / 1000:.0f} MB; {over}"


def check_spreadsheet() -> str:
    """9. A CSV that went through a spreadsheet gives an empty plan or is refused, and never buys."""
    with account(50) as one:
        one.run("export", "-o", "fleet.csv")
        one.run("plan", "--fleet", "fleet.csv", "--check")
        path = one.folder / "fleet.csv"
        office = shutil.which("soffice")
        if office:
            for kind in ("xlsx", "csv"):
                source = "fleet.csv" if kind == "xlsx" else "fleet.xlsx"
                words = [office, "--headless", "--convert-to", kind, source]
                subprocess.run(words, cwd=one.folder, check=True, capture_output=True)
            one.run("plan", "--fleet", "fleet.csv", "--check")
            return "through LibreOffice, plan empty"
        text = path.read_text()
        path.write_text(text.replace("+1", "1"))
        one.run("plan", "--fleet", "fleet.csv", "--check")
        path.write_text(re.sub(r"^\+1(\d{4})\d{6}", r"1.\1E+10", text, flags=re.MULTILINE))
        require(
            "a spreadsheet has rounded this number" in one.run("plan", "--fleet", "fleet.csv", code=2),
            "no word",
        )
    return "no LibreOffice here: plus signs taken away and numbers rounded as it does"


def check_two_and_interrupt() -> str:
    """10. Two at once: one works; Ctrl-C ends what is under way; no secret anywhere."""
    with account(600) as one:
        one.write_fleet(500)
        one.run("plan", "-o", "plan.json")
        slow = {"kind": "delay", "operation": "update_phone_number", "seconds": 0.1, "times": None}
        one.control("faults", slow)
        flags = ("apply", "plan.json", "--yes", "--max-updates", "100%", "--in-flight", "2")
        first = one.start(*flags)
        while first.poll() is None and count_lines(one.folder) < 3:
            time.sleep(0.01)
        one.run(*flags, code=5)
        first.send_signal(signal.SIGINT)
        begin = time.monotonic()
        output, words = first.communicate(timeout=60)
        seconds = time.monotonic() - begin
        one.output += output + words
        require(first.returncode == 130, f"Ctrl-C ended with {first.returncode}: {words}")
        require(seconds < 2, f"it took {seconds:.1f} s")
        name = one.run("runs", "list").splitlines()[1].split()[0]
        shown = one.run("runs", "show", name)
        require("done:" in shown and "to do:" in shown, shown)
        one.control("faults", method="DELETE")
        one.run("resume")
        one.run("plan", "--check")
        one.run("plan", "--markdown")
        kept = "".join(
            path.read_text() for path in one.folder.glob("state/*/*/*") if path.name != "plan.json"
        )
        require(SECRET not in one.output + kept and TOKEN not in one.output + kept, "a secret was written")
    return f"the second ended with 5; Ctrl-C after {seconds:.2f} s with 130; resumed"


def check_many() -> str:
    """11. 5,000 updates at 80 ms a call, 50 in flight, take less than 15 s."""
    seconds: list[float] = []
    while len(seconds) < TRIES and min(seconds, default=MOST_SECONDS) >= MOST_SECONDS:
        with account(5000) as one:
            one.write_fleet(5000)
            one.run("plan", "-o", "plan.json")
            slow = {"kind": "delay", "operation": "update_phone_number", "seconds": 0.08, "times": None}
            one.control("faults", slow)
            flags = ("--yes", "--max-updates", "100%", "--pace", "1000", "--json")
            words = one.run("apply", "plan.json", *flags)
            report = json.loads(words[: words.rindex("}") + 1])["report"]
            require(report["done"]["updates"] == 5000, words)
            seconds.append(report["seconds"])
    require(min(seconds) < MOST_SECONDS, f"it took {seconds} s")
    return f"in {min(seconds)} s"


def check_demo() -> str:
    """12. The demonstration plays to its end."""
    begin = time.monotonic()
    ended = subprocess.run([*COMMAND, "demo"], capture_output=True, text=True, timeout=300, check=False)
    require(ended.returncode == 0, ended.stdout + ended.stderr)
    words = ("Killed, with ", "Resuming run ", "each once.", "taking back run", "no changes")
    require(all(word in ended.stdout for word in words), ended.stdout)
    return f"in {time.monotonic() - begin:.0f} s"


CHECKS: tuple[Callable[[], str], ...] = (
    check_export,
    check_refusals,
    check_stale,
    check_kills,
    check_steps,
    check_undo,
    check_rate,
    check_speed,
    check_spreadsheet,
    check_two_and_interrupt,
    check_many,
    check_demo,
)


def main() -> int:
    """Run the checks, or those whose numbers are given."""
    wanted = set(map(int, sys.argv[1:])) or set(range(1, len(CHECKS) + 1))
    failed = 0
    for number, check in enumerate(CHECKS, 1):
        if number not in wanted:
            continue
        try:
            sys.stdout.write(f"{number:>2}  passed  {check()}\n")
        except (AssertionError, subprocess.SubprocessError, OSError) as error:
            failed += 1
            sys.stdout.write(f"{number:>2}  FAILED  {check.__doc__}\n    {error}\n")
        sys.stdout.flush()
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
