"""The other side of the model tool: a script that runs the tool, with its arguments, in each folder it is sent."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from datamodel_code_generator.__main__ import main as run_tool


def main(arguments: Sequence[str]) -> None:
    """Read folders, a line of JSON each, and answer each with the tool's complaint: a text of JSON, empty for none.

    Args:
        arguments: The tool's arguments.
    """
    home, answers = Path.cwd(), sys.stdout
    for line in sys.stdin:
        os.chdir(json.loads(line))
        complaint = _complaint(arguments)
        os.chdir(home)  # whoever asked may remove the folder as soon as the answer is there
        answers.write(json.dumps(complaint) + "\n")
        answers.flush()


def _complaint(arguments: Sequence[str]) -> str:
    output = io.StringIO()
    try:
        with redirect_stdout(output), redirect_stderr(output):
            code = int(run_tool(arguments))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is reported
        return f"{type(error).__name__}: {error}"
    return output.getvalue().strip() or (f"it ended with {code}" if code else "")


if __name__ == "__main__":
    main(sys.argv[1:])
