"""Formatting: ruff drops the imports a file doesn't need and lays the file out, always in the same way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ISOLATED = ("--isolated", "--no-cache", "--quiet", "--target-version=py311", "--line-length=110")
_STEPS = (
    ("check", "--fix-only", "--select=F401,I001,UP037,RUF022"),
    ("format",),
)


class FormatError(Exception):
    """Ruff refused a file, which means it is no Python; the message is its words."""


def format_folder(folder: Path) -> None:
    """Format every file of a folder in place.

    Args:
        folder: The folder.

    Raises:
        FormatError: A file is no Python.
    """
    for verb, *flags in _STEPS:
        command = [sys.executable, "-I", "-m", "ruff", verb, *_ISOLATED, *flags, "."]
        done = subprocess.run(  # noqa: S603 - our own interpreter and flags
            command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
        )
        said = (done.stdout + done.stderr).strip()
        if done.returncode or said:
            raise FormatError(said.splitlines()[0] if said else f"ruff ended with {done.returncode}")
