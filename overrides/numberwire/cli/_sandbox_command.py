"""`numberwire sandbox`: the sandbox's own command, with the options that it has."""

from typing import Any

import click

from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._options import command
from numberwire.sandbox.__main__ import OPTIONS, main

__all__ = ["sandbox"]

_PROGRAM = "numberwire sandbox"


def _option(flag: str, meaning: dict[str, Any]) -> click.Option:
    """An option of the sandbox; its value is read by the sandbox's own command."""
    words = meaning["help"] % {"default": meaning.get("default")}
    help_text = f"{words[0].upper()}{words[1:]}."
    if meaning.get("action") == "store_true":
        return click.Option([flag], is_flag=True, help=help_text)
    kind = click.Choice(meaning["choices"]) if "choices" in meaning else None
    metavar = None if kind else meaning.get("metavar", flag.removeprefix("--").upper())
    return click.Option([flag], type=kind, metavar=metavar, help=help_text)


@command(
    ExitCode.FAILED,
    examples=[
        ("numberwire sandbox", "On any free port; prints how to point the other commands at it"),
        (
            "numberwire sandbox --port 8000 --numbers 3 --age 30",
            "With three numbers that are old enough to be released",
        ),
        ("numberwire sandbox --state numbers.sqlite", "With its state kept in a file"),
    ],
)
def sandbox(**values: Any) -> None:
    """Run a sandbox that stands in for the API on this machine.

    It prints the three variables that point the other commands at it, and serves until Ctrl-C.
    """
    arguments: list[str] = []
    for name, value in values.items():
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            arguments.append(flag)
        elif value not in (None, False):
            arguments.append(f"{flag}={value}")
    raise click.exceptions.Exit(main(arguments, _PROGRAM))


sandbox.params += [_option(flag, meaning) for flag, meaning in OPTIONS.items()]
