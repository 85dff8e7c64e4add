"""What ends a command before its time: a sentence and an exit code."""

from collections.abc import Sequence

from numberwire.cli._exit_codes import ExitCode

__all__ = ["Failure"]


class Failure(Exception):  # noqa: N818 it ends a command as it should
    """A command that ends with a sentence on stderr.

    Attributes:
        message: What happened, to which number, and the command that goes on.
        exit_code: How the command ends.
        details: What there is to say of each thing concerned, in lines of their own.
    """

    def __init__(
        self, message: str, exit_code: ExitCode = ExitCode.FAILED, details: Sequence[str] = ()
    ) -> None:
        """Make it."""
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code
        self.details = tuple(details)
