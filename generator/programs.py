"""Runs other programs, such as git, build and twine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from generator.findings import CommandError

_MOST_LINES = 12
"""How many of a failed program's last lines its error has."""


class ProgramError(CommandError):
    """A program failed; the message ends with its last words.

    Attributes:
        reason: The last line that it wrote to stderr, without the period; empty where it wrote none.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message, reason)
        self.message = message
        self.reason = reason

    def __str__(self) -> str:
        return self.message


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a program.

    Args:
        command: Its words.
        folder: Where it runs.
        environment: What is added to this process's environment.

    Returns:
        What it wrote to stdout.

    Raises:
        ProgramError: It can't be run, or ended with another code than 0.
    """
    plain = {**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1", **(environment or {})}
    try:
        done = subprocess.run(  # noqa: S603 - the callers name the programs
            command, cwd=folder, env=plain, capture_output=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        reason = f"{command[0]} is not installed"
        raise ProgramError(f"{reason}.", reason) from None
    if done.returncode:
        words = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        output = "\n".join(f"    {line}" for line in words[-_MOST_LINES:])
        reason = done.stderr.strip().rpartition("\n")[2].removeprefix("fatal: ").removesuffix(".")
        raise ProgramError(f"{_command_name(command)} ended with {done.returncode}:\n{output}", reason)
    return done.stdout


def module_command(name: str) -> list[str]:
    """Return the words that run a module of this interpreter.

    Args:
        name: The module.

    Raises:
        CommandError: It is not installed.
    """
    require_installed(name)
    return [sys.executable, "-m", name]


def require_installed(name: str) -> None:
    """Refuse to go on without a module.

    Args:
        name: The module.

    Raises:
        CommandError: It is not installed.
    """
    if find_spec(name) is None:
        raise CommandError(
            f"{name} is not installed: use the nox sessions release, build, publish and audit,"
            " or install the dependency groups release and audit."
        )


def _command_name(command: Sequence[str]) -> str:
    """Return a program and its own verb, as far as a person needs to know it again."""
    words = command[2:] if command[0] == sys.executable and command[1] == "-m" else command
    return " ".join(word for word in words[:2] if not word.startswith("-"))
