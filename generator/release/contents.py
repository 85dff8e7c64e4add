"""Contents: what the archives hold, file by file, against what the tree holds; tests and tools never ship."""

from __future__ import annotations

import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from generator.release.failure import ReleaseError
from generator.release.repository import Repository

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
        | {f"{information}/{name}": None for name in _METADATA},
    )
    _require(
        sdist, shipped | {name: _content(repository.root / name) for name in _BESIDE} | {"PKG-INFO": None}
    )


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
