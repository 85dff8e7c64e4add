"""Distribution: the sdist and the wheel, built twice from two places and found alike, then put into dist/."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from generator.edit import write_set
from generator.output import workshop
from generator.release.changelog import released_on
from generator.release.contents import differing, require_contents
from generator.release.failure import ReleaseError
from generator.release.program import module, run
from generator.release.repository import Repository

DIST = "dist"
_BUILD = ("--no-isolation", "--outdir")


@dataclass(frozen=True)
class Distribution:
    """A version's two archives.

    Attributes:
        name: The project's name.
        version: The version.
        files: Each archive's bytes by its name, the sdist first.
    """

    name: str
    version: str
    files: dict[str, bytes]

    @property
    def hashes(self) -> dict[str, str]:
        """Each archive's SHA-256 by its name."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}


def pack(repository: Repository, report: Callable[[str], None]) -> Distribution:
    """Build the two archives, and prove them.

    The first build makes the sdist from the tree and the wheel from that sdist; the second makes both from a copy
    of the tree in which stands only what git knows. All must be the same bytes, and hold what they shall.

    Args:
        repository: The tree.
        report: Where to tell of slow steps.

    Raises:
        ReleaseError: A build fails, two builds differ, or an archive holds too much or too little.
    """
    project = tomllib.loads((repository.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    epoch = {"SOURCE_DATE_EPOCH": str(built_at(repository, project["version"]))}
    builder = module("build")
    with workshop() as folder:
        report("building the sdist from the tree, and the wheel from the sdist")
        run([*builder, *_BUILD, str(folder / "one"), str(repository.root)], folder, epoch)
        report("building both again, from a copy of the tree")
        copy = _copied(repository, folder / "tree")
        run([*builder, "--sdist", "--wheel", *_BUILD, str(folder / "other"), str(copy)], folder, epoch)
        require_same(folder / "one", folder / "other")
        made = sorted((folder / "one").iterdir(), key=lambda path: path.suffix == ".whl")
        require_contents(repository, *made)
        require_rendered(*made)
        return Distribution(
            project["name"], project["version"], {path.name: path.read_bytes() for path in made}
        )


def place(distribution: Distribution, folder: Path) -> None:
    """Put the archives into a folder, in the place of any others of the project.

    Args:
        distribution: The archives.
        folder: The folder, usually dist/.
    """
    write_set(placed_files(distribution, folder))


def placed_files(distribution: Distribution, folder: Path) -> dict[Path, bytes | None]:
    """Return what each file of a folder shall hold once the archives are there.

    Args:
        distribution: The archives.
        folder: The folder, usually dist/.
    """
    files: dict[Path, bytes | None] = dict.fromkeys(folder.glob(f"{distribution.name}-*"))
    return files | {folder / name: content for name, content in distribution.files.items()}


def require_placed(distribution: Distribution, folder: Path) -> None:
    """Refuse to go on with archives that a folder doesn't hold: nobody has tried these.

    Args:
        distribution: The archives.
        folder: The folder, usually dist/.

    Raises:
        ReleaseError: One is not there, or is another.
    """
    for name, content in distribution.files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            state = "is not what this commit builds" if path.is_file() else "is not there"
            raise ReleaseError(f"{DIST}/{name} {state}: build and try it first (nox -s build).")


def built_at(repository: Repository, version: str) -> int:
    """Return the time that the archives carry, in seconds since 1970.

    It is the day that the changelog gives, so that the archives are the same before and after the release is
    committed; a version that isn't released has the time of the last commit.

    Args:
        repository: The tree.
        version: Its version.
    """
    changelog = repository.root / "CHANGELOG.md"
    day = released_on(changelog.read_text(encoding="utf-8"), version) if changelog.exists() else None
    return int(datetime.combine(day, time(), UTC).timestamp()) if day else repository.committed_at()


def require_same(one: Path, other: Path) -> None:
    """Refuse two builds that differ.

    Args:
        one: The folder of a build.
        other: The folder of another.

    Raises:
        ReleaseError: They do; the message names the files that differ.
    """
    if found := differing(one, other):
        raise ReleaseError(f"Two builds of one tree differ, and nobody could check them: {'; '.join(found)}.")


def require_rendered(*archives: Path) -> None:
    """Refuse archives whose description an index could not show.

    Args:
        archives: Their files.

    Raises:
        ReleaseError: It doesn't render; the message says why.
    """
    run([*module("twine"), "check", "--strict", *map(str, archives)], archives[0].parent)


def _copied(repository: Repository, folder: Path) -> Path:
    for name in repository.files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(repository.root / name, folder / name)
    return folder
