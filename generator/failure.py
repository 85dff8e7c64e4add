"""Failure: a build that can't go on says why as findings, and has changed nothing."""

from __future__ import annotations

from generator.finding import Finding


class BuildError(Exception):
    """A document that can't be built.

    Attributes:
        findings: What is wrong, each with its place and its mend.
    """

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))
