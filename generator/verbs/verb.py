"""A verb of the command line: its help, its arguments, and the function that runs it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
"""The project's top folder."""

FINE, BAD, UNREADABLE = 0, 1, 2
"""The exit codes a verb may end with; usage errors end with 2, too, and Ctrl-C has its own."""

Report = Callable[[str], None]


class UsageError(Exception):
    """Arguments that don't go together; the message says what would."""


@dataclass(frozen=True)
class Outcome:
    """How a verb ended.

    Attributes:
        code: The exit code.
        lines: What a person reads.
        data: What a program reads, as plain JSON types.
    """

    code: int
    lines: Sequence[str]
    data: dict[str, Any]


@dataclass(frozen=True)
class Verb:
    """What a verb does, and its help.

    Attributes:
        description: What it does, in full.
        examples: Commands and what each does.
        add_arguments: Adds the verb's own arguments.
        run: Does it, given the arguments and where to report slow steps.
    """

    description: str
    examples: Sequence[tuple[str, str]]
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Report], Outcome]


@dataclass(frozen=True)
class Row:
    """A row of the table of verbs.

    Attributes:
        name: What is typed.
        summary: What the verb does, in a line.
        verb: The verb, or the name of the module that has it as VERB and is imported when the verb is chosen.
        session: The nox session that runs it, empty where there is none or where its group has one.
    """

    name: str
    summary: str
    verb: Verb | str
    session: str = ""

    def load(self) -> Verb:
        """Return the verb.

        Raises:
            ModuleNotFoundError: A tool that it needs is not installed.
        """
        if isinstance(self.verb, Verb):
            return self.verb
        verb: Verb = import_module(self.verb).VERB
        return verb


@dataclass(frozen=True)
class Group:
    """A row of the table that leads to verbs of its own.

    Attributes:
        name: What is typed before them.
        summary: What they are about, in a line.
        description: What they are about, in full.
        verbs: The verbs.
        session: The nox session that runs them.
    """

    name: str
    summary: str
    description: str
    verbs: Sequence[Row]
    session: str = ""


def display_path(path: Path) -> Path:
    """Return a path as short as the current folder allows; findings name it so."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def spec_paths(root: Path = ROOT) -> list[Path]:
    """Return the curated documents.

    Raises:
        UsageError: There is none.
    """
    paths = [display_path(path) for path in sorted((root / "spec").glob("*.yaml"))]
    if not paths:
        raise UsageError(f"{display_path(root / 'spec')} has no document; name one")
    return paths
