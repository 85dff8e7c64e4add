"""The sdist and the wheel: built twice from two places, compared, checked for completeness, then put into dist/."""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from generator.archive_reader import Members, read_archive
from generator.files import workshop
from generator.findings import CommandError
from generator.git import Repository
from generator.journal import write_set
from generator.programs import module_command, run
from generator.release.version_lines import release_day

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


def build_archives(repository: Repository, report: Callable[[str], None]) -> Distribution:
    """Build the two archives twice, and compare and check them.

    The first build makes the sdist from the tree and the wheel from that sdist; the second makes both from a copy
    of the tree that holds only what git knows. All must be the same bytes, and hold what they should.

    Args:
        repository: The tree.
        report: Receives a line for each slow step.

    Raises:
        CommandError: A build fails, two builds differ, or an archive holds too much or too little.
    """
    project = tomllib.loads((repository.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    epoch = {"SOURCE_DATE_EPOCH": str(archive_time(repository, project["version"]))}
    builder = module_command("build")
    with workshop() as folder:
        report("building the sdist from the tree, and the wheel from the sdist")
        run([*builder, *_BUILD, str(folder / "first"), str(repository.root)], folder, epoch)
        report("building both again, from a copy of the tree")
        copy = _copy_tree(repository, folder / "tree")
        run([*builder, "--sdist", "--wheel", *_BUILD, str(folder / "second"), str(copy)], folder, epoch)
        require_same_archives(folder / "first", folder / "second")
        archives = sorted((folder / "first").iterdir(), key=lambda path: path.suffix == ".whl")
        require_contents(repository, *archives)
        require_rendered(*archives)
        return Distribution(
            project["name"], project["version"], {path.name: path.read_bytes() for path in archives}
        )


def place_archives(distribution: Distribution, folder: Path) -> None:
    """Put the archives into a folder, in the place of any others of the project.

    Args:
        distribution: The archives.
        folder: The folder, usually dist/.
    """
    write_set(dist_files(distribution, folder))


def dist_files(distribution: Distribution, folder: Path) -> dict[Path, bytes | None]:
    """Return what each file of a folder will hold once the archives are there.

    Args:
        distribution: The archives.
        folder: The folder, usually dist/.
    """
    files: dict[Path, bytes | None] = dict.fromkeys(folder.glob(f"{distribution.name}-*"))
    return files | {folder / name: content for name, content in distribution.files.items()}


def require_in_dist(distribution: Distribution, folder: Path) -> None:
    """Refuse to go on with archives that a folder doesn't hold: nobody has tried these.

    Args:
        distribution: The archives.
        folder: The folder, usually dist/.

    Raises:
        CommandError: One is not there, or is another.
    """
    for name, content in distribution.files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            state = "is not what this commit builds" if path.is_file() else "is not there"
            raise CommandError(f"{DIST}/{name} {state}: build and try it first (nox -s build).")


def archive_time(repository: Repository, version: str) -> int:
    """Return the time that the archives carry, in seconds since 1970.

    It is the day that the changelog gives, so that the archives are the same before and after the release is
    committed; a version that isn't released has the time of the last commit.

    Args:
        repository: The tree.
        version: Its version.
    """
    changelog = repository.root / "CHANGELOG.md"
    day = release_day(changelog.read_text(encoding="utf-8"), version) if changelog.exists() else None
    return int(datetime.combine(day, time(), UTC).timestamp()) if day else repository.commit_time()


def require_same_archives(first: Path, second: Path) -> None:
    """Refuse two builds that differ.

    Args:
        first: The folder of a build.
        second: The folder of another.

    Raises:
        CommandError: They do; the message names the files that differ.
    """
    if differences := archive_differences(first, second):
        raise CommandError(
            f"Two builds of one tree differ, so they could not be verified: {'; '.join(differences)}."
        )


def require_rendered(*archives: Path) -> None:
    """Refuse archives whose description an index could not show.

    Args:
        archives: Their files.

    Raises:
        CommandError: It doesn't render; the message says why.
    """
    run([*module_command("twine"), "check", "--strict", *map(str, archives)], archives[0].parent)


def _copy_tree(repository: Repository, folder: Path) -> Path:
    for name in repository.files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(repository.root / name, folder / name)
    return folder


# Contents: what the archives hold, file by file, against what the tree holds; tests and tools never ship.

_METADATA = ("METADATA", "RECORD", "WHEEL", "licenses/LICENSE")
_BESIDE = (
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "generator/release/bill_of_materials.py",
    "pyproject.toml",
)
"""What the sdist holds beside the packages; hatchling builds from the first and the last two."""


def archive_differences(first: Path, second: Path) -> list[str]:
    """Return what differs between the archives of two folders, in words.

    Args:
        first: A folder of archives.
        second: Another one.
    """
    differences: list[str] = []
    for name in sorted({path.name for folder in (first, second) for path in folder.iterdir()}):
        path, other_path = first / name, second / name
        if not (path.exists() and other_path.exists()):
            differences.append(f"only one of them has {name}")
        elif path.read_bytes() != other_path.read_bytes():
            differences.append(f"{name} in {_differing_names(read_archive(path), read_archive(other_path))}")
    return differences


def require_contents(repository: Repository, sdist: Path, wheel: Path) -> None:
    """Refuse archives that hold anything but the packages as they are in the tree, and what goes with them.

    Args:
        repository: The tree.
        sdist: The sdist built from it.
        wheel: The wheel.

    Raises:
        CommandError: A file is too many, missing or another; the message names it.
    """
    project = tomllib.loads((repository.root / "pyproject.toml").read_text(encoding="utf-8"))
    packages: list[str] = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    sources = {
        name for name in repository.files() if name.startswith(tuple(f"{package}/" for package in packages))
    }
    sources |= {f"{package}/py.typed" for package in packages}
    shipped = {name: _file_content(repository.root / name) for name in sources}
    information = f"{wheel.name.removesuffix('-py3-none-any.whl')}.dist-info"
    bill = f"{information}/sboms/{project['project']['name']}.cdx.json"
    _require_files(
        wheel,
        {_installed_name(name, packages): content for name, content in shipped.items()}
        | {f"{information}/{name}": None for name in (*_METADATA, *_script_files(project))}
        | {bill: None},
    )
    files = read_archive(wheel)
    _require_bill(wheel.name, json.loads(files[bill]), files[f"{information}/METADATA"])
    _require_files(
        sdist,
        shipped | {name: _file_content(repository.root / name) for name in _BESIDE} | {"PKG-INFO": None},
    )


def _script_files(project: Mapping[str, Any]) -> tuple[str, ...]:
    """What a wheel holds beside its metadata where the project has commands."""
    return ("entry_points.txt",) if project["project"].get("scripts") else ()


def _require_files(archive: Path, expected: Mapping[str, bytes | None]) -> None:
    """Compare an archive with what it should hold, where None means any content."""
    files = read_archive(archive)
    problems = [
        f"holds {name}, which doesn't belong there" for name in sorted(files.keys() - expected.keys())
    ]
    problems += [f"lacks {name}" for name in sorted(expected.keys() - files.keys())]
    problems += [
        f"holds another {name} than the tree"
        for name, content in sorted(expected.items())
        if name in files and content is not None and files[name] != content
    ]
    if problems:
        more = f" ({len(problems) - 1} more)" if problems[1:] else ""
        raise CommandError(f"{archive.name} {problems[0]}{more}.")


def _require_bill(wheel: str, bill: Any, metadata: bytes) -> None:
    """Refuse a wheel whose bill of materials names other packages than its metadata."""
    stated = BytesParser().parsebytes(metadata, headersonly=True)
    needed = map(Requirement, stated.get_all("Requires-Dist", []))
    names = [need.name for need in needed if need.marker is None or "extra" not in str(need.marker)]
    own = bill["metadata"]["component"]
    if (own["name"], own["version"]) != (stated["Name"], stated["Version"]) or sorted(names) != [
        component["name"] for component in bill["components"]
    ]:
        raise CommandError(f"{wheel} has a bill of materials that differs from its metadata.")


def _file_content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _installed_name(name: str, packages: list[str]) -> str:
    """Return where a file of the tree is once it is installed."""
    package = next(package for package in packages if name.startswith(f"{package}/"))
    return name.removeprefix(f"{package.rpartition('/')[0]}/")


def _differing_names(files: Members, others: Members) -> str:
    names = sorted(name for name in files.keys() | others.keys() if files.get(name) != others.get(name))
    return ", ".join(names) or "the archive's own records, such as a time or a mode"
