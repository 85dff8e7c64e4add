"""What the commands have in common: the shape of their help, the account, output formats, and consent."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from numberwire.cli._exit_codes import MEANINGS, ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._streams import say

__all__ = [
    "account_option",
    "asked_format",
    "checks_option",
    "command",
    "fleet_option",
    "fleet_options",
    "format_options",
    "require_consent",
    "reveal_option",
    "state_option",
    "takes_checks",
]

F = TypeVar("F", bound=Callable[..., Any])
_FORMATS = {
    "json": "one JSON document",
    "jsonl": "a line of JSON for each record",
    "csv": "CSV for a spreadsheet",
    "markdown": "a Markdown table",
}
_format: list[str] = [""]
_takes_checks: list[bool] = [False]


class Command(click.Command):
    """A command whose help ends with examples and exit codes.

    Args:
        examples: What to type, and what it does.
        exit_codes: How it can end, beside success and wrong usage.
    """

    def __init__(
        self, *args: Any, examples: Sequence[tuple[str, str]], exit_codes: Sequence[ExitCode], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.examples = examples
        self.exit_codes = sorted({ExitCode.DONE, ExitCode.USAGE, *exit_codes})

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 as click calls it
        """Write the examples and the exit codes."""
        with formatter.section("Examples"):
            for command, meaning in self.examples:
                formatter.write_text(f"{meaning}:")
                formatter.write(f"{'':{formatter.current_indent + 2}}$ {command}\n")
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(int(code)), MEANINGS[code]) for code in self.exit_codes])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; the format is needed first, as a mistake in them is told in it."""
        _format[0] = "json" if "--json" in args else ""
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what an earlier one in this process was asked for is forgotten."""
        _format[0] = ctx.params.get("output_format") or ""
        _takes_checks[0] = "skip_checks" in ctx.params
        return super().invoke(ctx)


def command(
    *codes: ExitCode, examples: Sequence[tuple[str, str]], name: str | None = None
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command with complete help.

    Args:
        codes: How it can end, beside success and wrong usage.
        examples: What to type, and what it does.
        name: Its name; that of the function where it is left out.
    """
    return click.command(name, cls=Command, examples=examples, exit_codes=codes)


def asked_format() -> str:
    """The output format that the command at hand was asked for; empty for its own."""
    return _format[0]


def takes_checks() -> bool:
    """Whether the command at hand can be told to skip a check."""
    return _takes_checks[0]


def checks_option(function: F) -> F:
    """Add the option that skips checks."""
    return click.option(
        "--skip-check",
        "skip_checks",
        multiple=True,
        metavar="NAME",
        help="A check to skip, by the name that its refusal gives; may be repeated.",
    )(function)


def account_option(function: F) -> F:
    """Add the option that names a profile."""
    return click.option("--profile", metavar="NAME", help="The profile of the account to use.")(function)


def fleet_options(function: F) -> F:
    """Add the options that name the files of a fleet and the folder of its runs."""
    return fleet_option(state_option(function))


def fleet_option(function: F) -> F:
    """Add the option that names the files of a fleet."""
    return click.option(
        "--fleet",
        multiple=True,
        metavar="FILE",
        help="A file or folder of the fleet; may be repeated. Without it: numberwire.toml, or fleet.yaml.",
    )(function)


def state_option(function: F) -> F:
    """Add the option that names the folder of runs."""
    return click.option(
        "--state-dir", metavar="FOLDER", help="Where runs are kept, instead of the system's folder."
    )(function)


def reveal_option(function: F) -> F:
    """Add the option that shows secrets."""
    return click.option(
        "--reveal",
        is_flag=True,
        help="Show passwords and tokens in webhook URLs, which are masked otherwise.",
    )(function)


def format_options(*formats: str) -> Callable[[F], F]:
    """Add an option for each format; without one the command writes a table or a sentence.

    Args:
        formats: Their names; all where none is given.
    """

    def add_options(function: F) -> F:
        for name in reversed(formats or tuple(_FORMATS)):
            text = f"Write {_FORMATS[name]}."
            function = click.option(f"--{name}", "output_format", flag_value=name, default=None, help=text)(
                function
            )
        return function

    return add_options


def require_consent(*, question: str, answer: str | None, is_given: bool, command: str) -> None:
    """Ask before something is changed that can cost money, calls or a number.

    Args:
        question: What is about to happen.
        answer: What has to be typed, or None for a y.
        is_given: Whether ``--yes`` was.
        command: What to do where there is no terminal.

    Raises:
        Failure: It was not confirmed, or there is nobody to ask.
    """
    if is_given:
        say(question)
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Failure(
            f"Nothing was changed, because there is no terminal to confirm it: {question} To confirm it: {command}",
            ExitCode.REFUSED,
        )
    if answer is None:
        is_confirmed = click.confirm(f"{question} Continue?", err=True)
    else:
        typed: str = click.prompt(
            f"{question}\nType {answer} to confirm", err=True, default="", show_default=False
        )
        is_confirmed = typed.strip() == answer
    if not is_confirmed:
        raise Failure("Not confirmed; nothing was changed.", ExitCode.REFUSED)
