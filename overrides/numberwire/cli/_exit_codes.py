"""What the exit code of the command says; scripts rely on these numbers."""

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """How the command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FINDINGS = 3
    REFUSED = 4
    IN_PART = 6
    UNKNOWN = 7
    CREDENTIALS = 8
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.DONE: "done, or nothing to do",
    ExitCode.FAILED: "failed: the API or the network said no, and nothing was changed",
    ExitCode.USAGE: "wrong usage or configuration; nothing was sent",
    ExitCode.FINDINGS: "the audit has findings",
    ExitCode.REFUSED: "not confirmed; nothing was changed",
    ExitCode.IN_PART: "it was done, but its result could not be read or shown",
    ExitCode.UNKNOWN: "nobody can tell whether it happened: look before you try again",
    ExitCode.CREDENTIALS: "credentials are missing, wrong, or without the scope Numbers",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C",
}
