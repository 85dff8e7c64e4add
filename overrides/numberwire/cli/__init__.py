"""The command `numberwire`: phone numbers in a shell.

It is built on the public client alone and holds words and streams; what a number is and how a request is sent, the
client says. Its libraries come with the extra: ``pip install "numberwire[cli]"``.
"""

import sys

__all__ = ["main"]

_EXTRA = frozenset({"click", "filelock", "platformdirs", "rich", "ruamel", "yaml"})
_USAGE = 2
_INTERRUPTED = 130


def main() -> int:
    """Run the command with the arguments of the process.

    Returns:
        The exit code where a library is missing; otherwise the command itself ends the process.
    """
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
    except KeyboardInterrupt:
        return _INTERRUPTED  # pressed before the command began
    return 0
