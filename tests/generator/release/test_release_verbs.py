"""The verbs of a release on the command line: what they print, how they end, and what they leave."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.cli import main
from generator.release.publishing import FIRST_CALL
from generator.verbs import audit, build, fragment, publish, release, version

ROOT = Path(__file__).parents[3]
CHANGED = {
    "overrides/numberwire/__init__.py": 'def buy(number: str) -> str:\n    """Buy it."""\n    return "" + number\n'
}
FIXED = {".changes/+it.fixed.md": "It is fixed.\n"}
IN_A_PROCESS_OF_ITS_OWN = """
import os, signal, sys
from pathlib import Path
from generator.cli import main
from generator.verbs import release
os.environ["RELEASING"] = str(os.getpid())
signal.signal(signal.SIGINT, signal.default_int_handler)
release.ROOT = Path(sys.argv[1])
sys.exit(main(["release"]))
"""
PRESSES_CTRL_C = "import os, signal\nos.kill(int(os.environ['RELEASING']), signal.SIGINT)\n"


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Return what points the verbs at a project."""

    def point(project):
        for verb in (audit, build, fragment, publish, release, version):
            monkeypatch.setattr(verb, "ROOT", project.root)
        return project

    return point


def run_verb(capsys, *words: str) -> tuple[int, str]:
    """Run a verb; return how it ended and what it printed."""
    code = main(words)
    return code, capsys.readouterr().out


def test_the_version_is_told(at, project, capsys):
    """`version` prints the version, and with --json as data."""
    at(project)
    assert run_verb(capsys, "version") == (0, "0.1.0\n")
    assert run_verb(capsys, "version", "--json") == (0, '{\n  "version": "0.1.0"\n}\n')


def test_the_projects_own_version_is_the_packages():
    """`numberwire.__version__` and `version` are the same number, for it stands in one place."""
    script = "import numberwire; print(numberwire.__version__)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{done.stdout.strip()}"\n' in pyproject
    assert [
        path for path in (ROOT / "overrides").rglob("*.py") if done.stdout.strip() in path.read_text()
    ] == []


def test_fragments_are_told(at, released, capsys):
    """`fragment` says what changed since when, and what notes it."""
    at(released).commit(CHANGED | FIXED)
    assert run_verb(capsys, "fragment") == (
        0,
        "1 file of what users get changed since v0.1.0.\nfragment: .changes/+it.fixed.md\n",
    )
    assert run_verb(capsys, "fragment", "--base", "HEAD") == (
        0,
        "Nothing that users get changed since HEAD.\n",
    )
    code, out = run_verb(capsys, "fragment", "--json")
    assert (code, json.loads(out)) == (
        0,
        {"base": "v0.1.0", "changed": [*CHANGED], "fragments": [*FIXED]},
    )


def test_a_missing_fragment_is_told(at, released, capsys):
    """Without a fragment the verb ends with 1 and one sentence."""
    at(released).commit(CHANGED)
    code, out = run_verb(capsys, "fragment")
    assert (code, out.count("\n")) == (1, 1)
    assert out.startswith("overrides/numberwire/__init__.py changed since v0.1.0, and no fragment says")


def test_a_base_that_is_none_is_wrong_usage(at, released, capsys):
    """A revision that git doesn't know is a mistake of the call."""
    at(released)
    with pytest.raises(SystemExit) as ended:
        main(["fragment", "--base", "--output=x"])
    assert ended.value.code == 2
    with pytest.raises(SystemExit) as ended:
        main(["fragment", "--base", "nowhere"])
    assert ended.value.code == 2
    assert "--base: git has no revision nowhere" in capsys.readouterr().err


def test_a_dry_run_tells_the_version_and_the_notes(at, released, capsys):
    """`release --dry-run` prints what would be released, and changes nothing; a dirty tree is only mentioned."""
    at(released).write(CHANGED | FIXED)
    today = datetime.now(UTC).date().isoformat()
    with released.unchanged():
        code = main(["release", "--dry-run"])
    captured = capsys.readouterr()
    assert code == 0
    assert captured.out == (
        "The next release is 0.1.1, patch: .changes/+it.fixed.md.\n\n"
        f"## 0.1.1 - {today}\n\n### Fixed\n\n- It is fixed.\n"
    )
    assert captured.err.startswith(
        "this dry run includes uncommitted changes: overrides/numberwire/__init__.py, .changes/+it.fixed.md\n"
    )


def test_nothing_to_release_is_told(at, released, capsys):
    """At a release `release` says so, prints the version and ends with 0."""
    with at(released).unchanged():
        assert run_verb(capsys, "release") == (
            0,
            "Nothing to release: nothing that users get changed since v0.1.0.\nThe version is 0.1.0.\n",
        )
        code, out = run_verb(capsys, "release", "--dry-run", "--json")
    assert (code, json.loads(out)) == (0, {"version": "0.1.0", "released": False})


@pytest.mark.parametrize("files", [{"README.md": "changed\n"}, {"new.txt": ""}], ids=["changed", "new"])
def test_a_dirty_tree_is_not_released(files, at, released, capsys):
    """A release needs a clean tree."""
    at(released).commit(CHANGED | FIXED)
    released.write(files)
    with released.unchanged():
        code, out = run_verb(capsys, "release")
    assert (code, out) == (1, f"A release needs a clean tree. Commit or put away {min(files)}.\n")


def test_a_release_is_written_built_and_left_to_a_person(at, released, capsys):
    """`release` writes three kinds of files, builds, and prints the commands; done, there is nothing more to do."""
    head = at(released).commit(CHANGED | FIXED)
    code, out = run_verb(capsys, "release")
    assert code == 0
    assert released.git("rev-parse", "HEAD") == head
    assert sorted(released.dirty_files()) == [".changes/+it.fixed.md", "CHANGELOG.md", "pyproject.toml"]
    assert sorted(path.name for path in (released.root / "dist").iterdir()) == [
        "numberwire-0.1.1-py3-none-any.whl",
        "numberwire-0.1.1.tar.gz",
    ]
    commands = [line.strip() for line in out.splitlines() if line.startswith("  git ")]
    assert commands == [
        'git commit --all --message "Release 0.1.1"',
        'git tag --annotate v0.1.1 --message "Release 0.1.1"',
        "git push --atomic origin main v0.1.1",
    ]
    released.git("commit", "--quiet", "--all", "--message", "Release 0.1.1")
    released.git("tag", "--annotate", "v0.1.1", "--message", "Release 0.1.1")
    assert run_verb(capsys, "release")[1].startswith("Nothing to release")
    assert run_verb(capsys, "fragment")[0] == 0


def test_a_build_that_fails_takes_the_release_back(at, released, capsys):
    """Where the build fails, every byte is as it was, dist/ too, and the builder's words are reported."""
    at(released).write({"dist/numberwire-0.0.9.tar.gz": "older"})
    pyproject = (released.root / "pyproject.toml").read_text(encoding="utf-8")
    released.commit(
        {"pyproject.toml": pyproject.replace('readme = "README.md"', "readme = 1"), **CHANGED, **FIXED}
    )
    with released.unchanged():
        code, out = run_verb(capsys, "release")
    assert code == 1
    assert out.startswith("build ended with 1:\n")


def test_ctrl_c_takes_the_release_back(released):
    """Ctrl-C while the release is being built leaves every byte as it was, and ends with 130 and one line."""
    pyproject = (released.root / "pyproject.toml").read_text(encoding="utf-8")
    path = "generator/release/bill_of_materials.py"
    hook = f'[tool.hatch.build.hooks.custom]\npath = "{path}"\n\n'
    released.commit(
        {
            "pyproject.toml": pyproject + hook,
            path: PRESSES_CTRL_C,
            **CHANGED,
            **FIXED,
        }
    )
    with released.unchanged():
        command = [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, str(released.root)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.splitlines()[-1] == "stopped."
    assert "building the sdist" in done.stderr


def test_a_folder_without_git_is_told(at, tmp_path, capsys, monkeypatch):
    """Each verb that needs the history says so."""
    for verb in (fragment, release, build, publish):
        monkeypatch.setattr(verb, "ROOT", tmp_path)
        code, out = run_verb(capsys, verb.__name__.rpartition(".")[2])
        assert (code, out.startswith("The history is needed, and git can't read it.")) == (1, True)


def test_a_publication_that_is_refused_is_told(at, project, capsys, monkeypatch):
    """`publish` ends with 1 and one sentence, in which no password stands."""
    at(project)
    monkeypatch.setenv("NUMBERWIRE_INDEX_URL", "https://me:hush-hush@127.0.0.1.invalid/")
    code, out = run_verb(capsys, "publish")
    assert code == 1
    assert out == (
        "The version is 0.1.0, and this commit carries no tag of a release. Only a release is published to a real"
        " index: check out v0.1.0, or make it first (nox -s release).\n"
    )


def test_a_call_from_the_tree_is_no_call_from_the_wheel():
    """The first call is made with what was installed; the project's own tree is found out."""
    done = subprocess.run(
        [sys.executable, "-I", str(FIRST_CALL), "0.1.0"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    # Which tree is installed is the environment's: a copy of the project may use that of another.
    assert done.stderr.endswith(
        "/overrides/numberwire/__init__.py is 0.1.0, and not the 0.1.0 that was installed.\n"
    )
