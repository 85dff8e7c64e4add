"""The verb `diff`: what it prints, in text, Markdown and JSON, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.diff.kinds import KINDS
from tests.generator.diff.shop import SHOP, as_yaml, edit_document
from tests.generator.diff.states import FILES, WHEEL, git, wheel, write

CHIP = "/components/schemas/PetUpdate/properties/chip/deprecated"
LIMIT = "/paths/~1pets/get/parameters/0/schema"
BROKEN = """\
breaking:
  request-limit-tightened  shop list_pets(limit): {}
  interface-removed        numberwire.gone: It is gone.
minor:
  deprecated               shop PetUpdate.chip: {}
""".format(
    "Values that were taken are refused: maximum is 50, and was 100.",
    "Something is deprecated, and still there (requests of update_pet).",
)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """Return a project in git, released as 0.1.0, and changed in its working tree in two ways that break."""
    folder = write(tmp_path / "project", FILES | {"overrides/numberwire/__init__.py": "gone = 1\n"})
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "One")
    git(folder, "tag", "v0.1.0")
    data = edit_document(SHOP, {f"{LIMIT}/maximum": 50, CHIP: True})
    write(folder, {"spec/shop.yaml": as_yaml(data), "overrides/numberwire/__init__.py": ""})
    monkeypatch.setattr("generator.verbs.diff.ROOT", folder)
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_working_tree_is_compared_with_the_last_release(project, capsys):
    """Without names the last release is compared; the typing tests are checked, and each step is reported on stderr."""
    assert main(["diff"]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{BROKEN}0.1.0 -> 0.2.0: breaking, before 1.0.0 it moves the minor number\n"
    assert captured.err == "comparing v0.1.0 with the working tree\nchecking the typing tests of v0.1.0\n"


def test_without_typing_tests_the_output_says_so(project, capsys):
    """What was left out on request is said, and the rest is the same."""
    assert main(["diff", "--no-types", "HEAD"]) == 0
    assert capsys.readouterr().out == (
        f"{BROKEN}The typing tests were not checked: they were left out.\n"
        "0.1.0 -> 0.2.0: breaking, before 1.0.0 it moves the minor number\n"
    )


def test_a_break_can_be_the_exit_code(project):
    """With --exit-code a break ends with 1, and anything less with 0."""
    assert main(["diff", "--no-types", "--exit-code"]) == 1
    assert main(["diff", "--no-types", "--exit-code", "HEAD", "HEAD"]) == 0


def test_markdown_is_what_a_changelog_has(project, capsys):
    """Markdown has a list for each level, and no version."""
    assert main(["diff", "--no-types", "--markdown"]) == 0
    assert capsys.readouterr().out == (
        "### Breaking\n\n"
        "- `shop list_pets(limit)`: Values that were taken are refused: maximum is 50, and was 100."
        " (request-limit-tightened)\n"
        "- `numberwire.gone`: It is gone. (interface-removed)\n\n"
        "### Minor\n\n"
        "- `shop PetUpdate.chip`: Something is deprecated, and still there (requests of update_pet). (deprecated)\n"
    )


def test_json_is_one_document(project, capsys):
    """JSON has both states, the level, the next version, each part of each change, and what was left out."""
    assert main(["diff", "--no-types", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data.pop("changes")[1] == {
        "id": "interface-removed",
        "level": "breaking",
        "place": "numberwire.gone",
        "message": "It is gone.",
    }
    assert data == {
        "old": {"name": "v0.1.0", "version": "0.1.0"},
        "new": {"name": "the working tree", "version": "0.1.0"},
        "level": "breaking",
        "next_version": "0.2.0",
        "left_out": ["The typing tests were not checked: they were left out."],
    }


def test_a_wheel_is_compared_by_its_interface_alone(project, capsys):
    """A wheel has no documents, and the output says that they were left out."""
    path = wheel(project.parent / "numberwire-0.2.0-py3-none-any.whl", WHEEL)
    assert main(["diff", "v0.1.0", str(path)]) == 0
    assert capsys.readouterr().out == (
        "breaking:\n"
        "  interface-removed  numberwire.gone: It is gone.\n"
        f"The documents were not compared: {path} has none.\n"
        "0.1.0 -> 0.2.0: breaking, before 1.0.0 it moves the minor number\n"
    )
    assert main(["diff", str(path), "v0.1.0", "--markdown"]) == 0
    assert capsys.readouterr().out == "### Minor\n\n- `numberwire.gone`: It is new. (interface-added)\n"


def test_states_that_are_the_same_keep_the_version(project, capsys):
    """Nothing changed is said in words, and mypy isn't run for it."""
    assert main(["diff", "HEAD", "v0.1.0"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "0.1.0 stays: nothing changed that a caller sees\n"
    assert captured.err == "comparing HEAD with v0.1.0\n"
    assert main(["diff", "HEAD", "v0.1.0", "--markdown"]) == 0
    assert capsys.readouterr().out == "Nothing changed that a caller sees.\n"


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("", "breaking; no next version can be named: old states no version\n"),
        ("[project]\nversion = '1.0.0rc1'\n", "old states '1.0.0rc1', which is not a release\n"),
        ("[project]\nversion = '1.2.0'\n", "1.2.0 -> 2.0.0: breaking\n"),
    ],
)
def test_the_version_that_counts_is_the_earlier_state_s(project, capsys, stated, words):
    """The last line names the version after the earlier state's, or why there is none."""
    write(
        project.parent / "old", {"overrides/numberwire/__init__.py": "gone = 1\n", "pyproject.toml": stated}
    )
    assert main(["diff", "old"]) == 0
    assert capsys.readouterr().out.endswith(words)


def test_before_the_first_release_there_is_nothing_to_compare_with(project, capsys):
    """Without a release and without a name that is said, and it is no failure."""
    git(project, "tag", "--delete", "v0.1.0")
    assert main(["diff"]) == 0
    assert capsys.readouterr().out == "no release yet: nothing to compare with; name a revision.\n"
    assert main(["diff", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"old": None, "level": "none", "changes": []}


def test_a_state_that_cannot_be_read_ends_with_2(project, capsys):
    """The error is one line on stderr, and data with --json."""
    words = f"nothing is neither a folder, nor a wheel (.whl), nor a revision of {project}."
    assert main(["diff", "nothing"]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"{words}\n")
    assert main(["diff", "HEAD", "nothing", "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {"error": words}


def test_markdown_and_json_exclude_each_other(project, capsys):
    """Two forms at once are wrong usage."""
    with pytest.raises(SystemExit) as ended:
        main(["diff", "--markdown", "--json"])
    assert (ended.value.code, capsys.readouterr().out) == (2, "")


def test_the_kinds_of_change_are_listed(capsys):
    """`--kinds` prints each kind with its level, the gravest first; with --json, as data."""
    assert main(["diff", "--kinds"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[1] for line in lines} == KINDS.keys()
    assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)
    assert main(["diff", "--kinds", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kinds"][0] == {
        "id": "api-removed",
        "level": "breaking",
        "statement": "An API is gone, and with it its package.",
        "why": "",
    }


def test_words_of_a_document_are_text_and_no_markup(project, capsys):
    """A name or a value that would steer a terminal, or be markup, is shown as it is."""
    data = edit_document(SHOP, {f"{LIMIT}/default": "\x1b[1m*a*`b`\n __c__ d_e"})
    write(project, {"spec/shop.yaml": as_yaml(data), "overrides/numberwire/__init__.py": "gone = 1\n"})
    assert main(["diff", "--markdown"]) == 0
    assert capsys.readouterr().out == (
        "### Minor\n\n- `shop list_pets(limit)`: The server takes something else for what is left out: default is"
        r" '\\x1b\[1m\*a\*\`b\`\\n \_\_c\_\_ d_e', and was 10. (request-default-changed)" + "\n"
    )
