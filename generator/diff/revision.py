"""Revisions: what git knows by a name is copied out of the repository; nothing is ever checked out or changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from generator.diff.archive import unpack_tar
from generator.diff.state import StateError
from generator.diff.version import release_number


def last_release(root: Path) -> str | None:
    """Return the tag of the last release (`v1.2.3`) that the present revision holds, or None where there is none.

    Args:
        root: A folder of the repository.

    Raises:
        StateError: It is no repository, or one without a commit.
    """
    listed = _git(root, "tag", "--list", "v*", "--merged", "HEAD", failing="The releases can't be listed")
    numbers = {tag: release_number(tag[1:]) for tag in listed.split()}
    return max((tag for tag in numbers if numbers[tag]), key=lambda tag: numbers[tag] or (), default=None)


def unpack_revision(root: Path, name: str, folder: Path) -> None:
    """Copy what a comparison needs of a revision into a folder.

    Args:
        root: A folder of the repository.
        name: A commit, a tag or a branch.
        folder: An empty folder.

    Raises:
        StateError: There is no such revision, or it can't be read.
    """
    if name.startswith("-") or ".." in name or not name.isprintable():
        raise StateError(f"{name!r} is no name of a state: name a revision, a folder or a wheel.")
    commit = _git(
        root,
        *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"),
        failing=f"{name} is no folder, no wheel (.whl) and no revision of {root}",
    )
    command = _command(root, "archive", "--format=tar", commit)
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - git, with the hash that it gave
        if process.stdout is None:  # never, where a pipe is asked for
            raise AssertionError
        unpack_tar(process.stdout, folder, name)
        process.stdout.read()  # the padding at the end: without a reader git would end in an error
    if process.returncode:
        raise StateError(f"git can't read {name}; see what it says above.")


def _git(root: Path, *words: str, failing: str) -> str:
    """Return what a git command prints, without the line's end.

    Raises:
        StateError: It fails.
    """
    try:
        done = subprocess.run(_command(root, *words), capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - git, which takes what follows --end-of-options as a name
    except OSError as error:
        raise StateError(f"{failing}: git can't be run ({error.strerror}). Install it.") from None
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise StateError(f"{failing}: {said[-1].removeprefix('fatal: ')}." if said else f"{failing}.")
    return done.stdout.strip()


def _command(root: Path, *words: str) -> list[str]:
    return ["git", "-C", str(root), *words]
