"""`numberwire demo`: numbers as code played on a sandbox of its own: export, plan, apply, kill, resume, undo."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import click

from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._options import command
from numberwire.cli._state import STATE_VARIABLE
from numberwire.cli._streams import write
from numberwire.sandbox import Fault, Sandbox

__all__ = ["demo"]

_NUMBERS, _CHANGED, _LINES = 40, 30, 16
_PATIENCE = 60.0
_FLEET = """\
version: 1
account: {{api: signalwire, space: '{space}', project: {project}}}
limits: {{updates: 100%}}
profiles:
  support:
    name: "Support {{last4}}"
    call: {{handler: laml_webhooks, request_url: https://new.example.com/voice}}
numbers:
"""


class _Stage:
    """A folder and a sandbox in which commands are played.

    Args:
        folder: The folder.
        sandbox: The sandbox.
        url: Where it answers.
    """

    def __init__(self, folder: Path, sandbox: Sandbox, url: str) -> None:
        self.folder = folder
        self.space = url.removeprefix("http://")
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SIGNALWIRE_", "NUMBERWIRE_"))
        }
        self._environment = {
            **kept,
            "SIGNALWIRE_PROJECT_ID": sandbox.project,
            "SIGNALWIRE_API_TOKEN": sandbox.token,
            "SIGNALWIRE_SPACE": self.space,
            STATE_VARIABLE: str(folder / "state"),
        }

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Show a command and start it."""
        write(f"$ {shlex.join(['numberwire', *words])}\n")
        return subprocess.Popen(  # noqa: S603 this command itself
            [sys.executable, "-m", "numberwire", *words],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def play(self, *words: str) -> str:
        """Show a command and what it writes.

        Raises:
            Failure: It fails, which the demonstration doesn't expect.
        """
        process = self.start(*words)
        output, _ = process.communicate(timeout=_PATIENCE)
        write(f"{output}\n")
        if process.returncode:
            raise Failure(f"The demonstration ended early: {words[0]} ended with {process.returncode}.")
        return output

    def kill_apply(self, *words: str) -> None:
        """Start a command, and kill it in the middle of its journal."""
        process = self.start(*words)
        end = time.monotonic() + _PATIENCE
        while process.poll() is None and self._count_lines() < _LINES and time.monotonic() < end:
            time.sleep(0.01)
        process.kill()
        process.communicate()
        write(f"Killed, with {self._count_lines()} lines in the journal.\n\n")

    def _count_lines(self) -> int:
        return sum(path.read_bytes().count(b"\n") for path in self.folder.glob("state/*/*/journal.jsonl"))


@command(
    ExitCode.FAILED,
    ExitCode.INTERRUPTED,
    examples=[("numberwire demo", "Play it; it takes less than a minute and needs no account")],
)
def demo() -> None:
    """Play numbers as code on a sandbox.

    It exports 40 made-up numbers, plans 30 updates, two purchases and a release, kills the run in the middle,
    resumes it, and undoes it. Nothing outside a temporary folder is touched.
    """
    sandbox = Sandbox()
    sandbox.add_numbers(_NUMBERS, age=timedelta(days=20))
    with tempfile.TemporaryDirectory() as folder, sandbox.serve() as url:
        _play(_Stage(Path(folder), sandbox, url), sandbox)


def _play(stage: _Stage, sandbox: Sandbox) -> None:
    client = sandbox.client()
    stage.play("export", "-o", "fleet.yaml")
    _say(
        f"The file is edited: {_CHANGED} numbers get a profile, two are to be bought, one is to be released."
    )
    owned = [number.number for number in client.phone_numbers.list()]
    offers = [offer.number for offer in client.phone_numbers.search(max_results=2)]
    lines = [f"  '{number}': {{profile: support}}" for number in (*owned[:_CHANGED], *offers)]
    lines.append(f"  '{owned[_CHANGED]}': {{release: true}}")
    head = _FLEET.format(space=stage.space, project=sandbox.project)
    (stage.folder / "fleet.yaml").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    stage.play("plan", "-o", "plan.json")
    _say("The run is killed in the middle (kill -9), while an answer to a purchase is lost on its way.")
    sandbox.faults.add(Fault(kind="lose_answer", operation="purchase_phone_number"))
    sandbox.faults.add(Fault(kind="delay", operation="update_phone_number", seconds=0.05, times=None))
    flags = ("--yes", "--max-buys", "2", "--allow-release", "1")
    stage.kill_apply("apply", "plan.json", *flags, "--in-flight", "2")
    stage.play("runs", "list")
    done = stage.play("resume", "--settle", "2")
    stage.play("plan", "--check")
    bought = [
        write.number
        for write in sandbox.writes
        if write.operation == "purchase_phone_number" and write.took_effect
    ]
    _say(f"Bought, by the sandbox's own count: {', '.join(map(str, bought))}: each once.")
    name = re.search(r"numberwire undo (\S+)", done)
    if name is None:
        raise Failure("The demonstration ended early: the run has no name.")
    stage.play("undo", name[1], "-o", "back.json")
    stage.play("apply", "back.json", "--yes")


def _say(text: str) -> None:
    words = f"# {text}"
    write((click.style(words, bold=True) if sys.stdout.isatty() else words) + "\n")
