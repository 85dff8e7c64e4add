"""How a command ends that did not do what it was asked for: a sentence on stderr, and the exit code."""

from contextlib import suppress

import click

from numberwire import errors
from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._masking import mask_url
from numberwire.cli._options import asked_format, takes_checks
from numberwire.cli._streams import format_json, say, write

__all__ = ["report_error"]


def report_error(error: Exception) -> ExitCode:
    """Say why a command ended.

    Args:
        error: What ended it. A mistake of this program is raised again.

    Returns:
        The exit code.
    """
    if isinstance(error, click.ClickException):
        error.show()
        _write_error(Failure(error.format_message(), ExitCode.USAGE))
        return ExitCode.USAGE
    if isinstance(error, click.Abort):
        return _report_abort(error)
    if isinstance(error, errors.NumberwireError):
        return _report(_failure_of(error))
    if isinstance(error, OSError):
        what = f"{error.filename} can't be used" if error.filename else "The output can't be written"
        return _report(Failure(f"{what}: {error.strerror or error}"))
    if isinstance(error, Failure):
        return _report(error)
    raise error


def _report(failure: Failure) -> ExitCode:
    """Say why a command ended."""
    say(f"numberwire: {failure.message}")
    for line in failure.details:
        say(line)
    _write_error(failure)
    return failure.exit_code


def _write_error(failure: Failure) -> None:
    """Write why a command ended, where JSON was asked for."""
    if asked_format() == "json":
        record: dict[str, object] = {
            "message": mask_url(failure.message),
            "exit_code": int(failure.exit_code),
        }
        if failure.details:
            record["details"] = [mask_url(line).strip() for line in failure.details]
        with suppress(OSError):  # that stdout can't be written may be what ended it
            write(format_json("error", record))


def _report_abort(error: click.Abort) -> ExitCode:
    """Say that Ctrl-C was pressed, or that the input ended before a question was answered."""
    if any(isinstance(cause, EOFError) for cause in (error.__cause__, error.__context__)):
        say("numberwire: The input ended before the question was answered; nothing was changed.")
        return ExitCode.REFUSED
    say("numberwire: Interrupted.")
    return ExitCode.INTERRUPTED


def _failure_of(error: errors.NumberwireError) -> Failure:
    """The failure that an error of the client is for a command that knows nothing better."""
    request = f" (request {error.request_id})" if error.request_id else ""
    if isinstance(error, errors.AuthenticationError):
        text = f"The API refused the credentials: {error}{request}. See where they come from: {suggest('whoami')}"
        return Failure(text, ExitCode.CREDENTIALS)
    if isinstance(error, errors.PermissionDeniedError):
        text = (
            f"The token lacks the scope Numbers: {error}{request}. Give it the scope, or use another token."
        )
        return Failure(text, ExitCode.CREDENTIALS)
    if isinstance(error, errors.InvalidRequestError):
        return Failure(_refusal(error), ExitCode.USAGE)
    return Failure(f"{error}{request}")


def _refusal(error: errors.InvalidRequestError) -> str:
    """What was refused before it was sent; how to overrule a check is said in the words of the command."""
    if not error.check:
        return str(error)
    way_out = f" To skip this check: --skip-check {error.check}" if takes_checks() else ""
    return f"{error.errors[0].message} Nothing was sent.{way_out}"
