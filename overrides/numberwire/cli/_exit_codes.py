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
    STALE = 5
    IN_PART = 6
    UNKNOWN = 7
    CREDENTIALS = 8
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.DONE: "done, or nothing to do",
    ExitCode.FAILED: "failed: the API refused or the network failed, and nothing was changed",
    ExitCode.USAGE: "wrong usage or configuration; nothing was sent",
    ExitCode.FINDINGS: "differences between file and account, or findings of the audit",
    ExitCode.REFUSED: "refused by a limit, or not confirmed; nothing was changed",
    ExitCode.STALE: "the account is not as the plan expects, or another command changes it; nothing was sent",
    ExitCode.IN_PART: "done in part, or its result could not be read or shown: run it again, or resume",
    ExitCode.UNKNOWN: "the outcome is unknown: look before you try again",
    ExitCode.CREDENTIALS: "credentials are missing, wrong, or without the scope Numbers",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C",
}
