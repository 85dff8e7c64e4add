"""States that are made to cost or to break the comparison: each is refused in a line, in little time."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from generator.cli import main
from generator.diff import StateError, comparison, interface_changes
from tests.generator.diff.states import FILES, WHEEL, wheel, write

MODULES = {
    "unary-minus": ("x = " + "-" * 100_000 + "1", "nests too deep"),
    "attributes": ("x: a" + ".a" * 5_000 + " = 1", "too deep|can't be"),
    "additions": ("x = 1" + "+1" * 5_000, "too deep|can't be"),
    "utf-7": ("# coding: utf-7\nx = 1", "its encoding is utf-7"),
    "words": ("x = 1\n" * 100_001, "more than 300,000 words of Python"),
}


def refusal(arguments: list[str], capsys) -> str:
    """Return the one line that a comparison is refused with."""
    assert main(["diff", *arguments, "--no-types"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    *_, line = captured.err.splitlines()
    return line


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return the folder of a project."""
    return write(tmp_path / "project", FILES)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_that_is_made_to_break_the_comparison(name, shop, tmp_path, capsys):
    """A module that nests too deep, is written in an odd encoding or too long ends with 2 and a line."""
    source, words = MODULES[name]
    wheel_path = wheel(tmp_path / "a.whl", WHEEL | {"numberwire/__init__.py": source})
    line = refusal([str(shop), str(wheel_path)], capsys)
    assert any(word in line for word in words.split("|"))


# The limit may ring inside a callback of the garbage collector, which reports the error and goes on; it rings again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_comparison_that_computes_too_long(shop, tmp_path, capsys, monkeypatch):
    """A comparison that takes too long is ended."""
    monkeypatch.setattr(comparison, "_SECONDS", 0.2)
    wheel_path = wheel(tmp_path / "a.whl", WHEEL | {"numberwire/__init__.py": "x = 1\n" * 20_000})
    assert "more than 0.2 seconds" in refusal([str(shop), str(wheel_path)], capsys)


def test_a_pipe_in_the_place_of_a_module(shop, tmp_path):
    """A module that is no file is refused before anybody waits for it."""
    other = write(tmp_path / "other", FILES)
    os.mkfifo(other / "overrides" / "numberwire" / "pipe.py")
    with pytest.raises(StateError, match=r"pipe\.py of other can't be read as Python: it is not a file"):
        interface_changes._require_readable(other / "overrides", "numberwire", "other")


def test_a_member_without_a_name(tmp_path, shop, capsys):
    """A wheel whose member has no name is refused."""
    wheel_path = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel_path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x"), "")
    content = bytearray(wheel_path.read_bytes())
    # The name's length in the member's own header and in the directory becomes 0, and its one letter goes.
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content[central + 28] = 0
    content[local + 26] = 0
    del content[central + 46]
    end = content.index(b"PK\x05\x06")
    content[end + 12 : end + 16] = (end - central).to_bytes(4, "little")
    wheel_path.write_bytes(content)
    assert "without a name" in refusal([str(shop), str(wheel_path)], capsys)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED], ids=["lzma", "twice"])
def test_a_wheel_as_no_builder_makes_it(method, tmp_path, shop, capsys):
    """A wheel that is packed in an unusual way, or holds a file twice, is refused."""
    wheel_path = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel_path, "w", compression=method) as archive:
        archive.writestr("numberwire/__init__.py", "")
        archive.writestr("numberwire/__init__.py", "x = 1")
    assert "twice or packed in an unusual way" in refusal([str(shop), str(wheel_path)], capsys)


def test_a_header_that_lies(tmp_path, shop, capsys):
    """A member that holds more than its header says is refused, and its rest is never unpacked."""
    wheel_path = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel_path, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("numberwire/__init__.py", "#" * 1_000)
    wheel_path.write_bytes(
        wheel_path.read_bytes().replace((1_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    )
    assert "can't be unpacked" in refusal([str(shop), str(wheel_path)], capsys)


def test_a_project_file_that_nests_too_deep(tmp_path, shop, capsys):
    """A version that can't be read for its file's depth is a line."""
    other = write(tmp_path / "other", FILES | {"pyproject.toml": "a = " + "[" * 10_000})
    assert "The version of" in refusal([str(shop), str(other)], capsys)
