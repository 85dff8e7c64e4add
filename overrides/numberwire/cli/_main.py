"""The command itself: which commands there are, and how each of them ends.

A command's module is loaded when it is chosen, so that help and completion are quick.
"""

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from numberwire.cli._masking import is_text

__all__ = ["cli"]

_COMMANDS = {
    "numbers": ("_number_commands", "List, show, search, buy, update and release numbers."),
    "export": ("_export", "Write all numbers and what they do to a file."),
    "fleet": ("_fleet_commands", "Check, format and extend the file of a fleet."),
    "plan": ("_planning", "Show what would change to make the account match the file."),
    "apply": ("_apply", "Carry out a saved plan, or what fleet.yaml asks for now."),
    "resume": ("_apply", "Continue a run that was killed, interrupted, or failed in part."),
    "undo": ("_undo", "Make a plan that undoes a run."),
    "runs": ("_undo", "List and show what was carried out."),
    "rehearse": ("_rehearse", "Carry out a saved plan on a copy of the account."),
    "drift": ("_planning", "Show how the account differs from the file."),
    "audit": ("_audit", "Look for numbers that are set up wrong."),
    "report": ("_reports", "Count numbers by what they are and do, and sum up what they cost."),
    "whoami": ("_identity", "Show the account, and where its values come from."),
    "login": ("_login", "Check credentials and keep them as a profile."),
    "logout": ("_login", "Forget a profile and its token."),
    "profiles": ("_login", "List the profiles."),
    "sandbox": ("_sandbox_command", "Run a sandbox that stands in for the API on this machine."),
    "demo": ("_demo", "Play numbers as code on a sandbox."),
    "completion": ("_completion", "Print the completion script for a shell."),
}
"""Each command's module and its line in the help, which is the first line of the command's own help."""


class _Commands(click.Group):
    """The commands, each loaded when it is chosen."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is no text: it could be written nowhere."""
        for text in args:
            if not is_text(text):
                words = f"{text!r} is not text in this system's encoding ({sys.getfilesystemencoding()})"
                ctx.fail(f"{words}. Where it is text, choose a locale with UTF-8, such as LC_ALL=C.UTF-8.")
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 as click calls it
        """The names, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 as click calls it
        """Load a command."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"numberwire.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was meant: click knows no commands that are not loaded."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from numberwire._keywords import suggest  # noqa: PLC0415 only a mistake needs it

            ctx.fail(f"No such command {name!r}. {suggest(name, _COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 as click calls it
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def main(self, *args: Any, **options: Any) -> NoReturn:
        """Run the command and end the process with its exit code."""
        options["standalone_mode"] = False
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A name in letters that the terminal lacks is no error, and a file is UTF-8 whatever the locale.
                is_file = stream is sys.stdout and not stream.isatty()
                stream.reconfigure(encoding="utf-8" if is_file else None, errors="backslashreplace")
        try:
            result: object = super().main(*args, **options)
        except Exception as error:  # noqa: BLE001 what no command can end with is raised again
            from numberwire.cli._endings import report_error  # noqa: PLC0415 help needs none of it

            sys.exit(report_error(error))
        sys.exit(result if isinstance(result, int) else 0)


def _show_version(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001 as click calls it
    if is_asked:
        from numberwire import __version__  # noqa: PLC0415 it is looked up when it is asked for

        click.echo(f"numberwire {__version__}")
        ctx.exit()


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Results go to stdout, all else to stderr. Documentation of a command: numberwire COMMAND --help",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
def cli() -> None:
    """Phone numbers on the command line.

    The account comes from a profile (numberwire login) or from SIGNALWIRE_SPACE, SIGNALWIRE_PROJECT_ID and
    SIGNALWIRE_API_TOKEN. To try all of it without an account: numberwire sandbox --numbers 3
    """
