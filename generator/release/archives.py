"""The sdist and the wheel: built twice from two places, found alike and complete, then put into dist/."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from generator.files import workshop
from generator.journal import write_set
from generator.release.git import Repository
from generator.release.programs import ReleaseError, module, run
from generator.release.version import released_on

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


# Contents: what the archives hold, file by file, against what the tree holds; tests and tools never ship.

Members = dict[str, bytes]

_METADATA = ("METADATA", "RECORD", "WHEEL", "licenses/LICENSE")
_BESIDE = (".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml")
"""What the sdist holds beside the packages; hatchling builds from the first and the last."""


def members(archive: Path) -> Members:
    """Return the files of a wheel or an sdist by name; those of an sdist without its top folder.

    Args:
        archive: The archive.
    """
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as sdist:
        held = {one.name: sdist.extractfile(one) for one in sdist.getmembers() if one.isfile()}
        return {name.partition("/")[2]: file.read() for name, file in held.items() if file}


def differing(one: Path, other: Path) -> list[str]:
    """Return what differs between the archives of two folders, in words.

    Args:
        one: A folder of archives.
        other: Another.
    """
    found: list[str] = []
    for name in sorted({path.name for folder in (one, other) for path in folder.iterdir()}):
        mine, yours = one / name, other / name
        if not (mine.exists() and yours.exists()):
            found.append(f"only one of them made {name}")
        elif mine.read_bytes() != yours.read_bytes():
            found.append(f"{name} in {_difference(members(mine), members(yours))}")
    return found


def require_contents(repository: Repository, sdist: Path, wheel: Path) -> None:
    """Refuse archives that hold anything but the packages as they stand in the tree, and what goes with them.

    Args:
        repository: The tree.
        sdist: The sdist built from it.
        wheel: The wheel.

    Raises:
        ReleaseError: A file is too many, missing or another; the message names it.
    """
    project = tomllib.loads((repository.root / "pyproject.toml").read_text(encoding="utf-8"))
    packages: list[str] = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    sources = {name for name in repository.files() if name.startswith(tuple(f"{one}/" for one in packages))}
    sources |= {f"{package}/py.typed" for package in packages}
    shipped = {name: _content(repository.root / name) for name in sources}
    information = f"{wheel.name.removesuffix('-py3-none-any.whl')}.dist-info"
    _require(
        wheel,
        {_installed(name, packages): content for name, content in shipped.items()}
        | {f"{information}/{name}": None for name in (*_METADATA, *_script_files(project))},
    )
    _require(
        sdist, shipped | {name: _content(repository.root / name) for name in _BESIDE} | {"PKG-INFO": None}
    )


def _script_files(project: Mapping[str, Any]) -> tuple[str, ...]:
    """What a wheel holds beside its metadata where the project has commands."""
    return ("entry_points.txt",) if project["project"].get("scripts") else ()


def _require(archive: Path, expected: Mapping[str, bytes | None]) -> None:
    """Compare an archive with what it shall hold, where None stands for any content."""
    held = members(archive)
    wrong = [f"holds {name}, which doesn't belong there" for name in sorted(held.keys() - expected.keys())]
    wrong += [f"lacks {name}" for name in sorted(expected.keys() - held.keys())]
    wrong += [
        f"holds another {name} than the tree"
        for name, content in sorted(expected.items())
        if name in held and content is not None and held[name] != content
    ]
    if wrong:
        more = f" ({len(wrong) - 1} more)" if wrong[1:] else ""
        raise ReleaseError(f"{archive.name} {wrong[0]}{more}.")


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _installed(name: str, packages: list[str]) -> str:
    """Return where a file of the tree stands once it is installed."""
    package = next(one for one in packages if name.startswith(f"{one}/"))
    return name.removeprefix(f"{package.rpartition('/')[0]}/")


def _difference(mine: Members, yours: Members) -> str:
    names = sorted(name for name in mine.keys() | yours.keys() if mine.get(name) != yours.get(name))
    return ", ".join(names) or "the archive's own records, such as a time or a mode"
