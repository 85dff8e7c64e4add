"""What git knows of the working tree and its history; asks, and never changes or checks out anything."""

from __future__ import annotations

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generator.findings import CommandError, several
from generator.programs import ProgramError, run
from generator.versions import parse_release

_MAIN = ("origin/main", "main")


@dataclass(frozen=True)
class Repository:
    """A working tree and its history.

    Attributes:
        root: The tree's top folder.
    """

    root: Path

    def require_whole(self) -> None:
        """Refuse a folder without git, and a clone without its history.

        Raises:
            CommandError: It is one.
        """
        try:
            is_shallow = self._run_git("rev-parse", "--is-shallow-repository").strip() == "true"
        except ProgramError as error:
            raise CommandError(f"The history is needed, and git can't read it. {error}") from None
        if is_shallow:
            raise CommandError(
                "This clone lacks its history: `git fetch --unshallow --tags` (fetch-depth: 0)."
            )

    def require_clean(self, doing: str) -> None:
        """Refuse a tree that is not what HEAD holds.

        Args:
            doing: What needs a clean tree, as the start of a sentence.

        Raises:
            CommandError: Something is changed or new; the message names it.
        """
        if paths := self.dirty_files():
            raise CommandError(f"{doing} needs a clean tree. Commit or put away {several(paths)}.")

    def dirty_files(self) -> list[str]:
        """Return what is changed or new and not committed; ignored files don't count."""
        return (
            self._path_list("diff", "--name-only", "--no-renames", "--relative", "HEAD") + self._new_files()
        )

    def files(self) -> list[str]:
        """Return every file of the tree that git doesn't ignore."""
        names = self._path_list("ls-files", "--cached", "--others", "--exclude-standard")
        return sorted(name for name in set(names) if (self.root / name).is_file())

    def changed_files(self, since: str | None) -> list[str]:
        """Return the files that differ from a revision, those not committed and those deleted among them.

        Args:
            since: The revision; None for the empty tree.
        """
        if since is None:
            return self.files()
        return sorted(
            {
                *self._path_list("diff", "--name-only", "--no-renames", "--relative", since, "--"),
                *self._new_files(),
            }
        )

    def file_text(self, revision: str, path: str) -> str | None:
        """Return a file of a revision, or None where it has none."""
        try:
            return self._run_git("show", f"{revision}:{path}")
        except ProgramError:
            return None

    def find_commit(self, name: str) -> str | None:
        """Return the commit that a name stands for, or None."""
        try:
            return self.read_commit(name)
        except ProgramError:
            return None

    def read_commit(self, name: str) -> str:
        """Return the commit that a name stands for.

        Raises:
            ProgramError: There is none, or no repository.
        """
        return self._run_git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        ).strip()

    @contextmanager
    def open_archive(self, commit: str) -> Generator[IO[bytes]]:
        """Give the files of a commit as a tar stream.

        Args:
            commit: Its hash.

        Raises:
            CommandError: git can't read it.
        """
        command = ["git", "archive", "--format=tar", commit]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=self.root) as process:  # noqa: S603 - git, with the hash that it gave
            if process.stdout is None:  # never, where a pipe is asked for
                raise AssertionError
            yield process.stdout
            process.stdout.read()  # the padding at the end: without a reader git would end in an error
        if process.returncode:
            raise CommandError(f"git can't read {commit}; see what it says above.")

    def branch_name(self) -> str:
        """Return the branch's name, or `HEAD` where there is none."""
        return self._run_git("rev-parse", "--abbrev-ref", "HEAD").strip()

    def released_versions(self, *which: str) -> list[str]:
        """Return the versions that tags `vX.Y.Z` name, the highest first.

        Args:
            which: What of `git tag` is asked for, such as `--points-at HEAD`; every tag by default.
        """
        tags = self._run_git("tag", "--list", "v*", *which).split()
        versions = [version for tag in tags if (version := parse_release(tag[1:]))]
        return [str(version) for version in sorted(versions, reverse=True)]

    def last_release(self) -> str | None:
        """Return the highest version that this history has released, or None."""
        return next(iter(self.released_versions("--merged", "HEAD")), None)

    def work_base(self) -> str | None:
        """Return where this work began: at the main branch, or, on it, at the last release if there is one."""
        head = self.find_commit("HEAD")
        for main in filter(self.find_commit, _MAIN):
            fork = self._run_git("merge-base", "HEAD", main).strip()
            if fork != head:
                return fork
        last = self.last_release()
        return last and f"v{last}"

    def commit_time(self) -> int:
        """Return when HEAD was committed, in seconds since 1970."""
        return int(self._run_git("log", "-1", "--format=%ct"))

    def _new_files(self) -> list[str]:
        return self._path_list("ls-files", "--others", "--exclude-standard")

    def _path_list(self, *words: str) -> list[str]:
        return [name for name in self._run_git(*words[:1], "-z", *words[1:]).split("\0") if name]

    def _run_git(self, *words: str) -> str:
        return run(["git", *words], self.root)


def short_revision(revision: str | None) -> str:
    """Return a revision as people read it; None is the empty tree."""
    return "the beginning" if revision is None else revision[:12]
