"""Publication: what this commit builds is taken to an index; on loopback it is installed and called as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.output import workshop
from generator.release.distribution import DIST, Distribution, pack, place, require_placed
from generator.release.environment import clean_environment
from generator.release.failure import ReleaseError
from generator.release.index import VARIABLE, Index, index_at
from generator.release.loopback import served
from generator.release.repository import Repository
from generator.release.upload import lacking, upload
from generator.release.version import version_in

Report = Callable[[str], None]
Build = Callable[[Repository, Report], Distribution]


@dataclass(frozen=True)
class Publication:
    """What was published, or could be.

    Attributes:
        made: The archives.
        url: The index.
        files: The archives that were uploaded; of a check, those that could be.
        call: What the first call from a clean environment told; empty where none was made.
    """

    made: Distribution
    url: str
    files: Sequence[str]
    call: Mapping[str, str]


def publish(
    repository: Repository,
    environment: Mapping[str, str],
    report: Report,
    *,
    is_check: bool = False,
    build: Build = pack,
) -> Publication:
    """Publish to the index that the environment names, or to one on loopback that is there for this run alone.

    Args:
        repository: The tree.
        environment: The process's environment, with the index and twine's credentials.
        report: Where to tell of slow steps.
        is_check: Whether all is only checked, and nothing uploaded.
        build: Makes the archives.

    Raises:
        ReleaseError: Something stands in the way; where anything was uploaded, the message says what.
    """
    if url := environment.get(VARIABLE):
        index = index_at(url, environment)
        return _taken(index, _archives(repository, index, report, build), report, is_check=is_check)
    with workshop() as folder, served(folder) as url:
        report(f"an index of its own listens at {url}")
        # Credentials that are set for a real index are none of this one's business.
        index = index_at(url, {})
        return _taken(index, _archives(repository, index, report, build), report, is_check=is_check)


def _taken(index: Index, made: Distribution, report: Report, *, is_check: bool) -> Publication:
    if is_check:
        return Publication(made, index.url, lacking(index, made), {})
    names = upload(index, made, report)
    return Publication(made, index.url, names, _called(index, made, report) if index.is_loopback else {})


def _archives(repository: Repository, index: Index, report: Report, build: Build) -> Distribution:
    """Return what this commit builds; for a real index, of a release whose archives in dist/ are the same bytes."""
    folder = repository.root / DIST
    if index.is_loopback:
        made = build(repository, report)
        place(made, folder)
        return made
    require_tagged(repository)
    made = build(repository, report)
    require_placed(made, folder)
    return made


def require_tagged(repository: Repository) -> None:
    """Refuse to publish anything but a release: a clean tree whose commit carries the version's tag.

    Args:
        repository: The tree.

    Raises:
        ReleaseError: The tree is not clean, or the tag is missing or another.
    """
    repository.require_clean("Publishing")
    version = version_in((repository.root / "pyproject.toml").read_text(encoding="utf-8"))
    tagged = repository.released("--points-at", "HEAD")
    if version not in tagged:
        carried = f"carries the tag v{tagged[0]}" if tagged else "carries no tag of a release"
        raise ReleaseError(
            f"The version is {version}, and this commit {carried}. Only a release is published to a real index:"
            f" check out v{version}, or make it first (nox -s release)."
        )


def _called(index: Index, made: Distribution, report: Report) -> dict[str, str]:
    with workshop() as folder:
        report(f"installing {made.version} from {index.lists} into a clean environment")
        environment = clean_environment(folder / "clean")
        environment.install_from(index, made)
        return environment.call(made.version)
