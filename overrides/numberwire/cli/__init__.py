"""The command `numberwire`: phone numbers in a shell.

It is built on the public client alone and holds words and streams; what a number is and how a request is sent, the
client says. Its libraries come with the extra: ``pip install "numberwire[cli]"``.
"""

import os
import sys

__all__ = ["main"]

_EXTRA = frozenset({"click", "filelock", "platformdirs", "rich", "ruamel", "yaml"})
_USAGE = 2
_INTERRUPTED = 130


def _open_closed_streams() -> None:
    """Have streams that the caller closed lead nowhere, before a file takes their place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 open to the end


def main() -> int:
    """Run the command with the arguments of the process.

    Returns:
        The exit code where a library is missing; otherwise the command itself ends the process.
    """
    _open_closed_streams()
    try:
        from numberwire.cli._main import cli  # noqa: PLC0415 without the extra there is no click

        cli.main(prog_name="numberwire")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _EXTRA:
            raise
        sys.stderr.write(
            f"The command numberwire needs the package {error.name}. Install it with its extra: "
            "python -m pip install 'numberwire[cli]'\n"
        )
        return _USAGE
    except KeyboardInterrupt:  # pressed before the command began
        sys.stderr.write("numberwire: Interrupted.\n")
        return _INTERRUPTED
    return 0
