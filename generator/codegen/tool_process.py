"""Runs the tools in one process of their own for all documents: loading them takes longer than their work.

They share one because most of what they load is the same. The process ends with ours, however ours ends: it reads its
orders from a pipe. After a failure the next run gets a new one, so that no run depends on what another left behind.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

_SCRIPT = Path(__file__).parent / "tool_run.py"
_ISOLATED = ("-s", "-P")
"""With `_environment`, all that `-I` does, but for the seed of hashes."""
_TIMEOUT = 600.0
"""Seconds a run may take; the largest documents known take a tenth of it."""


class ToolError(Exception):
    """A tool complained, or made something else than it was asked for; the message is its words."""


class ToolProcess:
    """The process of the tools, which loads each of them at its first order."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        atexit.register(self.stop)

    def start(self, *tools: str) -> subprocess.Popen[str]:
        """Start the process where none runs, and return it.

        Args:
            *tools: What a new process loads while the caller does something else, in this order.
        """
        if self._process is None:
            # What a tool is warned of may change what it writes; which tool may ignore it, the script knows.
            command = [sys.executable, *_ISOLATED, "-X", "utf8", "-W", "error", str(_SCRIPT), *tools]
            # A session of its own: Ctrl-C is for this process, which then stops the other.
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and flags
                command,
                cwd=_SCRIPT.parent,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                start_new_session=True,
            )
        return self._process

    def stop(self) -> None:
        """End the process."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for pipe in _pipes(process):
            with suppress(OSError):  # what was written to it and not read is lost
                pipe.close()

    def run(self, tool: str, folder: Path, arguments: Sequence[str] = ()) -> None:
        """Run a tool in a folder; what fails is tried once more, in a new process.

        Args:
            tool: The tool, as `tool_run` knows it.
            folder: The folder.
            arguments: The arguments of the tool.

        Raises:
            ToolError: The tool warned or failed, or took too long.
        """
        order = json.dumps([tool, str(folder), *arguments])
        try:
            self._run(order)
        except ToolError:
            self._run(order)

    def _run(self, order: str) -> None:
        process = self.start()
        timer = threading.Timer(_TIMEOUT, process.kill)
        timer.start()
        try:
            complaint = _complaint(process, order)
        except BaseException:
            self.stop()
            raise
        finally:
            timer.cancel()
        if complaint:
            self.stop()
            raise ToolError(complaint.splitlines()[-1])


TOOLS = ToolProcess()
"""The one process of this program."""


def _environment() -> dict[str, str]:
    """Return the environment of the process: tools walk through sets, whose order depends on the seed of hashes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONHASHSEED": "0"}


def _complaint(process: subprocess.Popen[str], order: str) -> str:
    orders, answers = _pipes(process)
    with suppress(OSError):  # it has ended, and what it wrote says why
        orders.write(f"{order}\n")
        orders.flush()
    line = answers.readline()
    try:
        return str(json.loads(line))
    except ValueError:
        with suppress(OSError):
            orders.close()  # so ends what still runs, after it has written all it has to say
        return (line + answers.read()).strip() or f"it gave no answer, or none within {_TIMEOUT:g} seconds"


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None  # noqa: S101 - both are asked for when it is started
    assert process.stdout is not None  # noqa: S101 - the same
    return process.stdin, process.stdout
