"""The documentation of the command, run: what it shows is what is written."""

import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from numberwire.cli._exit_codes import MEANINGS
from numberwire.cli._main import _COMMANDS

PAGE = Path(__file__).parents[3] / "docs" / "command-line.md"
TEXT = PAGE.read_text(encoding="utf-8")
NOT_RUN = ("python -m pip", "numberwire sandbox", "export ")


def console_blocks(text: str) -> list[str]:
    """The blocks of a page that show commands and what they write."""
    return [
        block
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        if not block[2:].startswith(NOT_RUN)
    ]


def commands_of(block: str) -> list[str]:
    """The commands of a block."""
    return re.findall(r"^\$ (.*)$", block, re.MULTILINE)


@pytest.fixture
def show(run, sandbox, environment):
    """Runs the commands of a block, and gives it as it should be."""
    sandbox.add_numbers(3, age=timedelta(days=30))

    def show(block: str) -> str:
        shown = ""
        for command in commands_of(block):
            program, *arguments = shlex.split(command)
            assert program == "numberwire"
            output = run(*arguments).output.replace(environment["SIGNALWIRE_SPACE"], "127.0.0.1:8000")
            shown += f"$ {command}\n{output}"
        return shown

    return show


def test_page_shows_what_is_written(show):
    """Each command of the page writes what stands below it, in order, on one sandbox."""
    blocks = console_blocks(TEXT)
    assert len(blocks) >= 7
    assert [show(block) for block in blocks] == blocks


def test_page_names_each_command():
    """Each command stands on the page."""
    assert [name for name in _COMMANDS if f"numberwire {name}" not in TEXT] == []


def test_page_names_each_exit_code():
    """The table of exit codes is that of the command."""
    table = "".join(f"| {int(code)} | {meaning} |\n" for code, meaning in MEANINGS.items())
    assert f"| code | meaning |\n|---|---|\n{table}\n" in TEXT
