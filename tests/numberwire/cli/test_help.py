"""What the command says of itself, and what starting it loads."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from numberwire.cli import main
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._main import _COMMANDS, cli
from numberwire.cli._options import Command

ROOT = click.Context(cli, info_name="numberwire")
EXTRA = {"click", "filelock", "keyring", "platformdirs", "rich", "ruamel", "yaml"}


def walk(group: click.Group, *names: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below a group, with the words that choose it."""
    for name in group.list_commands(ROOT):
        command = group.get_command(ROOT, name)
        yield (*names, name), command
        if isinstance(command, click.Group):
            yield from walk(command, *names, name)


COMMANDS = dict(walk(cli))
LEAVES = {words: command for words, command in COMMANDS.items() if not isinstance(command, click.Group)}


def test_commands():
    """These are the commands; one that comes or goes is seen here."""
    assert [" ".join(words) for words in LEAVES] == [
        "numbers list",
        "numbers show",
        "numbers search",
        "numbers buy",
        "numbers update",
        "numbers release",
        "export",
        "fleet check",
        "fleet fmt",
        "fleet add",
        "plan",
        "apply",
        "resume",
        "undo",
        "runs list",
        "runs show",
        "rehearse",
        "drift",
        "audit",
        "report inventory",
        "report cost",
        "whoami",
        "login",
        "logout",
        "profiles",
        "sandbox",
        "demo",
        "completion",
    ]


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_help_is_complete(words):
    """Each command says what it does, what each option is for, how it is used, and how it ends."""
    command = LEAVES[words]
    text = CliRunner().invoke(cli, [*words, "--help"]).output
    assert isinstance(command, Command)
    assert command.help.splitlines()[0].endswith(".")
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not (option.help or "").endswith(".")] == []
    assert all(example.startswith(" ".join(("numberwire", *words))) for example, _ in command.examples)
    assert command.examples
    assert {ExitCode.DONE, ExitCode.USAGE} <= set(command.exit_codes)
    assert [
        section for section in ("Usage:", "Options:", "Examples:", "Exit codes:") if section not in text
    ] == []


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_examples_parse(words):
    """What the help shows can be typed: each example has options and arguments that its command takes."""
    for example, _ in LEAVES[words].examples:
        words_typed = shlex.split(re.split(r" >> | > | \| ", example)[0])
        LEAVES[words].make_context(words[-1], words_typed[1 + len(words) :])


def test_first_lines():
    """The list of commands, which is written without loading them, repeats the first line of each one's help."""
    lines = {name: COMMANDS[(name,)].help.splitlines()[0] for name in _COMMANDS}
    assert lines == {name: line for name, (_, line) in _COMMANDS.items()}


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a Python of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.parametrize(
    "words", [words for words, command in [((), cli), *walk(cli)] if isinstance(command, click.Group)]
)
def test_no_summary_is_cut(words):
    """Each command's line in the help of its group fits on a terminal of 80 columns."""
    result = CliRunner().invoke(cli, [*words, "--help"], terminal_width=80)
    summaries = result.output.partition("Commands:")[2].partition("\n\n")[0]
    assert summaries
    assert "..." not in summaries


def test_start_is_interrupted(monkeypatch, capsys):
    """Ctrl-C while the command is still loading ends with a line and its exit code, not with a traceback."""

    def interrupt(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupt)
    assert (main(), capsys.readouterr().err) == (130, "numberwire: Interrupted.\n")


def test_start_of_the_command_is_short():
    """What is loaded before the command can answer Ctrl-C is next to nothing: no client, and no library."""
    code = "import sys, numberwire.cli; print(*sys.modules)"
    loaded = run_python(code).stdout.split()
    assert [
        name for name in loaded if name.partition(".")[0] in ("numberwire", "numberwire_api", "msgspec")
    ] == [
        "numberwire",
        "numberwire.cli",
    ]


def test_import_loads_no_extra():
    """`import numberwire` and the client load nothing of the command's extra."""
    code = f"import sys, numberwire.signalwire, numberwire.cli; print({EXTRA} & {{*sys.modules}})"
    assert run_python(code).stdout == "set()\n"


def test_help_loads_no_client():
    """`numberwire --help` loads click, and neither a client nor rich nor YAML: it is there at once."""
    code = (
        "import sys; sys.argv = ['numberwire', '--help']\n"
        "from numberwire.cli import main\n"
        "try: main()\n"
        "finally: print({'numberwire.signalwire', 'rich', 'yaml', 'filelock', 'json', 'csv'} & {*sys.modules})"
    )
    assert run_python(code).stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("package", ["click", "filelock", "yaml"])
def test_without_the_extra(package):
    """Without a package of the extra the command says in one line how to install it, and ends as wrong usage does."""
    code = (
        f"import sys; sys.modules['{package}'] = None; sys.argv = ['numberwire', 'export', '-o', 'x.yaml']\n"
        "from numberwire.cli import main\n"
        "sys.exit(main())"
    )
    ended = run_python(code)
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        2,
        "",
        (
            f"The command numberwire needs the package {package}. Install it with its extra: "
            "python -m pip install 'numberwire[cli]'\n"
        ),
    )


def test_module_is_the_command():
    """`python -m numberwire` is the command."""
    ended = subprocess.run(
        [sys.executable, "-m", "numberwire", "--version"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout.startswith("numberwire ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell):
    """The script of each shell asks the command itself, and what it answers is completed."""
    script = CliRunner().invoke(cli, ["completion", shell])
    assert (script.exit_code, "_NUMBERWIRE_COMPLETE" in script.output) == (0, True)


def test_completion_of_commands():
    """The command answers the completion script of bash: commands of a group, and values of an option."""
    environment = {**os.environ, "_NUMBERWIRE_COMPLETE": "bash_complete", "COMP_CWORD": "2"}
    for line, words in {
        "numberwire numbers re": "plain,release\n",
        "numberwire audit --ru": "plain,--rule\nplain,--rules\n",
    }.items():
        ended = subprocess.run(
            [sys.executable, "-m", "numberwire"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**environment, "COMP_WORDS": line},
        )
        assert ended.stdout == words


def test_wrong_command():
    """A command that isn't there is wrong usage."""
    result = CliRunner().invoke(cli, ["number"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No such command 'number'" in result.stderr
