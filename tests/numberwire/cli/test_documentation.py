"""The documentation of the command, run: what it shows is what is written."""

import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from numberwire.cli._exit_codes import MEANINGS
from numberwire.cli._main import _COMMANDS

DOCS = Path(__file__).parents[3] / "docs"
TEXT, FLEET = ((DOCS / name).read_text(encoding="utf-8") for name in ("command-line.md", "fleet.md"))
NOT_RUN = ("python -m pip", "numberwire sandbox", "export ")


def console_blocks(text: str) -> list[str]:
    """The blocks of a page that show commands and what they write."""
    return [
        block
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        if not block[2:].startswith(NOT_RUN)
    ]


RUN = re.compile(r"\b[0-9]{4}-[0-9a-f]{4}\b(?!-)")
VARYING = {
    r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}(?:T[0-9:]+Z| [0-9:]+ UTC)?": "DAY",
    r"in [0-9.]+ s\b": "in SOME s",
    RUN.pattern: "RUN",
}
"""What differs from run to run on a page, and what stands for it in a comparison."""


def without_varying(text: str) -> str:
    """A text without what differs from run to run; blanks that fill a column are two."""
    for pattern, word in VARYING.items():
        text = re.sub(pattern, word, text)
    return re.sub(" {3,}", "  ", text)


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
    assert [without_varying(show(block)) for block in blocks] == list(map(without_varying, blocks))


def test_page_names_each_command():
    """Each command stands on the page, or on that about numbers as code."""
    assert [name for name in _COMMANDS if f"numberwire {name}" not in TEXT + FLEET] == []


def test_page_names_each_exit_code():
    """The table of exit codes is that of the command."""
    table = "".join(f"| {int(code)} | {meaning} |\n" for code, meaning in MEANINGS.items())
    assert f"| code | meaning |\n|---|---|\n{table}\n" in TEXT
