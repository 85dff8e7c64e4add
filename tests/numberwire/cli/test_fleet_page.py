"""The page about numbers as code, played from its top to its end on one sandbox."""

import re
import shlex
from datetime import timedelta

import pytest

from .conftest import WatchedSandbox
from .test_documentation import DOCS, FLEET, NOT_RUN, RUN, commands_of, without_varying

SHOWN = "127.0.0.1:8000"


@pytest.fixture
def sandbox():
    """A sandbox in real time, with the numbers that the page begins with."""
    sandbox = WatchedSandbox()
    sandbox.add_numbers(12, age=timedelta(days=30))
    return sandbox


@pytest.fixture
def play(run, environment, monkeypatch, tmp_path):
    """Plays the blocks of a page: its commands are run, and its first file is written where it stands."""
    monkeypatch.chdir(tmp_path)
    space = environment["SIGNALWIRE_SPACE"]
    undo = []

    def play_command(command):
        _, *arguments = shlex.split(RUN.sub(undo[0], command) if undo else command)
        output = run(*arguments).output
        undo.extend(re.findall(r"Undo: numberwire undo (\S+)", output))
        return f"$ {command}\n{output.replace(space, SHOWN)}"

    def play(kind, block):
        if kind == "yaml":
            if "api: signalwire" in block:
                (tmp_path / "fleet.yaml").write_text(block.replace(SHOWN, space))
            return block
        if block[2:].startswith(NOT_RUN):
            return block
        return "".join(map(play_command, commands_of(block)))

    return play


def test_page_shows_what_is_written(play):
    """Each command of the page writes what stands below it."""
    blocks = re.findall(r"```(console|yaml)\n(.*?)```", FLEET, re.DOTALL)
    assert len(blocks) >= 7
    for kind, block in blocks:
        assert without_varying(play(kind, block)) == without_varying(block)


def test_readme_shows_the_same():
    """What the README shows of numbers as code stands on the page, command by command."""
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```console\n(\$ numberwire plan -o .*?)```", readme, re.DOTALL)[1]
    commands = re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]
    assert commands
    assert [command for command in commands if command not in FLEET] == []
