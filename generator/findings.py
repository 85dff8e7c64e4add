"""What is wrong in a document, as findings with place and mend; the errors of commands; counts in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to correct, ordered by place.

    Attributes:
        path: The file, as the reader may open it.
        line: The line, counted from 1.
        rule: The stable id of the rule that was broken, such as `NW103`.
        pointer: The JSON pointer of the place.
        message: What is wrong.
        mend: What to do about it.
    """

    path: str
    line: int
    rule: str
    pointer: str
    message: str
    mend: str

    def __str__(self) -> str:
        return visible(f"{self.path}:{self.line}: {self.rule} {self.message} Fix: {self.mend}")

    def text_with_pointer(self) -> str:
        """Return the line with the JSON pointer in it, for documents where a line alone says too little."""
        pointer = f" {self.pointer}:" if self.pointer else ""
        return visible(f"{self.path}:{self.line}: {self.rule}{pointer} {self.message} Fix: {self.mend}")

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain data for `--json`."""
        return asdict(self)


def visible(text: str) -> str:
    """Return a text that neither forges a second line nor steers a terminal.

    Args:
        text: A document's own words.
    """
    return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in text)


# Failure: a run that can't go on says why as findings, and has changed nothing.


class CommandError(Exception):
    """A command can't do what it was asked; the message says why and what to do now, and nothing has changed."""


class GenerateError(Exception):
    """A document that no package can be generated from.

    Attributes:
        findings: What is wrong, each with its place and its mend.
    """

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))


def count_words(number: int, thing: str) -> str:
    """Return a number with its noun."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def several(names: Sequence[str]) -> str:
    """Return the first of several names, and how many there are beside it."""
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
