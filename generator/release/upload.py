"""Upload: two archives go to an index once, whole, and only if what stands there agrees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.output import workshop
from generator.release.distribution import Distribution
from generator.release.failure import ReleaseError
from generator.release.index import Index
from generator.release.program import ProgramError, module, run


def lacking(index: Index, distribution: Distribution) -> list[str]:
    """Return the archives that an index lacks.

    Args:
        index: The index.
        distribution: The archives.

    Raises:
        ReleaseError: It has all of them already, or another file of the same name, or can't be reached.
    """
    mine, version = distribution.hashes, distribution.version
    try:
        there = index.files(distribution.name)
    except ReleaseError as error:
        raise ReleaseError(f"Nothing was uploaded. {error}") from None
    if other := [name for name in mine if name in there and there[name] != mine[name]]:
        raise ReleaseError(
            f"The index has another {other[0]} than this, and a published file can't be replaced:"
            f" raise the version ({version} is taken). Nothing was uploaded."
        )
    absent = [name for name in mine if name not in there]
    if not absent:
        raise ReleaseError(f"The index has {version} already, the same bytes. Nothing was uploaded.")
    return absent


def upload(index: Index, distribution: Distribution, report: Callable[[str], None]) -> list[str]:
    """Upload what an index lacks of the archives.

    Args:
        index: The index.
        distribution: The archives.
        report: Where to tell of slow steps.

    Returns:
        The names of what was uploaded.

    Raises:
        ReleaseError: Nothing may be uploaded, or it failed; the message says what stands on the index now.
    """
    names = lacking(index, distribution)
    if len(names) < len(distribution.files):
        report(f"an earlier upload ended half way; what is missing is {', '.join(names)}")
    with workshop() as folder:
        paths = [folder / name for name in names]
        for path in paths:
            path.write_bytes(distribution.files[path.name])
        report(f"uploading {' and '.join(names)} to {index.url}")
        failure = _sent(index, paths)
    _require_complete(index, distribution, failure)
    return names


def _sent(index: Index, paths: list[Path]) -> str:
    """Upload files, the wheel first; return what went wrong, or nothing."""
    words = ["upload", "--non-interactive", "--disable-progress-bar", "--repository-url", index.url]
    environment = {**index.credentials, **index.without_proxy}
    try:
        run([*module("twine"), *words, *map(str, paths)], paths[0].parent, environment)
    except ProgramError as error:
        return index.masked(str(error))
    return ""


def _require_complete(index: Index, distribution: Distribution, failure: str) -> None:
    """Believe the index, not the program: all files stand there, or say which do."""
    failure = failure and f"\n{failure}"
    try:
        there = index.files(distribution.name)
    except ReleaseError as error:
        raise ReleaseError(f"The upload ended, and nobody can say what arrived. {error}{failure}") from None
    mine = distribution.hashes
    arrived = [name for name in mine if there.get(name) == mine[name]]
    if arrived == list(mine):
        return
    absent = [name for name in mine if name not in arrived]
    if not failure:
        raise ReleaseError(
            f"The upload ended well, and the index doesn't list {' and '.join(absent)}: some take a while."
            f" Look at {index.lists}{distribution.name}/ before you tell anybody."
        )
    if not arrived:
        raise ReleaseError(f"The upload failed; the index has nothing of {distribution.version}.{failure}")
    raise ReleaseError(
        f"The upload ended half way: the index has {', '.join(arrived)} and lacks {', '.join(absent)}."
        f" Run the same command from the same commit again: it uploads what is missing.{failure}"
    )
