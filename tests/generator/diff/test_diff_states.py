"""States: what is read of a working tree, a folder, a revision and a wheel, and what is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diff import State, StateError, last_release, read_state
from generator.findings import CommandError
from tests.generator.diff.states import FILES, WHEEL, git, wheel, write


def state_parts(state: State) -> tuple[str, str, list[str] | None, list[str], list[str]]:
    """Return what a state has: name, version, APIs, packages and typing tests."""
    specs = None if state.specs is None else list(state.specs)
    return state.name, state.version, specs, list(state.packages), [path.name for path in state.typing_tests]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a project in git: released as 0.1.0 and changed since, in a commit and in the working tree."""
    folder = write(tmp_path / "project", FILES)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "One")
    git(folder, "tag", "v0.1.0")
    write(folder, {"pyproject.toml": "[project]\nversion = '0.2.0'\n"})
    git(folder, "commit", "--quiet", "--all", "--message", "Two")
    return write(folder, {"pyproject.toml": "[project]\nversion = '0.3.0'\n"})


ALL = (["shop"], ["numberwire", "numberwire_api"], ["uses.py"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (None, ("the working tree", "0.3.0", *ALL)),
        ("worktree", ("the working tree", "0.3.0", *ALL)),
        ("HEAD", ("HEAD", "0.2.0", *ALL)),
        ("v0.1.0", ("v0.1.0", "0.1.0", *ALL)),
        ("HEAD~1", ("HEAD~1", "0.1.0", *ALL)),
    ],
)
def test_a_state_of_a_project_is_its_specs_packages_typing_tests_and_version(repository, name, expected):
    """The working tree and a revision have the same parts, each with what it says itself."""
    with read_state(name, repository) as state:
        assert state_parts(state) == expected


def test_a_revision_is_copied_out_and_nothing_is_checked_out(repository):
    """Reading a revision leaves the working tree and the repository as they were, and no files behind."""
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    with read_state("v0.1.0", repository) as state:
        folder = state.packages["numberwire"].parent
        copied = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert copied == sorted(name for name in FILES if name != "tests/test_other.py")
    assert not folder.exists()
    assert {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()} == before


def test_a_folder_is_a_state(tmp_path):
    """A folder is read where it is, with what of a project it has."""
    folder = write(
        tmp_path / "folder", {name: FILES[name] for name in FILES if not name.startswith("generated")}
    )
    with read_state(str(folder), tmp_path) as state:
        assert state_parts(state) == (str(folder), "0.1.0", ["shop"], ["numberwire"], ["uses.py"])


def test_a_wheel_has_packages_and_a_version_alone(tmp_path):
    """A wheel says its version in its metadata and carries no document and no test."""
    path = wheel(tmp_path / "numberwire-0.2.0-py3-none-any.whl", WHEEL)
    with read_state(path, tmp_path) as state:
        assert state_parts(state) == (str(path), "0.2.0", None, ["numberwire", "numberwire_api"], [])


def test_the_last_release_is_the_greatest_version_that_the_revision_holds(repository):
    """Versions are ordered by their numbers; what is no release, or stands on another branch, is passed over."""
    for tag in ("v0.9.0", "v0.10.0", "v0.11.0rc1", "version", "v1"):
        git(repository, "tag", tag)
    git(repository, "checkout", "--quiet", "-b", "other")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "Three")
    git(repository, "tag", "v2.0.0")
    git(repository, "checkout", "--quiet", "-")
    assert last_release(repository) == "v0.10.0"


def test_without_a_release_there_is_none(repository):
    """A repository without a release's tag has no last release."""
    git(repository, "tag", "--delete", "v0.1.0")
    assert last_release(repository) is None


def no_wheel(folder: Path) -> str:
    """Return the name of a file that says it is a wheel."""
    (folder / "broken.whl").write_bytes(b"no wheel at all")
    return str(folder / "broken.whl")


def cut_wheel(folder: Path) -> str:
    """Return the name of a wheel with a file that isn't what its sum says."""
    path = wheel(folder / "cut.whl", {"numberwire/__init__.py": "a = 1\n"})
    path.write_bytes(path.read_bytes().replace(b"a = 1", b"a = 2", 1))
    return str(path)


def wheel_with(*names: str) -> Callable[[Path], str]:
    """Return a maker of wheels with files of certain names."""
    return lambda folder: str(wheel(folder / "odd.whl", dict.fromkeys(names, "")))


def wheel_with_a_link(folder: Path) -> str:
    """Return the name of a wheel with a symbolic link."""
    link = zipfile.ZipInfo("numberwire/__init__.py")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(folder / "link.whl", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    return str(folder / "link.whl")


def folder_with(**files: str) -> Callable[[Path], str]:
    """Return a maker of folders with certain files; a double underscore stands for a slash, a single one for a dot."""
    named = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    return lambda folder: str(write(folder / "made", named))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: "nothing", "nothing is neither a folder, nor a wheel (.whl), nor a revision of {root}."),
        (
            lambda _: "--output=x",
            "'--output=x' is not the name of a state: name a revision, a folder or a wheel.",
        ),
        (lambda _: "-h", "'-h' is not the name of a state: name a revision, a folder or a wheel."),
        (
            lambda _: "HEAD~1..HEAD",
            "'HEAD~1..HEAD' is not the name of a state: name a revision, a folder or a wheel.",
        ),
        (lambda _: "HEAD\n", r"'HEAD\n' is not the name of a state: name a revision, a folder or a wheel."),
        (
            lambda _: "a" * 5000,
            f"{'a' * 5000} is neither a folder, nor a wheel (.whl), nor a revision of {{root}}.",
        ),
        (
            lambda _: "HEAD:spec",
            "HEAD:spec is neither a folder, nor a wheel (.whl), nor a revision of {root}.",
        ),
        (lambda _: "none.whl", "The wheel none.whl does not exist."),
        (lambda _: Path("none"), "none is neither a folder nor a wheel (.whl)."),
        (no_wheel, "broken.whl can't be unpacked: File is not a zip file. Build or download it again."),
        (
            cut_wheel,
            "cut.whl can't be unpacked: Bad CRC-32 for file 'numberwire/__init__.py'. Build or download it again.",
        ),
        (wheel_with("../evil.py"), "odd.whl holds a file that may not be unpacked: '../evil.py'."),
        (
            wheel_with("a.py", "/root/evil.py"),
            "odd.whl holds a file that may not be unpacked: '/root/evil.py'.",
        ),
        (wheel_with("a\\..\\evil.py"), r"odd.whl holds a file that may not be unpacked: 'a\\..\\evil.py'."),
        (wheel_with("C:evil.py"), "odd.whl holds a file that may not be unpacked: 'C:evil.py'."),
        (wheel_with_a_link, "link.whl holds a file that may not be unpacked: 'numberwire/__init__.py'."),
        (
            wheel_with("other/__init__.py"),
            (
                "{name} holds none of spec, numberwire, numberwire_api:"
                " name a revision, a folder or a wheel of numberwire."
            ),
        ),
        (
            folder_with(spec__a_yaml="a: 1\na: 2\n"),
            "spec/a.yaml of {name}, line 2: the key 'a' appears twice, first on line 1; keep one.",
        ),
        (folder_with(spec__a_yaml="a: 1\n"), "spec/a.yaml of {name}: This is not an OpenAPI document."),
        (
            folder_with(spec__a_yaml="openapi: 3.1.0\n", pyproject_toml="no toml"),
            "The version of {name} can't be read: Expected '=' after a key in a key/value pair (at line 1, column 4).",
        ),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(repository, tmp_path, monkeypatch, make, words):
    """Each state that isn't one, or can't be trusted, is refused with what is wrong, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    name = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CommandError) as refused, read_state(name, repository):
        pass
    assert str(refused.value) == words.format(name=name, root=repository)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_without_a_repository_has_no_revisions(tmp_path):
    """Outside a repository neither a revision nor a release can be found, and git's reason is reported."""
    refusal = pytest.raises(
        StateError, match=r"^HEAD is neither a folder, .* nor a revision of .*not a git repository"
    )
    with refusal, read_state("HEAD", tmp_path):
        pass
    with pytest.raises(StateError, match=r"^The releases can't be listed: not a git repository"):
        last_release(tmp_path)


def test_without_git_that_is_told(repository, monkeypatch):
    """A machine without git can't read revisions, and the error says so."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StateError, match=r"^The releases can't be listed: git is not installed\.$"):
        last_release(repository)
