"""What git knows of the working tree; asks, and never changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.diff.kinds import release_number
from generator.findings import several
from generator.release.programs import ProgramError, ReleaseError, run
from generator.release.version import numbers

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
            ReleaseError: It is one.
        """
        try:
            is_shallow = self._git("rev-parse", "--is-shallow-repository").strip() == "true"
        except ProgramError as error:
            raise ReleaseError(f"The history is needed, and git can't read it. {error}") from None
        if is_shallow:
            raise ReleaseError(
                "This clone lacks its history: `git fetch --unshallow --tags` (fetch-depth: 0)."
            )

    def require_clean(self, doing: str) -> None:
        """Refuse a tree that is not what HEAD holds.

        Args:
            doing: What needs a clean tree, as the start of a sentence.

        Raises:
            ReleaseError: Something is changed or new; the message names it.
        """
        if dirty := self.dirty():
            raise ReleaseError(f"{doing} needs a clean tree. Commit or put away {several(dirty)}.")

    def dirty(self) -> list[str]:
        """Return what is changed or new and not committed; ignored files don't count."""
        return self._names("diff", "--name-only", "--no-renames", "--relative", "HEAD") + self._new()

    def files(self) -> list[str]:
        """Return every file of the tree that git doesn't ignore."""
        names = self._names("ls-files", "--cached", "--others", "--exclude-standard")
        return sorted(name for name in set(names) if (self.root / name).is_file())

    def changed(self, since: str | None) -> list[str]:
        """Return the files that differ from a revision, those not committed and those deleted among them.

        Args:
            since: The revision; None for the empty tree.
        """
        if since is None:
            return self.files()
        return sorted(
            {*self._names("diff", "--name-only", "--no-renames", "--relative", since, "--"), *self._new()}
        )

    def text(self, revision: str, path: str) -> str | None:
        """Return a file of a revision, or None where it has none."""
        try:
            return self._git("show", f"{revision}:{path}")
        except ProgramError:
            return None

    def revision(self, name: str) -> str | None:
        """Return the commit that a name stands for, or None."""
        try:
            return self._git(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
            ).strip()
        except ProgramError:
            return None

    def branch(self) -> str:
        """Return the branch's name, or `HEAD` where there is none."""
        return self._git("rev-parse", "--abbrev-ref", "HEAD").strip()

    def released(self, *which: str) -> list[str]:
        """Return the versions that tags `vX.Y.Z` name, the highest first.

        Args:
            which: What of `git tag` is asked for, such as `--points-at HEAD`; every tag by default.
        """
        tags = self._git("tag", "--list", "v*", *which).split()
        return sorted((tag[1:] for tag in tags if release_number(tag[1:])), key=numbers, reverse=True)

    def last_release(self) -> str | None:
        """Return the highest version that this history has released, or None."""
        return next(iter(self.released("--merged", "HEAD")), None)

    def base(self) -> str | None:
        """Return where this work began: at the main branch, or, on it, at the last release if there is one."""
        head = self.revision("HEAD")
        for main in filter(self.revision, _MAIN):
            began = self._git("merge-base", "HEAD", main).strip()
            if began != head:
                return began
        last = self.last_release()
        return last and f"v{last}"

    def committed_at(self) -> int:
        """Return when HEAD was committed, in seconds since 1970."""
        return int(self._git("log", "-1", "--format=%ct"))

    def _new(self) -> list[str]:
        return self._names("ls-files", "--others", "--exclude-standard")

    def _names(self, *words: str) -> list[str]:
        return [name for name in self._git(*words[:1], "-z", *words[1:]).split("\0") if name]

    def _git(self, *words: str) -> str:
        return run(["git", *words], self.root)


def short(revision: str | None) -> str:
    """Return a revision as people read it; None is the empty tree."""
    return "the beginning" if revision is None else revision[:12]
