"""The command line: verbs, help, output and exit codes."""

from __future__ import annotations

import errno
import gc
import json
import os
import shlex
import signal
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from generator.cli import main
from generator.findings import Finding
from generator.rules import RULES
from generator.verbs import VERBS
from generator.verbs.verb import Group, Outcome, Row, UsageError, Verb, spec_paths

ROOT = Path(__file__).parents[2]
VERB = Verb(
    "Tries it.",
    (("try it", "tries"),),
    lambda _: None,
    lambda *_: Outcome(0, ["é"], {"a": "é"}),
)
BROKEN = "a: 1\na: 2\n"
TWICE = Finding(
    "a.yaml", 2, "NW001", "", "The key 'a' appears twice, first on line 1; keep one.", "Correct the file."
)


def leaves(verbs, words=()):
    """Every verb that does something, with the words that lead to it."""
    for verb in verbs:
        if isinstance(verb, Group):
            yield from leaves(verb.verbs, (*words, verb.name))
        else:
            yield (*words, verb.name), verb.load()


LEAVES = list(leaves(VERBS))
each_verb = pytest.mark.parametrize(("words", "verb"), LEAVES, ids=[" ".join(words) for words, _ in LEAVES])


def run_with(run, *arguments: str) -> int:
    """Run a table of one verb that does what is given."""
    return main(["try", *arguments], [Row("try", "try it", replace(VERB, run=run))])


def raising(error: BaseException):
    """Return a verb's deed that ends with an exception."""

    def run(*_):
        raise error

    return run


@pytest.mark.parametrize("is_enabled", [True, False])
def test_no_verb_is_held_up_by_a_search_for_cycles(is_enabled):
    """While a verb runs no cycles are looked for; afterwards that is as it was, even if the verb was stopped."""
    states = []

    def run(*_):
        states.append(gc.isenabled())
        raise KeyboardInterrupt

    (gc.enable if is_enabled else gc.disable)()
    try:
        assert run_with(run) == 130
        states.append(gc.isenabled())
    finally:
        gc.enable()
    assert states == [False, is_enabled]


@each_verb
def test_every_verb_has_help_with_examples(words, verb, capsys, monkeypatch):
    """`VERB --help` says what the verb does and shows each example, on lines that fit a terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert [example for example, _ in verb.examples if f"  {example}\n" not in shown] == []
    assert " ".join(verb.description.split()) in " ".join(shown.split())
    assert [line for line in shown.splitlines() if len(line) > 80] == []


@each_verb
def test_every_example_is_a_command_that_exists(words, verb, capsys):
    """The examples' options are the verb's own, and each example starts the verb."""
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    shown = capsys.readouterr().out
    start = (
        ["nox", "-s", "docs", "--", *words[1:]]
        if words[0] == "docs"
        else ["python", "-m", "generator", *words]
    )
    for example, _ in verb.examples:
        typed = example.split()
        assert typed[: len(start)] == start
        assert [word for word in typed[len(start) :] if word.startswith("--") and word not in shown] == []


def test_help_lists_every_verb(capsys):
    """`--help` has a line for each verb of the table."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert [verb.name for verb in VERBS if f"{verb.name}  " not in shown or verb.summary not in shown] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: VERB"),
        (["fly"], "invalid choice: 'fly'"),
        (["check", "--fast"], "generator check: error: unrecognized arguments: --fast"),
        (["generate", "--spec", "a.yaml"], "--spec and --out go together"),
        (["generate", "--out", "lib"], "--spec and --out go together"),
        (
            ["generate", "--spec", "a.yaml", "--out", "lib", "--check"],
            "--check compares generated/ with spec/",
        ),
    ],
)
def test_wrong_usage_ends_with_2(arguments, words, capsys):
    """What can't be meant is reported on stderr with the usage, and nothing is done."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    captured = capsys.readouterr()
    assert (ended.value.code, captured.out) == (2, "")
    assert words in captured.err


def test_check_of_the_project_is_fine(capsys):
    """The project's own documents have no findings, and the last line counts what is still to be done, if anything."""
    number = len(spec_paths())
    code = main(["check"])
    captured = capsys.readouterr()
    *to_do, last = captured.out.splitlines()
    assert [line for line in to_do if " TO DO " not in line] == []
    result = f"{len(to_do)} thing{'s' * (len(to_do) != 1)} still to be done" if to_do else "fine"
    assert (code, last, captured.err) == (bool(to_do), f"{number} documents checked: {result}.", "")


def test_check_tells_findings_and_ends_with_1(tmp_path, monkeypatch, capsys):
    """Each finding is a line, and the last one counts them."""
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(BROKEN, encoding="utf-8")
    assert main(["check", "a.yaml", "none.json"]) == 1
    assert capsys.readouterr().out == (
        f"{TWICE}\n"
        "none.json:1: NW001 The file does not exist. Fix: Correct the file.\n"
        "2 documents checked: 2 findings.\n"
    )


def test_check_as_json_is_one_document(tmp_path, monkeypatch, capsys):
    """`--json` prints one JSON document with every part of every finding."""
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(BROKEN, encoding="utf-8")
    assert main(["check", "--json", "a.yaml"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "checked": ["a.yaml"],
        "findings": [TWICE.as_json()],
        "to_do": [],
    }


def test_check_lists_the_rules(capsys):
    """`--rules` prints each rule's id and statement; with `--json`, as data."""
    assert main(["check", "--rules"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{rule.id}  {rule.statement}" for rule in RULES]
    assert main(["check", "--rules", "--json"]) == 0
    listed = [{"id": rule.id, "statement": rule.statement} for rule in RULES]
    assert json.loads(capsys.readouterr().out) == {"rules": listed}


def test_check_tells_of_a_large_file_while_it_works(tmp_path, monkeypatch, capsys):
    """A document that takes its time is named on stderr before it is read."""
    monkeypatch.chdir(tmp_path)
    Path("large.json").write_text(f'{{"a": "{"x" * 600_000}"}}', encoding="utf-8")
    assert main(["check", "large.json"]) == 1
    assert capsys.readouterr().err == "checking large.json\n"


def test_a_project_without_documents_is_wrong_usage(tmp_path):
    """Nothing to check is not the same as nothing found."""
    with pytest.raises(UsageError, match="has no document; name one"):
        spec_paths(tmp_path)


def test_output_is_lines_or_json(capsys):
    """What a verb has to say comes as its lines, or as its data in ASCII."""
    assert (run_with(VERB.run), capsys.readouterr().out) == (0, "é\n")
    assert (run_with(VERB.run, "--json"), capsys.readouterr().out) == (0, '{\n  "a": "\\u00e9"\n}\n')


def test_ctrl_c_ends_with_130_and_one_line(capsys):
    """An interrupted verb leaves a line and no traceback."""
    code = run_with(raising(KeyboardInterrupt()))
    captured = capsys.readouterr()
    assert (code, captured.out, captured.err) == (130, "", "stopped.\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_run_as_ctrl_c_does(number, capsys):
    """A run that is asked to end takes back what is half done, leaves a line, and says by its code which signal."""
    ends = []

    def run(*_):
        try:
            signal.raise_signal(number)
        finally:
            ends.append("taken back")

    handler = signal.signal(number, signal.SIG_DFL)  # whoever runs the tests may ignore it, as nohup does
    try:
        assert (run_with(run), ends, capsys.readouterr().err) == (128 + number, ["taken back"], "stopped.\n")
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, handler)


def test_a_signal_that_is_ignored_stays_ignored(capsys):
    """What nohup started goes on when its terminal closes."""
    handler = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert run_with(lambda *_: signal.raise_signal(signal.SIGHUP) or VERB.run(*_)) == 0
    finally:
        signal.signal(signal.SIGHUP, handler)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["diff", ""],
        ["diff", "v1", " "],
        ["check", ""],
        ["generate", "--spec", "", "--out", "lib"],
        ["generate", "--out="],
        ["docs", "read", ""],
        ["docs", "accept", "page", "--api", ""],
        ["docs", "check", "--page="],
        ["release", "--version", ""],
        ["fragment", ""],
    ],
    ids=" ".join,
)
def test_an_empty_argument_is_wrong_usage(arguments, capsys):
    """A variable that isn't set is not the same as an argument that isn't given."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert (ended.value.code, "is empty: is a variable unset?" in capsys.readouterr().err) == (2, True)


def test_what_the_machine_refuses_is_one_line(capsys):
    """A full or read-only disk is reported in a line that names the file, and is no bug."""
    code = run_with(raising(OSError(errno.ENOSPC, "No space left on device", "spec/a.yaml")))
    told = "spec/a.yaml can't be written or read: No space left on device.\n"
    assert (code, capsys.readouterr().err) == (1, told)


def test_a_closed_stdout_is_no_failure():
    """Without a stdout at all a verb does what it does, and ends with its code."""
    command = [sys.executable, "-m", "generator", "check", "--rules"]
    closed = f"exec {shlex.join(command)} >&-"
    done = subprocess.run(["/bin/sh", "-c", closed], cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("missing", ["openapi_spec_validator", "ruamel.yaml", "jinja2"])
def test_a_tool_that_is_not_installed_is_named(missing):
    """Without a tool the verb ends with one sentence: the command that installs it and does the same."""
    script = f"import sys; sys.modules[{missing!r}] = None; from generator.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, "generate", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    command = "run `nox -s generate -- --check`, which installs it."
    line = f"{missing.partition('.')[0]} is not installed here: {command}\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)


def test_a_verb_without_a_session_names_the_groups(capsys):
    """Where no session runs a verb, a missing tool names the dependency groups."""
    assert run_with(raising(ModuleNotFoundError("gone", name="griffe"))) == 1
    assert capsys.readouterr().err == (
        "griffe is not installed here: install the dependency groups generate and release.\n"
    )


def test_every_session_of_the_table_exists():
    """The nox session that a row names is one of the noxfile's."""
    source = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    sessions = {row.session for row in VERBS if row.session}
    assert [session for session in sessions if f"\ndef {session}(session: nox.Session" not in source] == []
    assert {row.name for row in VERBS if not row.session} == {"version"}


def test_a_tool_that_is_only_run_is_missed_at_once(shop, capsys, monkeypatch):
    """A tool that runs as another process is named as well, before anything is generated."""

    def version(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", version)
    assert main(["generate", "--spec", "pets.yaml", "--out", "lib"]) == 1
    assert capsys.readouterr().err.startswith("datamodel-code-generator is not installed here: ")
    assert not (shop / "lib").exists()


def test_a_module_of_our_own_that_is_gone_shows():
    """A missing module of the generator itself is a bug, and no missing tool."""
    with pytest.raises(ModuleNotFoundError):
        run_with(raising(ModuleNotFoundError("gone", name="generator.gone")))


def test_a_bug_shows():
    """An exception nobody expected isn't dressed up as a result."""
    with pytest.raises(ZeroDivisionError):
        run_with(raising(ZeroDivisionError()))


def test_a_reader_that_leaves_ends_the_program_quietly():
    """Output into a closed pipe gives no traceback."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "generator", "check", "--rules"]
    done = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_terminal_without_the_character_shows_its_escape(tmp_path):
    """A finding with a letter that the terminal lacks is printed all the same."""
    (tmp_path / "a.yaml").write_text("é: 1\né: 2\n", encoding="utf-8")
    command = [sys.executable, "-m", "generator", "check", str(tmp_path / "a.yaml")]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert r"The key '\xe9' appears twice" in done.stdout


@pytest.fixture
def shop(tmp_path, monkeypatch, pets) -> Path:
    """Return a folder with a document of which one property can't be expressed."""
    monkeypatch.chdir(tmp_path)
    text = pets.path.read_text(encoding="utf-8")
    owned = text.replace("        kind:", "        owner: {$ref: 'people.yaml#/Owner'}\n        kind:")
    Path("pets.yaml").write_text(text, encoding="utf-8")
    Path("owned.yaml").write_text(owned, encoding="utf-8")
    return tmp_path


def test_generate_reports_what_it_wrote(shop, capsys):
    """A document of anyone's becomes a package, and the last line says where and how large it is."""
    assert main(["generate", "--spec", "pets.yaml", "--out", "lib", "--strict"]) == 0
    assert capsys.readouterr().out == "lib/pets: 3 models, 1 operation.\n"
    assert (shop / "lib" / "pets" / "models.py").is_file()


def test_generate_lists_what_it_left_out(shop, capsys):
    """What can't be expressed is a line with file, line and mend; it is no failure unless --strict says so."""
    assert main(["generate", "--spec", "owned.yaml", "--out", "lib"]) == 0
    left_out, summary = capsys.readouterr().out.splitlines()
    assert left_out.startswith("owned.yaml:47: NW801 /components/schemas/Pet/properties/owner: ")
    assert summary == "lib/owned: 3 models, 1 operation, 1 left out or typed Any."
    assert main(["generate", "--spec", "owned.yaml", "--out", "lib", "--strict"]) == 1


def test_generate_as_json_is_one_document(shop, capsys):
    """`--json` prints each package with its size and what was left out."""
    assert main(["generate", "--spec", "owned.yaml", "--out", "lib", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    omissions = told["generated"][0].pop("omissions")
    assert told == {"generated": [{"package": "lib/owned", "models": 3, "operations": 1}], "findings": []}
    assert [(one["path"], one["line"], one["rule"]) for one in omissions] == [("owned.yaml", 47, "NW801")]


def test_generate_of_no_document_says_why(shop, capsys):
    """A file that can't be read is a finding, nothing is written, and the exit code is 1."""
    assert main(["generate", "--spec", "none.yaml", "--out", "lib"]) == 1
    assert capsys.readouterr().out == (
        "none.yaml:1: NW001 The file does not exist. Fix: Correct the file.\nNothing was generated: 1 finding.\n"
    )
    assert not (shop / "lib").exists()


def test_a_package_that_cannot_be_written_says_why(shop, capsys):
    """Where the package can't be written there are findings, as data with --json, and the exit code is 1."""
    Path("lib").write_text("in the way", encoding="utf-8")
    assert main(["generate", "--spec", "pets.yaml", "--out", "lib", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["generated"], [finding["path"] for finding in told["findings"]]) == ([], ["pets.yaml"])
    assert Path("lib").read_text(encoding="utf-8") == "in the way"
